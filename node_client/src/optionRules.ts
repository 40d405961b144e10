import type { TaskModule } from "./contracts/contract.js";
import { CELERY_HEADERS } from "./envelope.js";
import type { Place } from "./errors.js";
import { pointer } from "./jsonPointer.js";
import type { CallOptions, MessageOptions, PriorityWord } from "./options.js";
import { isObject, toPlainJson } from "./plainJson.js";
import {
  check,
  date,
  flag,
  integer,
  invalidOptions,
  milliseconds,
  names,
  oneOf,
  problems,
  type Rule,
  type Rules,
  shortText,
  signal,
  text,
  without,
} from "./rules.js";
import { Step } from "./workflow/step.js";

const tasks: Rule = (value) =>
  Array.isArray((value as TaskModule<unknown> | null)?.contracts)
    ? null
    : "must be the `tasks` that `taskgate generate` wrote";
/**
 * kombu reads the first, and then no worker the body, so that the caller would wait for nothing. RabbitMQ reads the others
 * as further addresses, and where they are none, closes the channel with all that is on it.
 */
const TRANSPORT_HEADERS = ["compression", "CC", "BCC"];
const headers: Rule = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "must be an object";
  const [problem] = toPlainJson(value).problems;
  if (problem !== undefined) return `${problem.path} ${problem.message}`.trim();
  const reserved = Object.keys(value).filter(
    (name) => CELERY_HEADERS.includes(name) || TRANSPORT_HEADERS.includes(name),
  );
  if (reserved.length > 0) return `must not hold Celery's or RabbitMQ's own ${reserved.join(", ")}`;
  const long = Object.keys(value).find((name) => shortText(name) !== null);
  return long === undefined ? null : `${pointer("", long)} is a name that ${shortText(long)}`;
};

const PRIORITY_WORDS: readonly PriorityWord[] = ["high", "normal", "low"];
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const timeout = milliseconds();

const REDIS_RULES: Rules = { keyPrefix: text, masterName: text, sentinelPassword: text };
const redisOptions: Rule = (value) => {
  if (!isObject(value)) return "must be an object";
  const [problem] = problems("Redis", REDIS_RULES, value);
  return problem === undefined ? null : `${problem.path} ${problem.message}`;
};

const CONNECT_RULES: Rules = {
  tasks,
  broker: text,
  brokerOptions: redisOptions,
  backendOptions: redisOptions,
  backend: (value) => (typeof value === "string" ? null : "must be a string"),
  defaultQueue: shortText,
  timeoutMs: timeout,
  publishTimeoutMs: timeout,
  backendTimeoutMs: timeout,
  connectTimeoutMs: timeout,
  heartbeatMs: timeout,
  closeTimeoutMs: milliseconds({ zero: true }),
  maxMessageBytes: integer(1, 2 ** 31 - 1),
  maxPendingPublishes: integer(1, 2 ** 31 - 1),
  maxPendingBytes: integer(1, Number.MAX_SAFE_INTEGER),
  visibilityTimeoutMs: timeout,
  taskSentEvents: flag,
};

const link: Rule = (value) =>
  (Array.isArray(value) ? value : [value]).every((step) => step instanceof Step)
    ? null
    : "must be what step() or after() gives, or an array of that";

const SEND_RULES: Rules = {
  queue: shortText,
  queueType: oneOf("classic", "quorum"),
  exchange: shortText,
  routingKey: shortText,
  priority: (value) => (typeof value === "string" ? oneOf(...PRIORITY_WORDS)(value) : integer(0, 255)(value)),
  countdownMs: milliseconds({ zero: true, maximum: TEN_YEARS_MS }),
  eta: date,
  allowBeyondLease: flag,
  expiresMs: milliseconds({ maximum: TEN_YEARS_MS }),
  timeLimitMs: milliseconds({ maximum: TEN_YEARS_MS }),
  softTimeLimitMs: milliseconds({ maximum: TEN_YEARS_MS }),
  ignoreResult: flag,
  taskId: shortText,
  headers,
  shadow: text,
  idempotencyKey: shortText,
  link,
  linkError: link,
  replyTo: shortText,
  publishTimeoutMs: timeout,
  publishRetries: integer(0, 1000),
  signal,
};

const REVOKE_RULES: Rules = { terminate: flag };
const revokeOnAbort: Rule = (value) =>
  flag(value) === null || (isObject(value) && problems("revokeOnAbort", REVOKE_RULES, value).length === 0)
    ? null
    : "must be true or false, or { terminate: true or false }";
