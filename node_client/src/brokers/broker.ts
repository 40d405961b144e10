import type { Deadline } from "../deadline.js";
import type { TaskMessage } from "../envelope.js";
import { BrokerUnavailableError } from "../errors.js";

/** What a broker can say about who would take a message. */
export interface QueueReport {
  /** Consumers of the queue; null where it cannot be told. */
  readonly consumers: number | null;
  /** For a person: "no worker consumes the queue cpu". */
  readonly text: string;
}

export type BrokerKind = "redis" | "rabbitmq";

/** A place to publish to. None of its promises is ever left unsettled after its deadline. */
export interface Broker {
  readonly kind: BrokerKind;
  /** Resolves once connected; rejects with BROKER_UNAVAILABLE. */
  ready(options: Deadline): Promise<void>;
  /**
   * Resolves when the broker has confirmed the message. Rejects with BROKER_UNAVAILABLE at the deadline
   * (details.sent is "no" or "unknown"), with UNROUTABLE, or with the signal's reason. What was rejected
   * with "no" is not sent later.
   */
  publish(message: TaskMessage, options: Deadline): Promise<void>;
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
