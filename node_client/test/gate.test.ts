import { getEventListeners } from "node:events";
import { inspect } from "node:util";
import type { TaskSpec } from "../src/contracts/contract.js";
import {
  BrokerUnavailableError,
  InvalidArgumentsError,
  InvalidOptionsError,
  TaskFailedError,
  TaskTimeoutError,
} from "../src/errors.js";
import { withDeadline } from "../src/waiting/deadline.js";
import { addContract, contractOf, FakeBackend, fakeGate, rejection } from "./fakes.js";

interface Tasks {
  math: { add: TaskSpec<{ a: number; b?: number }, number>; quiet: TaskSpec<Record<never, never>, null> };
}
const contracts = [addContract(), contractOf("math.quiet", { storesResult: false })];
const open = (options = {}, backend?: FakeBackend) => fakeGate<Tasks>(contracts, options, backend);

test("a typed call is sent to the contract's queue, and its result comes back", async () => {
  const { gate, broker, backend, work } = open();
  work(({ body }) => ({ status: "SUCCESS", result: (body[0][0] as number) + (body[1].b as number) }));
  await expect(gate.tasks.math.add({ a: 2, b: 3 })).resolves.toBe(5);
  const [message] = broker.published;
  expect(message?.properties.delivery_info.routing_key).toBe("sums");
  expect(message?.headers["taskgate-contract"]).toMatch(/^sha256:/);
  expect(message?.body.slice(0, 2)).toEqual([[2], { b: 3 }]);
  expect(backend.watchers.size).toBe(0);
});

test("the message of a call expires with its wait, that of send does not expire", async () => {
  const { gate, broker, work } = open();
  work(() => ({ status: "SUCCESS", result: 1 }));
  const before = Date.now();
  await gate.tasks.math.add({ a: 1 }, { timeoutMs: 5000 });
  await gate.tasks.math.add.send({ a: 1 });
  await gate.tasks.math.add.send({ a: 1 }, { expiresMs: 1000 });
  const expires = broker.published.map(({ headers }) => headers.expires as string | null);
  expect(Date.parse(expires[0] as string) - before).toBeGreaterThanOrEqual(5000);
  expect(Date.parse(expires[0] as string) - before).toBeLessThan(6000);
  expect(expires[1]).toBeNull();
  expect(Date.parse(expires[2] as string) - before).toBeLessThan(2000);
});

test("bad arguments are refused before anything is sent or watched", async () => {
  const { gate, broker, backend } = open();
  const error = await rejection(gate.tasks.math.add({ a: "2", c: 1 } as never));
  expect(error).toBeInstanceOf(InvalidArgumentsError);
  expect(error.details).toEqual({
    errors: [
      { path: "/c", message: expect.any(String) },
      { path: "/a", message: "must be integer" },
    ],
  });
  expect((await rejection(gate.tasks.math.add.send({ a: 1n } as never))).code).toBe("INVALID_ARGUMENTS");
  expect(broker.published).toEqual([]);
  expect(backend.watchers.size).toBe(0);
});

test("bad options are refused before anything is sent", async () => {
  const { gate, broker } = open();
  expect((await rejection(gate.tasks.math.add({ a: 1 }, { timeoutMs: -1 }))).code).toBe("INVALID_OPTIONS");
  expect((await rejection(gate.task("x.y").send([], {}, { nope: 1 } as never))).code).toBe("INVALID_OPTIONS");
  expect(broker.published).toEqual([]);
});

test("a result that does not fit the contract is INVALID_RESULT", async () => {
  const { gate, work } = open();
  work(() => ({ status: "SUCCESS", result: "five" }));
  const error = await rejection(gate.tasks.math.add({ a: 1 }));
  expect(error.code).toBe("INVALID_RESULT");
  expect(error.details).toEqual({
    errors: [{ path: "", message: "must be integer" }],
    bytes: 6,
    value: "five",
  });
});

