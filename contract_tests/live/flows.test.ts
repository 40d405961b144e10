/** Workflows that Python defines: tasks that become others, called as any task is. */

import { connect, type Gate } from "taskgate";
import { tasks } from "../tasks.generated";
import { failureOf, Worker } from "./harness";
import { alone, stored, workerSettings } from "./ways";

type Tasks = NonNullable<(typeof tasks)["__tasks"]>;

describe.each([...stored, ...alone])("tasks that become others, on $name", (way) => {
  const { broker, backend } = way;
  const isStored = stored.includes(way);
  let worker: Worker;
  let gate: Gate<Tasks>;
  let queue: { queue: string };

  beforeAll(async () => {
    worker = await Worker.start("guarded", broker, workerSettings(way));
    queue = { queue: worker.queue };
    gate = await connect({ tasks, broker, backend, timeoutMs: 60_000 });
  });
  afterAll(async () => {
    await gate?.close();
    await worker?.stop();
  });

  test("a chain, and a chain in it, are followed to their end", async () => {
    await expect(gate.tasks.flows.chained({ value: 1 }, queue)).resolves.toBe(12);
    await expect(gate.tasks.flows.nested({ value: 1 }, queue)).resolves.toBe(112);
  });

  test("a job that became a chain is picked up, and says how it stands", async () => {
    const job = await gate.tasks.flows.nested.send({ value: 1 }, queue);
    await expect(job.result()).resolves.toBe(112);
    await expect(job.status()).resolves.toBe("SUCCESS");
  });

  test("a task that sends others ends by itself", async () => {
    const ids = await gate.tasks.flows.sending({ values: [1, 2] }, queue);
    if (!isStored) return expect(ids).toHaveLength(2);
    await expect(Promise.all(ids.map((id) => gate.job(id).result()))).resolves.toEqual([2, 3]);
  });

  test("what does not fit the contract of the task that was called is INVALID_RESULT", async () => {
    expect((await failureOf(gate.tasks.flows.mistyped({}, queue))).code).toBe("INVALID_RESULT");
  });

  test.each(["first", "last"])("the %s step of a chain fails: the caller gets its error", async (shape) => {
    const error = await failureOf(gate.tasks.flows.failing({ shape: `${shape} of a chain` }, queue));
    expect(error).toMatchObject({ code: "TASK_FAILED", exception: "ValueError" });
    expect(error.message).toContain("no");
  });

  test("an unknown step of a chain ends it: the caller gets UNKNOWN_TASK", async () => {
    const shape = "unknown first of a chain";
    expect((await failureOf(gate.tasks.flows.failing({ shape }, queue))).code).toBe("UNKNOWN_TASK");
  });

  if (!isStored) {
    test("groups and chords are refused at once", async () => {
      const error = await failureOf(gate.tasks.flows.grouped({ values: [1, 2] }, queue));
      expect(error).toMatchObject({ code: "TASK_FAILED", exception: "NotImplementedError" });
    });
    return;
  }

  test("a group gives the list of its results, a chord that of its body, nested as they are", async () => {
    await expect(gate.tasks.flows.grouped({ values: [1, 2, 3] }, queue)).resolves.toEqual([2, 3, 4]);
    await expect(gate.tasks.flows.grouped({ values: [1] }, queue)).resolves.toEqual([2]);
    await expect(gate.tasks.flows.chorded({ values: [1, 2, 3] }, queue)).resolves.toEqual([2, 3, 4]);
    await expect(gate.tasks.flows.deep({ values: [1, 2] }, queue)).resolves.toEqual([
      [2, 3],
      [2, 3],
    ]);
  });

  test.each([
    "group",
    "chord",
    "chord in a chord",
    "chord with a chain",
    "chord with a chain in a chord",
    "chord with a chord",
  ])("a part of a %s fails: the caller gets its error", async (shape) => {
    const error = await failureOf(gate.tasks.flows.failing({ shape }, queue));
    expect(error).toMatchObject({ code: "TASK_FAILED", exception: "ValueError" });
    expect(error.message).toContain("no");
  });

  test.each([
    ["lost", "WORKER_LOST"],
    ["unknown", "UNKNOWN_TASK"],
    ["unfit", "INVALID_ARGUMENTS"],
    ["expired", "REVOKED"],
  ])("%s: a part of a chord ends it: the caller gets %s", async (what, code) => {
    const shape = `${what} part of a chord`;
    expect((await failureOf(gate.tasks.flows.failing({ shape }, queue))).code).toBe(code);
  });

  test("the declared details of a part of a chord that fails are the caller's", async () => {
    const error = await failureOf(gate.tasks.flows.short({ wanted: 2, left: 1 }, queue));
    expect(error).toMatchObject({ exception: "scenarios.outcomes.OutOfStock" });
    expect(error.details).toEqual({ wanted: 2, left: 1 });
  });
});
