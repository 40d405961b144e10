/**
 * What a worker of Celery does that has never heard of Taskgate: every kind of call, end and workflow, on each way that
 * its results can take. `make matrix` runs it with other Celerys and brokers.
 */

import { randomUUID } from "node:crypto";
import { access, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { chain, chord, connect, group, type Progress } from "taskgate";
import { backend, brokers, eventually, failureOf } from "./harness.js";
import { rig } from "./rig.js";

const [, rabbitmq] = brokers[1];
const ways = [...brokers.map(([name, broker]) => [name, broker, backend]), ["rpc", rabbitmq, "rpc://"]] as [
  string,
  string,
  string,
][];

describe.each(ways)("Celery alone on %s", (_name, broker, results) => {
  const live = rig("plain", broker, {
    backend: results,
    settings: { CELERY_RESULT_BACKEND: results },
    timeoutMs: 20_000,
  });
  const place = () => join(live.folder, randomUUID());
  const task = (name: string) => live.gate.task(`plain.${name}`);
  const call = (name: string, ...args: unknown[]) => task(name).call(args, {}, { queue: live.queue });
  const send = (name: string, ...args: unknown[]) => task(name).send(args, {}, { queue: live.queue });
  const step = (name: string, ...args: unknown[]) => task(name).step(args, {}, { queue: live.queue });
  const following = (name: string, ...args: unknown[]) => task(name).after(args, {}, { queue: live.queue });

  test("calls at once each get their own result", async () => {
    const calls = Array.from({ length: 50 }, (_, left) => call("add", left, 1000));
    expect(await Promise.all(calls)).toEqual(calls.map((_, left) => left + 1000));
  });

  test("arguments by position and by name arrive as they went", async () => {
    const values = [null, true, 1, 1.5, "ä\u{1f600}", [], {}, { a: [{ b: null }] }];
    expect(await call("echo", ...values)).toEqual(values);
    expect(await task("add").call([1], { right: 2 }, { queue: live.queue })).toBe(3);
  });

  test("kombu's typed values come unwrapped", async () => {
    expect(await call("typed")).toEqual({
      datetime: "2026-01-02T03:04:05+00:00",
      decimal: "1.10",
      uuid: "00000000-0000-0000-0000-000000000001",
      bytes: Buffer.from([255, 0]),
    });
  });

  test("an exception has its name, its message and its traceback", async () => {
    const error = await failureOf(call("invalid"));
    expect(error).toMatchObject({ code: "TASK_FAILED" });
    expect(error.exception).toContain("ValidationError");
    expect(error.message).toContain("should be a valid integer");
    expect(error.pythonTraceback).toContain("in invalid");
  });

  test.each([
    ["slow", "TIME_LIMIT_EXCEEDED"],
    ["die", "WORKER_LOST"],
  ])("%s is %s", async (name, code) => {
    expect((await failureOf(call(name))).code).toBe(code);
  });

  test("a task that is tried again ends once, with its last result", async () => {
    const job = await send("third_time");
    expect(await job.result()).toBe(2);
    expect(await job.status()).toBe("SUCCESS");
  });

  test("progress that Celery's update_state() reports is seen while the task runs", async () => {
    const door = place();
    const job = await send("steps", 3, door);
    const seen: Progress[] = [];
    for await (const report of job.progress()) {
      seen.push(report);
      await writeFile(door, "");
    }
    expect(seen.at(-1)).toEqual({ done: 3, total: 3, data: { step: 3 } });
    expect(await job.result()).toBe(3);
  });

  test("a job that waits is revoked", async () => {
    const [started, door] = [place(), place()];
    const running = await send("hold", started, door);
    const waiting = await send("add", 1, 1);
    await eventually(() => access(started));
    await waiting.revoke();
    // A worker takes broadcasts in turn: one that answers knows of the revoke.
    const workers = await live.gate.workers({
      timeoutMs: 30_000,
      destination: [`${live.queue}@${hostname()}`],
    });
    expect(workers).toHaveLength(1);
    await writeFile(door, "");
    expect((await failureOf(waiting.result())).code).toBe("REVOKED");
    await running.result();
  });

  test("a job that runs is terminated", async () => {
    const started = place();
    const running = await send("hold", started, place());
    await eventually(() => access(started));
    await running.revoke({ terminate: true });
    expect((await failureOf(running.result())).code).toBe("REVOKED");
  });

  test("a delay is kept, and what has expired is not run", async () => {
    const before = Date.now();
    const late = await task("request_facts").send([], {}, { queue: live.queue, countdownMs: 1000 });
    expect(((await late.result()) as { began: number }).began - before).toBeGreaterThanOrEqual(950);
    const expired = await task("add").send([1, 1], {}, { queue: live.queue, countdownMs: 500, expiresMs: 1 });
    expect((await failureOf(expired.result())).code).toBe("REVOKED");
  });

  test("a chain, groups in it, and a step that fails", async () => {
    expect(await live.gate.run(chain(step("add", 1, 2), following("add", 10), following("add", 100)))).toBe(
      113,
    );
    expect(
      await live.gate.run(group(step("add", 1, 2), chain(step("add", 3, 4), following("add", 1)))),
    ).toEqual([3, 8]);
    expect(
      await live.gate.run(chain(step("add", 1, 1), group(following("add", 1), following("add", 2)))),
    ).toEqual([3, 4]);
    const error = await failureOf(
      live.gate.run(chain(step("add", 1, 1), step("invalid"), step("add", 1, 1))),
    );
    expect(error.message).toContain("plain.invalid (step 2 of 3,");
  });

  if (results === "rpc://") return; // which stores nothing: a chord, and another gate's job, are UNSUPPORTED there

  test("a chord gives its body the results in order, and fails with its part", async () => {
    const parts = [
      step("add", 1, 1),
      chain(step("add", 2, 2), following("add", 10)),
      step("add", 3, 3),
    ] as const;
    expect(await live.gate.run(chord([...parts], following("echo")))).toEqual([[2, 14, 6]]);
    const error = await failureOf(
      live.gate.run(chord([step("add", 1, 1), step("invalid")], following("echo"))),
    );
    expect(error.code).toBe("TASK_FAILED");
  });

  test("another gate picks a job up by its id", async () => {
    const job = await send("add", 1, 1);
    await using other = await connect({ broker, backend: results });
    expect(await other.job<number>(job.id).result()).toBe(2);
  });
});
