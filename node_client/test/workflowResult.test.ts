import { getEventListeners } from "node:events";
import { type AnyWorkflow, chain, chord, group, type Step } from "../src/index.js";
import { FakeBackend, rejection } from "./fakes.js";

import { failure, open, success, type Tasks } from "./mathWorkflows.js";

describe("what is refused", () => {
  const { gate, broker } = open();
  const { add, named, sum } = gate.tasks.math;
  const pair = () => group(add.step({ a: 1 }), add.step({ a: 2 }));
  test.each<[string, string, () => unknown]>([
    ["an argument of step() of a wrong type", "INVALID_ARGUMENTS", () => add.step({ a: "1" } as never)],
    ["the fed parameter in after()", "INVALID_ARGUMENTS", () => add.after({ a: 1 } as never)],
    ["an argument of after() of a wrong type", "INVALID_ARGUMENTS", () => add.after({ b: "1" } as never)],
    ["after() by position, of a wrong type", "INVALID_ARGUMENTS", () => gate.task("math.sum").after(["x"])],
    ["after() of a keyword-only parameter", "INVALID_ARGUMENTS", () => named.after({ key: 1 } as never)],
    ["an unknown option of a step", "INVALID_OPTIONS", () => add.step({ a: 1 }, { timeoutMs: 1 } as never)],
    ["a key of a step", "INVALID_OPTIONS", () => add.step({ a: 1 }, { idempotencyKey: "k" } as never)],
    ["an empty group", "INVALID_ARGUMENTS", () => group()],
    ["an empty chain", "INVALID_ARGUMENTS", () => (chain as () => unknown)()],
    ["what is no step", "INVALID_ARGUMENTS", () => chain({} as never)],
    ["a header that is no array", "INVALID_ARGUMENTS", () => chord(pair() as never, sum.after({}) as never)],
  ])("%s is %s", (_what, code, make) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ["a beginning that nothing feeds", "INVALID_ARGUMENTS", () => gate.run(add.after({}) as never)],
    ["the same in a group", "INVALID_ARGUMENTS", () => gate.run(group(gate.task("x").after()))],
    [
      "an unknown option of run()",
      "INVALID_OPTIONS",
      () => gate.run(add.step({ a: 1 }), { queue: "q" } as never),
    ],
    ["a last step without a result", "UNSUPPORTED", () => gate.run(gate.tasks.math.quiet.step())],
    [
      "a delay beyond the lease",
      "INVALID_OPTIONS",
      () => gate.run(chain(pair(), sum.after({}, { countdownMs: 9e6 }))),
    ],
    ["what is no workflow", "INVALID_ARGUMENTS", () => gate.start("add" as never)],
  ])("%s is %s, and nothing is sent", async (_what, code, run) => {
    expect((await rejection(run())).code).toBe(code);
    expect(broker.published).toEqual([]);
  });

  test("step() and after() of a name without a contract throw UNKNOWN_TASK", () => {
    const tasks = gate.tasks.math as unknown as Record<string, { step(): Step; after(): Step }>;
    expect(() => tasks.nope?.step()).toThrow(expect.objectContaining({ code: "UNKNOWN_TASK" }));
    expect(() => tasks.nope?.after()).toThrow(expect.objectContaining({ code: "UNKNOWN_TASK" }));
  });

  test("a chord where nothing is stored is UNSUPPORTED, wherever it stands; a chain is sent", async () => {
    const backend = new FakeBackend();
    backend.storeless = "the results are on RabbitMQ alone";
    const { gate, broker } = open({}, backend);
    const one = () => add.step({ a: 1 }) as AnyWorkflow;
    for (const workflow of [
      chord([one()], sum.after({}) as never),
      chain(one(), group(add.after({})), sum.after({}) as never),
      group(chain(one(), group(add.after({})), sum.after({}) as never)),
    ]) {
      expect((await rejection(gate.start(workflow as never))).code).toBe("UNSUPPORTED");
    }
    expect(broker.published).toEqual([]);
    const job = await gate.start(chain(add.step({ a: 1 }), group(add.after({}), add.after({}))));
    expect(job.steps.every(({ id }) => backend.expected.includes(id))).toBe(true);
  });
});

