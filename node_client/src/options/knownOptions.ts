import type { TaskModule } from "../contracts/contract.js";
import { pointer } from "../json/jsonPointer.js";
import { isObject, toPlainJson } from "../json/plainJson.js";
import { CELERY_HEADERS } from "../messages/envelope.js";
import { Step } from "../workflow/step.js";
import type { PriorityWord } from "./options.js";
import {
  date,
  flag,
  integer,
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

export const CONNECT_RULES: Rules = {
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

export const SEND_RULES: Rules = {
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

export const REVOKE_RULES: Rules = { terminate: flag };
const revokeOnAbort: Rule = (value) =>
  flag(value) === null || (isObject(value) && problems("revokeOnAbort", REVOKE_RULES, value).length === 0)
    ? null
    : "must be true or false, or { terminate: true or false }";
export const WAIT_RULES: Rules = { timeoutMs: timeout, signal, revokeOnAbort };
export const PROGRESS_RULES = without(WAIT_RULES, "revokeOnAbort");
export const START_RULES: Rules = {
  headers,
  publishTimeoutMs: timeout,
  publishRetries: SEND_RULES.publishRetries as Rule,
  signal,
};
export const CALL_RULES: Rules = { ...SEND_RULES, ...WAIT_RULES };
export const STEP_RULES = without(
  SEND_RULES,
  "publishTimeoutMs",
  "publishRetries",
  "signal",
  "replyTo",
  "idempotencyKey",
);
export const SEND_MANY_RULES = without(SEND_RULES, "taskId", "idempotencyKey");
export const MAP_RULES: Rules = {
  ...without(CALL_RULES, "taskId", "ignoreResult", "replyTo"),
  chunk: integer(1, 10_000),
  concurrency: integer(1, 1000),
  onProgress: (value) => (typeof value === "function" ? null : "must be a function"),
};

export const HEALTH_RULES: Rules = { timeoutMs: timeout };
export const EVENTS_RULES: Rules = { types: names, signal };
export const VERIFY_RULES: Rules = { timeoutMs: timeout, queue: shortText };
export const WORKERS_RULES: Rules = { timeoutMs: timeout, destination: names };
