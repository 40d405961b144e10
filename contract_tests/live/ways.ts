/** The ways that jobs and results can take: every broker, every kind of queue, every place of results. */

import { backend, brokers } from "./harness.js";

export interface Way {
  readonly name: string;
  readonly broker: string;
  readonly backend: string;
  /** Celery's settings by which queues are made of the way's kind; the same for all who use the queue. */
  readonly celery: Readonly<Record<string, string>>;
}

const [[, redis], [, rabbitmq]] = brokers;
const classic = {};
// A topic exchange, so that RabbitMQ itself can hold back what is delayed.
const quorum = {
  task_create_missing_queue_type: "quorum",
  task_create_missing_queue_exchange_type: "topic",
};

/** Results are stored: everybody can read everybody's. */
export const stored: readonly Way[] = [
  { name: "redis", broker: redis, backend, celery: classic },
  { name: "rabbitmq", broker: rabbitmq, backend, celery: classic },
  { name: "rabbitmq with a quorum queue", broker: rabbitmq, backend, celery: quorum },
];

/** Results go to the connection that has sent the job, and to nobody else. */
export const alone: readonly Way[] = [
  { name: "rabbitmq alone", broker: rabbitmq, backend: "rpc://", celery: classic },
  { name: "rabbitmq alone with a quorum queue", broker: rabbitmq, backend: "rpc://", celery: quorum },
];

/** The environment of a worker with Taskgate on that way. */
export function workerSettings({ backend, celery }: Way): Record<string, string> {
  const settings = Object.entries(celery).map(([name, value]) => [`CELERY_${name.toUpperCase()}`, value]);
  return { CELERY_RESULT_BACKEND: backend, ...Object.fromEntries(settings) };
}
