import type { Channel, Envelope, ReturnedMessage } from "rabbitmq-client";
import { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import type { ServiceUrl } from "../connections/url.js";
import { encodeBroadcast, PIDBOX_EXCHANGE } from "../control/mailbox.js";
import { type Deadline, withDeadline } from "../deadline.js";
import { encodeBody, type TaskMessage } from "../envelope.js";
import { PayloadTooLargeError, UnroutableError } from "../errors.js";
import { type Broadcast, type Broker, brokerUnavailable, type QueueReport, reportOf } from "./broker.js";

/** The message in the terms of rabbitmq-client. `expiration` is left out: RabbitMQ would drop silently. Pure. */
export function encodeForAmqp(message: TaskMessage): { envelope: Envelope; body: Buffer } {
  const { properties } = message;
  return {
    envelope: {
      exchange: properties.delivery_info.exchange,
      routingKey: properties.delivery_info.routing_key,
      mandatory: true,
      contentType: "application/json",
      contentEncoding: "utf-8",
      durable: true,
      deliveryMode: properties.delivery_mode,
      priority: properties.priority,
      correlationId: properties.correlation_id,
      replyTo: properties.reply_to,
      headers: message.headers,
      // rabbitmq-client adds one unless told; Python writes none.
      timestamp: undefined,
    } as unknown as Envelope,
    body: encodeBody(message),
  };
}

/**
 * RabbitMQ with publisher confirms and `mandatory`. The channel is ours rather than rabbitmq-client's
 * Publisher, because that would still send what was rejected while it waited for a connection.
 */
export class RabbitmqBroker implements Broker {
  readonly kind = "rabbitmq";
  readonly #connection: RabbitmqConnection;
  readonly #shown: string;
  readonly #returned = new Map<string, ReturnedMessage>();
  #unconfirmed = 0;
  #channel: Channel | null = null;
  #opening: Promise<Channel> | null = null;

  constructor(url: ServiceUrl, { connectTimeoutMs }: { connectTimeoutMs: number }) {
    this.#shown = url.shown;
    this.#connection = new RabbitmqConnection(url, { connectTimeoutMs });
  }

  async ready(options: Deadline): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    await this.#connection.whenReady(options);
    await this.#openChannel({ ...options, timeoutMs: Math.max(deadline - Date.now(), 0) });
  }

  async publish(message: TaskMessage, options: Deadline): Promise<void> {
    const { envelope, body } = encodeForAmqp(message);
    const id = message.properties.correlation_id;
    const deadline = Date.now() + options.timeoutMs;
    options.signal?.throwIfAborted();
    const left = () => ({ ...options, timeoutMs: Math.max(deadline - Date.now(), 0) });
    let channel = this.#usableChannel();
    while (channel === null) {
      await this.#connection.whenReady(left());
      if (this.#usableChannel() === null) await this.#openChannel(left());
      channel = this.#usableChannel();
    }
    this.#unconfirmed++;
    const confirmed = channel
      .basicPublish(envelope, body)
      // rabbitmq-client tells of a return one setImmediate late, that is after the confirmation.
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .catch((error: Error & { code?: string }) => {
        // The headers must fit into one frame, unlike the body; rabbitmq-client refuses before it writes.
        if (error.code === "CODEC") throw headersTooLarge(error);
        throw brokerUnavailable(this.#shown, "unknown", `RabbitMQ did not confirm (${error.message})`, error);
      })
      .then(() => {
        const returned = this.#returned.get(id);
        if (returned === undefined) return;
        this.#returned.delete(id);
        throw this.#unroutable(message, returned);
      })
      .finally(() => {
        // Returns of publishes that were given up at their deadline must not pile up.
        if (--this.#unconfirmed === 0) this.#returned.clear();
      });
    await withDeadline(confirmed, {
      timeoutMs: Math.max(deadline - Date.now(), 0),
      signal: options.signal,
      onDeadline: () =>
        brokerUnavailable(this.#shown, "unknown", `RabbitMQ did not confirm within ${options.timeoutMs} ms`),
    });
  }

  async broadcast(message: Broadcast, options: Deadline): Promise<void> {
    const { headers, body } = encodeBroadcast(message);
    await this.#connection.whenReady(options);
    // A channel of its own: where no worker ever ran, the exchange is missing and RabbitMQ closes the channel.
    const sent = this.#connection
      .withChannel(async (channel) => {
        await channel.confirmSelect();
        await channel.basicPublish(
          {
            exchange: PIDBOX_EXCHANGE,
            routingKey: "",
            contentType: "application/json",
            contentEncoding: "utf-8",
            headers,
          },
          Buffer.from(body),
        );
      })
      .catch((error: Error & { code?: string }) => {
        if (error.code === "NOT_FOUND") return;
        throw brokerUnavailable(this.#shown, "unknown", `the broadcast failed (${error.message})`, error);
      });
    await withDeadline(sent, {
      ...options,
      onDeadline: () =>
        brokerUnavailable(this.#shown, "unknown", `no confirmation within ${options.timeoutMs} ms`),
    });
  }

  async inspectQueue(queue: string, timeoutMs: number): Promise<QueueReport> {
    const unknown = {
      consumers: null,
      text: `whether a worker consumes the queue ${queue} could not be told`,
    };
    if (!this.#connection.isReady) return unknown;
    const report = this.#connection
      .withChannel(async (channel) => {
        const { consumerCount } = await channel.queueDeclare({ queue, passive: true });
        return reportOf(queue, consumerCount);
      })
      .catch((error: Error & { code?: string }) =>
        error.code === "NOT_FOUND" ? { consumers: 0, text: `the queue ${queue} does not exist` } : unknown,
      );
    return withDeadline(report, { timeoutMs, onDeadline: () => new Error("no answer") }).catch(() => unknown);
  }

  async close(timeoutMs: number): Promise<void> {
    await this.#connection.close(timeoutMs, this.#channel);
  }

  #usableChannel(): Channel | null {
    return this.#connection.isReady && this.#channel?.active ? this.#channel : null;
  }

  async #openChannel(options: Deadline): Promise<Channel> {
    this.#opening ??= this.#acquireChannel().finally(() => {
      this.#opening = null;
    });
    const opening = this.#opening.catch((error: unknown) => {
      throw brokerUnavailable(this.#shown, "no", `no channel (${(error as Error).message})`, error);
    });
    return withDeadline(opening, {
      ...options,
      onDeadline: () => brokerUnavailable(this.#shown, "no", "no channel in time"),
    });
  }

  async #acquireChannel(): Promise<Channel> {
    const channel = await this.#connection.acquire();
    channel.on("basic.return", (message: ReturnedMessage) => {
      if (message.correlationId !== undefined) this.#returned.set(message.correlationId, message);
    });
    await channel.confirmSelect();
    this.#channel = channel;
    return channel;
  }

  #unroutable(message: TaskMessage, returned: ReturnedMessage): UnroutableError {
    const queue = message.properties.delivery_info.routing_key;
    return new UnroutableError(
      `RabbitMQ has no queue ${queue} (${returned.replyText}); start a worker that declares it, or mend the name`,
      { details: { queue, replyCode: returned.replyCode, replyText: returned.replyText } },
    );
  }
}

function headersTooLarge(cause: Error): PayloadTooLargeError {
  return new PayloadTooLargeError(
    `the headers of the message are more than RabbitMQ takes (${cause.message}): send less in the option headers, or it as an argument`,
    { cause },
  );
}
