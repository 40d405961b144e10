/** Where the default or another exchange leads a message. */
export interface Route {
  readonly exchange: string;
  readonly routingKey: string;
}

/** Celery's chain of exchanges, one a bit, that holds a message for as long as its routing key says. */
const BITS = 28;
const FIRST_EXCHANGE = `celery_delayed_${BITS - 1}`;
/** Where what was held comes out; the queues are bound to it. */
export const DELIVERY_EXCHANGE = "celery_delayed_delivery";
const DELAYED_KEY = new RegExp(`^(?:[01]\\.){${BITS}}(.+)$`);
const MAX_SECONDS = 2 ** BITS - 1;

/**
 * Celery's native delayed delivery: RabbitMQ holds the message, not a worker. The key is the whole seconds as 28 bits, most
 * significant first, then the routing key of the queue, whose exchange must be a topic exchange. Pure.
 */
export function delayedRoute(route: Route, delayMs: number): Route {
  const seconds = Math.min(Math.floor(delayMs / 1000), MAX_SECONDS);
  if (seconds < 1) return route;
  const bits = seconds.toString(2).padStart(BITS, "0").split("").join(".");
  return { exchange: FIRST_EXCHANGE, routingKey: `${bits}.${route.routingKey}` };
}

/** The routing key behind the delay, or null where the route is none of `delayedRoute`. Pure. */
export function delayedKey({ exchange, routingKey }: Route): string | null {
  return exchange === FIRST_EXCHANGE ? (DELAYED_KEY.exec(routingKey)?.[1] ?? null) : null;
}

/** What binds a queue to `DELIVERY_EXCHANGE`: its own key behind any delay. Celery's `#.key` also takes `other.key`. Pure. */
export function delayedPattern(key: string): string {
  return `${"*.".repeat(BITS)}${key}`;
}
