/**
 * What users of Celery suffer from in production, by the numbers of its issues, as far as it is not the subject of another
 * file here: lost publishes and workers that hang after a restart are in brokerRestart.test.ts, chords that never fire
 * in workflows.test.ts, reply keys that leak in footprint.test.ts, quorum queues without a global QoS (#6067) in options.test.ts.
 */

import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import { connect, type SendOptions } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { backend, brokers, eventually, failureOf, Worker } from "./harness.js";
import { OwnBroker } from "./ownBroker.js";
import { rig } from "./rig.js";

const folder = mkdtempSync(join(tmpdir(), "taskgate-pains-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = () => join(folder, randomUUID());

describe.each(brokers)("on %s", (kind, broker) => {
  test("#6500, prefetch starves others: what a busy worker has not begun is there for another one", async () => {
    await using busy = await Worker.start("guarded", broker);
    const { queue } = busy;
    await using _idle = await Worker.start("guarded", broker, {}, queue);
    await using gate = await connect({ tasks, broker, backend });
    const door = path();
    const held = await gate.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue });
    await eventually(async () => expect(await held.status()).toBe("PROGRESS"));
    const calls = Array.from({ length: 20 }, (_, left) =>
      gate.tasks.outcomes.add({ left, right: 1 }, { queue, timeoutMs: 60_000 }),
    );
    expect(await Promise.all(calls)).toEqual(calls.map((_, left) => left + 1));
    expect(await held.status()).toBe("PROGRESS");
    await writeFile(door, "");
    await held.result();
  });

  test("#6075, revokes in memory only: a worker that starts after the revoke heeds it", async () => {
    const queue = `live-${randomUUID()}`;
    await declare(kind, broker, queue);
    await using gate = await connect({ tasks, broker, backend });
    const started = path();
    const job = await gate.tasks.outcomes.wait.send({ started }, { queue });
    await job.revoke();
    await using worker = await Worker.start("guarded", broker, {}, queue);
    expect((await failureOf(job.result({ timeoutMs: 60_000 }))).code).toBe("REVOKED");
    expect(await gate.tasks.outcomes.add({ left: 1, right: 1 }, { queue })).toBe(2);
    expect(worker.log).toContain(`outcomes.wait[${job.id}] received`);
    await expect(access(started)).rejects.toThrow();
  });

  test("#1628, out of memory, lost or for ever: a task that kills its process runs twice, fails, and no other suffers", async () => {
    await using worker = await Worker.start("guarded", broker);
    const { queue } = worker;
    await using gate = await connect({ tasks, broker, backend });
    const deaths = `deaths-${randomUUID()}`;
    const redis = new Redis(backend);
    try {
      const job = await gate.task("tally.die").send([deaths], {}, { queue });
      expect((await failureOf(job.result({ timeoutMs: 60_000 }))).code).toBe("WORKER_LOST");
      const others = Array.from({ length: 10 }, (_, left) =>
        gate.tasks.outcomes.add({ left, right: 1 }, { queue, timeoutMs: 60_000 }),
      );
      expect(await Promise.all(others)).toEqual(others.map((_, left) => left + 1));
      expect(await redis.llen(deaths)).toBe(2);
    } finally {
      await redis.del(deaths);
      redis.disconnect();
    }
  });

  describe("#4308 #7975, one bad message kills the worker: none of what may be sent from here does", () => {
    const live = rig("plain", broker);
    const deep = JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`) as unknown;

    test.each<[string, unknown[], SendOptions]>([
      ["half of a surrogate pair, and NUL", ["\ud800 \0", { "\udfff\0": 1 }], {}],
      ["names that JavaScript treats in its own way", [JSON.parse('{"__proto__": 1, "constructor": 2}')], {}],
      ["names that Celery and kombu treat in their own way", [{ __type__: "x", chain: 1, task: "y" }], {}],
      ["numbers at the ends", [Number.MAX_VALUE, 5e-324, Number.MAX_SAFE_INTEGER], {}],
      ["deep nesting", [deep], {}],
      ["headers of every kind", [], { headers: { a: 1, ü: [null, { a: 1.5 }], long: "x".repeat(5000) } }],
      ["a header that names a compression", [], { headers: { compression: "zlib" } }],
      ["a header that RabbitMQ reads", [], { headers: { CC: "nowhere" } }],
      ["headers with names of kombu's", [], { headers: { redelivered: true, delivery_info: 1, args: "x" } }],
      ["an id that is none", [], { taskId: " \n../\u{1f600}" }],
      ["a shadow of a thousand letters", [], { shadow: "%s {} \u0000".repeat(100) }],
      ["the latest time there is", [], { expiresMs: 10 * 365 * 86_400_000 }],
      ["a time in the first year", [], { eta: new Date("0001-01-01T00:00:00Z") }],
      ["the shortest limits", [], { timeLimitMs: 60_000, softTimeLimitMs: 30_000.5 }],
      ["the longest limits", [], { timeLimitMs: 10 * 365 * 86_400_000 }],
      ["a priority that is none", [], { priority: 255 }],
      ["an answer elsewhere", [], { replyTo: "nowhere \ud83d\ude00" }],
    ])("%s", async (_what, args, options) => {
      const { gate, queue } = live;
      const given = { queue, ...options };
      const outcome = await gate
        .task("plain.echo")
        .send(args, {}, given)
        .then((job) => job.result({ timeoutMs: 60_000 }))
        .catch((error: unknown) => error);
      // It has its result, or was refused with the place; nobody waits for nothing, and the worker lives.
      if (outcome instanceof Error) {
        expect(outcome).toMatchObject({ code: expect.stringMatching(/^INVALID_(ARGUMENTS|OPTIONS)$/) });
      } else expect(outcome).toEqual(args);
      expect(await gate.task("plain.add").call([1, 2], {}, { queue, timeoutMs: 60_000 })).toBe(3);
    });
  });
});

test("#5935 #2599 kombu#337, the visibility timeout repeats long tasks: one that outlasts it runs once in its worker", async () => {
  await using server = await OwnBroker.start("redis");
  await using worker = await Worker.start("guarded", server.url, {
    CELERY_BROKER_TRANSPORT_OPTIONS: JSON.stringify({
      visibility_timeout: 2,
      unacked_restore_interval: 1,
      unacked_restore_throttle: 1,
    }),
    CELERY_TASKGATE_LEASE_RENEWAL: "0", // renewed, it would not be repeated: python_workers/tests/live/test_lease.py
    CELERY_TASK_TIME_LIMIT: "1", // an app whose limit is longer than the visibility timeout does not start
  });
  const { queue } = worker;
  const redis = new Redis(server.url);
  try {
    await using gate = await connect({ tasks, broker: server.url, backend });
    const door = path();
    const options = { queue, timeLimitMs: 30_000 };
    const job = await gate.tasks.outcomes.steps.send({ count: 1, gate: door }, options);
    // It is delivered again, while it runs.
    await eventually(async () => expect(await redis.llen(queue)).toBe(1));
    await writeFile(door, "");
    expect(await job.result()).toBe(1);
    await eventually(async () => {
      expect(await redis.llen(queue)).toBe(0);
      expect(await redis.hlen("unacked")).toBe(0);
    });
    expect(worker.log.split(`outcomes.steps[${job.id}] succeeded in`)).toHaveLength(2);
    expect(await gate.tasks.outcomes.add({ left: 1, right: 1 }, { queue })).toBe(2);
  } finally {
    redis.disconnect();
  }
});

test("#1810 #9231 #6760, tasks with an ETA fill the worker, and consumer_timeout ends it: RabbitMQ holds them", async () => {
  await using server = await OwnBroker.start("rabbitmq");
  await server.control("eval", "application:set_env(rabbit, consumer_timeout, 1000).");
  await server.control("eval", "application:set_env(rabbit, channel_tick_interval, 300).");
  const settings = {
    task_create_missing_queue_type: "quorum",
    task_create_missing_queue_exchange_type: "topic",
  };
  await using worker = await Worker.start("plain", server.url, { PLAIN_SETTINGS: JSON.stringify(settings) });
  const { queue } = worker;
  await using gate = await connect({ broker: server.url, backend });
  const options = { queue, queueType: "quorum", countdownMs: 6000 } as const;
  const jobs = await Promise.all(
    Array.from({ length: 50 }, (_, left) => gate.task("plain.add").send([left, 1], {}, options)),
  );
  const last = await gate.task("plain.add").send([1, 1], {}, { queue });
  expect(await last.result()).toBe(2);
  // It was sent behind them, and is the first that the worker has been given.
  expect(/plain\.add\[(\S+)\] received/.exec(worker.log)?.[1]).toBe(last.id);
  expect(await Promise.all(jobs.map((job) => job.result()))).toEqual(jobs.map((_, left) => left + 1));
  expect(worker.log).not.toMatch(/PRECONDITION_FAILED|PreconditionFailed/);
});

/** Makes a queue as its worker will, before there is one; on Redis every queue exists. */
async function declare(kind: string, broker: string, queue: string): Promise<void> {
  if (kind === "redis") return;
  const connection = new Connection(broker.replace(/\/\/$/, "/%2F"));
  await connection.queueDeclare({ queue, durable: true });
  await connection.close();
}
