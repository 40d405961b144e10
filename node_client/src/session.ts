import type { Transports } from "./connections/transports.js";
import { type Deadline, withDeadline } from "./deadline.js";
import { encodeBody, type TaskMessage } from "./envelope.js";
import { ClosedError, PayloadTooLargeError } from "./errors.js";
import type { Settings } from "./options.js";

/** Something that ends with CLOSED when the session closes. */
export interface Closable {
  cancel(error: Error): void;
}

/** What all jobs of a gate share: the transports, the settings, and what is under way. */
export class Session {
  readonly waits = new Set<Closable>();
  readonly #publishes = new Set<Promise<void>>();
  #closing: Promise<void> | null = null;

  constructor(
    readonly transports: Transports,
    readonly settings: Settings,
  ) {}

  /** Throws CLOSED once `close()` was called. */
  assertOpen(): void {
    if (this.#closing !== null) throw new ClosedError("the gate is closed; connect again");
  }

  /** Rejects with PAYLOAD_TOO_LARGE, else settles as `Broker.publish` does. */
  publish(message: TaskMessage, options: Partial<Deadline>): Promise<void> {
    const publishing = this.#publish(message, options);
    this.#publishes.add(publishing);
    const forget = () => this.#publishes.delete(publishing);
    publishing.then(forget, forget);
    return publishing;
  }

  /** Lets pending publishes settle, ends all waits with CLOSED, and disconnects. Bounded by `closeTimeoutMs`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #publish(
    message: TaskMessage,
    { timeoutMs = this.settings.publishTimeoutMs, signal }: Partial<Deadline>,
  ): Promise<void> {
    this.assertOpen();
    const bytes = encodeBody(message).length;
    const { maxMessageBytes } = this.settings;
    if (bytes > maxMessageBytes) {
      throw new PayloadTooLargeError(
        `the arguments are ${bytes} bytes of JSON, the limit is ${maxMessageBytes}: send a path or a URL that the worker reads, or raise maxMessageBytes`,
        { details: { bytes, maxMessageBytes } },
      );
    }
    await this.transports.broker.publish(message, { timeoutMs, signal });
  }

  async #close(): Promise<void> {
    const deadline = Date.now() + this.settings.closeTimeoutMs;
    const left = () => Math.max(deadline - Date.now(), 0);
    if (this.#publishes.size > 0) {
      const flushed = Promise.allSettled(this.#publishes).then(() => {});
      await withDeadline(flushed, { timeoutMs: left(), onDeadline: () => new Error("not flushed") }).catch(
        () => {},
      );
    }
    const closed = new ClosedError("the gate was closed while it waited; gate.job(id) picks a job up again");
    for (const wait of Array.from(this.waits)) wait.cancel(closed);
    await Promise.all([this.transports.broker.close(left()), this.transports.backend.close(left())]);
  }
}
