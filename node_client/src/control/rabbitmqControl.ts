import { randomUUID } from "node:crypto";
import type { Channel, Consumer } from "rabbitmq-client";
import { bodyText, type RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { type Deadline, withDeadline } from "../deadline.js";
import {
  decodeReply,
  EVENT_EXCHANGE,
  encodeCommand,
  PIDBOX_EXCHANGE,
  REPLY_EXCHANGE,
  type ReplyAddress,
} from "./mailbox.js";
import type { Command, RemoteControl, Replies, Reply } from "./remoteControl.js";

/** How long the channel and the reply queue may take to be set up and removed, beside the time for the answers. */
const TIDY_MS = 1000;
/** kombu's own `x-expires` of a reply queue, in milliseconds. */
const REPLY_QUEUE_EXPIRES_MS = 10_000;

/** Remote control over RabbitMQ: a fanout exchange that workers listen on, and a queue that they answer in. */
export class RabbitmqControl implements RemoteControl {
  readonly #connection: RabbitmqConnection;
  readonly #listeners = new Set<Consumer>();

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
  }

  async broadcast(command: Command, options: Deadline): Promise<void> {
    await this.#connection.whenReady(options);
    // A channel of its own: where no worker ever ran, the exchange is missing and RabbitMQ closes the channel.
    const sent = this.#connection.withChannel((channel) => publish(channel, command, null));
    await withDeadline(sent.catch(this.#unlessNobody(undefined)), {
      ...options,
      onDeadline: () =>
        this.#connection.unavailable("unknown", `no confirmation within ${options.timeoutMs} ms`),
    });
  }

  /** RabbitMQ does not tell how many workers listen, so that without a `destination` all of the time is waited. */
  async ask(command: Command, options: Deadline): Promise<Replies> {
    const deadline = Date.now() + options.timeoutMs;
    const left = () => Math.max(deadline - Date.now(), 0);
    await this.#connection.whenReady(options);
    const asked = this.#connection.withChannel((channel) => this.#ask(channel, command, left));
    return withDeadline(asked.catch(this.#unlessNobody({ replies: [], silent: 0 })), {
      timeoutMs: left() + TIDY_MS,
      signal: options.signal,
      onDeadline: () => this.#connection.unavailable("unknown", "RabbitMQ did not answer in time"),
    });
  }

  /** The queue lives as long as its consumer; after a reconnect there is a new one. */
  listen(onBody: (body: string) => void): () => void {
    const consumer = this.#connection.consume(
      {
        queue: "",
        queueOptions: { exclusive: true, autoDelete: true },
        // As Celery declares it.
        exchanges: [{ exchange: EVENT_EXCHANGE, type: "topic", durable: true }],
        queueBindings: [{ exchange: EVENT_EXCHANGE, routingKey: "#" }],
        noAck: true,
      },
      (message) => onBody(bodyText(message)),
    );
    consumer.on("error", () => {}); // it consumes again by itself
    this.#listeners.add(consumer);
    return () => {
      this.#listeners.delete(consumer);
      consumer.close().catch(() => {});
    };
  }

  async close(timeoutMs: number): Promise<void> {
    const closed = Promise.all(Array.from(this.#listeners, (consumer) => consumer.close()));
    // Where it fails, the connection is gone, and the queues with it.
    await withDeadline(closed, { timeoutMs, onDeadline: () => new Error("not closed") }).catch(() => {});
  }

  async #ask(channel: Channel, command: Command, left: () => number): Promise<Replies> {
    const address = { ticket: randomUUID(), routingKey: randomUUID() };
    const queue = `${address.routingKey}.${REPLY_EXCHANGE}`;
    const expected = command.destination?.length ?? null;
    const replies: Reply[] = [];
    let isLost = false;
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    channel.on("close", () => {
      isLost = true;
      end();
    });
    await declareReplyQueue(channel, queue, address);
    await channel.basicConsume({ queue, noAck: true }, (message) => {
      const reply = decodeReply(bodyText(message));
      if (reply !== null) replies.push(reply);
      if (replies.length === expected) end();
    });
    try {
      await publish(channel, command, address);
      // Its end is not a fault: it is how a question to all is over.
      await withDeadline(ended, { timeoutMs: left(), onDeadline: () => new Error("over") }).catch(() => {});
      if (isLost) throw new Error("the channel was lost while workers answered");
      return { replies, silent: expected === null ? null : Math.max(expected - replies.length, 0) };
    } finally {
      // Where the channel is lost, RabbitMQ has removed it: it has no consumer any more.
      if (!isLost) await channel.queueDelete({ queue }).catch(() => {});
    }
  }

  /** Where no worker ever ran, the exchange is missing: nobody has heard it. */
  #unlessNobody<T>(nobody: T): (error: Error & { code?: string }) => T {
    return (error) => {
      if (error.code === "NOT_FOUND") return nobody;
      throw this.#connection.unavailable("unknown", `the broadcast failed (${error.message})`, error);
    };
  }
}

/** As kombu's Mailbox declares them: to name other arguments would be an error of whoever comes second. */
async function declareReplyQueue(
  channel: Channel,
  queue: string,
  { routingKey }: ReplyAddress,
): Promise<void> {
  await channel.exchangeDeclare({ exchange: REPLY_EXCHANGE, type: "direct", durable: false });
  await channel.queueDeclare({
    queue,
    durable: false,
    exclusive: true,
    autoDelete: true,
    arguments: { "x-expires": REPLY_QUEUE_EXPIRES_MS },
  });
  await channel.queueBind({ queue, exchange: REPLY_EXCHANGE, routingKey });
}

async function publish(channel: Channel, command: Command, address: ReplyAddress | null): Promise<void> {
  const { headers, body } = encodeCommand(command, address);
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
}
