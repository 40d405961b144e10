/** Every way in which a task can end, as Node sees it. */

import { access } from "node:fs/promises";
import { join } from "node:path";
import { connect, TaskgateError } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { brokers, eventually, failureOf } from "./harness.js";
import { rig } from "./rig.js";
import { stored, workerSettings } from "./ways.js";

describe.each(stored)("a guarded worker on $name", (way) => {
  const live = rig("guarded", way.broker, { tasks, backend: way.backend, settings: workerSettings(way) });

  test("a Python exception is TASK_FAILED with its name, message and traceback", async () => {
    const error = await failureOf(
      live.gate.tasks.outcomes.fail({ message: "no such thing" }, { queue: live.queue }),
    );
    expect(error).toMatchObject({ code: "TASK_FAILED", exception: "ValueError", retryable: false });
    expect(error.message).toContain("no such thing");
    expect(error.pythonTraceback).toContain("raise ValueError(message)");
  });

  test("a declared exception with an odd constructor arrives in full", async () => {
    const error = await failureOf(
      live.gate.tasks.outcomes.take({ wanted: 3, left: 1 }, { queue: live.queue }),
    );
    expect(error).toMatchObject({
      code: "TASK_FAILED",
      exception: "scenarios.outcomes.OutOfStock",
      details: { wanted: 3, left: 1 },
    });
    expect(error.message).toContain("3 wanted, 1 left");
  });

  test("pydantic's ValidationError from inside the function arrives in full", async () => {
    const error = await failureOf(live.gate.tasks.outcomes.invalid_inside({}, { queue: live.queue }));
    expect(error.code).toBe("TASK_FAILED");
    expect(error.exception).toContain("ValidationError");
    expect(error.message).toContain("greater than or equal to 1");
    expect(JSON.stringify(error.details)).toContain("number");
  });

  test("the worker refuses arguments that Node could not check, with every place", async () => {
    await using untyped = await connect({ broker: way.broker, backend: way.backend });
    const kwargs = { wanted: "many", more: 1 };
    const error = await failureOf(untyped.task("outcomes.take").call([], kwargs, { queue: live.queue }));
    expect(error.code).toBe("INVALID_ARGUMENTS");
    const { errors } = error.details as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual(["/left", "/more", "/wanted"]);
  });

  test.each(["nan", "infinity", "large", "bytes", "set", "keys", "object"] as const)(
    "a result with %s is INVALID_RESULT and names the place",
    async (kind) => {
      const error = await failureOf(live.gate.tasks.outcomes.give({ kind }, { queue: live.queue }));
      expect(error.code).toBe("INVALID_RESULT");
      const { errors } = error.details as { errors: { path: string }[] };
      expect(errors[0]?.path).toMatch(/^\/inner\/0/);
    },
  );

  test("a result that is not what the hint says is INVALID_RESULT", async () => {
    const error = await failureOf(live.gate.tasks.outcomes.wrong_result({}, { queue: live.queue }));
    expect(error).toMatchObject({ code: "INVALID_RESULT", details: { errors: [{ path: "" }] } });
  });

  test("a task that outlasts its time limit is TIME_LIMIT_EXCEEDED", async () => {
    const error = await failureOf(live.gate.tasks.outcomes.too_long({}, { queue: live.queue }));
    expect(error.code).toBe("TIME_LIMIT_EXCEEDED");
  });

  test("the time limit of a call holds, also where the worker's own soft limit is longer", async () => {
    const started = join(live.folder, "limited");
    const options = { queue: live.queue, timeLimitMs: 1000 };
    const error = await failureOf(live.gate.tasks.outcomes.wait({ started }, options));
    expect(error.code).toBe("TIME_LIMIT_EXCEEDED");
  });

  test("a process that dies under its task is WORKER_LOST", async () => {
    const error = await failureOf(live.gate.tasks.outcomes.die({}, { queue: live.queue }));
    expect(error).toMatchObject({ code: "WORKER_LOST", retryable: true });
  });

  test("a name that the worker does not have is UNKNOWN_TASK", async () => {
    const error = await failureOf(live.gate.task("outcomes.nothing").call([], {}, { queue: live.queue }));
    expect(error.code).toBe("UNKNOWN_TASK");
  });

  test("revoking a running task that looks at cancelled() ends it as REVOKED", async () => {
    const started = join(live.folder, "started-cooperative");
    const job = await live.gate.tasks.outcomes.wait.send({ started }, { queue: live.queue });
    await eventually(() => access(started));
    await job.revoke();
    expect((await failureOf(job.result())).code).toBe("REVOKED");
    expect(await job.status()).toBe("REVOKED");
  });

  test("revoking with terminate stops a task that does not look", async () => {
    const started = join(live.folder, "started-terminated");
    const job = await live.gate.tasks.outcomes.wait.send({ started }, { queue: live.queue });
    await eventually(() => access(started));
    await job.revoke({ terminate: true });
    expect((await failureOf(job.result())).code).toBe("REVOKED");
  });

  test("a revoked task that has not started does not start", async () => {
    const busy = await live.gate.tasks.outcomes.wait.send(
      { started: join(live.folder, "busy") },
      { queue: live.queue },
    );
    await eventually(() => access(join(live.folder, "busy")));
    const started = join(live.folder, "never");
    const job = await live.gate.tasks.outcomes.wait.send({ started }, { queue: live.queue });
    await job.revoke();
    await busy.revoke();
    expect((await failureOf(job.result())).code).toBe("REVOKED");
    await expect(access(started)).rejects.toThrow();
  });

  test("an expired message is REVOKED", async () => {
    const busy = await live.gate.tasks.outcomes.wait.send(
      { started: join(live.folder, "busy-2") },
      { queue: live.queue },
    );
    await eventually(() => access(join(live.folder, "busy-2")));
    const job = await live.gate.tasks.outcomes.add.send(
      { left: 1, right: 1 },
      { queue: live.queue, expiresMs: 1 },
    );
    await busy.revoke();
    expect((await failureOf(job.result())).code).toBe("REVOKED");
  });
});

