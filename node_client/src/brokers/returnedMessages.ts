import type { Envelope, ReturnedMessage } from "rabbitmq-client";

/** What RabbitMQ has returned and nobody has been told of, by what tells a message from others: its id and its way. */
export class ReturnedMessages {
  /** Two of one id and one way may be under way. */
  readonly #byWay = new Map<string, ReturnedMessage[]>();

  add(message: ReturnedMessage): void {
    const way = wayOf(message);
    this.#byWay.set(way, [...(this.#byWay.get(way) ?? []), message]);
  }

  /** The return of what was published so, which is told once; null where it was taken. */
  take(envelope: Envelope): ReturnedMessage | null {
    if (this.#byWay.size === 0) return null;
    const way = wayOf(envelope);
    const [first = null, ...others] = this.#byWay.get(way) ?? [];
    if (others.length === 0) this.#byWay.delete(way);
    else this.#byWay.set(way, others);
    return first;
  }

  clear(): void {
    this.#byWay.clear();
  }
}

function wayOf({ exchange = "", routingKey = "", correlationId = "" }: Envelope): string {
  return JSON.stringify([exchange, routingKey, correlationId]);
}
