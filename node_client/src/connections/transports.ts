import { RedisBackend, type ResultBackend, UnsupportedBackend } from "../backends/index.js";
import { type Broker, RabbitmqBroker, RedisBroker } from "../brokers/index.js";
import { invalidUrl, parseServiceUrl } from "./url.js";

export interface Transports {
  readonly broker: Broker;
  readonly backend: ResultBackend;
}

/** Opens the broker and the result backend that the URLs name. Throws INVALID_OPTIONS; connects in the background. */
export function openTransports(
  brokerUrl: string,
  backendUrl: string | null,
  connectTimeoutMs: number,
): Transports {
  const broker = openBroker(brokerUrl, connectTimeoutMs);
  try {
    return { broker, backend: openBackend(backendUrl, connectTimeoutMs) };
  } catch (error) {
    // It has begun to connect, and would keep the process alive.
    broker.close(0).catch(() => {});
    throw error;
  }
}

function openBroker(text: string, connectTimeoutMs: number): Broker {
  const parsed = parseServiceUrl(text, "broker");
  // Celery's names of the drivers behind the schemes.
  const url = { ...parsed, scheme: parsed.scheme.replace(/^pyamqp$/, "amqp").replace(/^pyamqps$/, "amqps") };
  switch (url.scheme) {
    case "redis":
    case "rediss":
      return new RedisBroker(url, { connectTimeoutMs });
    case "amqp":
    case "amqps":
      return new RabbitmqBroker(url, { connectTimeoutMs });
    default:
      throw invalidUrl(
        "broker",
        `the scheme ${url.scheme}:// is not supported; use redis://, rediss://, amqp:// or amqps://`,
      );
  }
}

function openBackend(text: string | null, connectTimeoutMs: number): ResultBackend {
  const remedy =
    "give a redis:// or rediss:// result backend (CELERY_RESULT_BACKEND) to the workers and to this client";
  if (text === null || text === "" || text === "disabled" || text === "disabled://") {
    return new UnsupportedBackend(`there is no result backend; ${remedy}`);
  }
  // db+postgresql://, file:///, rpc:// and others are Celery's business; only their scheme is looked at, and
  // nothing else is shown, for what has none may begin with a password.
  const scheme = /^([a-z][a-z0-9+.-]*)(:|$)/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw invalidUrl("backend", `is not a URL; ${remedy}`);
  if (scheme !== "redis" && scheme !== "rediss") {
    return new UnsupportedBackend(`results in ${scheme}:// cannot be read by this client; ${remedy}`);
  }
  return new RedisBackend(parseServiceUrl(text, "backend"), { connectTimeoutMs });
}
