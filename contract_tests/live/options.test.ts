/**
 * Every option of a call, by the effect that it has in a worker that knows nothing of Taskgate. The hard time limit and
 * expiry are in outcomes.test.ts, link and linkError in workflows.test.ts, where `replyTo` leads in rpc.test.ts.
 */

import { randomUUID } from "node:crypto";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import { connect, type SendOptions } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { backend, brokers, eventually, failureOf, LATE_MS } from "./harness.js";
import { Relay } from "./relay.js";
import { rig } from "./rig.js";

interface Facts {
  readonly id: string;
  readonly exchange: string;
  readonly routing_key: string;
  readonly priority: number;
  readonly eta: string | null;
  readonly reply_to: string;
  readonly key: string | null;
  readonly "x-test": unknown;
  readonly began: number;
}

const SETTINGS = { worker_prefetch_multiplier: 1, task_queue_max_priority: 9 };

describe.each(brokers)("a plain worker on %s", (kind, broker) => {
  const live = rig("plain", broker, { settings: { PLAIN_SETTINGS: JSON.stringify(SETTINGS) } });

  const facts = async (options: SendOptions) => {
    const job = await live.gate.task("plain.request_facts").send([], {}, { queue: live.queue, ...options });
    return (await job.result()) as Facts;
  };

  /** Keeps the worker's only process busy until the door is opened. */
  const hold = async () => {
    const [started, door] = [join(live.folder, randomUUID()), join(live.folder, randomUUID())];
    const job = await live.gate.task("plain.hold").send([started, door], {}, { queue: live.queue });
    await eventually(() => access(started));
    return async () => {
      await writeFile(door, "");
      await job.result();
    };
  };

  test("exchange and routingKey: the queues that are bound get it, and none is UNROUTABLE", async () => {
    // A Celery worker binds its queue to an exchange of the same name.
    const { queue } = live;
    const task = live.gate.task("plain.request_facts");
    const job = await task.send([], {}, { exchange: queue, routingKey: queue });
    expect(await job.result()).toMatchObject({ exchange: queue, routing_key: queue });
    expect((await failureOf(task.send([], {}, { exchange: queue, routingKey: "x" }))).code).toBe(
      "UNROUTABLE",
    );
    const missing = task.send([], {}, { exchange: "no-such-exchange", routingKey: "x" });
    expect((await failureOf(missing)).code).toBe("UNROUTABLE");
  });

  test("priority: words mean the same on both brokers, numbers are Celery's", async () => {
    const release = await hold();
    const file = join(live.folder, randomUUID());
    const note = (line: string, priority: NonNullable<SendOptions["priority"]>) =>
      live.gate.task("plain.note").send([file, line], {}, { queue: live.queue, priority });
    // The worker takes one more than it runs: only what comes after that can overtake.
    const taken = await note("taken", "low");
    await eventually(async () => expect(live.worker.log).toContain(`plain.note[${taken.id}] received`));
    const jobs = [await note("low", "low"), await note("normal", "normal"), await note("number", 6)];
    jobs.push(await note("high", "high"));
    await release();
    await Promise.all(jobs.map((job) => job.result()));
    const between = kind === "redis" ? ["normal", "number"] : ["number", "normal"];
    expect((await readFile(file, "utf-8")).trim().split("\n")).toEqual(["taken", "high", ...between, "low"]);
  });

  test("countdownMs and eta: no worker starts it before", async () => {
    const eta = new Date(Date.now() + 1500);
    const [counted, dated] = await Promise.all([facts({ countdownMs: 1500 }), facts({ eta })]);
    expect(counted.began).toBeGreaterThanOrEqual(eta.getTime() - 50);
    const later = Date.parse(counted.eta as string) - eta.getTime();
    expect(later).toBeGreaterThanOrEqual(0);
    expect(later).toBeLessThan(LATE_MS);
    expect(dated.began).toBeGreaterThanOrEqual(eta.getTime() - 50);
    expect(Date.parse(dated.eta as string)).toBe(eta.getTime());
  });

  test("a delay beyond the lease is refused on Redis alone, unless it is allowed", async () => {
    await using brief = await connect({ broker, backend, visibilityTimeoutMs: 100 });
    const send = (options: SendOptions) =>
      brief.task("plain.request_facts").send([], {}, { queue: live.queue, countdownMs: 300, ...options });
    if (kind === "redis") {
      const error = await failureOf(send({}));
      expect(error).toMatchObject({
        code: "INVALID_OPTIONS",
        details: { errors: [{ path: "/countdownMs" }] },
      });
    } else await (await send({})).result();
    expect(await (await send({ allowBeyondLease: true })).result()).toMatchObject({
      eta: expect.any(String),
    });
  });

  test("softTimeLimitMs: SoftTimeLimitExceeded is raised in the task", async () => {
    const options = { queue: live.queue, softTimeLimitMs: 500, timeLimitMs: 20_000 };
    const call = live.gate
      .task("plain.hold")
      .call([join(live.folder, "soft"), join(live.folder, "never")], {}, options);
    const error = await failureOf(call);
    expect(error.code).toBe("TIME_LIMIT_EXCEEDED");
    expect(error.exception).toContain("SoftTimeLimitExceeded");
  });

  test("ignoreResult: the worker stores none, and waiting is UNSUPPORTED", async () => {
    const file = join(live.folder, randomUUID());
    const options = { queue: live.queue, ignoreResult: true };
    const job = await live.gate.task("plain.note").send([file, "x"], {}, options);
    await eventually(() => access(file));
    await eventually(async () => expect(live.worker.log).toContain(`plain.note[${job.id}] succeeded`));
    expect((await failureOf(job.result())).code).toBe("UNSUPPORTED");
    expect(await live.gate.job(job.id).status()).toBe("PENDING");
  });

  test("taskId, headers, idempotencyKey and replyTo are what the task sees", async () => {
    const taskId = randomUUID();
    const seen = await facts({
      taskId,
      headers: { "x-test": { list: [1, null] } },
      idempotencyKey: "order-17",
      replyTo: "elsewhere",
    });
    expect(seen).toMatchObject({
      id: taskId,
      key: "order-17",
      reply_to: "elsewhere",
      "x-test": { list: [1, null] },
    });
  });

  test("idempotencyKey without a Redis for the results is UNSUPPORTED, and nothing is sent", async () => {
    await using without = await connect({ broker, backend: "" });
    const file = join(live.folder, randomUUID());
    const options = { queue: live.queue, idempotencyKey: "k" };
    const error = await failureOf(without.task("plain.note").send([file, "x"], {}, options));
    expect(error.code).toBe("UNSUPPORTED");
    await facts({});
    await expect(access(file)).rejects.toThrow();
  });

  test("shadow: the name in the worker's log", async () => {
    const shadow = `shadow-${randomUUID()}`;
    const { id } = await facts({ shadow });
    await eventually(async () => expect(live.worker.log).toContain(`${shadow}[${id}] received`));
  });

  test("revokeOnAbort by the signal: a task that waits is not started; without it, it is", async () => {
    const release = await hold();
    const file = join(live.folder, randomUUID());
    const aborting = new AbortController();
    const call = (line: string, revokeOnAbort: boolean, taskId: string) =>
      live.gate
        .task("plain.note")
        .call([file, line], {}, { queue: live.queue, signal: aborting.signal, revokeOnAbort, taskId })
        .catch((reason: unknown) => reason);
    const [revoked, kept] = [randomUUID(), randomUUID()];
    const calls = [call("revoked", true, revoked), call("kept", false, kept)];
    // One is taken; that the other is in the queue shows in that a message sent later is confirmed.
    await eventually(async () => expect(live.worker.log).toContain(`plain.note[${revoked}] received`));
    const last = await live.gate.task("plain.note").send([file, "last"], {}, { queue: live.queue });
    aborting.abort("enough");
    expect(await Promise.all(calls)).toEqual(["enough", "enough"]);
    await eventually(async () =>
      expect(live.worker.log).toMatch(new RegExp(`evok.*${revoked}|${revoked}.*evok`)),
    );
    await release();
    await last.result();
    expect((await readFile(file, "utf-8")).trim().split("\n")).toEqual(["kept", "last"]);
    await eventually(async () => expect(await live.gate.job(revoked).status()).toBe("REVOKED"));
  });

  test("revokeOnAbort by the time with terminate: a task that runs is killed", async () => {
    const [started, taskId] = [join(live.folder, randomUUID()), randomUUID()];
    const options = {
      queue: live.queue,
      taskId,
      timeoutMs: 3000,
      revokeOnAbort: { terminate: true },
    };
    const call = live.gate.task("plain.hold").call([started, join(live.folder, "never")], {}, options);
    const failed = failureOf(call);
    await eventually(() => access(started));
    expect((await failed).code).toBe("TIMEOUT");
    await eventually(async () => expect(await live.gate.job(taskId).status()).toBe("REVOKED"));
  });
});

