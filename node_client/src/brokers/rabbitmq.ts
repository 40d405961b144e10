import type { Envelope, ReturnedMessage } from "rabbitmq-client";
import type { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { UnroutableError } from "../errors.js";
import { DELIVERY_EXCHANGE, delayedKey, type Route } from "../messages/delay.js";
import { encodeBody, type TaskMessage } from "../messages/envelope.js";
import { type Deadline, timeLeft, withDeadline } from "../waiting/deadline.js";
import { checkAmqpHeaders, checkAmqpProperties } from "./amqpLimits.js";
import { type Broker, type QueueReport, reportOf, type Settlement, toldBy, untold } from "./broker.js";
import { ConfirmChannel } from "./confirmChannel.js";
import { RecentAnswers } from "./recentAnswers.js";
import { untilTaken } from "./refusals.js";
import { RouteChecks } from "./routeChecks.js";

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
  /** RabbitMQ closes a channel on which an exchange was named that is gone: no publish to a queue shall suffer. */
  readonly #exchanges: ConfirmChannel;
  readonly #checks: RouteChecks;
  readonly #reports = new RecentAnswers<QueueReport>();

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
    this.#queues = new ConfirmChannel(connection, unroutableOf);
    this.#exchanges = new ConfirmChannel(connection, unroutableOf);
    this.#checks = new RouteChecks(connection);
  }

  async ready(options: Deadline): Promise<void> {
    await this.#queues.ready(options);
  }

  publish<T = void>(
    message: TaskMessage,
    options: Deadline,
    settlement: Settlement<T> = untold(),
  ): Promise<T> {
    try {
      return this.#publish(message, options, settlement);
    } catch (error) {
      settlement.failed();
      return Promise.reject(error);
    }
  }

  #publish<T>(message: TaskMessage, options: Deadline, settlement: Settlement<T>): Promise<T> {
    checkAmqpProperties(message);
    checkAmqpHeaders(message.headers);
    const { envelope, body } = encodeForAmqp(message);
    const route = routeOf(envelope);
    if (route.exchange === "") return this.#queues.publish(envelope, body, options, settlement);
    const publish = (left: Deadline) => this.#publishThrough(route, envelope, body, left);
    return toldBy(untilTaken(publish, options), settlement);
  }

  async #publishThrough(route: Route, envelope: Envelope, body: Buffer, options: Deadline): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    const queue = delayedKey(route);
    try {
      await (queue === null
        ? this.#checks.exchange(route.exchange, options)
        : this.#checks.delayed(queue, options));
    } catch (error) {
      const { code, message: text } = error as Error & { code?: string };
      if (code === "NOT_FOUND") throw unroutable(route, 404, text);
      if (code === "ACCESS_REFUSED") throw unroutable(route, 403, text);
      throw error;
    }
    const left = { ...options, timeoutMs: timeLeft(deadline) };
    try {
      await this.#exchanges.publish(envelope, body, left, untold());
    } catch (error) {
      // One that was returned had its exchange.
      if (!(error instanceof UnroutableError)) this.#checks.forget(route.exchange);
      throw error;
    }
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
      timeoutMs: timeLeft(deadline),
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
    const report = this.#reports.to(queue, () =>
      this.#connection
        .withChannel(async (channel) => {
          const { consumerCount } = await channel.queueDeclare({ queue, passive: true });
          return reportOf(queue, consumerCount);
        })
        .catch((error: Error & { code?: string }) =>
          error.code === "NOT_FOUND" ? { consumers: 0, text: `the queue ${queue} does not exist` } : unknown,
        ),
    );
    return withDeadline(report, { timeoutMs, onDeadline: () => new Error("no answer") }).catch(() => unknown);
  }

  async close(timeoutMs: number): Promise<void> {
    await Promise.all([this.#queues.close(timeoutMs), this.#exchanges.close(timeoutMs)]);
  }
}

function routeOf({ exchange = "", routingKey = "" }: Envelope): Route {
  return { exchange, routingKey };
}

function unroutableOf(returned: ReturnedMessage): UnroutableError {
  return unroutable(routeOf(returned), returned.replyCode, returned.replyText);
}

function unroutable(route: Route, replyCode: number, replyText: string): UnroutableError {
  const { exchange, routingKey } = route;
  const queue = exchange === "" ? routingKey : delayedKey(route);
  const [what, remedy] =
    queue === null
      ? [`leads ${exchange} with the routing key "${routingKey}" to no queue`, "bind one, or mend the names"]
      : exchange === ""
        ? [`has no queue ${queue}`, "start a worker that declares it, or mend the name"]
        : replyCode === 403
          ? [
              `does not let this user bind the queue ${queue} to ${DELIVERY_EXCHANGE}`,
              "give it the permissions to write to the queue and to read the exchange, or send without a delay",
            ]
          : [
              `cannot deliver to the queue ${queue} with a delay`,
              "start a worker that consumes it as a quorum queue, which sets that up, or mend the name",
            ];
  return new UnroutableError(`RabbitMQ ${what} (${replyText}); ${remedy}`, {
    details: { queue, exchange, routingKey, replyCode, replyText },
  });
}
