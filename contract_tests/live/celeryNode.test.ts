/**
 * celery-node's API, used as its README and examples do, and what celery-node gets wrong: a test for each row of
 * docs/celery-node.md that test/dropin.test.ts has not.
 */

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import { createClient, createWorker } from "taskgate/celery-node";
import { backend, brokers, eventually, failureOf, Worker } from "./harness.js";

const amqp = brokers[1][1];

/** Silences celery-node's worker, which prints each task, and gives what ends it: it cannot be stopped. */
function startNodeWorker(broker: string, results: string, queue: string) {
  const info = jest.spyOn(console, "info").mockImplementation(() => {});
  const worker = createWorker(broker, results, queue);
  worker.register("tasks.add", (a: number, b: number) => a + b);
  worker.register("tasks.nothing", () => {});
  worker.register("tasks.fail", () => Promise.reject("no"));
  worker.start();
  return {
    stop: async () => {
      await worker.whenCurrentJobsFinished();
      await worker.disconnect();
      info.mockRestore();
    },
  };
}

async function onRabbitmq<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = new Connection(amqp.replace(/\/\/$/, "/%2F"));
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}

const deleteQueue = (queue: string) => onRabbitmq((connection) => connection.queueDelete(queue));
const countMessages = (queue: string) =>
  onRabbitmq(async (connection) => (await connection.queueDeclare({ queue, passive: true })).messageCount);

describe.each([
  ["redis", backend, backend],
  ["rabbitmq, results on redis", amqp, backend],
  ["rabbitmq alone", amqp, amqp],
])("with celery-node's own worker on %s", (_name, broker, results) => {
  const queue = `live-${randomUUID()}`;
  const client = createClient(broker, results, queue);
  let worker: ReturnType<typeof startNodeWorker>;

  beforeAll(() => {
    worker = startNodeWorker(broker, results, queue);
  });

  afterAll(async () => {
    await client.disconnect();
    await worker.stop();
    if (broker === amqp) await deleteQueue(queue);
  });

  test("the client of the README", async () => {
    const task = client.createTask("tasks.add");
    const result = task.applyAsync([1, 2]);
    await expect(result.get().then((data) => data)).resolves.toBe(3);
  });

  test("delay, sendTask and asyncResult; a result can be asked for again", async () => {
    const result = client.createTask("tasks.add").delay(3, 4);
    expect(await result.get(60_000)).toBe(7);
    expect(await result.get(60_000)).toBe(7);
    expect(await result.status()).toBe("SUCCESS");
    expect(await client.asyncResult(result.taskId).result()).toBe(7);
    const id = randomUUID();
    expect(client.sendTask("tasks.add", [1, 1], {}, id).taskId).toBe(id);
    expect(await client.asyncResult(id).get(60_000)).toBe(2);
  });

  test("a result that nobody waited for is there later", async () => {
    const result = client.createTask("tasks.add").delay(5, 6);
    await eventually(async () => expect(await result.status()).toBe("SUCCESS"));
    expect(await result.result()).toBe(11);
    expect(await result.get(60_000)).toBe(11);
  });

  test("a function that returns nothing gives null, one that rejects an error", async () => {
    expect(await client.createTask("tasks.nothing").delay().get(60_000)).toBeNull();
    const error = await failureOf(client.createTask("tasks.fail").delay().get(60_000));
    expect(error.code).toBe("TASK_FAILED");
  });
});

describe.each([
  ["redis", backend, backend],
  ["rabbitmq", amqp, backend],
])("with a Python worker on %s", (_name, broker, results) => {
  let worker: Worker;
  let client: ReturnType<typeof createClient>;

  beforeAll(async () => {
    worker = await Worker.start("plain", broker);
    client = createClient(broker, results, worker.queue);
  });

  afterAll(async () => {
    await client?.disconnect();
    await worker?.stop();
  });

  test("isReady, positional and named arguments", async () => {
    await client.isReady();
    const task = client.createTask("plain.add");
    expect(await task.delay(1, 2).get(60_000)).toBe(3);
    expect(await task.applyAsync([1], { right: 5 }).get(60_000)).toBe(6);
  });

  test("a result is told as it comes, where celery-node looks for it once in an interval", async () => {
    const hourMs = 3_600_000;
    expect(await client.createTask("plain.add").delay(4, 4).get(60_000, hourMs)).toBe(8);
  });

  test("result() is null before the end, and rejects where the task has failed", async () => {
    const unsent = client.asyncResult(randomUUID());
    expect(await unsent.result()).toBeNull();
    expect(await unsent.status()).toBe("PENDING");
    const failed = client.createTask("plain.invalid").delay();
    await eventually(async () => expect(await failed.status()).toBe("FAILURE"));
    expect((await failureOf(failed.result())).code).toBe("TASK_FAILED");
  });

  test("a result of which nothing is known is waited for, as by celery-node; the end of the time has a code", async () => {
    const error = await failureOf(client.asyncResult(randomUUID()).get(500));
    expect(error).toMatchObject({ code: "TIMEOUT", details: { state: null } });
  });

  test("arguments that are no JSON are refused at once, where celery-node changes them", () => {
    const send = (value: unknown) => () => client.sendTask("plain.add", [value, 1]);
    for (const value of [Number.NaN, new Map(), undefined, 2n]) {
      expect(send(value)).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENTS" }));
    }
  });

  test("sendTask without kwargs gives a result, where celery-node's never returns", async () => {
    expect(await client.sendTask("plain.add", [2, 2]).get(60_000)).toBe(4);
  });

  test("NaN in a result is an error, where it ends the process in celery-node", async () => {
    const error = await failureOf(client.createTask("plain.not_a_number").delay().get(60_000));
    expect(error.code).toBe("MALFORMED_RESULT");
  });

  test("an exception says what it was", async () => {
    const result = client.createTask("plain.invalid").delay();
    expect(await failureOf(result.get(60_000))).toMatchObject({
      code: "TASK_FAILED",
      exception: "pydantic_core._pydantic_core.ValidationError",
      message: expect.stringContaining("number"),
    });
    expect(await result.status()).toBe("FAILURE");
  });

  test("disconnect at once after 20 sends loses none of them", async () => {
    const sender = createClient(broker, results, worker.queue);
    const ids = Array.from({ length: 20 }, (_, n) => sender.sendTask("plain.add", [n, 0]).taskId);
    await sender.disconnect();
    const values = await Promise.all(ids.map((id) => client.asyncResult(id).get(60_000)));
    expect(values).toEqual(ids.map((_, n) => n));
  });
});

