import { UnsupportedError } from "../errors.js";
import { isObject } from "../json/plainJson.js";
import type { Command, Reply } from "./remoteControl.js";

/** Celery's exchanges for remote control; `celery` is its default `control_exchange`. */
export const PIDBOX_EXCHANGE = "celery.pidbox";
export const REPLY_EXCHANGE = "reply.celery.pidbox";

/** Celery's exchange for events: its default `event_exchange`. */
export const EVENT_EXCHANGE = "celeryev";

/** What an event bears outside its body. */
export function eventEnvelope({ type, hostname }: { readonly type: string; readonly hostname: string }) {
  return { routingKey: type.replaceAll("-", "."), headers: { hostname } };
}

/** What is done about a refusal to listen to events; `permission` is what is missing. */
export function eventsRefused(permission: string, error: Error): UnsupportedError {
  return new UnsupportedError(
    `the broker does not let this user listen to Celery's events (${error.message}): ${permission}`,
    { cause: error },
  );
}

/** Seconds for which a `taskgate:revoked:` key is kept: longer than any queue holds a task by default. */
export const REVOKED_KEY_SECONDS = 86_400;

/** The key that makes a revoke outlive the workers: `cancelled()` and a starting worker read it. */
export function revokedKey(id: string): string {
  return `taskgate:revoked:${id}`;
}

/** What `app.control.revoke(id, terminate=...)` broadcasts. */
export function revokeCommand(id: string, terminate: boolean): Command {
  return { method: "revoke", arguments: { task_id: id, terminate, signal: "SIGTERM" } };
}

/** Where workers answer a command. */
export interface ReplyAddress {
  readonly ticket: string;
  readonly routingKey: string;
}

/** The headers and the body that kombu's Mailbox writes. Pure. */
export function encodeCommand(
  { method, arguments: given, destination }: Command,
  address: ReplyAddress | null,
): { headers: { clock: number; expires: number }; body: string } {
  return {
    // A logical clock that workers only take the maximum of; expires 0 means never.
    headers: { clock: 1, expires: 0 },
    body: JSON.stringify({
      method,
      arguments: given,
      destination: destination ?? null,
      pattern: null,
      matcher: null,
      ...(address !== null && {
        ticket: address.ticket,
        reply_to: { exchange: REPLY_EXCHANGE, routing_key: address.routingKey },
      }),
    }),
  };
}

/** What stands in the body of a reply: `{worker: answer}`. Null where it is something else. */
export function decodeReply(body: string): Reply | null {
  try {
    const value = JSON.parse(body) as unknown;
    const [entry] = isObject(value) ? Object.entries(value) : [];
    return entry === undefined ? null : { worker: entry[0], answer: entry[1] };
  } catch {
    return null;
  }
}
