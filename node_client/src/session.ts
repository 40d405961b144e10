import type { Transports } from "./connections/transports.js";
import { sentEvents } from "./control/index.js";
import { ClosedError } from "./errors.js";
import type { TaskMessage } from "./messages/envelope.js";
import type { Settings } from "./options/settings.js";
import { Outbox, type PublishOptions } from "./outbox.js";
import { timeLeft } from "./waiting/deadline.js";

/** Something that ends with CLOSED when the session closes. */
export interface Closable {
  cancel(error: Error): void;
}

/** What all jobs of a gate share: the transports, the settings, and what is under way. */
export class Session {
  readonly waits = new Set<Closable>();
  readonly outbox: Outbox;
  #closing: Promise<void> | null = null;

  constructor(
    readonly transports: Transports,
    readonly settings: Settings,
  ) {
    const { broker, backend, control } = transports;
    const onSent = settings.taskSentEvents ? sentEvents(control) : null;
    this.outbox = new Outbox(broker, backend, settings, onSent);
  }

  /** Throws CLOSED once `close()` was called. */
  assertOpen(): void {
    if (this.#closing !== null) throw new ClosedError("the gate is closed; connect again");
  }

  /** Throws CLOSED; else throws and settles as `Outbox.publish` does. */
  publish<T = void>(message: TaskMessage, options: PublishOptions<T>): Promise<T> {
    this.assertOpen();
    return this.outbox.publish(message, options);
  }

  /** Lets pending publishes settle, ends all waits with CLOSED, and disconnects. Bounded by `closeTimeoutMs`. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const deadline = Date.now() + this.settings.closeTimeoutMs;
    await this.outbox.flush(this.settings.closeTimeoutMs);
    const closed = new ClosedError("the gate was closed while it waited; gate.job(id) picks a job up again");
    for (const wait of Array.from(this.waits)) wait.cancel(closed);
    await this.transports.close(timeLeft(deadline));
  }
}
