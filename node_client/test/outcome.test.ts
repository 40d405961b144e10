import { MalformedResultError, TaskFailedError, UnknownTaskError } from "../src/errors.js";
import { toError } from "../src/results/failure.js";
import { decodeOutcome } from "../src/results/outcome.js";

const decode = (meta: object) => decodeOutcome(JSON.stringify(meta));
const failure = (result: unknown, status = "FAILURE", traceback: string | null = null) =>
  decode({ status, result, traceback });

test("SUCCESS is final and has the value", () => {
  expect(decode({ status: "SUCCESS", result: [1] })).toEqual({
    state: "SUCCESS",
    isFinal: true,
    result: [1],
    failure: null,
    retry: null,
    progress: null,
  });
});

test.each([
  [{ __type__: "datetime", __value__: "2024-01-02T03:04:05+00:00" }, "2024-01-02T03:04:05+00:00"],
  [{ __type__: "date", __value__: "2024-01-02" }, "2024-01-02"],
  [{ __type__: "time", __value__: "01:02:00" }, "01:02:00"],
  [{ __type__: "decimal", __value__: "1.50" }, "1.50"],
  [
    { __type__: "uuid", __value__: { hex: "0123456789abcdef0123456789abcdef" } },
    "01234567-89ab-cdef-0123-456789abcdef",
  ],
  [{ __type__: "bytes", __value__: "é" }, Buffer.from("é")],
  [{ __type__: "base64", __value__: "/wA=" }, Buffer.from([255, 0])],
])("kombu's typed value %j is unwrapped", (typed, expected) => {
  expect(decode({ status: "SUCCESS", result: { a: [typed] } }).result).toEqual({ a: [expected] });
});

test("an object with a third member is no typed value", () => {
  const value = { __type__: "datetime", __value__: "x", more: 1 };
  expect(decode({ status: "SUCCESS", result: value }).result).toEqual(value);
});

test.each([
  { __type__: "complex", __value__: "1j" },
  { __type__: "uuid", __value__: { hex: "short" } },
  { __type__: "datetime", __value__: 5 },
])("an unknown typed value %j is MALFORMED_RESULT and names its place", (typed) => {
  expect(() => decode({ status: "SUCCESS", result: { a: [typed] } })).toThrow(/\/a\/0/);
});

// As recorded from Celery 5.7.
test.each([
  ["ValueError", "builtins", ["no good", { a: 1 }], "TASK_FAILED", "ValueError", "('no good', {'a': 1})"],
  ["Odd", "shop.errors", [], "TASK_FAILED", "shop.errors.Odd", ""],
  [
    "NotRegistered",
    "celery.exceptions",
    ["nc.nope"],
    "UNKNOWN_TASK",
    "celery.exceptions.NotRegistered",
    "nc.nope",
  ],
  [
    "TimeLimitExceeded",
    "billiard.exceptions",
    [1],
    "TIME_LIMIT_EXCEEDED",
    "billiard.exceptions.TimeLimitExceeded",
    "1",
  ],
  [
    "SoftTimeLimitExceeded",
    "billiard.exceptions",
    [],
    "TIME_LIMIT_EXCEEDED",
    "billiard.exceptions.SoftTimeLimitExceeded",
    "",
  ],
  [
    "WorkerLostError",
    "billiard.exceptions",
    ["x"],
    "WORKER_LOST",
    "billiard.exceptions.WorkerLostError",
    "x",
  ],
  ["WorkerLostError", "my.module", ["x"], "TASK_FAILED", "my.module.WorkerLostError", "x"],
])("%s of %s with %j is %s", (exc_type, exc_module, exc_message, code, exception, message) => {
  const outcome = failure({ exc_type, exc_message, exc_module }, "FAILURE", "Traceback");
  expect(outcome.isFinal).toBe(true);
  expect(outcome.failure).toMatchObject({ code, exception, message, pythonTraceback: "Traceback" });
});

test("REVOKED keeps its reason", () => {
  const result = { exc_type: "TaskRevokedError", exc_message: ["expired"], exc_module: "celery.exceptions" };
  expect(failure(result, "REVOKED").failure).toMatchObject({ code: "REVOKED", message: "expired" });
  expect(failure("terminated", "REVOKED").failure).toMatchObject({ code: "REVOKED", message: "terminated" });
});

test("RETRY is not the end, and says why", () => {
  const outcome = failure({ exc_type: "OSError", exc_message: ["busy"], exc_module: "builtins" }, "RETRY");
  expect(outcome).toMatchObject({ isFinal: false, failure: { exception: "OSError" } });
});

