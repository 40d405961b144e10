import type { Settlement } from "../src/brokers/index.js";
import { DeclaringBroker } from "../src/dropin/declaringBroker.js";
import { UnroutableError } from "../src/errors.js";
import { FakeChannel, FakeConnection, messageOf, open, turn } from "./fakeRabbitmq.js";
import * as fakes from "./fakes.js";

jest.mock("rabbitmq-client", () => ({
  Connection: jest.fn((options: Record<string, unknown>) => new FakeConnection(options)),
}));

/** Counts, and fails where the promise has settled before it was told. */
class Tally implements Settlement<string> {
  readonly told: string[] = [];

  confirmed(): string {
    this.told.push("confirmed");
    return "the job";
  }

  failed(): void {
    this.told.push("failed");
  }
}

async function settled(publishing: Promise<unknown>): Promise<unknown> {
  const [settlement] = await Promise.allSettled([publishing]);
  // What settles a second time does so in these turns.
  await turn();
  await turn();
  return settlement?.status === "fulfilled" ? settlement.value : settlement?.reason.code;
}

describe("RabbitMQ: a settlement is told once", () => {
  test("of a confirmation, and says what the promise resolves with", async () => {
    const { broker, channel } = await open();
    const tally = new Tally();
    const publishing = broker.publish(messageOf("1"), { timeoutMs: 1000 }, tally);
    await turn();
    channel().published[0]?.resolve();
    expect(await settled(publishing)).toBe("the job");
    expect(tally.told).toEqual(["confirmed"]);
  });

  test("of a confirmation that comes after the deadline: it has failed", async () => {
    const { broker, channel } = await open();
    const tally = new Tally();
    const publishing = broker.publish(messageOf("1"), { timeoutMs: 10 }, tally);
    expect(await settled(publishing)).toBe("BROKER_UNAVAILABLE");
    channel().published[0]?.resolve();
    await turn();
    await turn();
    expect(tally.told).toEqual(["failed"]);
  });

  test.each([
    ["headers that do not fit", { headers: { long: "x".repeat(200_000) } }, "PAYLOAD_TOO_LARGE"],
    ["an exchange that is missing", { exchange: "gone", routingKey: "k" }, "UNROUTABLE"],
  ])("of %s", async (_, call, code) => {
    const { broker, connection } = await open();
    connection.nextChannel = () => {
      const channel = new FakeChannel();
      channel.asked = () => Promise.reject(Object.assign(new Error("no exchange"), { code: "NOT_FOUND" }));
      return channel;
    };
    const tally = new Tally();
    const message = fakes.messageOf({ id: "1", replyTo: "r", ...call });
    expect(await settled(broker.publish(message, { timeoutMs: 1000 }, tally))).toBe(code);
    expect(tally.told).toEqual(["failed"]);
  });

  test("of a signal that has aborted, and of a channel that was closed", async () => {
    const { broker } = await open();
    const tallies = [new Tally(), new Tally()];
    const [aborted, closed] = tallies;
    const signal = AbortSignal.abort(Object.assign(new Error("left"), { code: "LEFT" }));
    expect(await settled(broker.publish(messageOf("1"), { timeoutMs: 1000, signal }, aborted))).toBe("LEFT");
    await broker.close(10);
    expect(await settled(broker.publish(messageOf("2"), { timeoutMs: 1000 }, closed))).toBe("CLOSED");
    expect(tallies.map(({ told }) => told)).toEqual([["failed"], ["failed"]]);
  });
});

test("a broker that only has promises tells as they settle", async () => {
  const broker = new fakes.FakeBroker();
  const tallies = [new Tally(), new Tally()];
  const [fine, lost] = tallies;
  expect(await settled(broker.publish(messageOf("1"), { timeoutMs: 1000 }, fine))).toBe("the job");
  broker.onPublish = () => {
    throw new UnroutableError("no queue");
  };
  expect(await settled(broker.publish(messageOf("2"), { timeoutMs: 1000 }, lost))).toBe("UNROUTABLE");
  expect(tallies.map(({ told }) => told)).toEqual([["confirmed"], ["failed"]]);
});

test.each([false, true])(
  "the drop-in's broker tells once, also where it publishes twice: %s",
  async (isMissing) => {
    const inner = Object.assign(new fakes.FakeBroker(), { declareQueue: async () => {} });
    if (isMissing) {
      inner.onPublish = () => {
        inner.onPublish = () => {};
        throw new UnroutableError("no queue");
      };
    }
    const tally = new Tally();
    const publishing = new DeclaringBroker(inner).publish(messageOf("1"), { timeoutMs: 1000 }, tally);
    expect(await settled(publishing)).toBe("the job");
    expect(tally.told).toEqual(["confirmed"]);
    expect(inner.published).toHaveLength(isMissing ? 2 : 1);
  },
);