describe.each(brokers)(
  "publishRetries on %s, where the confirmation is lost with the connection",
  (kind, broker) => {
    const queue = `live-${randomUUID()}`;
    let relay: Relay;
    let rabbitmq: Connection | null = null;
    let redis: Redis | null = null;

    beforeAll(async () => {
      relay = await Relay.before(broker);
      if (kind === "redis") redis = new Redis(broker);
      else {
        rabbitmq = new Connection(broker.replace(/\/\/$/, "/%2F"));
        await rabbitmq.queueDeclare({ queue, durable: true });
      }
    });

    afterAll(async () => {
      await rabbitmq?.queueDelete({ queue });
      await rabbitmq?.close();
      await redis?.del(queue);
      await redis?.quit();
      await relay?.close();
    });

    /** Takes what lies on the queue; nobody else does. */
    const take = async () => {
      if (redis !== null)
        return (await redis.rpop(queue, 10))?.map((text) => JSON.parse(text).headers.id) ?? [];
      const ids: unknown[] = [];
      for (;;) {
        const message = await rabbitmq?.basicGet({ queue, noAck: true });
        if (message === undefined) return ids;
        ids.push(message.headers?.id);
      }
    };

    test("without it the outcome is unknown, with it the message is sent again under the same id", async () => {
      await using gate = await connect({ broker: relay.url(broker), backend });
      const send = (taskId: string, publishRetries: number) =>
        gate.task("a.b").send([], {}, { queue, taskId, publishRetries });
      await send("first", 0); // what is opened by the first message is open
      expect(await take()).toEqual(["first"]);

      relay.cutAtAnswer();
      const error = await failureOf(send("unknown", 0));
      expect(error).toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "unknown" } });
      expect(await take()).toEqual(["unknown"]);

      await send("second", 0);
      expect(await take()).toEqual(["second"]);
      relay.cutAtAnswer();
      await send("twice", 1);
      expect(await take()).toEqual(["twice", "twice"]);
    });
  },
);

