/**
 * What a gate takes of its brokers, counted by the brokers themselves: how many connections stand, which commands are given
 * while somebody waits, and what is there afterwards. No worker runs here.
 */

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import { connect, type Gate } from "taskgate";
import { eventually, failureOf } from "./harness.js";
import { brokerKinds, OwnBroker } from "./ownBroker.js";
import { Relay } from "./relay.js";

const WAIT_MS = 30_000;
/** Four of celery-node's looks for a result. */
const LOOKS_MS = 2000;

describe.each(brokerKinds)("on %s", (kind) => {
  let results: OwnBroker;
  let rabbitmq: OwnBroker | null = null;
  let redis: Redis;
  let queue: string;
  const broker = () => (rabbitmq ?? results).url;

  beforeAll(async () => {
    results = await OwnBroker.start("redis");
    redis = new Redis(results.url);
    if (kind === "rabbitmq") rabbitmq = await OwnBroker.start("rabbitmq");
  });
  afterAll(async () => {
    redis?.disconnect();
    await Promise.all([results?.stop(), rabbitmq?.stop()]);
  });
  beforeEach(async () => {
    queue = `live-${randomUUID()}`;
    if (rabbitmq === null) return;
    const connection = new Connection(rabbitmq.url.replace(/\/\/$/, "/%2F"));
    await connection.queueDeclare({ queue, durable: true });
    await connection.close();
  });

  /** The names of the connections to Redis but for the test's own, and of those to RabbitMQ. */
  const connections = async () => {
    const clients = ((await redis.client("LIST")) as string).trim().split("\n");
    const names = clients.map((line) => / name=(\S*)/.exec(line)?.[1] ?? "").filter((name) => name !== "");
    const amqp = (await rabbitmq?.control("list_connections", "pid"))?.trim().split("\n") ?? [];
    return [...names, ...amqp.filter((line) => line.startsWith("<")).map(() => "amqp")].sort();
  };
  const one =
    kind === "redis"
      ? ["taskgate-broker", "taskgate-results", "taskgate-subscriber"]
      : ["amqp", "taskgate-results", "taskgate-subscriber"];

  test("one connection to the broker, one to the results and one subscriber, whatever is in flight; none after `await using`", async () => {
    expect(await connections()).toEqual([]);
    const ended: Promise<unknown>[] = [];
    {
      await using gate = await connect({ broker: broker(), backend: results.url, timeoutMs: WAIT_MS });
      const task = gate.task("any.task");
      const started = <T>(promise: Promise<T>) => ended.push(promise.catch(() => {}));
      for (let count = 0; count < 500; count++) {
        started(task.call([count], {}, { queue }));
        started(task.send([count], {}, { queue }).then((job) => job.progress().next()));
      }
      started(task.map([{}, {}], { queue, chunk: 1 }));
      const jobs = await Promise.all(
        Array.from({ length: 500 }, () => task.send([], {}, { queue, taskId: randomUUID() })),
      );
      for (const job of jobs) started(job.result());
      await Promise.all([gate.workers({ timeoutMs: 2000 }), gate.health(), jobs[0]?.revoke()]);
      await eventually(async () => expect((await subscriptions()).length).toBeGreaterThan(1500));
      expect(await connections()).toEqual(one);
    }
    await Promise.all(ended);
    await eventually(async () => expect(await connections()).toEqual([]));
  });

  test("readers of events share one connection, which is gone with the last of them", async () => {
    await using gate = await connect({ broker: broker(), backend: results.url });
    const stop = new AbortController();
    const readers = Array.from({ length: 20 }, () => gate.events({ signal: stop.signal }).next());
    const ended = Promise.allSettled(readers);
    const withEvents = kind === "redis" ? [...one, "taskgate-events"].sort() : one;
    await eventually(async () => expect(await connections()).toEqual(withEvents));
    stop.abort("enough");
    expect(await ended).toEqual(readers.map(() => ({ status: "rejected", reason: "enough" })));
    await eventually(async () => expect(await connections()).toEqual(one));
  });

  test("results and progress are not polled for: one look for each wait, however long it lasts", async () => {
    await using gate = await connect({ broker: broker(), backend: results.url });
    const given = await monitored(async () => {
      const calls = Array.from({ length: 20 }, () =>
        failureOf(gate.task("any.task").call([], {}, { queue, timeoutMs: LOOKS_MS })),
      );
      const job = await gate.task("any.task").send([], {}, { queue });
      const seen = await watched(gate, job.id);
      expect(seen).toEqual([1, 2, 3]);
      for (const { code } of await Promise.all(calls)) expect(code).toBe("TIMEOUT");
    });
    const reads = given.filter((command) => /^(get|mget|lrange|brpop|scan|keys|exists)$/i.test(command));
    // One for each of the 20 calls and for the job, and none while they waited.
    expect(reads.length).toBeLessThanOrEqual(21);
    expect(reads.length).toBeGreaterThan(0);
  });

  test("no queue, no binding and no key is left but those that end by themselves", async () => {
    const before = await things();
    {
      await using gate = await connect({ broker: broker(), backend: results.url });
      const task = gate.task("any.task");
      const missing = `missing-${queue}`;
      if (kind === "rabbitmq") {
        expect((await failureOf(task.send([], {}, { queue: missing }))).code).toBe("UNROUTABLE");
        const delayed = { queue: missing, queueType: "quorum", countdownMs: 1000 } as const;
        expect((await failureOf(task.send([], {}, delayed))).code).toBe("UNROUTABLE");
      }
      const exchange = { exchange: missing, routingKey: "x" };
      expect((await failureOf(task.send([], {}, exchange))).code).toBe("UNROUTABLE");
      const call = { queue, timeoutMs: 200, revokeOnAbort: true };
      expect((await failureOf(task.call([], {}, call))).code).toBe("TIMEOUT");
      expect(await gate.workers({ timeoutMs: 1000 })).toEqual([]);
      expect(await gate.workers({ timeoutMs: 500, destination: ["nobody@nowhere"] })).toEqual([]);
      const events = gate.events({ signal: AbortSignal.timeout(200) });
      await expect(events.next()).rejects.toThrow();
      expect((await gate.health()).ok).toBe(true);
    }
    const left = await things();
    expect(left.filter((thing) => !before.includes(thing))).toEqual([]);
  });

  test("what may wait has a bound: one more is OVERLOADED at once, and its room is given back", async () => {
    const relay = await Relay.before(broker());
    try {
      await using gate = await connect({
        broker: relay.url(broker()),
        backend: results.url,
        maxPendingPublishes: 100,
        publishTimeoutMs: 700,
        heartbeatMs: 1000,
      });
      relay.swallow();
      const sends = Array.from({ length: 150 }, () =>
        failureOf(gate.task("any.task").send([], {}, { queue })),
      );
      const over = (await Promise.all(sends.slice(100))).map(({ code }) => code);
      expect(over).toEqual(Array(50).fill("OVERLOADED"));
      expect((await gate.health({ timeoutMs: 1 })).pending.messages).toBe(100);
      const under = (await Promise.all(sends.slice(0, 100))).map(({ code }) => code);
      expect(under).toEqual(Array(100).fill("BROKER_UNAVAILABLE"));
      relay.accept();
      await eventually(() => gate.task("any.task").send([], {}, { queue }));
      expect((await gate.health()).pending.messages).toBe(0);
    } finally {
      await relay.close();
    }
  });

  /** Queues and bindings of RabbitMQ, and keys of Redis that do not end by themselves, but for the queue of the test. */
  async function things(): Promise<string[]> {
    const keys = await redis.keys("*");
    const lasting = await Promise.all(keys.map(async (key) => ((await redis.ttl(key)) === -1 ? key : "")));
    const listed = [
      await rabbitmq?.control("list_queues", "name"),
      await rabbitmq?.control("list_bindings", "source_name", "destination_name"),
    ];
    const lines = listed.flatMap((text) => text?.trim().split("\n") ?? []);
    return [...lasting, ...lines].filter((thing) => thing !== "" && thing !== queue);
  }

  const subscriptions = async () => (await redis.pubsub("CHANNELS")) as string[];

  /** Stores three states of a job as a worker does, each once the one before has been seen; gives what was seen. */
  async function watched(gate: Gate, id: string): Promise<number[]> {
    const key = `celery-task-meta-${id}`;
    const store = async (status: string, result: unknown) => {
      const value = JSON.stringify({ status, result, traceback: null, children: [], task_id: id });
      await redis.multi().setex(key, 60, value).publish(key, value).exec();
    };
    const states = gate.job<unknown, { done: number }>(id).progress();
    const seen: number[] = [];
    let next = states.next();
    await eventually(async () => expect(await subscriptions()).toContain(key));
    for (const done of [1, 2, 3]) {
      await store("PROGRESS", { done, total: 3, data: {} });
      const step = await next;
      if (!step.done) seen.push((step.value as { done: number }).done);
      next = states.next();
    }
    await store("SUCCESS", null);
    expect((await next).done).toBe(true);
    return seen;
  }

  /** The commands that others than the test give to Redis while `body` runs. */
  async function monitored(body: () => Promise<void>): Promise<string[]> {
    const own = new Set([await addressOf(redis)]);
    const monitor = await redis.monitor();
    const commands: string[] = [];
    monitor.on("monitor", (_time: string, [command]: string[], source: string) => {
      if (!own.has(source)) commands.push(command as string);
    });
    try {
      await body();
      const mark = randomUUID();
      const marked = new Promise<void>((resolve) =>
        monitor.on("monitor", (_time: string, words: string[]) => {
          if (words.includes(mark)) resolve();
        }),
      );
      await redis.echo(mark);
      await marked;
    } finally {
      monitor.disconnect();
    }
    return commands;
  }
});

async function addressOf(client: Redis): Promise<string> {
  return / addr=(\S+)/.exec((await client.client("INFO")) as string)?.[1] ?? "";
}
