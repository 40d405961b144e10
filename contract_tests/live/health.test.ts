/** What a gate says of its services, while they are there and while they are silent. */

import { connect } from "taskgate";
import { backend, brokers, eventually } from "./harness.js";
import { Relay } from "./relay.js";

const answering = { connected: true, latencyMs: expect.any(Number), reason: null };
const rabbitmq = brokers[1][1];

test.each(brokers)("a gate on %s is well, with nothing to be confirmed", async (kind, broker) => {
  await using gate = await connect({ broker, backend });
  expect(await gate.health({ timeoutMs: 60_000 })).toEqual({
    ok: true,
    broker: { kind, ...answering },
    backend: answering,
    pending: { messages: 0, bytes: 0 },
  });
});

test("results on RabbitMQ alone are asked for, too", async () => {
  await using gate = await connect({ broker: rabbitmq, backend: "rpc://" });
  expect(await gate.health({ timeoutMs: 60_000 })).toMatchObject({ ok: true, backend: answering });
});

test.each(brokers)("a connection to %s that carries nothing any more is told in time", async (_, broker) => {
  const relay = await Relay.before(broker);
  try {
    await using gate = await connect({ broker: relay.url(broker), backend, closeTimeoutMs: 100 });
    relay.silence();
    const before = Date.now();
    const health = await gate.health({ timeoutMs: 500 });
    expect(Date.now() - before).toBeLessThan(10_000);
    expect(health).toMatchObject({
      ok: false,
      broker: { connected: false, latencyMs: null },
      backend: answering,
    });
    expect(health.broker.reason).toMatch(/within 500 ms/);
    relay.cut();
    await eventually(async () => expect((await gate.health()).ok).toBe(true));
  } finally {
    await relay.close();
  }
});