describe("a quorum queue on rabbitmq", () => {
  const broker = (brokers[1] as readonly [string, string])[1];
  const queue = `live-${randomUUID()}`;
  // Declared by itself: Celery makes quorum queues of those that are missing from 5.6 on, and delays for them from 5.5 on.
  const declared = {
    exchange: queue,
    exchange_type: "topic",
    routing_key: queue,
    queue_arguments: { "x-queue-type": "quorum" },
  };
  const settings = { PLAIN_SETTINGS: JSON.stringify({ task_queues: { [queue]: declared } }) };
  const live = rig("plain", broker, { settings, queue });

  test("queueType: RabbitMQ holds a delayed message, and the worker gets it when its time has come", async () => {
    const sent = Date.now();
    const options = { queue: live.queue, queueType: "quorum", countdownMs: 2500 } as const;
    const job = await live.gate.task("plain.request_facts").send([], {}, options);
    const seen = (await job.result()) as Facts;
    expect(seen.exchange).toMatch(/^celery_delayed_/);
    expect(seen.routing_key).toMatch(new RegExp(`^(0\\.){26}1\\.0\\.${live.queue}$`));
    expect(seen.began - sent).toBeGreaterThanOrEqual(2450);
  });

  test("the contract says the type, and no option has to", async () => {
    const contract = {
      ...tasks.contracts.find(({ name }) => name === "outcomes.facts"),
      name: "plain.request_facts",
      queue: { name: live.queue, type: "quorum" },
    } as (typeof tasks.contracts)[number];
    await using typed = await connect({ tasks: { contracts: [contract] }, broker, backend });
    const job = await typed.task("plain.request_facts").send([], {}, { countdownMs: 1000 });
    expect(((await job.result()) as Facts).exchange).toMatch(/^celery_delayed_/);
  });

  test("without a delay it goes to the queue at once", async () => {
    const options = { queue: live.queue, queueType: "quorum" } as const;
    const job = await live.gate.task("plain.request_facts").send([], {}, options);
    expect(await job.result()).toMatchObject({ exchange: "", routing_key: live.queue });
  });
});
