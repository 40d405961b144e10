/** What is refused before or without a worker, and what is said then. */

import { createServer } from "node:net";
import { Redis } from "ioredis";
import { connect, TaskgateError } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { backend, brokers, failureOf, Worker } from "./harness.js";

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(brokers)("on %s", (name, broker) => {
  test("invalid arguments are refused with every place, and nothing is sent", async () => {
    await using gate = await connect({ tasks, broker, backend });
    const queue = `live-refused-${name}`;
    const call = gate.tasks.shapes.texts({ name: "too long a name", size: "huge", nmoe: 1 } as never, {
      queue,
    });
    const error = await failureOf(call);
    expect(error.code).toBe("INVALID_ARGUMENTS");
    const { errors } = error.details as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual(["/name", "/nmoe", "/size"]);
    const redis = new Redis(backend);
    expect(await redis.exists(queue)).toBe(0);
    await redis.quit();
  });

  test("a message beyond the limit is PAYLOAD_TOO_LARGE", async () => {
    await using gate = await connect({ tasks, broker, backend });
    const error = await failureOf(gate.tasks.outcomes.echo({ value: "x".repeat(300_000) }));
    expect(error.code).toBe("PAYLOAD_TOO_LARGE");
    expect(error.message).toContain("262144");
  });

  test("a result that is not stored is refused at once", async () => {
    await using gate = await connect({ tasks, broker, backend });
    expect((await failureOf(gate.tasks.outcomes.ignored())).code).toBe("UNSUPPORTED");
  });

  test.each(["db+sqlite:///results.db", "disabled://"])("results in %s are refused", async (other) => {
    await using gate = await connect({ tasks, broker, backend: other });
    expect((await failureOf(gate.tasks.outcomes.add({ left: 1, right: 1 }))).code).toBe("UNSUPPORTED");
    expect((await failureOf(gate.job("x").result())).code).toBe("UNSUPPORTED");
  });

  test("a broker that is away is BROKER_UNAVAILABLE within the time given", async () => {
    const url = `${broker.split(":")[0]}://127.0.0.1:${await deadPort()}`;
    const error = await failureOf(connect({ tasks, broker: url, backend, connectTimeoutMs: 500 }));
    expect(error).toMatchObject({ code: "BROKER_UNAVAILABLE", retryable: true });
  });

  test("a result backend that is away is BACKEND_UNAVAILABLE within the time given", async () => {
    const url = `redis://127.0.0.1:${await deadPort()}`;
    const error = await failureOf(connect({ tasks, broker, backend: url, connectTimeoutMs: 500 }));
    expect(error.code).toBe("BACKEND_UNAVAILABLE");
  });

  test("a timeout says that a worker consumes the queue, where one does", async () => {
    const worker = await Worker.start("guarded", broker);
    try {
      await using gate = await connect({ tasks, broker, backend });
      const job = await gate
        .task("outcomes.add")
        .send([], { left: 1, right: 1 }, { queue: worker.queue, countdownMs: 60_000 });
      const error = await failureOf(job.result({ timeoutMs: 2000 }));
      expect(error).toMatchObject({ code: "TIMEOUT", details: { queue: worker.queue, consumers: 1 } });
      await job.revoke();
    } finally {
      await worker.stop();
    }
  });

  test("an aborted wait rejects with the signal's reason", async () => {
    await using gate = await connect({ tasks, broker, backend });
    const controller = new AbortController();
    const waiting = gate.job("nobody-sent-this").result({ signal: controller.signal });
    controller.abort(new Error("the user left"));
    await expect(waiting).rejects.toThrow("the user left");
  });

  test("closing rejects what waits with CLOSED", async () => {
    const gate = await connect({ tasks, broker, backend });
    const waiting = failureOf(gate.job("nobody-sent-this").result());
    await gate.close();
    expect((await waiting).code).toBe("CLOSED");
    expect((await failureOf(gate.tasks.outcomes.add({ left: 1, right: 1 }))).code).toBe("CLOSED");
  });
});

const [redisUrl, rabbitmqUrl] = [brokers[0][1], brokers[1][1]];

test("on Redis, a timeout says that nobody consumes the queue", async () => {
  await using gate = await connect({ tasks, broker: redisUrl, backend });
  const queue = "live-nobody-consumes-this";
  const error = await failureOf(gate.tasks.outcomes.add({ left: 1, right: 1 }, { queue, timeoutMs: 1000 }));
  expect(error).toMatchObject({ code: "TIMEOUT", details: { queue, consumers: 0 } });
  const redis = new Redis(redisUrl);
  expect(await redis.del(queue)).toBe(1);
  await redis.quit();
});

test("on RabbitMQ, a queue that does not exist is UNROUTABLE", async () => {
  await using gate = await connect({ tasks, broker: rabbitmqUrl, backend });
  const call = gate.tasks.outcomes.add({ left: 1, right: 1 }, { queue: "live-no-such-queue" });
  const error = await failureOf(call);
  expect(error).toBeInstanceOf(TaskgateError);
  expect(error.code).toBe("UNROUTABLE");
});
