import type { Redis } from "ioredis";
import { PushBatches } from "../src/brokers/pushBatches.js";
import type { RedisConnection } from "../src/connections/redisConnection.js";
import type { Deadline } from "../src/waiting/deadline.js";

/** A connection that writes down its commands, and refuses those to the list "full". */
function open() {
  const written: [key: string, ...values: string[]][] = [];
  const deadlines: Deadline[] = [];
  const client = {
    lpush: async (key: string, ...values: string[]) => {
      written.push([key, ...values]);
      if (key === "full") throw new Error("no room");
    },
  };
  const connection = {
    command: (write: (client: Redis) => Promise<unknown>, options: Deadline) => {
      deadlines.push(options);
      return write(client as unknown as Redis);
    },
  };
  return { batches: new PushBatches(connection as unknown as RedisConnection), written, deadlines };
}

const timeoutMs = 1000;

// A command has what is left of the time: of a clock that runs, a millisecond less now and then.
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask"] });
});
afterEach(() => {
  jest.useRealTimers();
});

test("what is pushed to one list in one turn goes in one command, in its order", async () => {
  const { batches, written, deadlines } = open();
  const pushes = ["1", "2", "3"].map((value) => batches.push("q", value, { timeoutMs }));
  expect(written).toEqual([]);
  await Promise.all(pushes);
  await batches.push("q", "4", { timeoutMs });
  expect(written).toEqual([
    ["q", "1", "2", "3"],
    ["q", "4"],
  ]);
  expect(deadlines[0]).toEqual({ timeoutMs, signal: undefined });
});

test("another list, another deadline and a signal begin another command, and none overtakes", async () => {
  const { batches, written, deadlines } = open();
  const { signal } = new AbortController();
  await Promise.all([
    batches.push("q", "1", { timeoutMs }),
    batches.push("other", "2", { timeoutMs }),
    batches.push("q", "3", { timeoutMs }),
    batches.push("q", "4", { timeoutMs: 5 }),
    batches.push("q", "5", { timeoutMs: 5, signal }),
    batches.push("q", "6", { timeoutMs: 5 }),
  ]);
  expect(written.map(([, value]) => value)).toEqual(["1", "2", "3", "4", "5", "6"]);
  expect(deadlines.map((deadline) => [deadline.timeoutMs, deadline.signal])).toEqual([
    [1000, undefined],
    [1000, undefined],
    [1000, undefined],
    [5, undefined],
    [5, signal],
    [5, undefined],
  ]);
});

test("a command has a bound of messages and of characters", async () => {
  const { batches, written } = open();
  const large = "x".repeat(200 * 1024);
  await Promise.all(Array.from({ length: 600 }, (_, n) => batches.push("q", String(n), { timeoutMs })));
  await Promise.all([large, large, "small"].map((value) => batches.push("q", value, { timeoutMs })));
  expect(written.map((command) => command.length - 1)).toEqual([256, 256, 88, 2, 1]);
});

test("a refusal is each one's, and the next command is not concerned", async () => {
  const { batches, written } = open();
  const pushes = ["1", "2"].map((value) => batches.push("full", value, { timeoutMs }));
  const taken = batches.push("q", "3", { timeoutMs });
  for (const push of pushes) await expect(push).rejects.toThrow("no room");
  await taken;
  expect(written).toHaveLength(2);
});
