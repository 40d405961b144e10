/** A job that Node has sent, in the hands of a Python program with Celery's own AsyncResult. */

import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bothSides } from "./bothSides.js";
import { eventually, failureOf } from "./harness.js";
import { stored } from "./ways.js";

describe.each(stored)("over $name, a job that Node has sent", (way) => {
  const { live, python } = bothSides(way);

  /** One that reports a step, and then runs until the file `door` is there. */
  async function held() {
    const door = join(live.folder, `door-${randomUUID()}`);
    const job = await live.gate.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue: live.queue });
    await eventually(async () => expect(await job.status()).toBe("PROGRESS"));
    return { job, door };
  }

  test("is awaited by Python, and is a success", async () => {
    const { id } = await live.gate.tasks.outcomes.add.send({ left: 2, right: 3 }, { queue: live.queue });
    expect(await python.runs("AsyncResult(id).get(timeout=30)", { id })).toBe(5);
    const seen = await python.runs(`
      result = AsyncResult(id)
      [result.state, result.ready(), result.successful(), result.failed(), result.result, result.children]
    `);
    expect(seen).toEqual(["SUCCESS", true, true, false, 5, []]);
  });

  test("shows Python its progress while it runs", async () => {
    const { job, door } = await held();
    const seen = await python.runs(
      `
      result = AsyncResult(id)
      [result.state, result.ready(), result.info]
      `,
      { id: job.id },
    );
    expect(seen).toEqual(["PROGRESS", false, { done: 1, total: 1, data: { label: "step 1" } }]);
    await writeFile(door, "");
    expect(await python.runs("result.get(timeout=30)")).toBe(1);
  });

  test("fails in Python with the exception that it has raised, and its traceback", async () => {
    const { id } = await live.gate.tasks.outcomes.fail.send({ message: "no" }, { queue: live.queue });
    await expect(python.runs("AsyncResult(id).get(timeout=30)", { id })).rejects.toMatchObject({
      module: "builtins",
      type: "ValueError",
      args: ["'no'"],
    });
    const seen = await python.runs<unknown[]>(`
      result = AsyncResult(id)
      [result.state, type(result.result) is ValueError, result.traceback]
    `);
    expect(seen).toEqual(["FAILURE", true, expect.stringContaining("raise ValueError(message)")]);
  });

  test("fails in Python with the program's own class where the program knows it, else with its name", async () => {
    const { id } = await live.gate.tasks.refusals.refuse.send({ kind: "silent" }, { queue: live.queue });
    const waiting = () => python.runs("AsyncResult(id).get(timeout=30)", { id });
    const raised = { type: "Silent", args: ["'without a word'"] };
    await expect(waiting()).rejects.toMatchObject({ ...raised, module: "celery.exceptions" });
    await python.runs("import scenarios.refusals"); // the module of the worker that defines it
    await expect(waiting()).rejects.toMatchObject({ ...raised, module: "scenarios.refusals" });
  });

  test("is revoked by Python while it runs: it ends, and both are told", async () => {
    const { job } = await held();
    const failure = failureOf(job.result());
    await python.runs("AsyncResult(id).revoke(terminate=True)", { id: job.id });
    expect((await failure).code).toBe("REVOKED");
    await expect(python.runs("AsyncResult(id).get(timeout=30)")).rejects.toMatchObject({
      type: "TaskRevokedError",
    });
    expect(await python.runs("AsyncResult(id).state")).toBe("REVOKED");
  });

  test("is revoked by Python while it waits: it does not begin", async () => {
    const { job: first, door } = await held();
    const second = await live.gate.tasks.outcomes.add.send({ left: 1, right: 1 }, { queue: live.queue });
    await python.runs("AsyncResult(id).revoke()", { id: second.id });
    await eventually(async () => expect(live.worker.log).toContain(`flagged as revoked: ${second.id}`));
    await writeFile(door, "");
    expect(await first.result()).toBe(1);
    expect((await failureOf(second.result())).code).toBe("REVOKED");
  });

  test("is forgotten by Python: to Node it is as one that never was", async () => {
    const job = await live.gate.tasks.outcomes.add.send({ left: 2, right: 3 }, { queue: live.queue });
    expect(await job.result()).toBe(5);
    await python.runs("AsyncResult(id).forget()", { id: job.id });
    expect(await live.gate.job(job.id).status()).toBe("PENDING");
  });
});
