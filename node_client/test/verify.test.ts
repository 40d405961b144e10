import type { TaskContract } from "../src/contracts/contract.js";
import type { Replies } from "../src/control/index.js";
import { ContractMismatchError } from "../src/errors.js";
import { testGate } from "../src/testing/index.js";
import { VerifyReport } from "../src/verification/report.js";
import { contractOf, fakeGate, parameter } from "./fakes.js";

const text = { type: "string" };
const integer = { type: "integer" };
const required = (name: string, schema: TaskContract["result"] = text, more: object = {}) => ({
  ...parameter(name, schema),
  required: true,
  ...more,
});
const optional = (name: string, schema: TaskContract["result"] = text, more: object = {}) => ({
  ...parameter(name, schema, { default: null }),
  required: false,
  ...more,
});

/** Contracts that differ have other fingerprints, as theirs do. */
let count = 0;
function contract(parts: Partial<TaskContract> = {}, name = "a.task"): TaskContract {
  count += 1;
  return {
    ...contractOf(name, { queue: { name: "celery", type: "classic" }, ...parts }),
    fingerprint: `sha256:${String(count).padStart(64, "0")}`,
  };
}

function answer(worker: string, contracts: object[], more: object = {}) {
  return { worker, answer: { contracts, older: [], queues: ["celery"], ...more } };
}

async function report(
  own: TaskContract[],
  replies: Replies["replies"],
  silent: number | null = 0,
  options = {},
) {
  const { gate, control } = fakeGate(own);
  control.replies = { replies, silent };
  return { report: await gate.verify(options), control };
}

async function statusOf(own: TaskContract, served: object, more: object = {}) {
  const { report: found } = await report([own], [answer("w@h", [served], more)]);
  return found.tasks[0];
}

describe("what two contracts say of each other", () => {
  test("the same fingerprint is ok", async () => {
    const own = contract({ parameters: [required("x")] });
    expect(await statusOf(own, { ...own, parameters: [] })).toEqual({
      task: "a.task",
      status: "ok",
      reason: "",
      workers: ["w@h"],
    });
  });

  const $defs = { Size: { type: "object", properties: { width: integer }, required: ["width"] } };
  const wider = { Size: { type: "object", properties: { width: { type: "number" } }, required: ["width"] } };
  const size = { $ref: "#/$defs/Size" };

  test.each<[string, Partial<TaskContract>, Partial<TaskContract>]>([
    ["other errors", {}, { errors: [{ exception: "E", summary: "", details: null }] }],
    [
      "a new parameter that is optional",
      { parameters: [required("x")] },
      { parameters: [required("x"), optional("y")] },
    ],
    ["one that has become optional", { parameters: [required("x")] }, { parameters: [optional("x")] }],
    [
      "words",
      { parameters: [required("x")] },
      { parameters: [required("x", { ...text, title: "X", description: "An x." })] },
    ],
    ["definitions that nothing refers to", { result: text }, { result: text, $defs }],
    ["the same definitions", { result: size, $defs }, { result: size, $defs }],
  ])("ok: %s", async (_, own, served) => {
    expect(await statusOf(contract(own), contract(served))).toMatchObject({ status: "ok", reason: "" });
  });

  test.each<[string, Partial<TaskContract>, Partial<TaskContract>, string]>([
    [
      "a new one is required",
      { parameters: [] },
      { parameters: [required("x")] },
      "requires x, which is never given",
    ],
    [
      "one is gone",
      { parameters: [required("x")] },
      { parameters: [] },
      "does not take x, which is always given",
    ],
    [
      "one has another type",
      { parameters: [required("x")] },
      { parameters: [required("x", { anyOf: [integer, { type: "null" }] })] },
      "takes number or null as x, which is always string",
    ],
    [
      "the result has another type",
      { result: text },
      { result: size, $defs },
      "returns object, where string is expected",
    ],
    [
      "the result lacks a member",
      { result: { type: "object", properties: { a: text, b: text }, required: ["a", "b"] } },
      { result: { type: "object", properties: { a: text }, required: ["a"] } },
      "returns no b, which is expected",
    ],
    ["no result is stored", {}, { storesResult: false }, "stores no result, which is waited for"],
  ])("incompatible: %s", async (_, own, served, reason) => {
    expect(await statusOf(contract(own), contract(served))).toEqual({
      task: "a.task",
      status: "incompatible",
      reason: `w@h ${reason}`,
      workers: ["w@h"],
    });
  });

  test.each<[string, Partial<TaskContract>, Partial<TaskContract> | Record<string, unknown>]>([
    ["one that is optional is gone", { parameters: [optional("x")] }, { parameters: [] }],
    ["one is required now", { parameters: [optional("x")] }, { parameters: [required("x")] }],
    [
      "a schema is another",
      { parameters: [required("x", integer)] },
      { parameters: [required("x", { ...integer, minimum: 1 })] },
    ],
    [
      "integers may be fractions",
      { parameters: [required("x", { type: "number" })] },
      { parameters: [required("x", integer)] },
    ],
    ["a definition is another", { result: size, $defs }, { result: size, $defs: wider }],
    [
      "an optional one has another type",
      { parameters: [optional("x")] },
      { parameters: [optional("x", integer)] },
    ],
    ["an enum has no type", { parameters: [required("x", { enum: [1] })] }, { parameters: [required("x")] }],
    [
      "one is given by position",
      { parameters: [required("x", text, { kind: "positionalOnly" })] },
      { parameters: [required("y")] },
    ],
    [
      "any name is taken",
      { parameters: [required("x")] },
      { parameters: [optional("rest", text, { kind: "variadicKeyword" })] },
    ],
    [
      "they are in another order",
      { parameters: [required("x"), required("y")] },
      { parameters: [required("y"), required("x")] },
    ],
    ["one comes first", { parameters: [required("x")] }, { parameters: [optional("y"), required("x")] }],
    [
      "the result may have any member",
      { result: { type: "object", properties: { a: text }, required: ["a"] } },
      { result: { type: "object", additionalProperties: text } },
    ],
    ["it cannot be read", {}, { formatVersion: 2 }],
    ["it is garbage", {}, { parameters: [null] }],
  ])("unknown: %s", async (_, own, served) => {
    const found = await statusOf(contract(own), contract(served as Partial<TaskContract>));
    expect(found).toMatchObject({ status: "unknown", workers: ["w@h"] });
    expect(found?.reason).toMatch(/^w@h serves /);
  });

  test("a worker that carries older calls over may take them", async () => {
    const own = contract({ parameters: [required("x")] });
    const served = contract({ parameters: [required("y")] });
    expect(await statusOf(own, served, { older: ["a.other"] })).toMatchObject({ status: "incompatible" });
    expect(await statusOf(own, served, { older: ["a.task"] })).toMatchObject({
      status: "unknown",
      reason: "w@h requires y, which is never given, and may carry such calls over",
    });
  });

  test.each<[string, object[], string]>([
    ["takes such calls", [{ parameters: [required("x")], $defs: {} }], "unknown"],
    ["takes none of them", [{ parameters: [required("z")], $defs: {} }], "incompatible"],
    ["cannot be read", [{ parameters: "x" }], "unknown"],
  ])("an older shape that %s", async (_, older, status) => {
    const own = contract({ parameters: [required("x")] });
    const served = { ...contract({ parameters: [required("y")] }), older };
    expect(await statusOf(own, served, { older: ["a.task"] })).toMatchObject({ status });
  });
});

