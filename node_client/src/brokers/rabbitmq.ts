import type { Envelope, ReturnedMessage } from "rabbitmq-client";
import type { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { type Deadline, withDeadline } from "../deadline.js";
import { encodeBody, type TaskMessage } from "../envelope.js";
import { UnroutableError } from "../errors.js";
import { type Broker, type QueueReport, reportOf } from "./broker.js";
import { ConfirmChannel } from "./confirmChannel.js";

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

/** RabbitMQ with publisher confirms and `mandatory`. */
export class RabbitmqBroker implements Broker {
  readonly kind = "rabbitmq";
  readonly #connection: RabbitmqConnection;
  readonly #queues: ConfirmChannel;
  /** RabbitMQ closes a channel on which an exchange was named that does not exist: no other publish shall suffer. */
  readonly #exchanges: ConfirmChannel;

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
    this.#queues = new ConfirmChannel(connection);
    this.#exchanges = new ConfirmChannel(connection);
  }

  async ready(options: Deadline): Promise<void> {
    await this.#queues.ready(options);
  }

  async publish(message: TaskMessage, options: Deadline): Promise<void> {
    const { envelope, body } = encodeForAmqp(message);
    const channel = envelope.exchange === "" ? this.#queues : this.#exchanges;
    let returned: ReturnedMessage | null;
    try {
      returned = await channel.publish(envelope, body, options);
    } catch (error) {
      if ((error as { code?: string }).code !== "NOT_FOUND") throw error;
      throw unroutable(message, 404, (error as Error).message);
    }
    if (returned !== null) throw unroutable(message, returned.replyCode, returned.replyText);
  }

  /**
   * Declares a durable queue without arguments, as Celery does by default. No call of `connect()` does this: what a
   * queue is like is the workers' business.
   */
  async declareQueue(queue: string, options: Deadline): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    await this.#connection.whenReady(options);
    const declared = this.#connection.withChannel((channel) =>
      channel.queueDeclare({ queue, durable: true }),
    );
    await withDeadline(declared, {
      ...options,
      timeoutMs: Math.max(deadline - Date.now(), 0),
      onDeadline: () => this.#connection.unavailable("no", `the queue ${queue} was not declared in time`),
    });
  }

  ping(options: Deadline): Promise<void> {
    return this.#connection.ping(options);
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
    await Promise.all([this.#queues.close(timeoutMs), this.#exchanges.close(timeoutMs)]);
  }
}

function unroutable(message: TaskMessage, replyCode: number, replyText: string): UnroutableError {
  const { exchange, routing_key: routingKey } = message.properties.delivery_info;
  const [what, remedy] =
    exchange === ""
      ? [`has no queue ${routingKey}`, "start a worker that declares it, or mend the name"]
      : exchange.startsWith("celery_delayed_")
        ? [
            `has no delayed delivery (${exchange})`,
            "start a worker that consumes a quorum queue, which sets it up",
          ]
        : [`leads ${exchange} with the routing key ${routingKey} to no queue`, "bind one, or mend the names"];
  return new UnroutableError(`RabbitMQ ${what} (${replyText}); ${remedy}`, {
    details: { queue: exchange === "" ? routingKey : null, exchange, routingKey, replyCode, replyText },
  });
}
