import { randomUUID } from "node:crypto";
import type { Channel, Consumer, Envelope } from "rabbitmq-client";
import { bodyText, type RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { type Deadline, timeLeft, withDeadline } from "../waiting/deadline.js";
import type { CeleryEvent } from "./events.js";
import {
  decodeReply,
  EVENT_EXCHANGE,
  encodeCommand,
  eventEnvelope,
  eventsRefused,
  PIDBOX_EXCHANGE,
  REPLY_EXCHANGE,
  type ReplyAddress,
} from "./mailbox.js";
import type { Command, RemoteControl, Replies, Reply } from "./remoteControl.js";
import { MAX_PENDING_EVENTS } from "./sentEvents.js";

/** How long the channel and the reply queue may take to be set up and removed, beside the time for the answers. */
const TIDY_MS = 1000;
/** kombu's own `x-expires` of a reply queue, in milliseconds. */
const REPLY_QUEUE_EXPIRES_MS = 10_000;

/** How long no event is published where the last one could not be. */
const QUIET_MS = 5_000;
/** The exchange of events, as Celery declares it. */
const EVENTS = { exchange: EVENT_EXCHANGE, type: "topic", durable: true };
/** The codes of refusals that stay. */
const REFUSED = new Set(["ACCESS_REFUSED", "PRECONDITION_FAILED", "NOT_ALLOWED"]);

/** Remote control over RabbitMQ: a fanout exchange that workers listen on, and a queue that they answer in. */
export class RabbitmqControl implements RemoteControl {
  readonly #connection: RabbitmqConnection;
  readonly #listeners = new Set<Consumer>();
  readonly #pendingEvents = new Set<Promise<void>>();
  #events: Channel | null = null;
  #opening: Promise<Channel> | null = null;
  /** Milliseconds since 1970 before which no event is published. */
  #quietUntil = 0;

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
    const left = () => timeLeft(deadline);
    await this.#connection.whenReady(options);
    const asked = this.#connection.withChannel((channel) => this.#ask(channel, command, left));
    return withDeadline(asked.catch(this.#unlessNobody({ replies: [], silent: 0 })), {
      timeoutMs: left() + TIDY_MS,
      signal: options.signal,
      onDeadline: () => this.#connection.unavailable("unknown", "RabbitMQ did not answer in time"),
    });
  }

  /** The queue lives as long as its consumer; after a reconnect there is a new one. */
  listen(onBody: (body: string) => void, onRefused: (error: Error) => void): () => void {
    const consumer = this.#connection.consume(
      {
        queue: "",
        queueOptions: { exclusive: true, autoDelete: true },
        exchanges: [EVENTS],
        queueBindings: [{ exchange: EVENT_EXCHANGE, routingKey: "#" }],
        noAck: true,
      },
      (message) => onBody(bodyText(message)),
    );
    consumer.on("error", (error: Error & { code?: string }) => {
      // Of all else it recovers by itself.
      if (!REFUSED.has(error.code ?? "")) return;
      const permission = `allow it to configure the exchange ${EVENT_EXCHANGE} and to read from it, and all of its own queues (amq.gen-...)`;
      onRefused(eventsRefused(permission, error));
    });
    this.#listeners.add(consumer);
    return () => {
      this.#listeners.delete(consumer);
      consumer.close().catch(() => {});
    };
  }

  publishEvent(event: CeleryEvent): void {
    if (!this.#connection.isReady || this.#pendingEvents.size >= MAX_PENDING_EVENTS) return;
    if (Date.now() < this.#quietUntil) return;
    const { envelope, body } = encodeEventForAmqp(event);
    const publishing = this.#openEvents()
      .then((channel) => channel.basicPublish(envelope, body))
      .catch(() => {
        // It tells of what is done already, and may not make a send fail. Where the broker refuses the channel, each
        // event would ask for one.
        if (this.#connection.isReady) this.#quietUntil = Date.now() + QUIET_MS;
      })
      .finally(() => this.#pendingEvents.delete(publishing));
    this.#pendingEvents.add(publishing);
  }

  async close(timeoutMs: number): Promise<void> {
    const told = Promise.all(this.#pendingEvents).then(() => this.#events?.close());
    const closed = Promise.all([told, ...Array.from(this.#listeners, (consumer) => consumer.close())]);
    // Where it fails, the connection is gone, and the queues with it.
    await withDeadline(closed, { timeoutMs, onDeadline: () => new Error("not closed") }).catch(() => {});
  }

  /** A channel without confirmations, of its own: what the broker refuses of events hurts no task. */
  async #openEvents(): Promise<Channel> {
    if (this.#events?.active) return this.#events;
    this.#opening ??= this.#connection
      .acquire()
      .then(async (channel) => {
        await channel.exchangeDeclare(EVENTS);
        this.#events = channel;
        return channel;
      })
      .finally(() => {
        this.#opening = null;
      });
    return this.#opening;
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

/** An event in the terms of rabbitmq-client, as kombu publishes it. Pure. */
export function encodeEventForAmqp(event: CeleryEvent): { envelope: Envelope; body: Buffer } {
  return {
    envelope: {
      exchange: EVENT_EXCHANGE,
      ...eventEnvelope(event),
      contentType: "application/json",
      contentEncoding: "utf-8",
      durable: false,
      priority: 0,
      // rabbitmq-client adds one unless told; Python writes none.
      timestamp: undefined,
    } as unknown as Envelope,
    body: Buffer.from(JSON.stringify(event)),
  };
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
