import type { ResultBackend } from "./backends/index.js";
import type { Broker } from "./brokers/index.js";
import { type Deadline, withDeadline } from "./deadline.js";
import { encodeBody, type TaskMessage } from "./envelope.js";
import { BrokerUnavailableError, OverloadedError, PayloadTooLargeError } from "./errors.js";
import type { Settings } from "./options.js";
import { tryAgain } from "./retry.js";

export interface PublishOptions extends Partial<Deadline> {
  /** How often a message whose confirmation was lost is published again. @default 0 */
  readonly retries?: number | undefined;
}

/** The messages that wait for their confirmation: bounded, tried again where that is safe, and flushed at the end. */
export class Outbox {
  readonly #broker: Broker;
  readonly #backend: ResultBackend;
  readonly #settings: Settings;
  readonly #onSent: (message: TaskMessage) => void;
  #messages = 0;
  #bytes = 0;
  #onEmpty: () => void = () => {};

  /** `onSent` is called with each message when the broker has confirmed it. */
  constructor(
    broker: Broker,
    backend: ResultBackend,
    settings: Settings,
    onSent: (message: TaskMessage) => void = () => {},
  ) {
    this.#broker = broker;
    this.#backend = backend;
    this.#settings = settings;
    this.#onSent = onSent;
  }

  /** What waits for its confirmation now. */
  get pending(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.#messages, bytes: this.#bytes };
  }

  /** Rejects with PAYLOAD_TOO_LARGE or OVERLOADED, nothing sent; else settles as `Broker.publish` does. */
  async publish(message: TaskMessage, options: PublishOptions): Promise<void> {
    const bytes = encodeBody(message).length;
    this.#admit(bytes);
    this.#messages++;
    this.#bytes += bytes;
    try {
      this.#backend.expect(message.properties.correlation_id);
      await this.#publish(message, options);
      this.#onSent(message);
    } finally {
      this.#bytes -= bytes;
      if (--this.#messages === 0) this.#onEmpty();
    }
  }

  /** Resolves when nothing waits for a confirmation, after at most `timeoutMs`. */
  async flush(timeoutMs: number): Promise<void> {
    if (this.#messages === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    await withDeadline(empty, { timeoutMs, onDeadline: () => new Error("not flushed") }).catch(() => {});
  }

  #admit(bytes: number): void {
    const { maxMessageBytes, maxPendingPublishes, maxPendingBytes } = this.#settings;
    if (bytes > maxMessageBytes) {
      throw new PayloadTooLargeError(
        `the arguments are ${bytes} bytes of JSON, the limit is ${maxMessageBytes}: send a path or a URL that the worker reads, or raise maxMessageBytes`,
        { details: { bytes, maxMessageBytes } },
      );
    }
    if (this.#messages >= maxPendingPublishes || this.#bytes + bytes > maxPendingBytes) {
      throw new OverloadedError(
        `${this.#messages} messages (${this.#bytes} bytes) wait for the broker's confirmation, which is the bound; nothing was sent. Wait for earlier publishes, or raise maxPendingPublishes or maxPendingBytes`,
        { details: { messages: this.#messages, bytes: this.#bytes } },
      );
    }
  }

  #publish(message: TaskMessage, { timeoutMs, signal, retries = 0 }: PublishOptions): Promise<void> {
    let left = retries;
    return tryAgain(
      (leftMs) => this.#broker.publish(message, { timeoutMs: leftMs, signal }),
      (error) => {
        const outcome = outcomeOf(error);
        return outcome === "passing" || (outcome === "unknown" && left-- > 0);
      },
      { timeoutMs: timeoutMs ?? this.#settings.publishTimeoutMs, signal },
    );
  }
}

/** "passing": certainly not sent, and the next try may succeed. */
function outcomeOf(error: unknown): "passing" | "unknown" | "final" {
  if (!(error instanceof BrokerUnavailableError)) return "final";
  const { sent, isPassing } = error.details as { sent: string; isPassing: boolean };
  return isPassing ? "passing" : sent === "unknown" ? "unknown" : "final";
}
