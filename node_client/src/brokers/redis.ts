import { randomUUID } from "node:crypto";
import { RedisConnection } from "../connections/redisConnection.js";
import type { ServiceUrl } from "../connections/url.js";
import { decodeReply, encodeBroadcast, PIDBOX_EXCHANGE, REPLY_EXCHANGE } from "../control/mailbox.js";
import { type Deadline, withDeadline } from "../deadline.js";
import { encodeBody, type TaskMessage } from "../envelope.js";
import { type Broadcast, type Broker, brokerUnavailable, type QueueReport, reportOf } from "./broker.js";

/** kombu's separator between the parts of a key. */
const SEPARATOR = "\x06\x16";
const PRIORITY_STEPS = [9, 6, 3, 0];
/** How long the answers to one question about the queues are used for others, so that 1000 timeouts ask once. */
const ANSWERS_AGE_MS = 1000;

/** Where and how kombu's Redis transport keeps a message: `LPUSH key value`. Pure. */
export function encodeForRedis(message: TaskMessage, deliveryTag: string): { key: string; value: string } {
  const { properties } = message;
  const step = PRIORITY_STEPS.find((candidate) => candidate <= properties.priority) ?? 0;
  const queue = properties.delivery_info.routing_key;
  return {
    key: step === 0 ? queue : `${queue}${SEPARATOR}${step}`,
    value: JSON.stringify({
      body: encodeBody(message).toString("base64"),
      "content-encoding": "utf-8",
      "content-type": "application/json",
      headers: message.headers,
      properties: { ...properties, body_encoding: "base64", delivery_tag: deliveryTag },
    }),
  };
}

export class RedisBroker implements Broker {
  readonly kind = "redis";
  readonly #connection: RedisConnection;
  #answers: Promise<readonly ActiveQueues[] | null> | null = null;

  constructor(url: ServiceUrl, { connectTimeoutMs }: { connectTimeoutMs: number }) {
    this.#connection = new RedisConnection(url, {
      name: "taskgate-broker",
      connectTimeoutMs,
      unavailable: (sent, reason, cause) => brokerUnavailable(url.shown, sent, reason, cause),
    });
  }

  async ready(options: Deadline): Promise<void> {
    await this.#connection.whenReady(options);
  }

  async publish(message: TaskMessage, options: Deadline): Promise<void> {
    const { key, value } = encodeForRedis(message, randomUUID());
    await this.#connection.command((client) => client.lpush(key, value), options);
  }

  async broadcast(message: Broadcast, options: Deadline): Promise<void> {
    await this.#publishBroadcast(message, options);
  }

  async inspectQueue(queue: string, timeoutMs: number): Promise<QueueReport> {
    const unknown = {
      consumers: null,
      text: `whether a worker consumes the queue ${queue} could not be told`,
    };
    if (this.#answers === null) {
      this.#answers = this.#askWorkers(timeoutMs).catch(() => null);
      setTimeout(() => {
        this.#answers = null;
      }, ANSWERS_AGE_MS).unref();
    }
    const deadline = withDeadline(this.#answers, { timeoutMs, onDeadline: () => new Error("no answer") });
    const answers = await deadline.catch(() => null);
    if (answers === null) return unknown;
    const consuming = answers.filter((worker) => worker.queues.includes(queue)).length;
    const silent = answers.filter((worker) => worker.isSilent).length;
    if (consuming === 0 && silent > 0) {
      return {
        consumers: null,
        text: `${silent} worker${silent === 1 ? " is" : "s are"} connected but did not say whether the queue ${queue} is theirs`,
      };
    }
    return reportOf(queue, consuming);
  }

  close(timeoutMs: number): Promise<void> {
    return this.#connection.close(timeoutMs);
  }

  /**
   * Asks every worker for its queues. Redis counts the listeners when it publishes, so that nobody waits
   * where there is none; otherwise the answers are collected once, shortly before `timeoutMs` is over.
   */
  async #askWorkers(timeoutMs: number): Promise<ActiveQueues[]> {
    const oid = randomUUID();
    const replies = `${oid}.${REPLY_EXCHANGE}`;
    const binding = `_kombu.binding.${REPLY_EXCHANGE}`;
    const member = `${oid}${SEPARATOR}${SEPARATOR}${replies}`;
    const options = { timeoutMs };
    const windowMs = Math.max(timeoutMs - Math.min(50, timeoutMs / 4), 1);
    const collect = async () => {
      const results = await this.#connection.command(
        (client) => client.multi().lrange(replies, 0, -1).del(replies).srem(binding, member).exec(),
        { timeoutMs: 1000 },
      );
      return (results?.[0]?.[1] ?? []) as string[];
    };
    await this.#connection.command((client) => client.sadd(binding, member), options);
    try {
      const listeners = await this.#publishBroadcast(
        {
          method: "active_queues",
          arguments: {},
          ticket: randomUUID(),
          reply_to: { exchange: REPLY_EXCHANGE, routing_key: oid },
        },
        options,
      );
      if (listeners === 0) return [];
      await new Promise((resolve) => setTimeout(resolve, windowMs));
      const answered = (await collect()).flatMap(queuesOf);
      const silent = Math.max(listeners - answered.length, 0);
      return [...answered, ...Array.from({ length: silent }, () => ({ queues: [], isSilent: true }))];
    } finally {
      // Also on the way out of an error: a binding that stays would collect answers for ever.
      await collect().catch(() => []);
    }
  }

  #publishBroadcast(message: Broadcast, options: Deadline): Promise<number> {
    const channel = `/${this.#connection.db}.${PIDBOX_EXCHANGE}`;
    const { headers, body } = encodeBroadcast(message);
    const value = JSON.stringify({
      body: Buffer.from(body).toString("base64"),
      "content-encoding": "utf-8",
      "content-type": "application/json",
      headers,
      properties: {
        delivery_mode: 2,
        delivery_info: { exchange: PIDBOX_EXCHANGE, routing_key: "" },
        priority: 0,
        body_encoding: "base64",
        delivery_tag: randomUUID(),
      },
    });
    return this.#connection.command((client) => client.publish(channel, value), options);
  }
}

interface ActiveQueues {
  readonly queues: readonly string[];
  /** It is connected, but did not answer: busy, or not one of Celery's. */
  readonly isSilent: boolean;
}

function queuesOf(text: string): ActiveQueues[] {
  const reply = decodeReply(text);
  return reply === null ? [] : [{ queues: reply, isSilent: false }];
}
