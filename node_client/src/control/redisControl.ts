import { randomUUID } from "node:crypto";
import { isRedisReply, type RedisConnection, withoutCommand } from "../connections/redisConnection.js";
import { isObject } from "../json/plainJson.js";
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

/** kombu's separator between the parts of a binding. */
const SEPARATOR = "\x06\x16";
/** Between two looks at the replies. A blocking read would hold up every publish on the connection. */
const LOOK_MS = 20;
/** How long the replies and the binding may take to be removed. */
const TIDY_MS = 1000;

interface Listener {
  readonly onBody: (body: string) => void;
  readonly onRefused: (error: Error) => void;
}

/** Remote control over Redis: a channel that workers listen on, and a list that they answer in. */
export class RedisControl implements RemoteControl {
  readonly #connection: RedisConnection;
  readonly #listeners = new Set<Listener>();
  /** There while somebody listens. */
  #events: RedisConnection | null = null;
  #pendingEvents = 0;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async broadcast(command: Command, options: Deadline): Promise<void> {
    await this.#publish(command, null, options);
  }

  /** Redis counts the listeners when it publishes, so that nobody waits where there is none. */
  async ask(command: Command, options: Deadline): Promise<Replies> {
    const oid = randomUUID();
    const queue = `${oid}.${REPLY_EXCHANGE}`;
    const list = this.#connection.key(queue);
    const binding = this.#connection.key(`_kombu.binding.${REPLY_EXCHANGE}`);
    const member = `${oid}${SEPARATOR}${SEPARATOR}${queue}`;
    const deadline = Date.now() + options.timeoutMs;
    const left = () => timeLeft(deadline);
    await this.#connection.command((client) => client.sadd(binding, member), options);
    try {
      const listeners = await this.#publish(command, { ticket: randomUUID(), routingKey: oid }, options);
      const expected = command.destination?.length ?? listeners;
      const replies: Reply[] = [];
      while (replies.length < expected && left() > 0) {
        await pause(Math.min(LOOK_MS, left()), options.signal);
        const texts = await this.#connection.command((client) => client.lrange(list, 0, -1), {
          ...options,
          timeoutMs: left() + TIDY_MS,
        });
        // kombu pushes to the left: the last one is the oldest.
        replies.splice(0, replies.length, ...texts.reverse().flatMap(replyOf));
      }
      return { replies, silent: Math.max(expected - replies.length, 0) };
    } finally {
      // Also on the way out of an error: a binding that stays would collect answers for ever.
      await this.#connection
        .command((client) => client.multi().srem(binding, member).del(list).exec(), { timeoutMs: TIDY_MS })
        .catch(() => {});
    }
  }

  /** All who listen share a connection, which is not the one of commands: one that subscribes can do nothing else. */
  listen(onBody: (body: string) => void, onRefused: (error: Error) => void): () => void {
    const listener = { onBody, onRefused };
    this.#listeners.add(listener);
    this.#events ??= this.#subscribe();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#events?.close(0).catch(() => {});
      this.#events = null;
    };
  }

  publishEvent(event: CeleryEvent): void {
    if (!this.#connection.isReady || this.#pendingEvents >= MAX_PENDING_EVENTS) return;
    const { routingKey, value } = encodeEventForRedis(event, randomUUID());
    this.#pendingEvents++;
    this.#connection.client
      .publish(this.#eventChannel(routingKey), value)
      // It tells of what is done already: a lost one may not make a send fail, nor one that an ACL refuses.
      .catch(() => {})
      .finally(() => {
        this.#pendingEvents--;
      });
  }

  async close(timeoutMs: number): Promise<void> {
    await this.#events?.close(timeoutMs);
  }

  #subscribe(): RedisConnection {
    const connection = this.#connection.another("taskgate-events");
    const pattern = this.#eventChannel("*");
    connection.client.on("ready", () => {
      connection.client.psubscribe(pattern).catch((error: Error) => {
        // Where the connection was lost meanwhile, it comes here again.
        if (!isRedisReply(error) || this.#events !== connection) return;
        // Whoever listens next asks anew: it may be allowed by then.
        this.#events = null;
        connection.close(0).catch(() => {});
        const refused = eventsRefused(`allow it the channels with \`&${pattern}\``, withoutCommand(error));
        for (const { onRefused } of this.#listeners) onRefused(refused);
      });
    });
    connection.client.on("pmessage", (_pattern: string, _channel: string, text: string) => {
      const body = bodyOf(text);
      if (body === null) return;
      for (const { onBody } of this.#listeners) onBody(body);
    });
    return connection;
  }

  #eventChannel(routingKey: string): string {
    return this.#connection.key(`/${this.#connection.db}.${EVENT_EXCHANGE}/${routingKey}`);
  }

  #publish(command: Command, address: ReplyAddress | null, options: Deadline): Promise<number> {
    const channel = this.#connection.key(`/${this.#connection.db}.${PIDBOX_EXCHANGE}`);
    const { headers, body } = encodeCommand(command, address);
    const delivery = { exchange: PIDBOX_EXCHANGE, routing_key: "" };
    const value = encodeMessage(body, headers, delivery, 2, randomUUID());
    return this.#connection.command((client) => client.publish(channel, value), options);
  }
}

/** An event as kombu publishes it, on the channel that ends in the routing key. Pure. */
export function encodeEventForRedis(event: CeleryEvent, deliveryTag: string) {
  const { routingKey, headers } = eventEnvelope(event);
  const delivery = { exchange: EVENT_EXCHANGE, routing_key: routingKey };
  return { routingKey, value: encodeMessage(JSON.stringify(event), headers, delivery, 1, deliveryTag) };
}

function encodeMessage(
  body: string,
  headers: object,
  delivery_info: { exchange: string; routing_key: string },
  delivery_mode: 1 | 2,
  delivery_tag: string,
): string {
  return JSON.stringify({
    body: Buffer.from(body).toString("base64"),
    "content-encoding": "utf-8",
    "content-type": "application/json",
    headers,
    properties: { delivery_mode, delivery_info, priority: 0, body_encoding: "base64", delivery_tag },
  });
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const over = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  return withDeadline(over, {
    timeoutMs: milliseconds + TIDY_MS,
    signal,
    onDeadline: () => new Error("late"),
  });
}

function replyOf(text: string): Reply[] {
  const body = bodyOf(text);
  const reply = body === null ? null : decodeReply(body);
  return reply === null ? [] : [reply];
}

/** What kombu's message carries, or null where it is something else. */
function bodyOf(text: string): string | null {
  try {
    const message = JSON.parse(text) as unknown;
    if (!isObject(message) || typeof message.body !== "string") return null;
    return Buffer.from(message.body, "base64").toString();
  } catch {
    return null;
  }
}
