import { RedisBackend, type ResultBackend, UnsupportedBackend } from "./backends/index.js";
import { type Broker, RabbitmqBroker, RedisBroker } from "./brokers/index.js";
import { InvalidOptionsError } from "./errors.js";
import { parseServiceUrl } from "./url.js";

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
  // Everything that can throw comes first, so that no socket is left behind.
  const openBroker = brokerFor(brokerUrl, connectTimeoutMs);
  const openBackend = backendFor(backendUrl, connectTimeoutMs);
  return { broker: openBroker(), backend: openBackend() };
}

function brokerFor(text: string, connectTimeoutMs: number): () => Broker {
  const parsed = parseServiceUrl(text, "broker");
  // Celery's names of the drivers behind the schemes.
  const url = { ...parsed, scheme: parsed.scheme.replace(/^pyamqp$/, "amqp").replace(/^pyamqps$/, "amqps") };
  switch (url.scheme) {
    case "redis":
    case "rediss":
      return () => new RedisBroker(url, { connectTimeoutMs });
    case "amqp":
    case "amqps":
      return () => new RabbitmqBroker(url, { connectTimeoutMs });
    default: {
      const message = `the scheme ${url.scheme}:// is not supported; use redis://, rediss://, amqp:// or amqps://`;
      throw new InvalidOptionsError(`broker: ${message}`, {
        details: { errors: [{ path: "/broker", message }] },
      });
    }
  }
}

function backendFor(text: string | null, connectTimeoutMs: number): () => ResultBackend {
  const remedy =
    "give a redis:// or rediss:// result backend (CELERY_RESULT_BACKEND) to the workers and to this client";
  if (text === null || text === "" || text === "disabled" || text === "disabled://") {
    return () => new UnsupportedBackend(`there is no result backend; ${remedy}`);
  }
  // db+postgresql://, file:///, rpc:// and others are Celery's business; only their scheme is looked at.
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase() ?? text.split("/")[0];
  if (scheme !== "redis" && scheme !== "rediss") {
    return () => new UnsupportedBackend(`results in ${scheme}:// cannot be read by this client; ${remedy}`);
  }
  const url = parseServiceUrl(text, "backend");
  return () => new RedisBackend(url, { connectTimeoutMs });
}