describe("which workers count", () => {
  const own = contract({ parameters: [required("x")] });
  const other = contract({ parameters: [] });

  test.each<[string, Replies["replies"], number | null, object]>([
    [
      "nobody answers",
      [],
      0,
      {
        status: "missing",
        reason: "no worker answered within 3000 ms; start one, or raise timeoutMs",
        workers: [],
      },
    ],
    [
      "nobody has it",
      [answer("a@h", [], { queues: ["gpu"] })],
      null,
      { status: "missing", reason: "no worker that answered has it", workers: [] },
    ],
    [
      "somebody was silent",
      [answer("a@h", [], { queues: ["gpu"] })],
      2,
      {
        status: "unknown",
        reason: "no worker that answered has it, and 2 did not answer within 3000 ms",
        workers: [],
      },
    ],
    [
      "a plain worker may have it",
      [{ worker: "b@h", answer: { error: "KeyError" } }, answer("a@h", [own])],
      0,
      {
        status: "unknown",
        reason: "b@h may have it: it has no contracts: its app does not import taskgate",
        workers: ["b@h"],
      },
    ],
    [
      "nobody who has it takes from its queue",
      [answer("b@h", [own], { queues: ["gpu"] }), answer("a@h", [own], { queues: ["cpu"] })],
      0,
      {
        status: "missing",
        reason: "a@h, b@h have it, and nobody who has it takes from its queue celery",
        workers: ["a@h", "b@h"],
      },
    ],
    [
      "one of those that take from its queue does not have it",
      [answer("b@h", []), answer("a@h", [own])],
      0,
      { status: "missing", reason: "b@h takes from its queue celery and does not have it", workers: ["b@h"] },
    ],
    [
      "one of them is another",
      [answer("b@h", [other]), answer("a@h", [own])],
      0,
      { status: "incompatible", reason: "b@h does not take x, which is always given", workers: ["b@h"] },
    ],
    [
      "those of other queues do not count",
      [answer("b@h", [other], { queues: ["gpu"] }), answer("a@h", [own])],
      0,
      { status: "ok", reason: "", workers: ["a@h"] },
    ],
    [
      "who does not say which takes from all",
      [answer("b@h", [own], { queues: undefined })],
      0,
      { status: "ok", workers: ["b@h"] },
    ],
  ])("%s", async (_, replies, silent, expected) => {
    const { report: found } = await report([own], replies, silent);
    expect(found.tasks).toEqual([expect.objectContaining({ task: "a.task", ...expected })]);
    expect(found.silent).toBe(silent);
    expect(found.workers).toEqual(replies.map(({ worker }) => worker).sort());
  });

  test.each<[string, unknown, string]>([
    ["has", ["a.task [rate_limit=10/m]"], "unknown"],
    ["does not have", ["b.task"], "missing"],
    ["may have", { error: "busy" }, "unknown"],
  ])("a plain worker that %s registered it", async (_, registered, status) => {
    const { gate, control } = fakeGate([own]);
    control.ask = async ({ method }) => ({
      replies: [{ worker: "b@h", answer: method === "registered" ? registered : { error: "KeyError" } }],
      silent: 0,
    });
    expect((await gate.verify()).tasks).toMatchObject([{ status }]);
  });

  test("of a queue that the calls name, the workers of that queue", async () => {
    const replies = [answer("b@h", [other], { queues: ["gpu"] }), answer("a@h", [own])];
    const { report: found } = await report([own], replies, 0, { queue: "gpu" });
    expect(found.tasks[0]).toMatchObject({ status: "incompatible", workers: ["b@h"] });
  });
});

