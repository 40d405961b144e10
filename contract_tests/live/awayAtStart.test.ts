/** A broker, or a Redis with the results, that is not there when a program starts: it comes later, or never. */

import { connect } from "taskgate";
import { createClient } from "taskgate/celery-node";
import { backend, brokers, eventually, failureOf, LATE_MS, Worker } from "./harness.js";
import { Memory } from "./memory.js";
import { brokerKinds, OwnBroker } from "./ownBroker.js";
import { Relay } from "./relay.js";
import { COLUMNS, Tally } from "./tally.js";

const SENDS = 1000;
const TIMEOUT_MS = 1000;

beforeAll(() => process.stdout.write(`${COLUMNS}\n`));

/** How long the promise took to reject, and with what. */
async function failure(promise: PromiseLike<unknown>) {
  const started = Date.now();
  const { code, message, details } = await failureOf(promise);
  return { code, message, details, tookMs: Date.now() - started };
}

function expectDeadline({ tookMs }: { tookMs: number }, timeoutMs: number): void {
  expect(tookMs).toBeGreaterThanOrEqual(timeoutMs - 10);
  expect(tookMs).toBeLessThan(timeoutMs + LATE_MS);
}

test.each(brokerKinds)("%s: a broker that is away at start, comes, goes, and comes again", async (kind) => {
  await using broker = await OwnBroker.start(kind);
  await broker.kill();
  const never = await failure(connect({ broker: broker.url, backend, connectTimeoutMs: TIMEOUT_MS }));
  expect(never).toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  expect(never.message).toMatch(/ECONNREFUSED/);
  expectDeadline(never, TIMEOUT_MS);

  const connecting = connect({ broker: broker.url, backend, connectTimeoutMs: 60_000 });
  await broker.start();
  await using gate = await connecting;
  await using worker = await Worker.start("guarded", broker.url);
  await using late = new Tally();
  await using away = new Tally();
  const many = (send: () => Promise<void>) => Promise.all(Array.from({ length: SENDS }, send));
  await many(() => late.send(gate, { queue: worker.queue }));
  expect(await late.counts(`${kind} away at start, comes later`)).toMatchObject({
    confirmed: SENDS,
    executed: SENDS,
    executedTwice: 0,
  });

  await broker.kill();
  await eventually(async () => expect(await gate.health()).toMatchObject({ ok: false }));
  const memory = new Memory();
  const { queue } = worker;
  await Promise.all([
    many(() => away.send(gate, { queue, publishTimeoutMs: TIMEOUT_MS })),
    many(() => away.call(gate, { queue, timeoutMs: TIMEOUT_MS })),
  ]);
  memory.expectBounded();
  await broker.start();
  // Behind whatever would have been sent late after all.
  await eventually(() => gate.task("tally.count").call(late.next(), {}, { queue: worker.queue }));
  const counts = await away.counts(`${kind} away while ${SENDS} are sent and ${SENDS} called`);
  expect(counts).toMatchObject({ confirmed: 0, unknown: 0, refused: 2 * SENDS, executed: 0 });
  expect(counts.longestMs).toBeLessThan(TIMEOUT_MS + LATE_MS);
});

test.each(brokers)("on %s: results that are away at start come later, or never", async (_, broker) => {
  const relay = await Relay.before(backend);
  try {
    relay.refuse();
    const options = { broker, backend: relay.url(backend) };
    const never = await failure(connect({ ...options, connectTimeoutMs: TIMEOUT_MS }));
    expect(never.code).toBe("BACKEND_UNAVAILABLE");
    expectDeadline(never, TIMEOUT_MS);
    expect(relay.connections).toBe(0);
    const connecting = connect({ ...options, connectTimeoutMs: 30_000 });
    relay.accept();
    await using gate = await connecting;
    expect(await gate.health()).toMatchObject({ ok: true });
  } finally {
    await relay.close();
  }
});

test.each(brokers)("on %s: what the drop-in sends before there is a connection", async (kind, broker) => {
  const relay = await Relay.before(broker);
  await using worker = await Worker.start("guarded", broker);
  await using tally = new Tally();
  relay.refuse();
  const client = createClient(relay.url(broker), backend, worker.queue);
  try {
    const results = Array.from({ length: SENDS }, () => client.sendTask("tally.count", tally.next()));
    const sent = results.map(({ published }, number) => tally.note(number, published));
    relay.accept();
    await Promise.all(sent);
    expect(await tally.counts(`${kind}: away when celery-node's API sends`)).toMatchObject({
      confirmed: SENDS,
      executed: SENDS,
      executedTwice: 0,
    });
    expect(await Promise.all(results.map((result) => result.get(10_000)))).toEqual(
      results.map((_, number) => number),
    );
  } finally {
    await client.disconnect();
    await relay.close();
  }
});
