import { setImmediate as nextTurn } from "node:timers/promises";
import { TaskFailedError, type TaskSpec, UnknownTaskError } from "../src/index.js";
import { testGate } from "../src/testing/index.js";
import { contractOf, parameter } from "./fakes.js";

interface Tasks {
  math: { add: TaskSpec<{ a: number; b?: number }, number>; quiet: TaskSpec<Record<never, never>, null> };
}
const integer = { type: "integer" };
const contracts = [
  contractOf("math.add", {
    parameters: [
      parameter("a", integer, { kind: "positionalOnly" }),
      parameter("b", integer, { default: 1 }),
    ],
    result: integer,
    examples: [
      { arguments: { a: 1 }, result: 2 },
      { arguments: { a: -1, b: 0 }, exception: "ValueError" },
    ],
  }),
  contractOf("math.quiet", { storesResult: false }),
];
const open = (answers = {}) => testGate<Tasks>({ tasks: { contracts }, answers });

test("a function of the test answers, with the arguments by name and the defaults", async () => {
  const gate = open({ "math.add": ({ a, b }: { a: number; b: number }) => a + b });
  expect(await gate.tasks.math.add({ a: 2 })).toBe(3);
  expect(await gate.task("math.add").call([2, 3])).toBe(5);
  const job = await gate.tasks.math.add.send({ a: 4 });
  expect(await job.result()).toBe(5);
  expect(await job.status()).toBe("SUCCESS");
  expect(await gate.job(job.id).result()).toBe(5);
  expect(await gate.client.createTask("math.add").delay(1, 6).get()).toBe(7);
  await gate.close();
});

test("without a function the examples of the contract answer", async () => {
  const gate = open();
  expect(await gate.tasks.math.add({ a: 1 })).toBe(2);
  expect(await gate.tasks.math.add({ a: 1, b: 1 })).toBe(2);
  await expect(gate.tasks.math.add({ a: -1, b: 0 })).rejects.toMatchObject({
    code: "TASK_FAILED",
    exception: "ValueError",
  });
  await expect(gate.tasks.math.add({ a: 9 })).rejects.toMatchObject({
    code: "UNSUPPORTED",
    message: expect.stringMatching(/math\.add.*\{"a":9,"b":1\}.*\{"a":1\}, \{"a":-1,"b":0\}/),
  });
  await expect(gate.task("other").call()).rejects.toBeInstanceOf(UnknownTaskError);
});

test("arguments and results are checked as by the real gate", async () => {
  const answer = jest.fn(() => "five");
  const gate = open({ "math.add": answer });
  await expect(gate.tasks.math.add({ a: "1" } as never)).rejects.toMatchObject({ code: "INVALID_ARGUMENTS" });
  expect(answer).not.toHaveBeenCalled();
  await expect(gate.client.sendTask("math.add", ["1"]).get()).rejects.toMatchObject({
    code: "INVALID_ARGUMENTS",
  });
  await expect(gate.tasks.math.add({ a: 1 })).rejects.toMatchObject({ code: "INVALID_RESULT" });
  await expect(gate.tasks.math.add({ a: 1 }, { nope: 1 } as never)).rejects.toMatchObject({
    code: "INVALID_OPTIONS",
  });
});

test("a result that is not plain JSON is INVALID_RESULT", async () => {
  const gate = open({ other: () => 1n });
  await expect(gate.task("other").call()).rejects.toMatchObject({ code: "INVALID_RESULT" });
});

test("what is thrown is the failure", async () => {
  const thrown = [
    new RangeError("far"),
    new TaskFailedError("no", { exception: "shop.Sold", details: { n: 1 } }),
  ];
  const gate = open({
    "math.add": async () => {
      throw thrown.shift();
    },
  });
  await expect(gate.tasks.math.add({ a: 1 })).rejects.toMatchObject({
    code: "TASK_FAILED",
    exception: "RangeError",
    message: "math.add: RangeError: far",
  });
  await expect(gate.tasks.math.add({ a: 1 })).rejects.toMatchObject({
    exception: "shop.Sold",
    details: { n: 1 },
  });
});

test("an error of this package keeps its code", async () => {
  const gate = open({
    "math.add": () => {
      throw new UnknownTaskError("gone");
    },
  });
  await expect(gate.tasks.math.add({ a: 1 })).rejects.toBeInstanceOf(UnknownTaskError);
});

test("progress comes before the end", async () => {
  const gate = open({
    other: async (
      _args: object,
      { progress }: { progress(done: number, total: number, data: object): void },
    ) => {
      await nextTurn();
      progress(1, 2, { file: "x" });
    },
  });
  const job = await gate.task("other").send();
  const reports = [];
  for await (const report of job.progress()) reports.push(report);
  expect(reports).toEqual([{ done: 1, total: 2, data: { file: "x" } }]);
  expect(await job.result()).toBeNull();
});

test("a job that is revoked does not start, or hears of it, or ends", async () => {
  const signals: AbortSignal[] = [];
  const gate = open({
    other: (_args: object, { revoked }: { revoked: AbortSignal }) => {
      signals.push(revoked);
      return new Promise((resolve) => revoked.addEventListener("abort", () => resolve("stopped")));
    },
  });
  const early = await gate.task("other").send();
  await early.revoke();
  await expect(early.result()).rejects.toMatchObject({ code: "REVOKED" });
  expect(signals).toEqual([]);

  const heard = await gate.task("other").send();
  await nextTurn();
  await nextTurn();
  await heard.revoke();
  expect(await heard.result()).toBe("stopped");

  const ended = await gate.task("other").send();
  await nextTurn();
  await nextTurn();
  await ended.revoke({ terminate: true });
  await expect(ended.result()).rejects.toMatchObject({ code: "REVOKED" });
});

test("close ends the waits, and tells the functions", async () => {
  let signal: AbortSignal | undefined;
  const gate = open({
    other: (_args: object, context: { revoked: AbortSignal }) => {
      signal = context.revoked;
      return new Promise(() => {});
    },
  });
  const call = gate.task("other").call();
  call.catch(() => {});
  await nextTurn();
  await nextTurn();
  await gate.close();
  await expect(call).rejects.toMatchObject({ code: "CLOSED" });
  expect(signal?.aborted).toBe(true);
});

test("a task that stores no result runs", async () => {
  const answer = jest.fn();
  const gate = open({ "math.quiet": answer });
  const job = await gate.tasks.math.quiet.send();
  await expect(job.result()).rejects.toMatchObject({ code: "UNSUPPORTED" });
  await nextTurn();
  await nextTurn();
  expect(answer).toHaveBeenCalledTimes(1);
});

test("a workflow is refused", async () => {
  const gate = open();
  const link = gate.task("other").step();
  await expect(gate.task("math.add").send([1], {}, { link } as never)).rejects.toMatchObject({
    code: "UNSUPPORTED",
  });
});