const WAIT_RULES: Rules = { timeoutMs: timeout, signal, revokeOnAbort };
const PROGRESS_RULES = without(WAIT_RULES, "revokeOnAbort");
const START_RULES: Rules = {
  headers,
  publishTimeoutMs: timeout,
  publishRetries: SEND_RULES.publishRetries as Rule,
  signal,
};
const CALL_RULES: Rules = { ...SEND_RULES, ...WAIT_RULES };
const STEP_RULES = without(
  SEND_RULES,
  "publishTimeoutMs",
  "publishRetries",
  "signal",
  "replyTo",
  "idempotencyKey",
);
const SEND_MANY_RULES = without(SEND_RULES, "taskId", "idempotencyKey");
const MAP_RULES: Rules = {
  ...without(CALL_RULES, "taskId", "ignoreResult", "replyTo"),
  chunk: integer(1, 10_000),
  concurrency: integer(1, 1000),
  onProgress: (value) => (typeof value === "function" ? null : "must be a function"),
};

const EVENTS_RULES: Rules = { types: names, signal };
const VERIFY_RULES: Rules = { timeoutMs: timeout, queue: shortText };
const WORKERS_RULES: Rules = { timeoutMs: timeout, destination: names };

export function checkConnectOptions(options: unknown): void {
  check("connect", CONNECT_RULES, options);
}

export function checkCallOptions(options: unknown): void {
  check("call", CALL_RULES, options, (given: CallOptions) => [...together(given), ...waiting(given)]);
}

export function checkSendOptions(options: unknown): void {
  check("send", SEND_RULES, options, together);
}

export function checkSendManyOptions(options: unknown): void {
  check("sendMany", SEND_MANY_RULES, options, together);
}

export function checkMapOptions(options: unknown): void {
  check("map", MAP_RULES, options, together);
}

/** The options of a step: those of its message, but for what concerns the publish. */
export function checkStepOptions(options: unknown): void {
  check("step", STEP_RULES, options, together);
}

export function checkStartOptions(options: unknown): void {
  check("start", START_RULES, options);
}

export function checkRunOptions(options: unknown): void {
  check("run", { ...START_RULES, ...WAIT_RULES }, options);
}

export function checkWaitOptions(options: unknown): void {
  check("wait", WAIT_RULES, options);
}

export function checkProgressOptions(options: unknown): void {
  check("progress", PROGRESS_RULES, options);
}

export function checkRevokeOptions(options: unknown): void {
  check("revoke", REVOKE_RULES, options);
}

export function checkHealthOptions(options: unknown): void {
  check("health", { timeoutMs: timeout }, options);
}

export function checkEventsOptions(options: unknown): void {
  check("events", EVENTS_RULES, options);
}

export function checkWorkersOptions(options: unknown): void {
  check("workers", WORKERS_RULES, options);
}

export function checkVerifyOptions(options: unknown): void {
  check("verify", VERIFY_RULES, options);
}

export function checkJobId(id: unknown): void {
  const message = text(id);
  if (message !== null) throw invalidOptions("job", [{ path: "/id", message }]);
}

function together(given: MessageOptions): Place[] {
  const places: Place[] = [];
  if (given.countdownMs !== undefined && given.eta !== undefined) {
    places.push({ path: "/eta", message: "and countdownMs exclude each other" });
  }
  if ((given.softTimeLimitMs ?? 0) >= (given.timeLimitMs ?? Number.POSITIVE_INFINITY)) {
    places.push({ path: "/softTimeLimitMs", message: "must be less than timeLimitMs, or it never fires" });
  }
  if (given.exchange !== undefined && given.queue !== undefined) {
    places.push({ path: "/exchange", message: "and queue exclude each other" });
  }
  if (given.routingKey !== undefined && given.exchange === undefined) {
    places.push({ path: "/routingKey", message: "needs exchange; without one, name the queue with queue" });
  }
  return places;
}

/** What cannot be asked of a call, which waits for the result itself. */
function waiting(given: MessageOptions): Place[] {
  const places: Place[] = [];
  const remedy = "leaves nothing to wait for: use send()";
  if (given.ignoreResult === true) places.push({ path: "/ignoreResult", message: remedy });
  if (given.replyTo !== undefined) places.push({ path: "/replyTo", message: remedy });
  return places;
}
