import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLAIM_SCRIPT, digestOf, keyedTaskId } from "../src/idempotency.js";
import { testGate } from "../src/testing/index.js";
import { contractOf, fakeGate, parameter } from "./fakes.js";
import { open } from "./mathGate.js";

test("the script is that of the protocol", () => {
  const text = readFileSync(join(__dirname, "../../protocol/claim.lua"), "utf8");
  expect(text.slice(text.indexOf("local state"))).toBe(CLAIM_SCRIPT);
});

test("the digest is of the arguments by name, and empty where they have none", () => {
  const onlyByName = parameter("c", {}, { kind: "keywordOnly" });
  const contract = contractOf("t.t", { parameters: [parameter("a", {}), parameter("b", {}), onlyByName] });
  const named = digestOf({ contract, args: [], kwargs: { b: 2, a: 1 } });
  expect(digestOf({ contract, args: [1], kwargs: { b: 2 } })).toBe(named);
  expect(digestOf({ contract: null, args: [], kwargs: { a: 1, b: 2 } })).toBe(named);
  expect(digestOf({ contract, args: [1], kwargs: { b: 3 } })).not.toBe(named);
  for (const args of [[1], [1, 2, 3]]) {
    expect(digestOf({ contract: args.length > 1 ? contract : null, args, kwargs: {} })).toBe("");
  }
  expect(digestOf({ contract, args: [1], kwargs: { a: 1 } })).toBe("");
});

test("calls with one key are one run, and what it gave is there afterwards", async () => {
  let runs = 0;
  const gate = open({ "math.add": ({ a }: { a: number }) => a + ++runs });
  const call = () => gate.tasks.math.add({ a: 1 }, { idempotencyKey: "k" });
  expect(await Promise.all([call(), call(), call()])).toEqual([2, 2, 2]);
  expect(await call()).toBe(2);
  const job = await gate.tasks.math.add.send({ a: 1 }, { idempotencyKey: "k" });
  expect(job.id).toBe(keyedTaskId("math.add", "k"));
  expect(await job.result()).toBe(2);
  expect(runs).toBe(1);
  await gate.close();
});

test("other arguments under a key are a conflict, of a call and of a send; the same key of another task is none", async () => {
  const gate = testGate({ answers: { "a.a": () => 1, "b.b": () => 2 } });
  const options = { idempotencyKey: "k" };
  expect(await gate.task("a.a").call([], { n: 1 }, options)).toBe(1);
  for (const way of ["call", "send"] as const) {
    await expect(gate.task("a.a")[way]([], { n: 2 }, options)).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
      retryable: false,
      details: { task: "a.a", key: "k" },
    });
  }
  expect(await gate.task("b.b").call([], { n: 2 }, options)).toBe(2);
});

test("a failure is not kept, and is not what the next call reads", async () => {
  let runs = 0;
  const answer = () => {
    if (++runs === 1) throw new Error("once");
    return runs;
  };
  const task = testGate({ answers: { "a.a": answer } }).task("a.a");
  const options = { idempotencyKey: "k" };
  await expect(task.call([], { n: 1 }, options)).rejects.toMatchObject({ code: "TASK_FAILED" });
  expect(await task.call([], { n: 2 }, options)).toBe(2);
});

test("a call with a key and a taskId keeps its id, and leaves the rest to the worker", async () => {
  const { gate, broker, backend } = fakeGate();
  const job = await gate.task("t").send([], {}, { taskId: "own", idempotencyKey: "k" });
  expect(job.id).toBe("own");
  expect(broker.published[0]?.headers["taskgate-idempotency-key"]).toBe("k");
  expect(backend.claims.size).toBe(0);
});

test("what bears a key does not expire with the wait of its caller, unless that says so", async () => {
  const { gate, broker } = fakeGate();
  const call = (options: object) =>
    gate
      .task("t")
      .call([], {}, { timeoutMs: 5, ...options })
      .catch(() => {});
  await call({});
  await call({ idempotencyKey: "a" });
  await call({ idempotencyKey: "b", expiresMs: 1000 });
  expect(broker.published.map(({ headers }) => typeof headers.expires)).toEqual([
    "string",
    "object",
    "string",
  ]);
});

test("a claim that cannot be made ends the call, and nothing is sent", async () => {
  const { gate, broker, backend } = fakeGate();
  backend.claim = async () => Promise.reject(new Error("away"));
  await expect(gate.task("t").call([], {}, { idempotencyKey: "k" })).rejects.toThrow("away");
  await expect(gate.task("t").send([], {}, { idempotencyKey: "k" })).rejects.toThrow("away");
  expect(broker.published).toEqual([]);
});
