import type { InvalidOptionsError } from "../src/errors.js";
import {
  checkCallOptions,
  checkProgressOptions,
  checkRevokeOptions,
  checkSendOptions,
  checkWaitOptions,
} from "../src/options/checks.js";
import { resolveSettings } from "../src/options/settings.js";

function wrong(check: () => void): string[] {
  try {
    check();
  } catch (error) {
    expect((error as InvalidOptionsError).code).toBe("INVALID_OPTIONS");
    return ((error as InvalidOptionsError).details as { errors: { path: string }[] }).errors.map(
      ({ path }) => path,
    );
  }
  return [];
}

test("right options pass", () => {
  const options = {
    queue: "cpu",
    priority: 9,
    countdownMs: 0,
    expiresMs: 1,
    timeLimitMs: 2000,
    softTimeLimitMs: 1000,
    taskId: "x",
    headers: { a: [null] },
    signal: AbortSignal.timeout(1),
    publishTimeoutMs: 1,
  };
  expect(wrong(() => checkSendOptions(options))).toEqual([]);
  expect(wrong(() => checkCallOptions({ ...options, timeoutMs: 1, queue: undefined }))).toEqual([]);
  expect(wrong(() => checkCallOptions(undefined))).toEqual([]);
});

test.each<[object, string[]]>([
  [{ quueue: "x", timeoutMs: "1" }, ["/quueue", "/timeoutMs"]],
  [{ queue: "" }, ["/queue"]],
  [{ queue: "q".repeat(256), taskId: "é".repeat(128) }, ["/queue", "/taskId"]],
  [{ queue: "\ud800", taskId: "a\udfff" }, ["/queue", "/taskId"]],
  [{ signal: new EventTarget() }, ["/signal"]],
  [{ priority: 256 }, ["/priority"]],
  [{ priority: 1.5 }, ["/priority"]],
  [{ countdownMs: -1 }, ["/countdownMs"]],
  [{ countdownMs: Number.NaN }, ["/countdownMs"]],
  [{ timeoutMs: 0 }, ["/timeoutMs"]],
  [{ timeoutMs: 2 ** 31 }, ["/timeoutMs"]],
  [{ timeoutMs: Number.POSITIVE_INFINITY }, ["/timeoutMs"]],
  [{ expiresMs: 0 }, ["/expiresMs"]],
  [{ eta: "2024-01-01" }, ["/eta"]],
  [{ eta: new Date("nope") }, ["/eta"]],
  [{ eta: new Date(8.64e15) }, ["/eta"]],
  [{ eta: new Date(), countdownMs: 5 }, ["/eta"]],
  [{ timeLimitMs: 1000, softTimeLimitMs: 1000 }, ["/softTimeLimitMs"]],
  [{ taskId: 5 }, ["/taskId"]],
  [{ headers: { x: 1n } }, ["/headers"]],
  [{ headers: { task: "other" } }, ["/headers"]],
  [{ headers: { compression: "zlib" } }, ["/headers"]],
  [{ headers: { CC: ["other"] } }, ["/headers"]],
  [{ headers: { BCC: ["other"] } }, ["/headers"]],
  [{ headers: { ["h".repeat(256)]: 1 } }, ["/headers"]],
  [{ headers: [1] }, ["/headers"]],
  [{ signal: {} }, ["/signal"]],
  [{ constructor: 1 }, ["/constructor"]],
])("%j is wrong at %j", (options, paths) => {
  expect(wrong(() => checkCallOptions(options))).toEqual(paths);
});

test("a name that every object has is no option either", () => {
  expect(() => checkCallOptions({ constructor: 1 })).toThrow(/constructor is not an option; known are queue/);
});

test.each([5, "x", null, []])("%j are no options", (options) => {
  expect(wrong(() => checkCallOptions(options))).toEqual([""]);
});

test("each kind has its own names", () => {
  expect(wrong(() => checkSendOptions({ timeoutMs: 5 }))).toEqual(["/timeoutMs"]);
  expect(wrong(() => checkWaitOptions({ queue: "x" }))).toEqual(["/queue"]);
  expect(wrong(() => checkProgressOptions({ timeoutMs: 5, revokeOnAbort: true }))).toEqual([
    "/revokeOnAbort",
  ]);
  expect(wrong(() => checkRevokeOptions({ terminate: "yes" }))).toEqual(["/terminate"]);
});

test("the environment gives broker and backend, options go before it", () => {
  const environment = { CELERY_BROKER_URL: "redis://env/1", CELERY_RESULT_BACKEND: "redis://env/2" };
  expect(resolveSettings({}, environment)).toMatchObject({
    broker: "redis://env/1",
    backend: "redis://env/2",
  });
  expect(resolveSettings({ broker: "amqp://given", backend: "" }, environment)).toMatchObject({
    broker: "amqp://given",
    backend: "",
  });
});

test("the defaults are those of the documentation", () => {
  expect(resolveSettings({ broker: "redis://x" }, {})).toEqual({
    broker: "redis://x",
    brokerOptions: {},
    backend: null,
    backendOptions: {},
    defaultQueue: "celery",
    timeoutMs: 60_000,
    publishTimeoutMs: 10_000,
    backendTimeoutMs: 5_000,
    connectTimeoutMs: 10_000,
    heartbeatMs: 10_000,
    closeTimeoutMs: 5_000,
    maxMessageBytes: 262_144,
    maxPendingPublishes: 100_000,
    maxPendingBytes: 268_435_456,
    visibilityTimeoutMs: 3_600_000,
    taskSentEvents: false,
  });
});

test("without a broker the error names the variable", () => {
  expect(() => resolveSettings({}, {})).toThrow(/CELERY_BROKER_URL/);
});
