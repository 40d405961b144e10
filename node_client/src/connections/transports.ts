import { RedisBackend, type ResultBackend, RpcBackend, UnsupportedBackend } from "../backends/index.js";
import { type Broker, brokerUnavailable, RabbitmqBroker, RedisBroker } from "../brokers/index.js";
import { RabbitmqControl, RedisControl, type RemoteControl } from "../control/index.js";
import type { Settings } from "../options/settings.js";
import { timeLeft } from "../waiting/deadline.js";
import { RabbitmqConnection } from "./rabbitmqConnection.js";
import { RedisConnection } from "./redisConnection.js";
import { invalidUrl, parseServiceUrl } from "./url.js";

/** What a gate is connected to. One connection to the broker, whatever is done over it. */
export interface Transports {
  readonly broker: Broker;
  readonly control: RemoteControl;
  readonly backend: ResultBackend;
  /** Lets what was written be confirmed, then disconnects. Takes at most `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
}

/** The side of a broker: what is published, and what is said to the workers themselves. */
interface BrokerSide {
  readonly broker: Broker;
  readonly control: RemoteControl;
  /** null where the broker is not RabbitMQ. */
  readonly rabbitmq: RabbitmqConnection | null;
  close(timeoutMs: number): Promise<void>;
}

/** Opens the broker and the result backend that the URLs name. Throws INVALID_OPTIONS; connects in the background. */
export function openTransports(settings: Settings): Transports {
  const side = openBroker(settings);
  const { broker, control } = side;
  let backend: ResultBackend;
  try {
    backend = openBackend(settings, side.rabbitmq);
  } catch (error) {
    // It has begun to connect, and would keep the process alive.
    side.close(0).catch(() => {});
    throw error;
  }
  const close = async (timeoutMs: number) => {
    const deadline = Date.now() + timeoutMs;
    await Promise.all([broker.close(timeoutMs), control.close(timeoutMs), backend.close(timeoutMs)]);
    await side.close(timeLeft(deadline));
  };
  return { broker, control, backend, close };
}

function openBroker(settings: Settings): BrokerSide {
  const { broker: text, brokerOptions, connectTimeoutMs, heartbeatMs, taskSentEvents } = settings;
  const parsed = parseServiceUrl(text, "broker");
  // Celery's names of the drivers behind the schemes.
  const url = { ...parsed, scheme: parsed.scheme.replace(/^pyamqp$/, "amqp").replace(/^pyamqps$/, "amqps") };
  switch (url.scheme) {
    case "redis":
    case "rediss":
    case "sentinel": {
      const connection = new RedisConnection(url, {
        name: "taskgate-broker",
        connectTimeoutMs,
        heartbeatMs,
        redis: brokerOptions,
        unavailable: (sent, reason, cause, isPassing) =>
          brokerUnavailable(url.shown, sent, reason, cause, isPassing),
      });
      const control = new RedisControl(connection);
      const close = (timeoutMs: number) => connection.close(timeoutMs);
      return { broker: new RedisBroker(connection, control), control, rabbitmq: null, close };
    }
    case "amqp":
    case "amqps": {
      const connection = new RabbitmqConnection(url, {
        connectTimeoutMs,
        heartbeatMs,
        isUnanswered: taskSentEvents,
      });
      const control = new RabbitmqControl(connection);
      const close = (timeoutMs: number) => connection.close(timeoutMs);
      return { broker: new RabbitmqBroker(connection), control, rabbitmq: connection, close };
    }
    default:
      throw invalidUrl(
        "broker",
        `the scheme ${url.scheme}:// is not supported; use redis://, rediss://, sentinel://, amqp:// or amqps://`,
      );
  }
}

function openBackend(
  { backend: text, backendOptions, connectTimeoutMs, heartbeatMs }: Settings,
  rabbitmq: RabbitmqConnection | null,
): ResultBackend {
  const remedy =
    "give a redis:// or rediss:// result backend, or with RabbitMQ rpc:// (CELERY_RESULT_BACKEND), to the workers and to this client";
  if (text === null || text === "" || text === "disabled" || text === "disabled://") {
    return new UnsupportedBackend(`there is no result backend; ${remedy}`);
  }
  // db+postgresql://, file:/// and others are Celery's business; only their scheme is looked at, and
  // nothing else is shown, for what has none may begin with a password.
  const scheme = /^([a-z][a-z0-9+.-]*)(:|$)/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw invalidUrl("backend", `is not a URL; ${remedy}`);
  if (scheme === "rpc") {
    return rabbitmq === null
      ? new UnsupportedBackend(`results in rpc:// need RabbitMQ as the broker; ${remedy}`)
      : new RpcBackend(rabbitmq);
  }
  if (scheme !== "redis" && scheme !== "rediss" && scheme !== "sentinel") {
    return new UnsupportedBackend(`results in ${scheme}:// cannot be read by this client; ${remedy}`);
  }
  const url = parseServiceUrl(text, "backend");
  return new RedisBackend(url, { connectTimeoutMs, heartbeatMs, redis: backendOptions });
}
