/** A broker, or the Redis of the results, that is there and takes nothing for a while. */

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { connect } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { brokers, eventually, failureOf, LATE_MS, Worker } from "./harness.js";
import { Memory } from "./memory.js";
import { OwnBroker } from "./ownBroker.js";
import { COLUMNS, Tally } from "./tally.js";

const SENDS = 1200;
/** Of these, sent when the refusals begin. */
const MIDST = 400;
const AT_ONCE = 200;
/** Milliseconds for a send that is to be given up while the broker refuses. */
const SHORT_MS = 700;

/** A server that can be made to refuse, and to stop that. */
interface Refusal {
  readonly name: string;
  /** What the error of a publish says. */
  readonly reason: RegExp;
  begin(server: OwnBroker): Promise<unknown>;
  end(server: OwnBroker): Promise<unknown>;
}

async function onRedis(server: OwnBroker, ...words: [string, ...string[]]): Promise<void> {
  const redis = new Redis(server.url);
  await redis.call(...words);
  redis.disconnect();
}

const readOnly: Refusal = {
  name: "READONLY (a replica)",
  reason: /READONLY/,
  begin: (server) => onRedis(server, "REPLICAOF", "127.0.0.1", "1"),
  end: (server) => onRedis(server, "REPLICAOF", "NO", "ONE"),
};
const outOfMemory: Refusal = {
  name: "OOM (maxmemory, noeviction)",
  reason: /OOM/,
  begin: (server) => onRedis(server, "CONFIG", "SET", "maxmemory", "1"),
  end: (server) => onRedis(server, "CONFIG", "SET", "maxmemory", "0"),
};
const memoryAlarm: Refusal = {
  name: "memory alarm",
  reason: /blocks publishers/,
  begin: (server) => server.control("set_vm_memory_high_watermark", "absolute", "1MB"),
  end: (server) => server.control("set_vm_memory_high_watermark", "0.4"),
};

beforeAll(() => process.stdout.write(`${COLUMNS}\n`));

test.each([
  ["redis", readOnly],
  ["redis", outOfMemory],
  ["rabbitmq", memoryAlarm],
] as const)(
  "%s: sends wait while it refuses, and go when it ends",
  async (kind, { name, reason, begin, end }) => {
    await using server = await OwnBroker.start(kind);
    const queue = `live-${randomUUID()}`;
    const options = { queue, publishTimeoutMs: 60_000 };
    const start = () => Worker.start("guarded", server.url, {}, queue);
    // RabbitMQ has to have the queue; a worker that can take nothing from a Redis ends, or waits long.
    await using _worker = kind === "rabbitmq" ? await start() : null;
    await using gate = await connect({ broker: server.url });
    await using patient = new Tally();
    await using short = new Tally();
    const memory = new Memory();

    // Some are under way when it begins, and settle now or when it has ended; the others come while it lasts.
    const sending = [patient.sendAll(gate, MIDST, options, AT_ONCE)];
    await begin(server);
    try {
      await eventually(async () => {
        await short.send(gate, { queue, publishTimeoutMs: SHORT_MS });
        expect(short.lastError).toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
      });
      expect(short.lastError?.message).toMatch(reason);
      const before = patient.settled;
      sending.push(patient.sendAll(gate, SENDS - MIDST, options, AT_ONCE));
      await short.sendAll(gate, AT_ONCE, { queue, publishTimeoutMs: SHORT_MS }, AT_ONCE);
      expect(patient.settled).toBe(before);
    } finally {
      await end(server);
    }
    await Promise.all(sending);
    memory.expectBounded();

    await using _later = kind === "redis" ? await start() : null;
    const counts = await patient.counts(`${kind}: ${name}, publishTimeoutMs 60,000`);
    expect(counts).toMatchObject({
      sent: SENDS,
      confirmed: SENDS,
      executed: SENDS,
      lost: 0,
      executedTwice: 0,
    });
    const given = await short.counts(`${kind}: ${name}, publishTimeoutMs ${SHORT_MS}`);
    expect(given).toMatchObject({ lost: 0, executedTwice: 0, wronglyRefused: 0 });
    expect(given.refused).toBeGreaterThanOrEqual(AT_ONCE);
    expect(given.longestMs).toBeLessThan(SHORT_MS + LATE_MS);
  },
);

describe("the Redis of the results", () => {
  const [, broker] = brokers[1];

  test.each([readOnly, outOfMemory])(
    "$name: no call hangs, what writes waits, and it ends",
    async ({ reason, begin, end }) => {
      await using server = await OwnBroker.start("redis");
      await using worker = await Worker.start("guarded", broker, { CELERY_RESULT_BACKEND: server.url });
      await using gate = await connect({ tasks, broker, backend: server.url, backendTimeoutMs: 500 });
      await using patient = await connect({ tasks, broker, backend: server.url, backendTimeoutMs: 30_000 });
      const { queue } = worker;
      const add = () => gate.tasks.outcomes.add({ left: 1, right: 2 }, { queue, timeoutMs: 3000 });
      expect(await add()).toBe(3);

      await begin(server);
      const revoking = patient.job("y").revoke();
      try {
        const error = await failureOf(gate.job("x").revoke());
        expect(error.code).toBe("BACKEND_UNAVAILABLE");
        expect(error.message).toMatch(reason);
        const started = Date.now();
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => add().then(String, ({ code }) => code as string)),
        );
        expect(Date.now() - started).toBeLessThan(3000 + LATE_MS);
        expect(new Set(outcomes)).toEqual(new Set(["TIMEOUT"]));
      } finally {
        await end(server);
      }
      await revoking;
      // The worker lives, and goes on.
      expect(await eventually(add)).toBe(3);
    },
  );
});
