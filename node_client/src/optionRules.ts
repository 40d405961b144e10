import type { TaskModule } from "./contracts/contract.js";
import { MAX_TIMEOUT_MS } from "./deadline.js";
import { CELERY_HEADERS } from "./envelope.js";
import { InvalidOptionsError, type Place, placesMessage } from "./errors.js";
import { pointer } from "./jsonPointer.js";
import type { CallOptions, MessageOptions, PriorityWord } from "./options.js";
import { isObject, toPlainJson } from "./plainJson.js";
import { Step } from "./workflow/step.js";

/** What is wrong with a value, or null. */
type Rule = (value: unknown) => string | null;
type Rules = Readonly<Record<string, Rule>>;

const text: Rule = (value) =>
  typeof value === "string" && value !== "" ? null : "must be a string that is not empty";
/** AMQP's short strings, which rabbitmq-client cuts without a word. */
const shortText: Rule = (value) =>
  text(value) ?? (Buffer.byteLength(value as string) <= 255 ? null : "must be at most 255 bytes of UTF-8");
const flag: Rule = (value) => (typeof value === "boolean" ? null : "must be true or false");
/** Python reads no year beyond these: the worker would drop the message, and the caller wait for nothing. */
const date: Rule = (value) =>
  value instanceof Date && value.getUTCFullYear() >= 1 && value.getUTCFullYear() <= 9998
    ? null
    : "must be a valid Date, of the years 1 to 9998";
const signal: Rule = (value) =>
  value instanceof AbortSignal || typeof (value as AbortSignal | null)?.addEventListener === "function"
    ? null
    : "must be an AbortSignal";
const tasks: Rule = (value) =>
  Array.isArray((value as TaskModule<unknown> | null)?.contracts)
    ? null
    : "must be the `tasks` that `taskgate generate` wrote";
const headers: Rule = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "must be an object";
  const [problem] = toPlainJson(value).problems;
  if (problem !== undefined) return `${problem.path} ${problem.message}`;
  const reserved = Object.keys(value).filter((name) => CELERY_HEADERS.includes(name));
  if (reserved.length > 0) return `must not hold Celery's own ${reserved.join(", ")}`;
  const long = Object.keys(value).find((name) => shortText(name) !== null);
  return long === undefined ? null : `${pointer("", long)} is a name that ${shortText(long)}`;
};

/** From `minimum` (excluded where 0 makes no sense) to what a timer can wait. */
function milliseconds({ zero = false, maximum = MAX_TIMEOUT_MS } = {}): Rule {
  return (value) =>
    typeof value === "number" && value <= maximum && (zero ? value >= 0 : value > 0)
      ? null
      : `must be a number of milliseconds ${zero ? "from" : "above"} 0, at most ${maximum}`;
}

function integer(minimum: number, maximum: number): Rule {
  return (value) =>
    Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
      ? null
      : `must be an integer from ${minimum} to ${maximum}`;
}

function oneOf(...words: readonly string[]): Rule {
  return (value) => (words.includes(value as string) ? null : `must be one of ${words.join(", ")}`);
}

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

const names: Rule = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((name) => text(name) === null)
    ? null
    : "must be a list of names that is not empty";
const EVENTS_RULES: Rules = { types: names, signal };
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

export function checkJobId(id: unknown): void {
  const message = text(id);
  if (message !== null) throw invalidOptions("job", [{ path: "/id", message }]);
}

function without(rules: Rules, ...names: readonly string[]): Rules {
  return Object.fromEntries(Object.entries(rules).filter(([name]) => !names.includes(name)));
}

/** Throws INVALID_OPTIONS with every option that is unknown or wrong. An undefined option is one not given. */
function check(
  what: string,
  rules: Rules,
  options: unknown,
  more?: (given: MessageOptions) => Place[],
): void {
  if (options === undefined) return;
  if (!isObject(options)) throw invalidOptions(what, [{ path: "", message: "must be an object" }]);
  const places = problems(what, rules, options);
  if (places.length === 0 && more !== undefined) places.push(...more(options));
  if (places.length > 0) throw invalidOptions(what, places);
}

function problems(what: string, rules: Rules, options: Record<string, unknown>): Place[] {
  const places: Place[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const path = pointer("", name);
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) places.push({ path, message: unknownOption(what, name, rules) });
    else {
      const message = rule(value);
      if (message !== null) places.push({ path, message });
    }
  }
  return places;
}

function unknownOption(what: string, name: string, rules: Rules): string {
  if (what === "send" && name === "timeoutMs") {
    return "is for a call and for job.result(); send() has publishTimeoutMs and expiresMs";
  }
  return `is not an option; known are ${Object.keys(rules).join(", ")}`;
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

/** The error with a place for each option that is wrong. */
export function invalidOptions(what: string, places: Place[]): InvalidOptionsError {
  return new InvalidOptionsError(placesMessage(`options of ${what}`, places), {
    details: { errors: places },
  });
}
