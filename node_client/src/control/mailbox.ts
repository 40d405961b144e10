import type { Broadcast } from "../brokers/broker.js";

/** Celery's exchanges for remote control; `celery` is its default `control_exchange`. */
export const PIDBOX_EXCHANGE = "celery.pidbox";
export const REPLY_EXCHANGE = "reply.celery.pidbox";

/** Seconds for which a `taskgate:revoked:` key is kept: longer than any queue holds a task by default. */
export const REVOKED_KEY_SECONDS = 86_400;

/** The key that makes a revoke outlive the workers: `cancelled()` and a starting worker read it. */
export function revokedKey(id: string): string {
  return `taskgate:revoked:${id}`;
}

/** What `app.control.revoke(id, terminate=...)` broadcasts. */
export function revokeBroadcast(id: string, terminate: boolean): Broadcast {
  return { method: "revoke", arguments: { task_id: id, terminate, signal: "SIGTERM" } };
}

/** The headers and the body that kombu's Mailbox writes. Pure but for the clock. */
export function encodeBroadcast(message: Broadcast): {
  headers: { clock: number; expires: number };
  body: string;
} {
  return {
    // A logical clock that workers only take the maximum of; expires 0 means never.
    headers: { clock: 1, expires: 0 },
    body: JSON.stringify({
      method: message.method,
      arguments: message.arguments,
      destination: null,
      pattern: null,
      matcher: null,
      ...(message.ticket !== undefined && { ticket: message.ticket }),
      ...(message.reply_to !== undefined && { reply_to: message.reply_to }),
    }),
  };
}

/** The queue names in a worker's reply to `active_queues`, or null where it is something else. */
export function decodeReply(text: string): string[] | null {
  try {
    const message = JSON.parse(text) as { body: string };
    const body = JSON.parse(Buffer.from(message.body, "base64").toString()) as Record<
      string,
      { name: string }[]
    >;
    return Object.values(body).flatMap((queues) => queues.map(({ name }) => name));
  } catch {
    return null;
  }
}