test("a Python exception is a typed error", async () => {
  const { gate, work } = open();
  work(() => ({
    status: "FAILURE",
    result: { exc_type: "ValueError", exc_message: ["no"], exc_module: "builtins" },
    traceback: "Traceback",
  }));
  const error = await rejection(gate.tasks.math.add({ a: 1 }));
  expect(error).toBeInstanceOf(TaskFailedError);
  expect(error).toMatchObject({ exception: "ValueError", pythonTraceback: "Traceback" });
});

test("STARTED, RETRY and PROGRESS do not end the wait", async () => {
  const { gate, broker, backend } = open();
  broker.onPublish = ({ properties: { correlation_id: id } }) => {
    const failure = { exc_type: "OSError", exc_message: [], exc_module: "builtins" };
    setImmediate(() => {
      backend.store(id, { status: "STARTED", result: { pid: 1 } });
      backend.store(id, { status: "RETRY", result: failure });
      backend.store(id, { status: "PROGRESS", result: { done: 1 } });
      backend.store(id, { status: "SUCCESS", result: 7 });
    });
  };
  await expect(gate.tasks.math.add({ a: 1 })).resolves.toBe(7);
});

test("a task without a contract is sent to the default queue or where it is told", async () => {
  const { gate, broker, work } = open({ defaultQueue: "misc" });
  work(() => ({ status: "SUCCESS", result: { any: 1 } }));
  await expect(gate.task("other.task").call([1], { x: 2 })).resolves.toEqual({ any: 1 });
  await gate.task("other.task").call([], {}, { queue: "mine", priority: 3, taskId: "chosen" });
  expect(broker.published.map(({ properties }) => properties.delivery_info.routing_key)).toEqual([
    "misc",
    "mine",
  ]);
  expect(broker.published[1]?.properties).toMatchObject({ priority: 3, correlation_id: "chosen" });
  expect(broker.published[0]?.headers).not.toHaveProperty("taskgate-contract");
});

