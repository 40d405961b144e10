/** A job that a plain Celery program has sent, picked up by Node with `gate.job(id)`. */

import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "taskgate";
import { bothSides } from "./bothSides.js";
import { eventually, failureOf } from "./harness.js";
import { stored } from "./ways.js";

describe.each(stored)("over $name, a job that Python has sent", (way) => {
  const { live, python } = bothSides(way);

  // What a program declares whose tasks run elsewhere.
  beforeAll(() =>
    python.runs(`
      @app.task(name="outcomes.add", queue=queue)
      def add(left, right): ...

      @app.task(name="outcomes.steps", queue=queue)
      def steps(count, gate): ...

      @app.task(name="outcomes.facts", queue=queue)
      def facts(): ...
    `),
  );

  /** One that reports a step, and then runs until the file `door` is there. */
  async function held() {
    const door = join(live.folder, `door-${randomUUID()}`);
    const id = await python.runs<string>("held = steps.delay(1, door); held.id", { door });
    const job = live.gate.job<number, { label: string }>(id);
    await eventually(async () => expect(await job.status()).toBe("PROGRESS"));
    return { job, door };
  }

  test.each([
    ["delay", "add.delay(2, 3)"],
    ["apply_async", 'add.apply_async((2,), {"right": 3})'],
    ["send_task", 'app.send_task("outcomes.add", kwargs={"left": 2, "right": 3}, queue=queue)'],
    ["a signature", 'signature("outcomes.add", (2, 3), queue=queue).apply_async()'],
  ])("by %s is awaited by Node, while Python awaits it", async (_, code) => {
    const id = await python.runs<string>(`sent = ${code}; sent.id`);
    const both = [live.gate.job(id).result(), python.runs("sent.get(timeout=30)")];
    expect(await Promise.all(both)).toEqual([5, 5]);
    expect(await live.gate.job(id).status()).toBe("SUCCESS");
  });

  test("keeps the options that Python gave it", async () => {
    const id = randomUUID();
    await python.runs(
      `
      facts.apply_async(
          task_id=id, headers={"x-test": "1"}, priority=3, expires=60, time_limit=9, soft_time_limit=8, countdown=1
      )
      None
      `,
      { id },
    );
    const seen = await live.gate.job(id).result();
    expect(seen).toMatchObject({
      id,
      root_id: id,
      eta: expect.any(String),
      expires: expect.any(String),
      timelimit: [9, 8],
      priority: 3,
      headers: { "taskgate-contract": null, "x-test": "1" },
    });
  });

  test("fails in Node with the details that its task declares", async () => {
    const id = await python.runs<string>(
      'app.send_task("outcomes.take", kwargs={"wanted": 3, "left": 1}, queue=queue).id',
    );
    const error = await failureOf(live.gate.job(id).result());
    expect(live.gate.tasks.outcomes.take.declares(error)).toBe(true);
    expect(error).toMatchObject({
      code: "TASK_FAILED",
      exception: "scenarios.outcomes.OutOfStock",
      details: { wanted: 3, left: 1 },
      pythonTraceback: expect.stringContaining("raise OutOfStock(wanted=wanted, left=left)"),
    });
  });

  test.each([
    ["whose arguments do not fit", "INVALID_ARGUMENTS", 'add.delay("two", 3)'],
    ["of a task that no worker has", "UNKNOWN_TASK", 'app.send_task("no.such.task", queue=queue)'],
  ])("%s fails in Node as %s", async (_, code, call) => {
    const id = await python.runs<string>(`${call}.id`);
    expect((await failureOf(live.gate.job(id).result())).code).toBe(code);
  });

  test("shows Node its progress", async () => {
    const { job, door } = await held();
    const seen: Progress<{ label: string }>[] = [];
    for await (const step of job.progress()) {
      seen.push(step);
      await writeFile(door, ""); // the task ends only now
    }
    expect(seen).toEqual([{ done: 1, total: 1, data: { label: "step 1" } }]);
    expect(await job.result()).toBe(1);
  });

  test("is revoked by Node while it runs: it ends, and both are told", async () => {
    const { job } = await held();
    await job.revoke({ terminate: true });
    await expect(python.runs("held.get(timeout=30)")).rejects.toMatchObject({ type: "TaskRevokedError" });
    expect((await failureOf(job.result())).code).toBe("REVOKED");
  });
});
