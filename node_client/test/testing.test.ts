import { setImmediate as nextTurn } from "node:timers/promises";
import { TaskFailedError, UnknownTaskError } from "../src/index.js";
import { testGate } from "../src/testing/index.js";
import { contractOf } from "./fakes.js";
import { tasks } from "./generate/golden.generated.js";

import { open } from "./mathGate.js";

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

test("an example that fails brings the details that it says", async () => {
  const contracts = [
    contractOf("shop.buy", {
      examples: [{ arguments: {}, exception: "shop.SoldOut", details: { left: 0 } }],
    }),
  ];
  const failed = testGate({ tasks: { contracts } }).task("shop.buy").call();
  await expect(failed).rejects.toMatchObject({ exception: "shop.SoldOut", details: { left: 0 } });
});

test("a generated module brings the examples along", async () => {
  const { find } = testGate({ tasks }).tasks.atlas.europe;
  // The task ignores its result unless it is told not to.
  const call = (x: number, y?: number) => find({ point: { x, y } }, { ignoreResult: false });
  expect(await call(1, 2)).toBe("here");
  await expect(call(1_000_000)).rejects.toMatchObject({ exception: "tests.shapes.TooFar" });
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

test("a job that is revoked does not start, or hears of it and ends, or is ended", async () => {
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
  await expect(heard.result()).rejects.toMatchObject({ code: "REVOKED" });

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

test("one that does not ask whether it was revoked ends as it likes", async () => {
  let finish: (value: string) => void = () => {};
  const gate = open({ other: () => new Promise((resolve) => (finish = resolve)) });
  const job = await gate.task("other").send();
  await nextTurn();
  await nextTurn();
  await job.revoke();
  finish("done");
  expect(await job.result()).toBe("done");
});

test("a task that was revoked before it was sent does not start", async () => {
  const answer = jest.fn();
  const gate = open({ other: answer });
  await gate.job("known").revoke();
  const job = await gate.task("other").send([], {}, { taskId: "known" });
  await expect(job.result()).rejects.toMatchObject({ code: "REVOKED" });
  expect(answer).not.toHaveBeenCalled();
});

test("an exchange is refused, for there is none", async () => {
  const options = { exchange: "topics", routingKey: "a" };
  await expect(open().task("other").send([], {}, options)).rejects.toMatchObject({
    code: "UNSUPPORTED",
    message: expect.stringContaining("no exchanges, such as topics"),
  });
});

test("arguments that are given twice are refused as by Python", async () => {
  await expect(open().client.sendTask("math.add", [1], { a: 2 }).get()).rejects.toMatchObject({
    code: "INVALID_ARGUMENTS",
    details: { errors: expect.arrayContaining([{ path: "/a", message: "is given twice" }]) },
  });
});

describe("time", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("a countdown and an eta are waited for", async () => {
    const answer = jest.fn(() => 1);
    const gate = open({ other: answer });
    const soon = await gate.task("other").send([], {}, { countdownMs: 5000 });
    const later = await gate.task("other").send([], {}, { eta: new Date(Date.now() + 8000) });
    await jest.advanceTimersByTimeAsync(4990);
    expect(answer).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(20);
    expect(answer).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(3000);
    expect(answer).toHaveBeenCalledTimes(2);
    expect(await Promise.all([soon.status(), later.status()])).toEqual(["SUCCESS", "SUCCESS"]);
  });

  test("a task that comes to its turn after it has expired is REVOKED", async () => {
    const answer = jest.fn(() => 1);
    const gate = open({ other: answer });
    const job = await gate.task("other").send([], {}, { countdownMs: 2000, expiresMs: 1000 });
    const ended = expect(job.result()).rejects.toMatchObject({
      code: "REVOKED",
      message: expect.stringContaining("expired"),
    });
    await jest.advanceTimersByTimeAsync(2100);
    await ended;
    expect(answer).not.toHaveBeenCalled();
  });

  test.each([{ timeLimitMs: 3000 }, { timeLimitMs: 60_000, softTimeLimitMs: 3000 }])(
    "a task that is over its limit %p is TIME_LIMIT_EXCEEDED, and its function hears of it",
    async (limits) => {
      let signal: AbortSignal | undefined;
      const gate = open({
        other: (_args: object, { revoked }: { revoked: AbortSignal }) => {
          signal = revoked;
          return new Promise(() => {});
        },
      });
      const call = expect(gate.task("other").call([], {}, limits)).rejects.toMatchObject({
        code: "TIME_LIMIT_EXCEEDED",
      });
      await jest.advanceTimersByTimeAsync(2900);
      expect(signal?.aborted).toBe(false);
      await jest.advanceTimersByTimeAsync(200);
      await call;
      expect(signal?.aborted).toBe(true);
    },
  );

  test("the limit of the contract holds where the call has none", async () => {
    const slow = contractOf("math.slow", { limits: { timeLimit: 2, softTimeLimit: null } });
    const gate = testGate({
      tasks: { contracts: [slow] },
      answers: { "math.slow": () => new Promise(() => {}) },
    });
    const call = expect(gate.task("math.slow").call()).rejects.toMatchObject({ code: "TIME_LIMIT_EXCEEDED" });
    await jest.advanceTimersByTimeAsync(2100);
    await call;
  });

  test("a delayed task does not outlive the gate", async () => {
    const answer = jest.fn();
    const gate = open({ other: answer });
    await gate.task("other").send([], {}, { countdownMs: 1000 });
    await gate.close();
    await jest.advanceTimersByTimeAsync(2000);
    expect(answer).not.toHaveBeenCalled();
  });
});

test("the gate's own task-sent is among the events", async () => {
  const gate = testGate({ answers: { other: () => 1 }, taskSentEvents: true });
  const next = gate.events({ types: ["task-sent"] }).next();
  const job = await gate.task("other").send();
  expect((await next).value).toMatchObject({ type: "task-sent", uuid: job.id, name: "other" });
  await gate.close();
});

test("the worker tells what it knows and runs", async () => {
  const gate = open({ other: () => new Promise(() => {}) });
  const job = await gate.task("other").send([1], { x: 2 });
  await nextTurn();
  await nextTurn();
  expect(await gate.workers()).toEqual([
    {
      name: "celery@memory",
      tasks: ["math.add", "math.quiet", "other", "taskgate.map"],
      active: [{ id: job.id, task: "other", args: [1], kwargs: { x: 2 }, startedAt: expect.any(Date) }],
      queues: ["celery", "sums", "cpu"],
    },
  ]);
  expect(await gate.workers({ destination: ["celery@elsewhere"] })).toEqual([]);
  expect(await gate.health()).toMatchObject({
    ok: true,
    broker: { connected: true },
    backend: { connected: true },
  });
  await gate.close();
});

test("events tell what happens, as it happens", async () => {
  const gate = open({ "math.add": ({ a }: { a: number }) => a });
  const reading = (async () => {
    const seen: unknown[][] = [];
    for await (const { type, uuid, result, exception } of gate.events()) {
      seen.push([type, uuid, result ?? exception]);
      if (seen.length === 8) break;
    }
    return seen;
  })();
  const ids = ["good", "bad", "revoked"];
  await gate.tasks.math.add.send({ a: 5 }, { taskId: "good" });
  await gate.client.sendTask("math.add", ["x"], {}, "bad").published;
  await gate.tasks.math.add.send({ a: 5 }, { taskId: "revoked" });
  await gate.job("revoked").revoke();
  const seen = await reading;
  expect(ids.map((id) => seen.filter(([, uuid]) => uuid === id))).toEqual([
    ["task-received", "task-started", "task-succeeded"].map((type, n) => [
      type,
      "good",
      n === 2 ? "5" : undefined,
    ]),
    [
      ["task-received", "bad", undefined],
      ["task-started", "bad", undefined],
      ["task-failed", "bad", expect.stringContaining("InvalidArgumentsError(")],
    ],
    [
      ["task-received", "revoked", undefined],
      ["task-revoked", "revoked", undefined],
    ],
  ]);
});
