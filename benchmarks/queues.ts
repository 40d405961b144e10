/** The queue that no worker reads: what was published is counted in it, and taken out. */

import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import type { BrokerName } from "./settings.js";

const BATCH = 1000;
/** Milliseconds in which a queue of RabbitMQ must have given what it said that it has. */
const DRAIN_MS = 60_000;

/** The body of a message of Celery's. */
type Body = readonly [unknown, { readonly job: number }, unknown];

export interface Queues {
  /** Makes a queue as a worker would. */
  declare(queue: string): Promise<void>;
  /** How many messages wait in a queue. */
  length(queue: string): Promise<number>;
  /** Takes all messages out of a queue; the numbers of their jobs. */
  drain(queue: string): Promise<number[]>;
  close(): Promise<void>;
}

export function openQueues(kind: BrokerName, url: string): Queues {
  return kind === "redis" ? redisQueues(url) : rabbitmqQueues(url);
}

function redisQueues(url: string): Queues {
  const client = new Redis(url);
  return {
    declare: async () => {},
    length: (queue) => client.llen(queue),
    drain: async (queue) => {
      const jobs: number[] = [];
      for (;;) {
        const texts = (await client.rpop(queue, BATCH)) ?? [];
        if (texts.length === 0) return jobs;
        for (const text of texts) {
          const { body } = JSON.parse(text) as { body: string };
          jobs.push((JSON.parse(Buffer.from(body, "base64").toString()) as Body)[1].job);
        }
      }
    },
    close: async () => {
      await client.quit();
    },
  };
}

function rabbitmqQueues(url: string): Queues {
  const connection = new Connection(url.replace(/\/\/$/, "/%2F"));
  const length = async (queue: string) =>
    (await connection.queueDeclare({ queue, passive: true })).messageCount;
  return {
    declare: async (queue) => {
      await connection.queueDeclare({ queue, durable: true });
    },
    length,
    drain: async (queue) => {
      const total = await length(queue);
      const jobs: number[] = [];
      if (total === 0) return jobs;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(leave, DRAIN_MS);
        const consumer = connection.createConsumer(
          { queue, queueOptions: { durable: true }, qos: { prefetchCount: BATCH } },
          ({ body }) => {
            // rabbitmq-client parses only what has no content encoding.
            jobs.push((JSON.parse(String(body)) as Body)[1].job);
            if (jobs.length === total) leave();
          },
        );
        function leave() {
          clearTimeout(timer);
          consumer.close().then(resolve);
        }
      });
      // A message more than was counted is a message too many.
      return (await length(queue)) === 0 ? jobs : [...jobs, Number.NaN];
    },
    close: () => connection.close(),
  };
}
