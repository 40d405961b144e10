import type { Channel, Envelope, ReturnedMessage } from "rabbitmq-client";
import type { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { ClosedError } from "../errors.js";
import { type Deadline, timeLeft, withDeadline } from "../waiting/deadline.js";
import { retryDelayMs } from "../waiting/retry.js";
import { SharedTimers } from "../waiting/sharedTimers.js";
import type { Settlement } from "./broker.js";
import { Publication } from "./publication.js";
import { ReturnedMessages } from "./returnedMessages.js";

/**
 * Messages that are written and wait for their confirmation; the others wait unwritten. So many, because RabbitMQ confirms
 * what is persistent only now and then, when it has written it to disk: with 1,000 a burst took up to three times as long,
 * with 10,000 a thirtieth longer.
 */
const WINDOW = 20_000;

/**
 * A channel with publisher confirms, opened again when it was lost. It is ours rather than rabbitmq-client's Publisher,
 * because that would still send what was rejected while it waited for a connection.
 */
export class ConfirmChannel {
  readonly #connection: RabbitmqConnection;
  readonly #unroutable: (returned: ReturnedMessage) => Error;
  /** In their order. What is here was certainly not sent. */
  readonly #waiting = new Set<Publication>();
  readonly #returned = new ReturnedMessages();
  readonly #timers = new SharedTimers<Publication>((late) => this.#giveUp(late, null));
  #confirmed: Publication[] = [];
  #unconfirmed = 0;
  #channel: Channel | null = null;
  #opening: Promise<Channel> | null = null;
  #isReopening = false;
  #closed: ClosedError | null = null;

  /** `unroutable` makes the error of a message that RabbitMQ has returned. */
  constructor(connection: RabbitmqConnection, unroutable: (returned: ReturnedMessage) => Error) {
    this.#connection = connection;
    this.#unroutable = unroutable;
  }

  /** Resolves once it is open; rejects with BROKER_UNAVAILABLE, nothing sent. */
  async ready(options: Deadline): Promise<Channel> {
    const deadline = Date.now() + options.timeoutMs;
    const left = () => ({ ...options, timeoutMs: timeLeft(deadline) });
    for (;;) {
      const channel = this.#usable();
      if (channel !== null) return channel;
      await this.#connection.whenReady(left());
      if (this.#channel?.active) continue;
      try {
        await this.#open(left());
      } catch (error) {
        // Where the connection was lost meanwhile, there will be another one.
        if (this.#connection.isReady || Date.now() >= deadline || options.signal?.aborted) throw error;
      }
    }
  }

  /**
   * Resolves when RabbitMQ has confirmed the message. What it refuses for now (a queue that is full) is written again.
   * Rejects with BROKER_UNAVAILABLE, with `unroutable`'s error for what was returned, or with the signal's reason. Where
   * RabbitMQ closes the channel, as it does at an exchange that is missing, all that was not confirmed is unknown: it does
   * not tell which message it was. Throws CLOSED and the reason of a signal that has aborted, and does not tell `settlement`.
   */
  publish<T>(envelope: Envelope, body: Buffer, options: Deadline, settlement: Settlement<T>): Promise<T> {
    options.signal?.throwIfAborted();
    if (this.#closed !== null) throw this.#closed;
    return new Promise<T>((resolve, reject) => {
      const told = { settlement, resolve: resolve as (value: unknown) => void, reject };
      this.#waiting.add(new Publication(envelope, body, options, this.#timers, this.#giveUp, told));
      this.#write();
    });
  }

  /** Waits for what was written to be confirmed, for at most `timeoutMs`. What waits to be written is CLOSED. */
  async close(timeoutMs: number): Promise<void> {
    this.#closed = new ClosedError("the gate was closed before the message was written; nothing was sent");
    this.#rejectWaiting(this.#closed);
    const closed = this.#channel?.close() ?? Promise.resolve();
    // Where it fails, the connection is gone, and with it what was not confirmed.
    await withDeadline(closed, { timeoutMs, onDeadline: () => new Error("not confirmed") }).catch(() => {});
  }

  #usable(): Channel | null {
    return this.#connection.isReady && this.#channel?.active ? this.#channel : null;
  }

  /** Writes what waits, as far as the window goes. */
  #write(): void {
    if (this.#waiting.size === 0 || this.#unconfirmed >= WINDOW) return;
    for (const publication of this.#waiting) {
      const channel = this.#usable();
      if (channel === null) {
        this.#reopen();
        return;
      }
      this.#waiting.delete(publication);
      publication.isWritten = true;
      this.#connection.gather();
      channel.basicPublish(publication.envelope, publication.body).then(
        () => this.#onConfirmed(publication),
        (error: Error & { code?: string }) => this.#onFailed(publication, error),
      );
      if (++this.#unconfirmed >= WINDOW) return;
    }
  }

  /** One attempt for all who wait, until the last of them has given up. */
  #reopen(): void {
    if (this.#isReopening) return;
    this.#isReopening = true;
    let deadline = 0;
    for (const publication of this.#waiting) deadline = Math.max(deadline, publication.deadline);
    this.ready({ timeoutMs: timeLeft(deadline) })
      .catch((error: unknown) => {
        // Refused before the time was up, that is for all; else those who came since have another attempt.
        if (Date.now() < deadline) this.#rejectWaiting(error);
        else for (const each of this.#waiting) if (each.deadline <= deadline) this.#giveUp(each, null);
      })
      .then(() => {
        this.#isReopening = false;
        this.#write();
      });
  }

  /**
   * rabbitmq-client tells of a return by a setImmediate, so after the confirmation, which it tells at once: what is
   * confirmed in one turn is settled at the end of the next one, when all returns before it have been told.
   */
  #onConfirmed(publication: Publication): void {
    if (this.#confirmed.push(publication) > 1) return;
    setImmediate(() => {
      const confirmed = this.#confirmed;
      this.#confirmed = [];
      setImmediate(() => {
        for (const each of confirmed) {
          const returned = this.#returned.take(each.envelope);
          if (returned === null) each.resolve();
          else each.reject(this.#unroutable(returned));
        }
        this.#leave(confirmed.length);
      });
    });
  }

  #onFailed(publication: Publication, error: Error & { code?: string }): void {
    this.#leave(1);
    // A queue that is full, or a node that is in trouble: certainly not taken.
    if (error.code !== "NACK") {
      publication.reject(
        this.#connection.unavailable("unknown", `RabbitMQ did not confirm (${error.message})`, error),
      );
      return;
    }
    publication.isWritten = false;
    publication.refusal = this.#connection.unavailable(
      "no",
      `RabbitMQ refused (${error.message})`,
      error,
      true,
    );
    const delayMs = retryDelayMs(publication.refusals++);
    if (Date.now() + delayMs >= publication.deadline) publication.reject(publication.refusal);
    else setTimeout(() => this.#writeAgain(publication), delayMs);
  }

  #writeAgain(publication: Publication): void {
    if (publication.isSettled) return;
    if (this.#closed !== null) {
      publication.reject(this.#closed);
      return;
    }
    this.#waiting.add(publication);
    this.#write();
  }

  #leave(publications: number): void {
    this.#unconfirmed -= publications;
    // Returns of publishes that were given up at their deadline must not pile up.
    if (this.#unconfirmed === 0) this.#returned.clear();
    this.#write();
  }

  readonly #giveUp = (publication: Publication, reason: unknown): void => {
    this.#waiting.delete(publication);
    publication.reject(
      reason ??
        (publication.isWritten
          ? this.#connection.unavailable(
              "unknown",
              `RabbitMQ did not confirm within ${publication.timeoutMs} ms`,
            )
          : (publication.refusal ?? this.#connection.notReady(publication.timeoutMs))),
    );
  };

  #rejectWaiting(error: unknown): void {
    for (const publication of this.#waiting) publication.reject(error);
    this.#waiting.clear();
  }

  async #open(options: Deadline): Promise<void> {
    this.#opening ??= this.#acquire().finally(() => {
      this.#opening = null;
    });
    const opening = this.#opening.catch((error: unknown) => {
      throw this.#connection.unavailable("no", `no channel (${(error as Error).message})`, error);
    });
    await withDeadline(opening, {
      ...options,
      onDeadline: () => this.#connection.unavailable("no", "no channel in time"),
    });
  }

  async #acquire(): Promise<Channel> {
    const channel = await this.#connection.acquire();
    channel.on("basic.return", (message: ReturnedMessage) => this.#returned.add(message));
    await channel.confirmSelect();
    this.#channel = channel;
    return channel;
  }
}