describe("the report", () => {
  const fits = contract({}, "a.fits");
  const gone = contract({}, "a.gone");
  const maybe = contract({ result: text }, "a.maybe");
  const replies = [answer("w@h", [fits, contract({ result: { ...text, maxLength: 1 } }, "a.maybe")])];

  test("has every task, and throws where it is told to", async () => {
    const { report: found, control } = await report([maybe, gone, fits], replies);
    expect(control.broadcasts.map(({ method }) => method)).toEqual(["taskgate_contracts", "registered"]);
    expect(found.ok).toBe(false);
    expect(found.tasks.map(({ task, status }) => [task, status])).toEqual([
      ["a.fits", "ok"],
      ["a.gone", "missing"],
      ["a.maybe", "unknown"],
    ]);
    const thrown = () => {
      try {
        found.assertOk();
      } catch (error) {
        return error as ContractMismatchError;
      }
    };
    expect(thrown()).toBeInstanceOf(ContractMismatchError);
    expect(thrown()).toMatchObject({ code: "CONTRACT_MISMATCH", details: { tasks: [{ task: "a.gone" }] } });
    expect(thrown()?.message).toBe(
      "1 of 3 tasks do not fit the workers that run: a.gone is missing: w@h takes from its queue celery and does not have it",
    );
    expect(() => found.assertOk({ strict: true })).toThrow("2 of 3 tasks do not fit");
  });

  test("what is unknown is no error unless it is asked for", async () => {
    const { report: found } = await report([maybe, fits], replies);
    expect(found.ok).toBe(false);
    found.assertOk();
    expect(() => found.assertOk({ strict: true })).toThrow("a.maybe is unknown: w@h serves another contract");
  });

  test("where all fit, there is nothing to throw", async () => {
    const { report: found } = await report([fits], replies);
    expect(found.ok).toBe(true);
    found.assertOk({ strict: true });
  });

  test("a worker that is silent may have what fits in another form", () => {
    const tasks = [{ task: "a.fits", status: "ok", reason: "", workers: ["w@h"] } as const];
    new VerifyReport(tasks, ["w@h"], null).assertOk({ strict: true });
    const found = new VerifyReport(tasks, ["w@h"], 1);
    found.assertOk();
    expect(() => found.assertOk({ strict: true })).toThrow(
      "1 worker listens and has not said what it serves: raise",
    );
  });

  test("an option that is wrong is refused, and so is a gate that was closed", async () => {
    const { gate } = fakeGate([fits]);
    await expect(gate.verify({ timeoutMs: 0 })).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    await expect(gate.verify({ throw: true } as object)).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    await gate.close();
    await expect(gate.verify()).rejects.toMatchObject({ code: "CLOSED" });
  });

  test("a gate for tests has what it was made with", async () => {
    const gate = testGate({ tasks: { contracts: [fits, maybe] }, defaultQueue: "other" });
    const found = await gate.verify();
    expect(found).toMatchObject({ ok: true, workers: ["celery@memory"], silent: 0 });
    expect(found.tasks).toHaveLength(2);
  });
});
