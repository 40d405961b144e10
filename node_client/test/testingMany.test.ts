import { setImmediate as nextTurn } from "node:timers/promises";
import { chain, chord, group, type StepOptions } from "../src/index.js";
import type { AnswerContext } from "../src/testing/index.js";

import { open } from "./mathGate.js";

describe("map", () => {
  test("each input has its result or its error, and progress is told", async () => {
    const gate = open({ "math.add": ({ a, b }: { a: number; b: number }) => (a === 3 ? "three" : a + b) });
    const seen: unknown[] = [];
    const inputs = [{ a: 1 }, { a: "2" as unknown as number }, { a: 3 }, { a: 4, b: 4 }];
    const entries = await gate.tasks.math.add.map(inputs, {
      chunk: 2,
      onProgress: (progress) => seen.push(progress),
    });
    expect(entries).toMatchObject([
      { value: 2 },
      { reason: { code: "INVALID_ARGUMENTS" } },
      { reason: { code: "INVALID_RESULT" } },
      { value: 8 },
    ]);
    expect(seen.at(-1)).toEqual({ done: 4, total: 4 });
    expect(await gate.task("no.such").map([{}])).toMatchObject([{ reason: { code: "UNKNOWN_TASK" } }]);
  });

  test("a map that is revoked does not go on to the next input", async () => {
    const aborting = new AbortController();
    const answer = jest.fn(() => aborting.abort("enough"));
    const gate = open({ other: answer });
    const options = { signal: aborting.signal, revokeOnAbort: true };
    const entries = await gate.task("other").map([{}, {}, {}], options);
    expect(entries).toEqual(Array(3).fill({ status: "rejected", reason: "enough" }));
    await nextTurn();
    await nextTurn();
    expect(answer).toHaveBeenCalledTimes(1);
  });
});

describe("workflows", () => {
  const answers = {
    "math.add": ({ a, b }: { a: number; b: number }) => a + b,
    sum: (_: object, { positional: [values] }: AnswerContext) => (values as number[]).reduce((x, y) => x + y),
    list: (_: object, { positional }: AnswerContext) => positional[0],
    now: () => Date.now(),
    fail: () => {
      throw new RangeError("far");
    },
  };
  const setUp = () => {
    const gate = open(answers);
    return {
      gate,
      add: (a: number, b = 1) => gate.tasks.math.add.step({ a, b }),
      plus: (b: number) => gate.tasks.math.add.after({ b }),
      list: () => gate.task("list").after(),
      sum: () => gate.task("sum").after(),
      fail: () => gate.task("fail").step(),
    };
  };

  test("chains, groups and chords give what real workers give", async () => {
    const { gate, add, plus, list, sum } = setUp();
    const run = (workflow: unknown) => gate.run(workflow as never);
    expect(await run(chain(add(1, 2), plus(10), plus(100)))).toBe(113);
    expect(await run(chain(add(1, 2), add(4, 5)))).toBe(9);
    expect(await run(group(add(1), chain(add(2), plus(10)), add(3)))).toEqual([2, 13, 4]);
    expect(await run(chord([add(1), add(2), add(3)], list()))).toEqual([2, 3, 4]);
    expect(await run(chain(add(1), group(plus(1), plus(2))))).toEqual([3, 4]);
    expect(await run(chain(add(1), group(plus(1), chain(plus(2), plus(10))), list(), sum()))).toBe(17);
    expect(await run(chain(group(add(1), add(2)), list(), list()))).toEqual([2, 3]);
    expect(await run(chord([chord([add(1), add(2)], sum()), add(9)], list()))).toEqual([5, 10]);
    expect(await run(chain(add(1), group(chain(group(plus(1), plus(2)), sum()), plus(5)), sum()))).toBe(14);
  });

  test("a step that fails is named, and what follows does not run", async () => {
    const { gate, add, plus, fail } = setUp();
    const job = await gate.start(chain(add(1), fail(), plus(1) as never));
    await expect(job.result()).rejects.toMatchObject({
      code: "TASK_FAILED",
      exception: "RangeError",
      message: expect.stringMatching(/^fail \(step 2 of 3, /),
    });
    expect(await Promise.all(job.steps.map((step) => step.status()))).toEqual([
      "SUCCESS",
      "FAILURE",
      "FAILURE",
    ]);
  });

  test.each(["a step", "a chain"])("where %s of a header fails, the body does", async (kind) => {
    const { gate, add, plus, fail, list } = setUp();
    const part = kind === "a step" ? fail() : chain(fail(), plus(1) as never);
    const job = await gate.start(chord([part, add(1)], list()));
    await expect(job.result()).rejects.toMatchObject({ message: expect.stringMatching(/^fail \(step 1/) });
    const body = gate.job(job.id);
    await expect(body.result({ timeoutMs: 1000 })).rejects.toMatchObject({
      exception: "celery.exceptions.ChordError",
    });
  });

  test("a revoked step in the middle is told, and an argument that does not fit", async () => {
    const { gate, add, plus } = setUp();
    const text = gate.task("list").step(["x"]);
    await expect(gate.run(chain(text, plus(1)))).rejects.toMatchObject({ code: "INVALID_ARGUMENTS" });
    const job = await gate.start(chain(add(1), plus(1), plus(1)));
    await job.steps[1]?.revoke();
    await expect(job.result()).rejects.toMatchObject({ code: "REVOKED" });
  });

  test("link gets the result, linkError the id of what has failed", async () => {
    const { gate } = setUp();
    const link = gate.task("list").after([], {}, { taskId: "linked", headers: { "x-test": 1 } });
    await gate.task("math.add").send([1], {}, { link });
    expect(await gate.job("linked").result()).toBe(2);
    const linkError = gate.task("list").after([], {}, { taskId: "told" });
    const job = await gate.task("fail").send([], {}, { linkError });
    expect(await gate.job("told").result()).toBe(job.id);
  });

  test("what a step says of itself holds for it: its time, and that there are no exchanges", async () => {
    const { gate, add } = setUp();
    const began = Date.now();
    const when = (options: StepOptions) => chain(add(1), gate.task("now").step([], {}, options));
    expect(await gate.run(when({ countdownMs: 30 }))).toBeGreaterThanOrEqual(began + 30);
    expect(await gate.run(when({ eta: new Date(began + 90) }))).toBeGreaterThanOrEqual(began + 90);
    await expect(gate.run(when({ countdownMs: 30, expiresMs: 1 }))).rejects.toMatchObject({
      code: "REVOKED",
    });
    await expect(gate.run(when({ exchange: "topics", routingKey: "a" }))).rejects.toMatchObject({
      code: "UNSUPPORTED",
    });
  });
});
