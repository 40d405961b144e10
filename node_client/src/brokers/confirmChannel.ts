import type { Channel, Envelope, ReturnedMessage } from "rabbitmq-client";
import type { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { type Deadline, withDeadline } from "../deadline.js";
import { PayloadTooLargeError } from "../errors.js";

/**
 * A channel with publisher confirms, opened again when it was lost. It is ours rather than rabbitmq-client's Publisher,
 * because that would still send what was rejected while it waited for a connection.
 */
export class ConfirmChannel {
  readonly #connection: RabbitmqConnection;
  readonly #returned = new Map<string, ReturnedMessage>();
  #unconfirmed = 0;
  #channel: Channel | null = null;
  #opening: Promise<Channel> | null = null;

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
  }

  /** Resolves once it is open; rejects with BROKER_UNAVAILABLE, nothing sent. */
  async ready(options: Deadline): Promise<Channel> {
    const deadline = Date.now() + options.timeoutMs;
    const left = () => ({ ...options, timeoutMs: Math.max(deadline - Date.now(), 0) });
    for (;;) {
      if (this.#connection.isReady && this.#channel?.active) return this.#channel;
      await this.#connection.whenReady(left());
      if (!this.#channel?.active) await this.#open(left());
    }
  }

  /**
   * Resolves with null when RabbitMQ has confirmed the message, or with the message that it has returned as unroutable.
   * Rejects with BROKER_UNAVAILABLE, PAYLOAD_TOO_LARGE, or the signal's reason. Where RabbitMQ closes the channel, as it
   * does at an exchange that is missing, all that was not confirmed is unknown: it does not tell which message it was.
   */
  async publish(envelope: Envelope, body: Buffer, options: Deadline): Promise<ReturnedMessage | null> {
    const id = envelope.correlationId as string;
    const deadline = Date.now() + options.timeoutMs;
    options.signal?.throwIfAborted();
    const channel = await this.ready(options);
    this.#unconfirmed++;
    const confirmed = channel
      .basicPublish(envelope, body)
      // rabbitmq-client tells of a return one setImmediate late, that is after the confirmation.
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .then(() => this.#takeReturned(id))
      .catch((error: Error & { code?: string }) => {
        throw this.#publishError(error);
      })
      .finally(() => {
        // Returns of publishes that were given up at their deadline must not pile up.
        if (--this.#unconfirmed === 0) this.#returned.clear();
      });
    return withDeadline(confirmed, {
      timeoutMs: Math.max(deadline - Date.now(), 0),
      signal: options.signal,
      onDeadline: () =>
        this.#connection.unavailable("unknown", `RabbitMQ did not confirm within ${options.timeoutMs} ms`),
    });
  }

  /** Waits for what was written to be confirmed, for at most `timeoutMs`. */
  async close(timeoutMs: number): Promise<void> {
    const closed = this.#channel?.close() ?? Promise.resolve();
    // Where it fails, the connection is gone, and with it what was not confirmed.
    await withDeadline(closed, { timeoutMs, onDeadline: () => new Error("not confirmed") }).catch(() => {});
  }

  #takeReturned(id: string): ReturnedMessage | null {
    const returned = this.#returned.get(id) ?? null;
    this.#returned.delete(id);
    return returned;
  }

  #publishError(error: Error & { code?: string }): Error {
    switch (error.code) {
      // The headers must fit into one frame, unlike the body; rabbitmq-client refuses before it writes.
      case "CODEC":
        return new PayloadTooLargeError(
          `the headers of the message are more than RabbitMQ takes (${error.message}): send less in the option headers, or it as an argument`,
          { cause: error },
        );
      // A queue that is full, or a node that is in trouble: certainly not taken.
      case "NACK":
        return this.#connection.unavailable("no", `RabbitMQ refused (${error.message})`, error, true);
      default:
        return this.#connection.unavailable("unknown", `RabbitMQ did not confirm (${error.message})`, error);
    }
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
    channel.on("basic.return", (message: ReturnedMessage) => {
      if (message.correlationId !== undefined) this.#returned.set(message.correlationId, message);
    });
    await channel.confirmSelect();
    this.#channel = channel;
    return channel;
  }
}
