import { type Channel, Connection, type Envelope, type ReturnedMessage } from "rabbitmq-client";
import { encodeBroadcast, PIDBOX_EXCHANGE } from "../control.js";
import { Waiters, withDeadline } from "../deadline.js";
import { encodeBody, type TaskMessage } from "../envelope.js";
import { UnroutableError } from "../errors.js";
import { type ServiceUrl, tlsOptions } from "../url.js";
import {
  type Broadcast,
  type Broker,
  brokerUnavailable,
  type QueueReport,
  reportOf,
  type WaitOptions,
} from "./broker.js";

/** The login or the virtual host is refused: waiting would not help. */
const REFUSED = new Set(["ACCESS_REFUSED", "NOT_ALLOWED", "INVALID_PATH"]);

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
  readonly #connection: Connection;
  readonly #shown: string;
  readonly #waiters = new Waiters();
  readonly #returned = new Map<string, ReturnedMessage>();
  #unconfirmed = 0;
  #channel: Channel | null = null;
  #opening: Promise<Channel> | null = null;
  #lastError: Error | null = null;
  #isBlocked: string | null = null;

  constructor(url: ServiceUrl, { connectTimeoutMs }: { connectTimeoutMs: number }) {
    this.#shown = url.shown;
    const tls = tlsOptions(url);
    this.#connection = new Connection({
      hostname: url.hostname,
      port: url.port ?? (tls === undefined ? 5672 : 5671),
      username: url.username ?? "guest",
      password: url.password ?? "guest",
      vhost: url.path === "" || url.path === "/" ? "/" : url.path,
      ...(tls !== undefined && { tls }),
      connectionName: "taskgate",
      connectionTimeout: connectTimeoutMs,
      retryLow: 100,
      retryHigh: 2000,
    });
    this.#connection.on("error", (error: Error & { code?: string }) => {
      this.#lastError = error;
      if (REFUSED.has(error.code ?? "")) this.#waiters.fail(error);
    });
    this.#connection.on("connection", () => {
      this.#lastError = null;
      this.#isBlocked = null;
      this.#waiters.release();
    });
    this.#connection.on("connection.blocked", (reason) => {
      this.#isBlocked = reason;
    });
    this.#connection.on("connection.unblocked", () => {
      this.#isBlocked = null;
      this.#waiters.release();
    });
  }

  async ready(options: WaitOptions): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    await this.#whenReady(options);
    await this.#openChannel({ ...options, timeoutMs: Math.max(deadline - Date.now(), 0) });
  }

  async publish(message: TaskMessage, options: WaitOptions): Promise<void> {
    const { envelope, body } = encodeForAmqp(message);
    const id = message.properties.correlation_id;
    const deadline = Date.now() + options.timeoutMs;
    options.signal?.throwIfAborted();
    const left = () => ({ ...options, timeoutMs: Math.max(deadline - Date.now(), 0) });
    let channel = this.#usableChannel();
    while (channel === null) {
      await this.#whenReady(left());
      if (this.#usableChannel() === null) await this.#openChannel(left());
      channel = this.#usableChannel();
    }
    this.#unconfirmed++;
    const confirmed = channel
      .basicPublish(envelope, body)
      // rabbitmq-client tells of a return one setImmediate late, that is after the confirmation.
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .catch((error: unknown) => {
        throw brokerUnavailable(
          this.#shown,
          "unknown",
          `RabbitMQ did not confirm (${(error as Error).message})`,
          error,
        );
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

  async broadcast(message: Broadcast, options: WaitOptions): Promise<void> {
    const { headers, body } = encodeBroadcast(message);
    await this.#whenReady(options);
    // A channel of its own: where no worker ever ran, the exchange is missing and RabbitMQ closes the channel.
    const sent = this.#withChannel(async (channel) => {
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
    }).catch((error: Error & { code?: string }) => {
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
    if (!this.#connection.ready) return unknown;
    const report = this.#withChannel(async (channel) => {
      const { consumerCount } = await channel.queueDeclare({ queue, passive: true });
      return reportOf(queue, consumerCount);
    }).catch((error: Error & { code?: string }) =>
      error.code === "NOT_FOUND" ? { consumers: 0, text: `the queue ${queue} does not exist` } : unknown,
    );
    return withDeadline(report, { timeoutMs, onDeadline: () => new Error("no answer") }).catch(() => unknown);
  }

  async close(timeoutMs: number): Promise<void> {
    this.#waiters.fail(new Error("the connection is closed"));
    const timer = setTimeout(() => this.#connection.unsafeDestroy(), timeoutMs);
    try {
      await this.#channel?.close();
      await this.#connection.close();
    } finally {
      clearTimeout(timer);
    }
  }

  async #withChannel<T>(use: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = await this.#connection.acquire({ emitErrorsFromChannel: true });
    channel.on("error", () => {}); // the command that failed rejects as well
    try {
      return await use(channel);
    } finally {
      channel.close().catch(() => {});
    }
  }

  #usableChannel(): Channel | null {
    return this.#connection.ready && this.#channel?.active ? this.#channel : null;
  }

  async #openChannel(options: WaitOptions): Promise<Channel> {
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
    const channel = await this.#connection.acquire({ emitErrorsFromChannel: true });
    channel.on("error", (error: Error) => {
      this.#lastError = error;
    });
    channel.on("basic.return", (message: ReturnedMessage) => {
      if (message.correlationId !== undefined) this.#returned.set(message.correlationId, message);
    });
    await channel.confirmSelect();
    this.#channel = channel;
    return channel;
  }

  async #whenReady({ timeoutMs, signal }: WaitOptions): Promise<void> {
    if (this.#connection.ready) return;
    const missed = new Error();
    try {
      await this.#waiters.wait({ timeoutMs, signal, onDeadline: () => missed });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const cause = error === missed ? this.#lastError : (error as Error);
      const reason =
        error !== missed
          ? "RabbitMQ refused the connection"
          : this.#isBlocked === null
            ? `no connection to RabbitMQ within ${timeoutMs} ms`
            : `RabbitMQ blocks publishers (${this.#isBlocked})`;
      throw brokerUnavailable(
        this.#shown,
        "no",
        cause ? `${reason} (${cause.message})` : reason,
        cause ?? undefined,
      );
    }
  }

  #unroutable(message: TaskMessage, returned: ReturnedMessage): UnroutableError {
    const queue = message.properties.delivery_info.routing_key;
    return new UnroutableError(
      `RabbitMQ has no queue ${queue} (${returned.replyText}); start a worker that declares it, or mend the name`,
      { details: { queue, replyCode: returned.replyCode, replyText: returned.replyText } },
    );
  }
}
