import { BrokerUnavailableError } from "../errors.js";
import type { TaskMessage } from "../messages/envelope.js";
import type { Deadline } from "../waiting/deadline.js";

/** What a broker can say about who would take a message. */
export interface QueueReport {
  /** Consumers of the queue; null where it cannot be told. */
  readonly consumers: number | null;
  /** For a person: "no worker consumes the queue cpu". */
  readonly text: string;
}

export type BrokerKind = "redis" | "rabbitmq";

/**
 * Told once of how a publish ended, before its promise settles. It is handed down, because each `then` on the way up is
 * a promise, a reaction and three closures, and 50,000 messages may wait to be confirmed.
 */
export interface Settlement<T> {
  /** Returns what the promise resolves with. */
  confirmed(): T;
  failed(): void;
}

const UNTOLD: Settlement<unknown> = { confirmed: () => undefined, failed: () => {} };

/** The settlement of a publish of which nobody is told but by its promise. */
export function untold<T>(): Settlement<T> {
  return UNTOLD as Settlement<T>;
}

/** Tells `settlement` how `publishing` ended. */
export function toldBy<T>(publishing: Promise<unknown>, settlement: Settlement<T>): Promise<T> {
  return publishing.then(
    () => settlement.confirmed(),
    (error: unknown) => {
      settlement.failed();
      throw error;
    },
  );
}

/** A place to publish to. None of its promises is ever left unsettled after its deadline. */
export interface Broker {
  readonly kind: BrokerKind;
  /** Resolves once connected; rejects with BROKER_UNAVAILABLE. */
  ready(options: Deadline): Promise<void>;
  /**
   * Resolves when the broker has confirmed the message. Rejects with BROKER_UNAVAILABLE at the deadline
   * (details.sent is "no" or "unknown"), with UNROUTABLE, or with the signal's reason. What was rejected
   * with "no" is not sent later. Never throws.
   */
  publish<T = void>(message: TaskMessage, options: Deadline, settlement?: Settlement<T>): Promise<T>;
  /** Resolves with an answer of the broker. Rejects with BROKER_UNAVAILABLE, also where it blocks publishers. */
  ping(options: Deadline): Promise<void>;
  /** Who consumes the queue. Takes at most `timeoutMs` and never rejects. */
  inspectQueue(queue: string, timeoutMs: number): Promise<QueueReport>;
  /** Lets what was written be confirmed, for at most `timeoutMs`. The connection stays open. */
  close(timeoutMs: number): Promise<void>;
}

/**
 * The error of a message that the broker did not take. `isPassing`: refused for now (a read-only replica, no memory), so
 * that the same message may be taken in a moment.
 */
export function brokerUnavailable(
  where: string,
  sent: "no" | "unknown",
  reason: string,
  cause?: unknown,
  isPassing = false,
): BrokerUnavailableError {
  const consequence = sent === "no" ? "nothing was sent" : "the message may or may not have been sent";
  return new BrokerUnavailableError(`${where}: ${reason}; ${consequence}`, {
    details: { sent, isPassing },
    cause,
  });
}

/** The text of a report from a count. */
export function reportOf(queue: string, consumers: number): QueueReport {
  const text =
    consumers === 0
      ? `no worker consumes the queue ${queue}`
      : `${consumers} worker${consumers === 1 ? " consumes" : "s consume"} the queue ${queue}`;
  return { consumers, text };
}