describe.each(brokers)("a plain Celery worker on %s", (_, broker) => {
  const live = rig("plain", broker);

  const call = (name: string, args: unknown[] = []) =>
    live.gate.task(name).call(args, {}, { queue: live.queue });

  test("its results arrive, kombu's typed values unwrapped", async () => {
    expect(await call("plain.add", [1, 2])).toBe(3);
    expect(await call("plain.typed")).toEqual({
      datetime: "2026-01-02T03:04:05+00:00",
      decimal: "1.10",
      uuid: "00000000-0000-0000-0000-000000000001",
      bytes: Buffer.from([255, 0]),
    });
  });

  test.each([
    ["plain.not_a_number", "/values/1"],
    ["plain.large", "/1"],
  ])("%s is MALFORMED_RESULT with the place", async (name, path) => {
    const error = await failureOf(call(name));
    expect(error).toMatchObject({ code: "MALFORMED_RESULT", details: { errors: [{ path }] } });
  });

  test("its exceptions have their names and messages", async () => {
    expect(await failureOf(call("plain.odd"))).toMatchObject({ code: "TASK_FAILED", exception: "plain.Odd" });
    const error = await failureOf(call("plain.invalid"));
    expect(error.exception).toContain("ValidationError");
    expect(error.message).toContain("should be a valid integer");
  });

  test.each([
    ["plain.slow", "TIME_LIMIT_EXCEEDED"],
    ["plain.die", "WORKER_LOST"],
    ["plain.nothing", "UNKNOWN_TASK"],
  ])("%s is %s", async (name, code) => {
    const error = await failureOf(call(name));
    expect(error).toBeInstanceOf(TaskgateError);
    expect(error.code).toBe(code);
  });
});
