import { randomUUID } from "node:crypto";
import type { RedisConnection } from "../connections/redisConnection.js";
import type { RemoteControl, Replies } from "../control/index.js";
import { UnroutableError } from "../errors.js";
import { isObject } from "../json/plainJson.js";
import { encodeBody, type TaskMessage } from "../messages/envelope.js";
import { attempt } from "../waiting/attempt.js";
import { type Deadline, timeLeft, withDeadline } from "../waiting/deadline.js";
import { type Broker, type QueueReport, reportOf, type Settlement, toldBy, untold } from "./broker.js";
import { PushBatches } from "./pushBatches.js";
import { RecentAnswers } from "./recentAnswers.js";
import { untilTaken } from "./refusals.js";

/** kombu's separator between the parts of a key. */
const SEPARATOR = "\x06\x16";
const PRIORITY_STEPS = [9, 6, 3, 0];

/** Where and how kombu's Redis transport keeps a message: `LPUSH key value`. Pure. */
export function encodeForRedis(
  message: TaskMessage,
  deliveryTag: string,
  queue = message.properties.delivery_info.routing_key,
): { key: string; value: string } {
  const { properties } = message;
  const step = PRIORITY_STEPS.find((candidate) => candidate <= properties.priority) ?? 0;
  return {
    key: step === 0 ? queue : `${queue}${SEPARATOR}${step}`,
    value: JSON.stringify({
      body: encodeBody(message).toString("base64"),
      "content-encoding": "utf-8",
      "content-type": "application/json",
      headers: message.headers,
      // Not spread: it took as long as the rest of the message.
      properties: {
        correlation_id: properties.correlation_id,
        reply_to: properties.reply_to,
        delivery_mode: properties.delivery_mode,
        delivery_info: properties.delivery_info,
        priority: properties.priority,
        body_encoding: "base64",
        delivery_tag: deliveryTag,
      },
    }),
  };
}

export class RedisBroker implements Broker {
  readonly kind = "redis";
  readonly #connection: RedisConnection;
  readonly #control: RemoteControl;
  readonly #batches: PushBatches;
  readonly #answers = new RecentAnswers<Replies | null>();

  constructor(connection: RedisConnection, control: RemoteControl) {
    this.#connection = connection;
    this.#control = control;
    this.#batches = new PushBatches(connection);
  }

  async ready(options: Deadline): Promise<void> {
    await this.#connection.whenReady(options);
  }

  publish<T = void>(
    message: TaskMessage,
    options: Deadline,
    settlement: Settlement<T> = untold(),
  ): Promise<T> {
    return toldBy(
      attempt(() => this.#publish(message, options)),
      settlement,
    );
  }

  #publish(message: TaskMessage, options: Deadline): Promise<void> {
    const { exchange } = message.properties.delivery_info;
    if (exchange !== "") {
      return untilTaken((left) => this.#publishThrough(exchange, message, left), options);
    }
    const { key, value } = encodeForRedis(message, randomUUID());
    return this.#batches.push(this.#connection.key(key), value, options);
  }

  async ping(options: Deadline): Promise<void> {
    await this.#connection.command((client) => client.ping(), options);
  }

  async inspectQueue(queue: string, timeoutMs: number): Promise<QueueReport> {
    const unknown = {
      consumers: null,
      text: `whether a worker consumes the queue ${queue} could not be told`,
    };
    // The answers must be here before the time is over in which somebody asks for them.
    const askedMs = timeoutMs - Math.min(50, timeoutMs / 4);
    const command = { method: "active_queues", arguments: {} };
    const asked = this.#answers.to(command.method, () =>
      this.#control.ask(command, { timeoutMs: askedMs }).catch(() => null),
    );
    const deadline = withDeadline(asked, { timeoutMs, onDeadline: () => new Error("no answer") });
    const answers = await deadline.catch(() => null);
    if (answers === null) return unknown;
    const consuming = answers.replies.filter(({ answer }) => consumes(answer, queue)).length;
    if (consuming === 0 && answers.silent) {
      return {
        consumers: null,
        text: `${answers.silent} worker${answers.silent === 1 ? " is" : "s are"} connected but did not say whether the queue ${queue} is theirs`,
      };
    }
    return reportOf(queue, consuming);
  }

  /** kombu's exchanges are sets of bindings, written by the workers that consume the queues. */
  async #publishThrough(exchange: string, message: TaskMessage, options: Deadline): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    const bindings = await this.#connection.command(
      (client) => client.smembers(this.#connection.key(`_kombu.binding.${exchange}`)),
      options,
    );
    const { routing_key: routingKey } = message.properties.delivery_info;
    const queues = boundQueues(bindings, routingKey);
    if (queues.length === 0) {
      throw new UnroutableError(
        `no queue is bound to the exchange ${exchange} with the routing key "${routingKey}"; start a worker that binds one, or mend the names`,
        { details: { exchange, routingKey } },
      );
    }
    const entries = queues.map((queue) => encodeForRedis(message, randomUUID(), queue));
    await this.#connection.command(
      async (client) => {
        const pushes = client.multi();
        for (const { key, value } of entries) pushes.lpush(this.#connection.key(key), value);
        for (const [error] of (await pushes.exec().catch(rethrowReason)) ?? [])
          if (error !== null) throw error;
      },
      { ...options, timeoutMs: timeLeft(deadline) },
    );
  }

  /** A reply to every command is awaited by its publish: nothing else is under way. */
  async close(): Promise<void> {}
}

/** Redis says only that the transaction was refused; why (no memory, a replica) it has said of the commands in it. */
function rethrowReason(error: Error & { previousErrors?: (Error | null)[] }): never {
  throw error.previousErrors?.find((reason) => reason !== null) ?? error;
}

function consumes(answer: unknown, queue: string): boolean {
  return Array.isArray(answer) && answer.some((each) => isObject(each) && each.name === queue);
}

/**
 * The queues that a routing key leads to. A member is `routing key, pattern, queue`: the pattern is empty for a direct
 * exchange, and a regular expression for a topic exchange (kombu writes it for Python, in a form that JavaScript reads). Pure.
 */
export function boundQueues(bindings: readonly string[], routingKey: string): string[] {
  const queues = bindings.flatMap((binding) => {
    const [key, pattern, queue] = binding.split(SEPARATOR);
    const fits = pattern ? matches(pattern, routingKey) : key === routingKey;
    return fits && queue ? [queue] : [];
  });
  return Array.from(new Set(queues));
}

/** False where another program has put there what is no expression. */
function matches(pattern: string, routingKey: string): boolean {
  try {
    return new RegExp(pattern).test(routingKey);
  } catch {
    return false;
  }
}