test.each<[string, unknown[], object, string[]]>([
  ["too many", [1, 2, 3], {}, ["/2"]],
  ["twice", [1, 2], { b: 3 }, ["/b"]],
  ["positional only by name", [], { a: 1 }, ["/a"]],
  ["missing", [], {}, ["/a"]],
  ["of a wrong type", ["1"], {}, ["/a"]],
])("gate.task() of a known task refuses an argument that is %s", async (_name, args, kwargs, paths) => {
  const { gate, broker } = open();
  const error = await rejection(gate.task("math.add").call(args, kwargs));
  expect(error.code).toBe("INVALID_ARGUMENTS");
  expect((error.details as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual(paths);
  expect(broker.published).toEqual([]);
});

test("a name without a contract is UNKNOWN_TASK at once, also below a branch that does not exist", async () => {
  const { gate, broker } = open();
  const tasks = gate.tasks as unknown as Record<
    string,
    Record<string, CallableFunction & { send: CallableFunction }>
  >;
  for (const call of [
    () => tasks.math?.nope?.({}),
    () => tasks.none?.such?.({}),
    () => tasks.math?.nope?.send({}),
  ]) {
    expect((await rejection(call() as Promise<unknown>)).code).toBe("UNKNOWN_TASK");
  }
  expect(broker.published).toEqual([]);
  // The tree is no thenable: awaiting it must not call a task.
  expect(await gate.tasks).toBe(gate.tasks);
});

test("the timeout says whether a worker consumes the queue", async () => {
  const { gate, broker, backend } = open();
  broker.report = { consumers: 0, text: "no worker consumes the queue sums" };
  const error = await rejection(gate.tasks.math.add({ a: 1 }, { timeoutMs: 40 }));
  expect(error).toBeInstanceOf(TaskTimeoutError);
  expect(error.message).toContain("no worker consumes the queue sums");
  expect(error.details).toEqual({ queue: "sums", consumers: 0, state: null });
  expect(broker.inspected).toEqual(["sums"]);
  expect(backend.watchers.size).toBe(0);

  const unknown = await rejection(gate.job("elsewhere").result({ timeoutMs: 20 }));
  expect(unknown.message).toContain("not known here");
});

test("without a connection to the backend the end of the wait is BACKEND_UNAVAILABLE", async () => {
  const { gate, backend } = open();
  backend.isConnected = false;
  expect((await rejection(gate.tasks.math.add({ a: 1 }, { timeoutMs: 20 }))).code).toBe(
    "BACKEND_UNAVAILABLE",
  );
});

test("aborting rejects with the signal's reason and gives back what it held", async () => {
  const { gate, backend, session } = open();
  const controller = new AbortController();
  const waiting = rejection(gate.tasks.math.add({ a: 1 }, { signal: controller.signal }));
  const reason = new Error("enough");
  setImmediate(() => controller.abort(reason));
  expect(await waiting).toBe(reason);
  expect(backend.watchers.size).toBe(0);
  expect(session.waits.size).toBe(0);
});

test("an aborted signal sends nothing", async () => {
  const { gate, broker } = open();
  const signal = AbortSignal.abort(new Error("before"));
  await expect(gate.tasks.math.add({ a: 1 }, { signal })).rejects.toThrow("before");
  await expect(gate.tasks.math.add.send({ a: 1 }, { signal })).rejects.toThrow("before");
  expect(broker.published).toEqual([]);
});

test("a publish that fails ends the call with its error", async () => {
  const { gate, broker, backend } = open();
  broker.onPublish = () => {
    throw new Error("away");
  };
  await expect(gate.tasks.math.add({ a: 1 })).rejects.toThrow("away");
  await expect(gate.tasks.math.add.send({ a: 1 })).rejects.toThrow("away");
  expect(backend.watchers.size).toBe(0);
});

test("where the broker has not confirmed at the end of a call, that is what is said", async () => {
  const { gate, broker } = fakeGate();
  broker.onPublish = (_message, { timeoutMs }) =>
    withDeadline(new Promise<void>(() => {}), {
      timeoutMs: timeoutMs + 5,
      onDeadline: () => new BrokerUnavailableError("away"),
    });
  await expect(gate.task("a.b").call([], {}, { timeoutMs: 20 })).rejects.toMatchObject({
    code: "BROKER_UNAVAILABLE",
  });
});

test("one signal for many calls does not make Node warn of a leak", async () => {
  const { gate } = fakeGate();
  const controller = new AbortController();
  const { signal } = controller;
  const calls = Array.from({ length: 20 }, () => gate.task("a.b").call([], {}, { signal }));
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  controller.abort(new Error("enough"));
  const ends = await Promise.allSettled(calls);
  expect(ends.map((end) => end.status === "rejected" && (end.reason as Error).message)).toEqual(
    ends.map(() => "enough"),
  );
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("headers travel as JSON would carry them", async () => {
  const { gate, broker } = fakeGate();
  await gate.task("a.b").send([], {}, { headers: { link: new URL("http://x/"), none: undefined } });
  expect(broker.published[0]?.headers).toMatchObject({ link: "http://x/" });
  expect(broker.published[0]?.headers).not.toHaveProperty("none");
});

test("a job needs an id", () => {
  const { gate } = fakeGate();
  for (const id of ["", undefined, 3]) expect(() => gate.job(id as string)).toThrow(InvalidOptionsError);
});

test("a gate that is printed does not show a password", () => {
  const { gate } = fakeGate([], {
    broker: "redis://:secret@host/0",
    backend: "redis://:secret@host/1",
  });
  expect(inspect(gate, { depth: 9, showHidden: true }) + JSON.stringify(gate)).not.toMatch(/secret/);
});

test("a tree that is made into a string calls no task", () => {
  const { gate } = fakeGate();
  const tree = gate.tasks as { nothing: object };
  for (const branch of [tree, tree.nothing]) {
    expect([branch.toString, branch.valueOf]).toEqual([undefined, undefined]);
  }
});

test("the publish of a call has no more time than the call", async () => {
  const { gate, broker, work } = open();
  work(() => ({ status: "SUCCESS", result: 1 }));
  await gate.tasks.math.add({ a: 1 }, { timeoutMs: 700 });
  await gate.tasks.math.add({ a: 1 });
  const [short, usual] = broker.options.map(({ timeoutMs }) => timeoutMs) as [number, number];
  // What is left of the time when the broker is asked: the clock may have gone on.
  expect(short).toBeLessThanOrEqual(700);
  expect(usual).toBeGreaterThan(700);
});

test("a message that is too large is refused with both sizes", async () => {
  const { gate, broker } = open({ maxMessageBytes: 200 });
  const error = await rejection(gate.task("x.y").send(["é".repeat(100)]));
  expect(error).toMatchObject({ code: "PAYLOAD_TOO_LARGE", details: { maxMessageBytes: 200 } });
  expect((error.details as { bytes: number }).bytes).toBeGreaterThan(200);
  expect(broker.published).toEqual([]);
});

test("without a readable backend, sending works and asking is refused before anything is sent", async () => {
  const { gate, broker, control } = open({}, new FakeBackend("results in rpc:// cannot be read"));
  expect((await rejection(gate.tasks.math.add({ a: 1 }))).code).toBe("UNSUPPORTED");
  expect(broker.published).toEqual([]);
  const job = await gate.tasks.math.add.send({ a: 1 });
  expect((await rejection(job.result())).code).toBe("UNSUPPORTED");
  expect((await rejection(job.status())).code).toBe("UNSUPPORTED");
  expect(() => job.progress()).toThrow(expect.objectContaining({ code: "UNSUPPORTED" }));
  await job.revoke();
  expect(control.broadcasts).toHaveLength(1);
});

test("a task that ignores its result can be sent, not called", async () => {
  const { gate, broker } = open();
  expect((await rejection(gate.tasks.math.quiet())).code).toBe("UNSUPPORTED");
  expect(broker.published).toEqual([]);
  await gate.tasks.math.quiet.send();
  expect(broker.published).toHaveLength(1);
});

test("close lets publishes finish, ends waits with CLOSED, and refuses what comes after", async () => {
  const { gate, broker, backend } = open();
  const waiting = rejection(gate.tasks.math.add({ a: 1 }));
  let confirm: () => void = () => {};
  broker.onPublish = () => new Promise<void>((resolve) => (confirm = resolve));
  const sending = gate.tasks.math.add.send({ a: 2 });
  await new Promise((resolve) => setImmediate(resolve));
  const closing = gate.close();
  expect(broker.isClosed).toBe(false);
  confirm();
  await closing;
  await expect(sending).resolves.toHaveProperty("id");
  expect((await waiting).code).toBe("CLOSED");
  expect([broker.isClosed, backend.isClosed]).toEqual([true, true]);
  expect((await rejection(gate.tasks.math.add({ a: 1 }))).code).toBe("CLOSED");
  expect((await rejection(gate.tasks.math.add.send({ a: 1 }))).code).toBe("CLOSED");
  expect((await rejection(gate.job("x").status())).code).toBe("CLOSED");
  await gate.close();
});

test("close does not wait longer than closeTimeoutMs", async () => {
  const { gate, broker } = open({ closeTimeoutMs: 20 });
  broker.onPublish = () => new Promise<void>(() => {});
  gate.tasks.math.add.send({ a: 1 }).catch(() => {});
  await gate.close();
  expect(broker.isClosed).toBe(true);
});

test("await using closes the gate", async () => {
  const { gate, broker } = open();
  await gate[Symbol.asyncDispose]();
  expect(broker.isClosed).toBe(true);
});
