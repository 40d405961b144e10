import type { Channel } from "rabbitmq-client";
import type { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { DELIVERY_EXCHANGE, delayedPattern } from "../messages/delay.js";
import { type Deadline, timeLeft, withDeadline } from "../waiting/deadline.js";

/** For how long a check holds, in milliseconds: whoever deletes an exchange or a queue is noticed after that. */
const AGE_MS = 5000;
/** Checks that are remembered at once; with more names than that, all are asked anew. */
const MAX_CHECKS = 1000;

interface Check {
  readonly at: number;
  readonly outcome: Promise<void>;
}

/**
 * What is asked of RabbitMQ before a message goes where a fault would be seen too late: an exchange that is missing closes
 * the channel, and leaves open which of the messages before were taken; a delayed message with no queue behind it
 * is confirmed, and dropped when its time has come. Asked on a channel of its own, once for all who wait.
 */
export class RouteChecks {
  readonly #connection: RabbitmqConnection;
  readonly #checks = new Map<string, Check>();

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
  }

  /**
   * Rejects with rabbitmq-client's own error, whose code is NOT_FOUND, where the exchange is missing; with
   * BROKER_UNAVAILABLE, nothing sent, or with the signal's reason.
   */
  exchange(exchange: string, options: Deadline): Promise<void> {
    return this.#check(`exchange ${exchange}`, options, (channel) =>
      channel.exchangeDeclare({ exchange, passive: true }),
    );
  }

  /**
   * Binds the queue to the end of Celery's delayed delivery, as a worker with a topic exchange has done already, so that
   * what is held comes to it. Rejects as `exchange` does, where the queue or the delivery is missing, and with
   * ACCESS_REFUSED.
   */
  delayed(queue: string, options: Deadline): Promise<void> {
    return this.#check(`delayed ${queue}`, options, (channel) =>
      channel.queueBind({ queue, exchange: DELIVERY_EXCHANGE, routingKey: delayedPattern(queue) }),
    );
  }

  /** What was remembered about the exchange turned out to be wrong. */
  forget(exchange: string): void {
    this.#checks.delete(`exchange ${exchange}`);
  }

  async #check(key: string, options: Deadline, ask: (channel: Channel) => Promise<void>): Promise<void> {
    const known = this.#checks.get(key);
    if (known !== undefined && Date.now() - known.at < AGE_MS) return this.#until(known.outcome, options);
    const deadline = Date.now() + options.timeoutMs;
    await this.#connection.whenReady(options);
    // Somebody else may have asked meanwhile.
    const asked = this.#checks.get(key);
    const outcome = asked !== undefined && asked !== known ? asked.outcome : this.#ask(key, ask);
    await this.#until(outcome, { ...options, timeoutMs: timeLeft(deadline) });
  }

  #ask(key: string, ask: (channel: Channel) => Promise<void>): Promise<void> {
    const outcome = this.#connection.withChannel(ask).catch((error: Error & { code?: string }) => {
      if (this.#checks.get(key)?.outcome === outcome) this.#checks.delete(key);
      if (error.code === "NOT_FOUND" || error.code === "ACCESS_REFUSED") throw error;
      throw this.#connection.unavailable("no", `RabbitMQ did not answer (${error.message})`, error, true);
    });
    if (this.#checks.size >= MAX_CHECKS) this.#checks.clear();
    this.#checks.set(key, { at: Date.now(), outcome });
    return outcome;
  }

  #until(outcome: Promise<void>, options: Deadline): Promise<void> {
    return withDeadline(outcome, {
      ...options,
      onDeadline: () =>
        this.#connection.unavailable("no", `RabbitMQ did not answer within ${options.timeoutMs} ms`),
    });
  }
}
