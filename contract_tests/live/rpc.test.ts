/** Results on RabbitMQ alone: Celery's rpc:// backend. */

import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Connection } from "rabbitmq-client";
import { connect, type Progress } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { brokers, eventually, failureOf, backend as redis } from "./harness.js";
import { Relay } from "./relay.js";
import { rig } from "./rig.js";

const broker = brokers[1][1];
const backend = "rpc://";

describe("a guarded worker with rpc:// on RabbitMQ", () => {
  const live = rig("guarded", broker, { tasks, backend, settings: { CELERY_RESULT_BACKEND: backend } });
  /** Another program on the same broker. */
  let other: Connection;

  beforeAll(async () => {
    other = new Connection(broker.replace(/\/\/$/, "/%2F"));
    other.on("error", () => {}); // the channel that a passive declare of nothing closes
  });

  afterAll(async () => {
    await other?.close();
  });

  /** Where the workers answer this gate, as a task sees it. */
  async function replyQueue(of = live.gate): Promise<string> {
    const queue = `probe-${randomUUID()}`;
    const channel = await other.acquire();
    try {
      await channel.queueDeclare({ queue, exclusive: true });
      await of.task("no.contract").send([], {}, { queue });
      const message = await channel.basicGet({ queue, noAck: true });
      return message?.replyTo as string;
    } finally {
      await channel.queueDelete({ queue });
      await channel.close();
    }
  }

  test("calls at once each get their own result", async () => {
    const calls = Array.from({ length: 200 }, (_, left) =>
      live.gate.tasks.outcomes.add({ left, right: 1000 }, { queue: live.queue }),
    );
    expect(await Promise.all(calls)).toEqual(calls.map((_, left) => left + 1000));
  });

  test("a job tells its result when it is asked, also twice and long after its end", async () => {
    const { queue } = live;
    const job = await live.gate.tasks.outcomes.add.send({ left: 1, right: 2 }, { queue });
    await eventually(async () => expect(await job.status()).toBe("SUCCESS"));
    expect([await job.result(), await job.result(), await live.gate.job(job.id).result()]).toEqual([3, 3, 3]);
  });

  test("replyTo: the worker answers there, and not here", async () => {
    const { queue } = live;
    const replyTo = `elsewhere-${randomUUID()}`;
    await other.queueDeclare({ queue: replyTo });
    try {
      const job = await live.gate.tasks.outcomes.add.send({ left: 1, right: 2 }, { queue, replyTo });
      const answer = await eventually(async () => {
        const message = await other.basicGet({ queue: replyTo, noAck: true });
        if (message?.correlationId !== job.id) throw new Error("no answer yet");
        const { status, result } = JSON.parse(message.body.toString());
        if (status !== "SUCCESS") throw new Error(`it is ${status} yet`);
        return result;
      });
      expect(answer).toBe(3);
      expect((await failureOf(job.status())).code).toBe("UNSUPPORTED");
    } finally {
      await other.queueDelete(replyTo);
    }
  });

  test("a failure has its facts", async () => {
    const error = await failureOf(
      live.gate.task("outcomes.add").call(["one"], { right: 2 }, { queue: live.queue }),
    );
    expect(error).toMatchObject({ code: "INVALID_ARGUMENTS", details: { errors: expect.anything() } });
    const unknown = await failureOf(live.gate.task("no.such.task").call([], {}, { queue: live.queue }));
    expect(unknown.code).toBe("UNKNOWN_TASK");
  });

  test("progress is seen while the task runs", async () => {
    const door = join(live.folder, "door");
    const job = await live.gate.tasks.outcomes.steps.send({ count: 3, gate: door }, { queue: live.queue });
    const seen: Progress<{ label: string }>[] = [];
    for await (const step of job.progress()) {
      seen.push(step);
      await writeFile(door, ""); // the task goes on only now
    }
    expect(seen.at(-1)).toEqual({ done: 3, total: 3, data: { label: "step 3" } });
    expect(await job.result()).toBe(3);
  });

  test("a job that is revoked while it runs ends as REVOKED", async () => {
    const door = join(live.folder, "never");
    const job = await live.gate.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue: live.queue });
    await eventually(async () => expect(await job.status()).toBe("PROGRESS"));
    await job.revoke({ terminate: true });
    expect((await failureOf(job.result())).code).toBe("REVOKED");
  });

  test("the job of another gate is UNSUPPORTED at once", async () => {
    const job = await live.gate.tasks.outcomes.add.send({ left: 1, right: 1 }, { queue: live.queue });
    await using second = await connect({ tasks, broker, backend });
    expect((await failureOf(second.job(job.id).result())).code).toBe("UNSUPPORTED");
    expect(await job.result()).toBe(2);
  });

  test("no answer in time is a TIMEOUT that names the queue", async () => {
    const idle = `idle-${randomUUID()}`;
    const channel = await other.acquire();
    await channel.queueDeclare({ queue: idle, durable: true });
    try {
      const error = await failureOf(
        live.gate.task("no.contract").call([], {}, { queue: idle, timeoutMs: 1000 }),
      );
      expect(error).toMatchObject({ code: "TIMEOUT", details: { queue: idle, consumers: 0 } });
    } finally {
      await channel.queueDelete({ queue: idle });
      await channel.close();
    }
  });

  test("another program's garbage ends the one call that it is meant for, and nothing else", async () => {
    const queue = await replyQueue();
    const door = join(live.folder, `door-${randomUUID()}`);
    const job = await live.gate.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue: live.queue });
    const result = failureOf(job.result());
    const channel = await other.acquire();
    await channel.confirmSelect();
    await channel.basicPublish({ routingKey: queue }, "no correlation id");
    await channel.basicPublish({ routingKey: queue, correlationId: randomUUID() }, { of: "nobody" });
    await channel.basicPublish({ routingKey: queue, correlationId: job.id }, Buffer.from([0xff, 0x00]));
    await channel.close();
    expect((await result).code).toBe("MALFORMED_RESULT");
    await writeFile(door, "");
    expect(await live.gate.tasks.outcomes.add({ left: 2, right: 3 }, { queue: live.queue })).toBe(5);
  });

  test("results that were sent while the connection was lost come after it, and none is lost", async () => {
    const relay = await Relay.before(broker);
    try {
      await using second = await connect({ tasks, broker: relay.url(broker), backend });
      const door = join(live.folder, `door-${randomUUID()}`);
      const { queue } = live;
      const held = await second.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue });
      const jobs = await Promise.all(
        Array.from({ length: 50 }, (_, left) =>
          second.tasks.outcomes.add.send({ left, right: 1 }, { queue }),
        ),
      );
      const results = Promise.all([held, ...jobs].map((job) => job.result()));
      const last = jobs.at(-1)?.id as string;
      relay.refuse();
      await writeFile(door, "");
      await eventually(async () => expect(live.worker.log).toContain(`outcomes.add[${last}] succeeded`));
      expect(await second.health({ timeoutMs: 100 })).toMatchObject({ ok: false });
      relay.accept();
      expect(await results).toEqual([1, ...jobs.map((_, left) => left + 1)]);
    } finally {
      await relay.close();
    }
  });

  test("a reply queue that has expired while the connection was lost is made anew; what it held is a TIMEOUT", async () => {
    const relay = await Relay.before(broker);
    try {
      await using second = await connect({ tasks, broker: relay.url(broker), backend });
      const { queue } = live;
      const replies = await replyQueue(second);
      const door = join(live.folder, `door-${randomUUID()}`);
      const held = await second.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue });
      relay.refuse();
      await writeFile(door, "");
      await eventually(async () => expect(live.worker.log).toContain(`outcomes.steps[${held.id}] succeeded`));
      await other.queueDelete({ queue: replies });
      relay.accept();
      expect(await second.tasks.outcomes.add({ left: 1, right: 1 }, { queue })).toBe(2);
      expect((await failureOf(held.result({ timeoutMs: 500 }))).code).toBe("TIMEOUT");
    } finally {
      await relay.close();
    }
  });

  test("a wait whose time is over while the connection is lost says so", async () => {
    const relay = await Relay.before(broker);
    try {
      await using second = await connect({ tasks, broker: relay.url(broker), backend, closeTimeoutMs: 100 });
      const door = join(live.folder, `door-${randomUUID()}`);
      const job = await second.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue: live.queue });
      await eventually(async () => expect(await job.status()).toBe("PROGRESS"));
      relay.refuse();
      const error = await failureOf(job.result({ timeoutMs: 1000 }));
      expect(error).toMatchObject({
        code: "BACKEND_UNAVAILABLE",
        message: expect.stringMatching(/no connection to the result backend/),
      });
      await writeFile(door, "");
      relay.accept();
      expect(await job.result()).toBe(1);
    } finally {
      await relay.close();
    }
  });

  test("the reply queue is gone with the gate", async () => {
    await using second = await connect({ tasks, broker, backend });
    const queue = await replyQueue(second);
    await other.queueDeclare({ queue, passive: true });
    await second.close();
    await expect(other.queueDeclare({ queue, passive: true })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("with Redis as the broker rpc:// is UNSUPPORTED", async () => {
    await using second = await connect({ tasks, broker: redis, backend });
    const error = await failureOf(second.job("x").result());
    expect(error).toMatchObject({
      code: "UNSUPPORTED",
      message: expect.stringMatching(/RabbitMQ as the broker/),
    });
  });
});
