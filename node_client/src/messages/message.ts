import type { BrokerKind } from "../brokers/index.js";
import type { TaskContract } from "../contracts/contract.js";
import { toPlainJson } from "../json/plainJson.js";
import type { MessageOptions, PriorityWord } from "../options/options.js";
import { invalidOptions } from "../options/rules.js";
import type { Settings } from "../options/settings.js";
import { delayedRoute } from "./delay.js";
import type { TaskCall } from "./envelope.js";

/** What a caller may decide about a message; the rest has the defaults of Celery's own publisher. */
export type MessageFacts = {
  -readonly [name in Exclude<keyof TaskCall, "task" | "id" | "args" | "kwargs">]?: TaskCall[name];
};

/** Redis serves the lowest number first, RabbitMQ the highest. */
const PRIORITIES: Readonly<Record<BrokerKind, Readonly<Record<PriorityWord, number>>>> = {
  redis: { high: 0, normal: 3, low: 9 },
  rabbitmq: { high: 9, normal: 4, low: 0 },
};

const IDEMPOTENCY_HEADER = "taskgate-idempotency-key";

/** The queue that a message goes to, or null where an exchange decides. */
export function queueOf(
  contract: TaskContract | null,
  options: MessageOptions,
  { defaultQueue }: Settings,
): string | null {
  if (options.exchange !== undefined) return null;
  return options.queue ?? contract?.queue.name ?? defaultQueue;
}

/** Turns the options of a call into what its message says. Throws INVALID_OPTIONS for what the broker cannot do. */
export function messageFacts(
  contract: TaskContract | null,
  options: MessageOptions,
  settings: Settings,
  kind: BrokerKind,
): MessageFacts {
  // Looked at once: a millisecond later 1000 of them would be less than the second that can be delayed on the broker.
  const now = Date.now();
  const eta = options.eta ?? (options.countdownMs ? new Date(now + options.countdownMs) : null);
  const delayMs = eta === null ? 0 : eta.getTime() - now;
  if (kind === "redis") checkLease(delayMs, options, settings);
  else checkDelayedExchange(delayMs, options);
  const isNamed = options.queue !== undefined || options.exchange !== undefined;
  const queueType = options.queueType ?? (isNamed ? "classic" : contract?.queue.type);
  const given = {
    exchange: options.exchange ?? "",
    routingKey: queueOf(contract, options, settings) ?? options.routingKey ?? "",
  };
  const route = kind === "rabbitmq" && queueType === "quorum" ? delayedRoute(given, delayMs) : given;
  const facts: MessageFacts = {
    exchange: route.exchange,
    routingKey: route.routingKey,
    priority:
      typeof options.priority === "string" ? PRIORITIES[kind][options.priority] : (options.priority ?? 0),
    eta,
    expires: options.expiresMs === undefined ? null : after(options.expiresMs),
    timeLimit: seconds(options.timeLimitMs),
    // A worker starts the hard limit's clock when the soft limit has passed, and its own soft limit may be
    // far longer: with both equal, the hard one holds.
    softTimeLimit: seconds(options.softTimeLimitMs ?? options.timeLimitMs),
    ignoreResult: options.ignoreResult ?? null,
    shadow: options.shadow ?? null,
    headers: messageHeaders(contract, options),
  };
  if (options.replyTo !== undefined) facts.replyTo = options.replyTo;
  return facts;
}

/** The headers beside Celery's own. A step of a chain inherits none: each bears its own. */
export function messageHeaders(
  contract: TaskContract | null,
  { headers: given, idempotencyKey }: MessageOptions,
): Record<string, unknown> {
  const headers = given === undefined ? {} : (toPlainJson(given).value as Record<string, unknown>);
  if (contract !== null) headers["taskgate-contract"] = contract.fingerprint;
  if (idempotencyKey !== undefined) headers[IDEMPOTENCY_HEADER] = idempotencyKey;
  return headers;
}

function checkLease(delayMs: number, options: MessageOptions, { visibilityTimeoutMs }: Settings): void {
  if (delayMs <= visibilityTimeoutMs || options.allowBeyondLease) return;
  throw invalidOptions("the message", [
    {
      path: options.eta === undefined ? "/countdownMs" : "/eta",
      message:
        `is ${Math.round(delayMs)} ms from now, beyond the ${visibilityTimeoutMs} ms after which Redis delivers a task that ` +
        "a worker holds a second time; raise visibility_timeout of the workers and visibilityTimeoutMs of connect(), " +
        "or set allowBeyondLease",
    },
  ]);
}

/** Whether what RabbitMQ has held would come out of an exchange again cannot be asked: it would be dropped silently. */
function checkDelayedExchange(delayMs: number, { exchange, queueType }: MessageOptions): void {
  if (delayMs <= 0 || exchange === undefined || queueType !== "quorum") return;
  throw invalidOptions("the message", [
    {
      path: "/queueType",
      message:
        "must not be quorum with a delay and an exchange: give the queue instead of the exchange, or leave queueType out, " +
        "so that a worker holds the message",
    },
  ]);
}

function after(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

function seconds(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : milliseconds / 1000;
}
