import type { ResultBackend } from "./backends/index.js";
import { type Broker, type Settlement, toldBy } from "./brokers/index.js";
import { BrokerUnavailableError, ClosedError, OverloadedError, PayloadTooLargeError } from "./errors.js";
import { encodeBody, type TaskMessage } from "./messages/envelope.js";
import type { Settings } from "./options/settings.js";
import { type Deadline, timeLeft, withDeadline } from "./waiting/deadline.js";
import { tryAgain } from "./waiting/retry.js";

export interface PublishOptions<T = void> extends Partial<Deadline> {
  /** How often a message whose confirmation was lost is published again. @default 0 */
  readonly retries?: number | undefined;
  /** What the promise resolves with. @default undefined */
  readonly value?: T;
}

/** Told of a message that the broker has confirmed, and of when it was handed over. */
export type OnSent = (message: TaskMessage, at: Date) => void;

/** The messages that wait for their confirmation: bounded, tried again where that is safe, and flushed at the end. */
export class Outbox {
  readonly #broker: Broker;
  readonly #backend: ResultBackend;
  readonly #settings: Settings;
  readonly #onSent: OnSent | null;
  #messages = 0;
  #bytes = 0;
  #onEmpty: () => void = () => {};

  /** `onSent` is called with each message when the broker has confirmed it. */
  constructor(broker: Broker, backend: ResultBackend, settings: Settings, onSent: OnSent | null = null) {
    this.#broker = broker;
    this.#backend = backend;
    this.#settings = settings;
    this.#onSent = onSent;
  }

  /** What waits for its confirmation now. */
  get pending(): { readonly messages: number; readonly bytes: number } {
    return { messages: this.#messages, bytes: this.#bytes };
  }

  /** Throws PAYLOAD_TOO_LARGE or OVERLOADED, nothing sent; else settles as `Broker.publish` does. */
  publish<T = void>(message: TaskMessage, options: PublishOptions<T>): Promise<T> {
    const bytes = encodeBody(message).length;
    this.#admit(bytes);
    this.#messages++;
    this.#bytes += bytes;
    this.#backend.expect(message.properties.correlation_id);
    return this.#publish(message, options, new Pending(this, bytes, options.value as T));
  }

  /** @internal */
  release(bytes: number): void {
    this.#bytes -= bytes;
    if (--this.#messages === 0) this.#onEmpty();
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

  #publish<T>(message: TaskMessage, options: PublishOptions<T>, pending: Pending<T>): Promise<T> {
    const { timeoutMs = this.#settings.publishTimeoutMs, signal, retries = 0 } = options;
    const deadline = { timeoutMs, signal };
    const replying = this.#backend.whenReplying?.(deadline) ?? null;
    if (replying === null && retries === 0 && this.#onSent === null) {
      return this.#broker.publish(message, deadline, pending);
    }
    const publishing =
      replying === null
        ? this.#write(message, deadline, retries)
        : this.#writeOnce(replying, message, deadline, retries);
    return toldBy(
      this.#onSent === null ? publishing : this.#told(message, publishing, this.#onSent),
      pending,
    );
  }

  #write(message: TaskMessage, deadline: Deadline, retries: number): Promise<void> {
    return retries > 0
      ? this.#resending(message, deadline, retries)
      : this.#broker.publish(message, deadline);
  }

  async #writeOnce(
    replying: Promise<void>,
    message: TaskMessage,
    { timeoutMs, signal }: Deadline,
    retries: number,
  ): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    await replying;
    await this.#write(message, { timeoutMs: timeLeft(deadline), signal }, retries);
  }

  async #told(message: TaskMessage, publishing: Promise<void>, tell: OnSent) {
    // Not the time of the confirmation, before which a worker may have taken the task.
    const at = new Date();
    await publishing;
    tell(message, at);
  }

  async #resending(message: TaskMessage, options: Deadline, retries: number): Promise<void> {
    const { signal } = options;
    let left = retries;
    let lost: unknown = null;
    const isWorthwhile = (error: unknown) => {
      if (!isConfirmationLost(error)) return false;
      lost = error;
      return left-- > 0;
    };
    try {
      await tryAgain(
        (timeoutMs) => this.#broker.publish(message, { timeoutMs, signal }),
        isWorthwhile,
        options,
      );
    } catch (error) {
      // That the last attempt was not sent says nothing of those before.
      const isLastUnsent = error instanceof BrokerUnavailableError || error instanceof ClosedError;
      throw lost !== null && isLastUnsent ? lost : error;
    }
  }
}

/** One message that is counted until it has settled. It does not hold the message, of which 50,000 may wait. */
class Pending<T> implements Settlement<T> {
  readonly #outbox: Outbox;
  readonly #bytes: number;
  readonly #value: T;

  constructor(outbox: Outbox, bytes: number, value: T) {
    this.#outbox = outbox;
    this.#bytes = bytes;
    this.#value = value;
  }

  confirmed(): T {
    this.#outbox.release(this.#bytes);
    return this.#value;
  }

  failed(): void {
    this.#outbox.release(this.#bytes);
  }
}

function isConfirmationLost(error: unknown): boolean {
  return error instanceof BrokerUnavailableError && (error.details as { sent: string }).sent === "unknown";
}