describe("results of a Python worker on rabbitmq alone", () => {
  let worker: Worker;
  beforeAll(async () => {
    worker = await Worker.start("plain", amqp, { CELERY_RESULT_BACKEND: "rpc://" });
  });
  afterAll(() => worker?.stop());

  test.each([
    ["amqp://", amqp],
    ["rpc://, which celery-node refuses,", "rpc://"],
  ])("%s is Celery's rpc://", async (_name, results) => {
    const client = createClient(amqp, results, worker.queue);
    try {
      expect(await client.createTask("plain.add").delay(1, 2).get(60_000)).toBe(3);
    } finally {
      await client.disconnect();
    }
  });
});

describe("queues of rabbitmq", () => {
  test("one that is missing is declared, durable and plain, and the message is on it", async () => {
    const queue = `live-${randomUUID()}`;
    const client = createClient(amqp, backend, queue);
    try {
      await client.sendTask("plain.add", [1, 2]).published;
      expect(await countMessages(queue)).toBe(1);
      // RabbitMQ would refuse other arguments than those that it has.
      await onRabbitmq((connection) => connection.queueDeclare({ queue, durable: true }));
    } finally {
      await client.disconnect();
      await deleteQueue(queue);
    }
  });

  test.each<[string, Record<string, unknown>]>([
    ["a quorum queue", { "x-queue-type": "quorum" }],
    ["one with priorities", { "x-max-priority": 9 }],
    ["one with a time to live", { "x-message-ttl": 600_000 }],
  ])("%s is used as it is, where celery-node ends the process", async (_what, given) => {
    const queue = `live-${randomUUID()}`;
    await onRabbitmq((connection) => connection.queueDeclare({ queue, durable: true, arguments: given }));
    const client = createClient(amqp, backend, queue);
    try {
      await client.sendTask("plain.add", [1, 2]).published;
      await eventually(async () => expect(await countMessages(queue)).toBe(1));
    } finally {
      await client.disconnect();
      await deleteQueue(queue);
    }
  });

  test("the queue of a result is gone when nobody waits any more", async () => {
    const queue = `live-${randomUUID()}`;
    const client = createClient(amqp, amqp, queue);
    try {
      const result = client.sendTask("plain.add", [1, 2]);
      const resultQueue = result.taskId.replaceAll("-", "");
      const waiting = result.get(3000);
      waiting.catch(() => {});
      await eventually(() => countMessages(resultQueue));
      expect((await failureOf(waiting)).code).toBe("TIMEOUT");
      await eventually(async () => {
        await expect(countMessages(resultQueue)).rejects.toMatchObject({ code: "NOT_FOUND" });
      });
    } finally {
      await client.disconnect();
      await deleteQueue(queue);
    }
  });
});

test("on redis the properties have the names that Celery gives them, where celery-node writes others", async () => {
  const queue = `live-${randomUUID()}`;
  const redis = new Redis(backend);
  const client = createClient(backend, backend, queue);
  try {
    const result = client.sendTask("plain.add", [1, 2]);
    await result.published;
    const { properties } = JSON.parse((await redis.lindex(queue, 0)) as string) as { properties: object };
    expect(properties).toMatchObject({ correlation_id: result.taskId, reply_to: expect.any(String) });
    for (const name of Object.keys(properties)) expect(name).toMatch(/^[a-z_]+$/);
  } finally {
    await client.disconnect();
    await redis.del(queue);
    await redis.quit();
  }
});

test.each([
  ["redis", "redis://127.0.0.1:1"],
  ["rabbitmq", "amqp://127.0.0.1:1"],
])("a refused connection to %s is an error of the result, and nothing of the process", async (_name, url) => {
  const client = createClient(url, backend, "none");
  try {
    const result = client.sendTask("plain.add", [1, 2]);
    expect((await failureOf(result.get(30_000))).code).toBe("BROKER_UNAVAILABLE");
    expect((await failureOf(result.published)).code).toBe("BROKER_UNAVAILABLE");
  } finally {
    await client.disconnect();
  }
});