describe("the result", () => {
  const three = (tasks: Tasks) => {
    const { add } = tasks.math;
    return chain(add.step({ a: 1 }), add.after({}), add.after({}));
  };

  test("of a chain is the last step's, of a group all in order; nothing stays watched", async () => {
    const { gate, backend, broker } = open();
    const { add } = gate.tasks.math;
    const job = await gate.start(three(gate.tasks));
    const result = job.result();
    backend.store(job.id, success(7));
    await expect(result).resolves.toBe(7);
    broker.onPublish = ({ properties: { correlation_id: id }, body }) =>
      setTimeout(() => backend.store(id, success(body[0][0])), 10 / (body[0][0] as number)) && undefined;
    await expect(
      gate.run(group(add.step({ a: 1 }), add.step({ a: 2 }), add.step({ a: 3 }))),
    ).resolves.toEqual([1, 2, 3]);
    expect(backend.watchers.size).toBe(0);
  });

  test("that does not fit the contract is INVALID_RESULT", async () => {
    const { gate, backend } = open();
    const job = await gate.start(three(gate.tasks));
    backend.store(job.id, success("seven"));
    expect((await rejection(job.result())).code).toBe("INVALID_RESULT");
  });

  test("is the error of the first that failed, though Celery writes it to all that follow", async () => {
    const { gate, backend } = open();
    const job = await gate.start(three(gate.tasks));
    const [first, second] = job.steps;
    const result = rejection(job.result());
    backend.store(first?.id as string, success(2));
    // Stored, and its news come late.
    backend.stored.set(second?.id as string, JSON.stringify(failure("no")));
    backend.store(job.id, failure("no"));
    const error = await result;
    expect(error).toMatchObject({ code: "TASK_FAILED", exception: "ValueError" });
    expect(error.message).toBe(`math.add (step 2 of 3, job ${second?.id}): ValueError: no`);
    expect(backend.watchers.size).toBe(0);
  });

  test("is the error of a step in the middle, though the last never gets a state", async () => {
    const { gate, backend } = open();
    const job = await gate.start(three(gate.tasks));
    const result = rejection(job.result());
    backend.store(job.steps[1]?.id as string, { ...failure("terminated"), status: "REVOKED" });
    expect((await result).code).toBe("REVOKED");
    expect(backend.watchers.size).toBe(0);
  });

  test("TIMEOUT names the step that is not done; revokeOnAbort revokes all; nothing is left", async () => {
    const { gate, backend, control, session } = open();
    const signal = new AbortController().signal;
    const first = gate.tasks.math.add.step({ a: 1 }, { taskId: "first" });
    const second = gate.tasks.math.add.after({}, { taskId: "second" });
    const running = rejection(gate.run(chain(first, second), { timeoutMs: 60, revokeOnAbort: true, signal }));
    backend.store("first", success(2));
    const error = await running;
    expect(error.code).toBe("TIMEOUT");
    expect(error.message).toContain("second");
    expect(control.broadcasts).toHaveLength(2);
    expect(backend.revoked).toEqual(["first", "second"]);
    expect([backend.watchers.size, session.waits.size, getEventListeners(signal, "abort").length]).toEqual([
      0, 0, 0,
    ]);
  });

  test("ends with the reason of the signal, and with CLOSED", async () => {
    const { gate, backend, control } = open();
    const controller = new AbortController();
    const job = await gate.start(three(gate.tasks));
    const aborted = rejection(job.result({ signal: controller.signal }));
    const closed = rejection(job.result());
    controller.abort(new Error("enough"));
    expect((await aborted).message).toBe("enough");
    expect(control.broadcasts).toEqual([]);
    await gate.close();
    expect((await closed).code).toBe("CLOSED");
    expect(backend.watchers.size).toBe(0);
  });

  test("is the broker's refusal, and what was sent of a group is revoked", async () => {
    const { gate, broker, backend } = open();
    const { add } = gate.tasks.math;
    broker.onPublish = ({ body }) => {
      if (body[0][0] === 2) throw new Error("refused");
    };
    const sent = gate.run(group(add.step({ a: 1 }, { taskId: "one" }), add.step({ a: 2 })));
    expect((await rejection(sent)).message).toBe("refused");
    expect(backend.revoked).toContain("one");
    expect(backend.watchers.size).toBe(0);
  });
});
