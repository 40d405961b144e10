/** A queue that somebody deletes underneath: of the sends, of the worker, of the delayed messages, of the replies. */

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import { connect, type Gate } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { backend, brokers, eventually, failureOf, LATE_MS, Worker } from "./harness.js";
import { rig } from "./rig.js";
import { COLUMNS, Tally } from "./tally.js";

const amqp = brokers[1][1];
/** Sends under way at a time. */
const AT_ONCE = 200;
/** Messages that a worker of one process takes ahead, at most. */
const PREFETCH = 4;
let tally: Tally;

beforeAll(() => process.stdout.write(`${COLUMNS}\n`));
beforeEach(() => {
  tally = new Tally();
});
afterEach(() => tally.stop());

describe("on rabbitmq", () => {
  let other: Connection;
  let gate: Gate;

  beforeAll(async () => {
    other = new Connection(amqp.replace(/\/\/$/, "/%2F"));
    other.on("error", () => {}); // channels that RabbitMQ closes at a passive declare of nothing
    gate = await connect({ broker: amqp, backend });
  });

  afterAll(async () => {
    await gate?.close();
    await other?.close();
  });

  test("while sends run: each is confirmed, or UNROUTABLE from then on", async () => {
    const queue = `live-${randomUUID()}`;
    await other.queueDeclare({ queue, durable: true });
    const sending = tally.sendAll(gate, 3000, { queue });
    await eventually(async () => expect(tally.settled).toBeGreaterThan(1000), 30_000, 1);
    const { messageCount } = await other.queueDelete({ queue });
    await sending;
    const counts = await tally.counts("RabbitMQ: queue deleted while sends run, no worker", 0);
    expect(counts.confirmed + counts.refused).toBe(3000);
    expect(counts.refused).toBeGreaterThan(0);
    // What was confirmed was in the queue, and went with it.
    expect(counts.confirmed).toBeGreaterThanOrEqual(messageCount);
    expect(tally.lastError).toMatchObject({ code: "UNROUTABLE", details: { queue } });
  });

  test("while a worker consumes it: the worker declares it again, and nothing is lost but what was in it", async () => {
    const worker = await Worker.start("guarded", amqp);
    try {
      const { queue } = worker;
      const sending = tally.sendAll(gate, 2000, { queue }, AT_ONCE);
      await eventually(async () => expect(tally.settled).toBeGreaterThan(500), 30_000, 1);
      const { messageCount } = await other.queueDelete({ queue });
      await sending;
      await eventually(() => other.queueDeclare({ queue, passive: true }));
      await tally.sendAll(gate, 500, { queue });
      await eventually(async () => {
        expect((await other.queueDeclare({ queue, passive: true })).messageCount).toBe(0);
      });
      const counts = await tally.counts("RabbitMQ: queue deleted under a worker", 3000);
      expect(counts.confirmed + counts.refused).toBe(2500);
      expect(counts.refused).toBeGreaterThan(0);
      expect(counts.wronglyRefused).toBe(0);
      expect(counts.confirmed).toBeGreaterThan(500);
      // Beside them what was on its way to a queue that RabbitMQ is deleting, which it confirms, and what the worker
      // had taken and not begun.
      expect(counts.lost).toBeLessThanOrEqual(messageCount + AT_ONCE + PREFETCH);
    } finally {
      await worker.stop();
    }
  });

  test("an exchange that is missing is UNROUTABLE for all at once, and leaves the others alone", async () => {
    const [queue, exchange] = [`live-${randomUUID()}`, `live-${randomUUID()}`];
    await other.queueDeclare({ queue, durable: true });
    try {
      const missing = Array.from({ length: 50 }, () =>
        failureOf(gate.task("a.b").send([], {}, { exchange })),
      );
      await tally.sendAll(gate, 50, { queue });
      expect(new Set((await Promise.all(missing)).map(({ code }) => code))).toEqual(new Set(["UNROUTABLE"]));
      expect((await other.queueDelete({ queue })).messageCount).toBe(50);
    } finally {
      await other.queueDelete({ queue });
    }
  });

  test("an exchange that is deleted while sends run: unconfirmed is unknown, later UNROUTABLE", async () => {
    const [queue, exchange] = [`live-${randomUUID()}`, `live-${randomUUID()}`];
    await other.exchangeDeclare({ exchange, type: "direct", durable: true });
    await other.queueDeclare({ queue, durable: true });
    await other.queueBind({ exchange, queue, routingKey: "k" });
    try {
      const sending = tally.sendAll(gate, 3000, { exchange, routingKey: "k" });
      await eventually(async () => expect(tally.settled).toBeGreaterThan(1000), 30_000, 1);
      await other.exchangeDelete({ exchange });
      await sending;
      expect(tally.lastError).toMatchObject({ code: "UNROUTABLE", details: { exchange } });
      const { messageCount } = await other.queueDelete({ queue });
      const counts = await tally.counts("RabbitMQ: exchange deleted while sends run, no worker", 0);
      expect(counts.confirmed + counts.unknown + counts.refused).toBe(3000);
      // The queue holds what was confirmed, and of what is unknown nobody knows: never more.
      expect(messageCount).toBeGreaterThanOrEqual(counts.confirmed);
      expect(messageCount).toBeLessThanOrEqual(counts.confirmed + counts.unknown);
    } finally {
      await other.queueDelete({ queue });
    }
  });

  describe("a delay, which RabbitMQ confirms whatever is behind it,", () => {
    const live = rig("plain", amqp, {
      settings: {
        PLAIN_SETTINGS: JSON.stringify({
          task_create_missing_queue_type: "quorum",
          task_create_missing_queue_exchange_type: "topic",
        }),
      },
    });
    const delayed = { queueType: "quorum", countdownMs: 1500 } as const;

    test("is UNROUTABLE for a queue that is not there", async () => {
      const queue = `live-${randomUUID()}`;
      const error = await failureOf(live.gate.task("a.b").send([], {}, { ...delayed, queue }));
      expect(error).toMatchObject({ code: "UNROUTABLE", details: { queue } });
    });

    test("comes to a queue to which no worker has bound it", async () => {
      // As a worker with a direct exchange leaves it: Celery binds none of those.
      const queue = `live-${randomUUID()}`;
      await other.queueDeclare({ queue, durable: true, arguments: { "x-queue-type": "quorum" } });
      try {
        await live.gate.task("a.b").send([], {}, { ...delayed, queue });
        await eventually(async () => expect(await other.basicGet({ queue, noAck: true })).toBeDefined());
      } finally {
        await other.queueDelete({ queue });
      }
    });

    test("comes once, where a worker has bound it, too", async () => {
      const { queue } = live;
      const add = live.gate.task("plain.add");
      const calls = Array.from({ length: 20 }, (_, left) => add.call([left, 1], {}, { ...delayed, queue }));
      expect(await Promise.all(calls)).toEqual(calls.map((_, left) => left + 1));
      await add.call([1, 1], {}, { queue });
      expect(live.worker.log.match(/Task plain\.add\[\S+ received/g)).toHaveLength(21);
    });
  });

  test("the reply queue of rpc://: it comes again, and no call waits longer than its deadline", async () => {
    const settings = { CELERY_RESULT_BACKEND: "rpc://" };
    const worker = await Worker.start("guarded", amqp, settings);
    const results = await connect({ tasks, broker: amqp, backend: "rpc://" });
    try {
      const { replyTo } = results.client.backend as { replyTo: string };
      const calls = Array.from({ length: 300 }, async () => {
        const [key, number] = tally.next();
        const calling = results
          .task("tally.count")
          .call([key, number], {}, { queue: worker.queue, timeoutMs: 5000 });
        await tally.note(number, Promise.resolve());
        return calling.then(
          () => "result",
          ({ code }) => code as string,
        );
      });
      await Promise.race(calls);
      await other.queueDelete({ queue: replyTo });
      const outcomes = await Promise.all(calls);
      const answered = outcomes.filter((outcome) => outcome === "result").length;
      process.stdout.write(`rpc:// reply queue deleted: 300 calls, ${answered} results\n`);
      expect(new Set(outcomes.filter((outcome) => outcome !== "result"))).toEqual(
        new Set(answered === 300 ? [] : ["TIMEOUT"]),
      );
      expect(await tally.counts("RabbitMQ: reply queue of rpc:// deleted")).toMatchObject({
        lost: 0,
        executed: 300,
      });
      const add = results.tasks.outcomes.add({ left: 1, right: 2 }, { queue: worker.queue });
      expect(await add).toBe(3);
    } finally {
      await results.close();
      await worker.stop();
    }
  });
});

describe("on redis", () => {
  test("the list of a queue: what was in it is gone, its calls end at their deadlines, and later ones go", async () => {
    const redis = new Redis(backend);
    const gate = await connect({ tasks, broker: backend, backend });
    let worker: Worker | null = null;
    try {
      const queue = `live-${randomUUID()}`;
      await tally.sendAll(gate, 200, { queue });
      const calls = Array.from({ length: 100 }, () =>
        failureOf(gate.tasks.outcomes.add({ left: 1, right: 1 }, { queue, timeoutMs: 2000 })),
      );
      await eventually(async () => expect(await redis.llen(queue)).toBe(300));
      const deleted = Date.now();
      await redis.del(queue);
      const codes = (await Promise.all(calls)).map(({ code }) => code);
      expect(new Set(codes)).toEqual(new Set(["TIMEOUT"]));
      expect(Date.now() - deleted).toBeLessThan(2000 + LATE_MS);
      worker = await Worker.start("guarded", backend, {}, queue);
      await tally.sendAll(gate, 300, { queue });
      await eventually(async () => expect(await redis.llen(queue)).toBe(0));
      const counts = await tally.counts("Redis: list deleted with 200 sends in it", 5000);
      expect(counts).toMatchObject({ sent: 500, confirmed: 500, executed: 300, lost: 200, executedTwice: 0 });
    } finally {
      await worker?.stop();
      await gate.close();
      redis.disconnect();
    }
  });
});
