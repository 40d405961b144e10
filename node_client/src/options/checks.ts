import type { Place } from "../errors.js";
import {
  CALL_RULES,
  CONNECT_RULES,
  EVENTS_RULES,
  HEALTH_RULES,
  MAP_RULES,
  PROGRESS_RULES,
  REVOKE_RULES,
  SEND_MANY_RULES,
  SEND_RULES,
  START_RULES,
  STEP_RULES,
  VERIFY_RULES,
  WAIT_RULES,
  WORKERS_RULES,
} from "./knownOptions.js";
import type { CallOptions, MessageOptions } from "./options.js";
import { check, invalidOptions, text } from "./rules.js";

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
  check("health", HEALTH_RULES, options);
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
