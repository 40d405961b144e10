import { type Broker, type QueueReport, type Settlement, toldBy, untold } from "../brokers/index.js";
import { UnroutableError } from "../errors.js";
import type { TaskMessage } from "../messages/envelope.js";
import { type Deadline, timeLeft } from "../waiting/deadline.js";

/** A broker on which a missing queue can be declared. */
export interface QueueDeclarer extends Broker {
  declareQueue(queue: string, options: Deadline): Promise<void>;
}

export function canDeclareQueues(broker: Broker): broker is QueueDeclarer {
  return "declareQueue" in broker;
}

/**
 * As celery-node: a queue that does not exist comes into being. Unlike celery-node: only after RabbitMQ has returned
 * the message, so that a queue that exists is used as it is, whatever its arguments are.
 */
export class DeclaringBroker implements Broker {
  readonly kind;
  readonly #broker: QueueDeclarer;

  constructor(broker: QueueDeclarer) {
    this.#broker = broker;
    this.kind = broker.kind;
  }

  ready(options: Deadline): Promise<void> {
    return this.#broker.ready(options);
  }

  publish<T = void>(
    message: TaskMessage,
    options: Deadline,
    settlement: Settlement<T> = untold(),
  ): Promise<T> {
    return toldBy(this.#publish(message, options), settlement);
  }

  async #publish(message: TaskMessage, options: Deadline): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    const left = () => ({ ...options, timeoutMs: timeLeft(deadline) });
    try {
      await this.#broker.publish(message, options);
    } catch (error) {
      const { exchange, routing_key: queue } = message.properties.delivery_info;
      if (!(error instanceof UnroutableError) || exchange !== "") throw error;
      await this.#broker.declareQueue(queue, left());
      await this.#broker.publish(message, left());
    }
  }

  ping(options: Deadline): Promise<void> {
    return this.#broker.ping(options);
  }

  inspectQueue(queue: string, timeoutMs: number): Promise<QueueReport> {
    return this.#broker.inspectQueue(queue, timeoutMs);
  }

  close(timeoutMs: number): Promise<void> {
    return this.#broker.close(timeoutMs);
  }
}