test("RETRY without a reason is a RETRY: Celery stores null where the task raised nothing before it", () => {
  const text = JSON.stringify({ status: "RETRY", result: null, traceback: "Traceback", task_id: "t" });
  expect(decodeOutcome(text)).toMatchObject({ state: "RETRY", isFinal: false, failure: null });
});

test("what a Taskgate worker adds goes before what Celery says", () => {
  const taskgate = {
    code: "TASK_FAILED",
    exception: "tasks.images.BadImage",
    message: "cannot read",
    details: { path: "/x" },
    retryable: true,
  };
  const outcome = failure({ exc_type: "X", exc_message: [], exc_module: "y", taskgate });
  expect(outcome.failure).toEqual({ ...taskgate, pythonTraceback: null });
});

test("a code of a newer worker is TASK_FAILED", () => {
  const taskgate = { code: "FROM_THE_FUTURE", exception: "X", message: "m", details: null, retryable: false };
  expect(failure({ exc_type: "X", exc_message: [], exc_module: "y", taskgate }).failure?.code).toBe(
    "TASK_FAILED",
  );
});

test("progress is read, and a plain task's own PROGRESS is left alone", () => {
  expect(decode({ status: "PROGRESS", result: { done: 1, total: 4, data: { file: "a" } } })).toMatchObject({
    isFinal: false,
    progress: { done: 1, total: 4, data: { file: "a" } },
  });
  expect(decode({ status: "PROGRESS", result: { done: 1 } }).progress).toEqual({
    done: 1,
    total: null,
    data: {},
  });
  expect(decode({ status: "PROGRESS", result: { percent: 3 } })).toMatchObject({
    progress: null,
    result: { percent: 3 },
  });
});

test.each(["STARTED", "RECEIVED", "HALFWAY"])("%s is not the end", (status) => {
  expect(decode({ status, result: { pid: 1 } })).toMatchObject({
    state: status,
    isFinal: false,
    failure: null,
  });
});

test.each([
  "null",
  "[]",
  "5",
  "{}",
  '{"status": 5, "result": 1}',
  '{"status": "SUCCESS"}',
  '{"status": "FAILURE", "result": "x"}',
  '{"status": "FAILURE", "result": {"taskgate": {}}}',
])("%s is MALFORMED_RESULT", (text) => {
  expect(() => decodeOutcome(text)).toThrow(MalformedResultError);
});

test("the error has the class of its code, and all that the worker said", () => {
  const error = toError(
    {
      code: "TASK_FAILED",
      exception: "ValueError",
      message: "no",
      details: { a: 1 },
      retryable: true,
      pythonTraceback: "T",
    },
    "a.b",
  );
  expect(error).toBeInstanceOf(TaskFailedError);
  expect(error).toMatchObject({
    message: "a.b: ValueError: no",
    exception: "ValueError",
    details: { a: 1 },
    retryable: true,
    pythonTraceback: "T",
  });
  const unknown = {
    ...error,
    code: "UNKNOWN_TASK",
    exception: "X",
    message: "",
    details: null,
    pythonTraceback: null,
  };
  expect(toError(unknown, null)).toBeInstanceOf(UnknownTaskError);
});

test("an exception with a number that JavaScript cannot hold is a failure all the same", () => {
  const text =
    '{"status": "FAILURE", "traceback": null, "result": {"exc_type": "ValueError", "exc_message": [1152921504606846976], "exc_module": "builtins"}}';
  expect(decodeOutcome(text).failure).toMatchObject({
    code: "TASK_FAILED",
    exception: "ValueError",
    message: "1152921504606846976",
  });
});

test.each([
  ["lists", "[", "]"],
  ["objects", '{"a":', "}"],
  ["lists of numbers beyond 2^53", "[1152921504606846976,", "]"],
  ["the data of a progress report", "[", "]"],
])("%s of 50,000 levels are MALFORMED_RESULT, and found so at once", (what, open, close) => {
  const deep = `${open.repeat(50_000)}1${close.repeat(50_000)}`;
  const text =
    what === "the data of a progress report"
      ? `{"status": "PROGRESS", "result": {"done": 1, "total": 2, "data": ${deep}}}`
      : `{"status": "SUCCESS", "result": ${deep}}`;
  const before = performance.now();
  expect(() => decodeOutcome(text)).toThrow(expect.objectContaining({ code: "MALFORMED_RESULT" }));
  expect(performance.now() - before).toBeLessThan(2000);
});

test("a result of 900 levels is read", () => {
  const deep = `${"[".repeat(900)}${"]".repeat(900)}`;
  expect(decodeOutcome(`{"status": "SUCCESS", "result": ${deep}}`).isFinal).toBe(true);
});
