import { Redis } from "ioredis";
import { ClosedError } from "../errors.js";
import type { RedisOptions } from "../options/options.js";
import { type Deadline, timeLeft, Waiters, withDeadline } from "../waiting/deadline.js";
import { invalidUrl, type ServiceUrl, tlsOptions } from "./url.js";

/** The server answered, and will answer the same next time: waiting would not help. */
const REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid (password|DB index)|ERR DB index|ERR AUTH)/;

/** The server will take the command in a moment: a replica that is about to lead, no memory left, still loading. */
const PASSING = /^(READONLY|OOM|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|MISCONF) /;

/**
 * What makes the error of whoever uses the connection. `sent` is whether the command may have had an effect, `isPassing`
 * whether the server refused it for now.
 */
type Unavailable = (sent: "no" | "unknown", reason: string, cause?: unknown, isPassing?: boolean) => Error;

export interface RedisConnectionOptions {
  /** How Redis's CLIENT LIST shows it. */
  readonly name: string;
  readonly connectTimeoutMs: number;
  /** Silence after which the connection counts as lost, in milliseconds. */
  readonly heartbeatMs: number;
  readonly unavailable: Unavailable;
  readonly redis?: RedisOptions | undefined;
}

/**
 * One connection to Redis that never queues a command by itself: what was not written while it was
 * connected is not written later, so that a rejected publish stays rejected. It reconnects for ever.
 */
export class RedisConnection {
  readonly client: Redis;
  readonly db: number;
  readonly #keyPrefix: string;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unavailable: Unavailable;
  readonly #url: ServiceUrl;
  readonly #options: RedisConnectionOptions;
  readonly #waiters = new Waiters();
  /** Why it is not connected, as far as is known. */
  #lastError: Error | null = null;
  #closed: ClosedError | null = null;
  /** It is about to connect again, and nothing more is written. */
  #isLeaving = false;

  /** Throws INVALID_OPTIONS before anything is opened. */
  constructor(url: ServiceUrl, options: RedisConnectionOptions) {
    const { name, connectTimeoutMs, heartbeatMs, unavailable, redis = {} } = options;
    this.db = databaseNumber(url);
    this.#keyPrefix = redis.keyPrefix ?? "";
    this.#unavailable = unavailable;
    this.#url = url;
    this.#options = options;
    const tls = tlsOptions(url);
    this.client = new Redis({
      ...(url.scheme === "sentinel" ? sentinels(url, redis) : { host: url.hostname, port: url.port ?? 6379 }),
      db: this.db,
      ...(url.username !== null && { username: url.username }),
      ...(url.password !== null && { password: url.password }),
      ...(tls !== undefined && { tls }),
      connectionName: name,
      connectTimeout: connectTimeoutMs,
      // The timer of a disconnect() outlives a socket that was lost before, and would keep the process alive.
      disconnectTimeout: 50,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // With 0, what was written when the connection broke is rejected at once instead of never.
      maxRetriesPerRequest: 0,
      autoResubscribe: false,
      // A command is answered in this time, and a PING is sent as often: a connection that went silent is found out.
      socketTimeout: heartbeatMs,
      reconnectOnError: (error) => {
        if (error.message.startsWith("READONLY")) this.#leaveReplica(error);
        return false;
      },
      retryStrategy: retryDelay,
    });
    this.#heartbeat = setInterval(() => {
      if (this.isReady) this.client.ping().catch(() => {});
    }, heartbeatMs).unref();
    this.client.on("error", (error: Error) => {
      this.#lastError = withoutCommand(error);
      if (REFUSED.test(error.message)) this.#waiters.fail(error);
    });
    this.client.on("ready", () => {
      this.#lastError = null;
      this.#isLeaving = false;
      this.#waiters.release();
    });
  }

  /** One more to the same server, shown as `name`. */
  another(name: string): RedisConnection {
    return new RedisConnection(this.#url, { ...this.#options, name });
  }

  /** A key or channel of kombu's, as it is named in Redis: with the workers' `global_keyprefix` before it. */
  key(name: string): string {
    return this.#keyPrefix + name;
  }

  get isReady(): boolean {
    return this.client.status === "ready" && !this.#isLeaving && this.client.stream?.writable === true;
  }

  /**
   * A replica that was the master a moment ago: whoever answers under this address now may be the new one. What was
   * written before is answered first: else it would be unknown whether it was refused, too.
   */
  #leaveReplica(error: Error): void {
    if (!this.isReady) return;
    this.#isLeaving = true;
    this.#lastError = withoutCommand(error);
    const leave = () => {
      if (this.client.status === "ready") this.client.disconnect(true);
    };
    this.client.ping().then(leave, leave);
  }

  /** Resolves when commands can be written. Rejects at the deadline, and at once where the login is refused. */
  async whenReady({ timeoutMs, signal }: Deadline): Promise<void> {
    if (this.isReady) return;
    if (this.#closed !== null) throw this.#closed;
    const missed = new Error(`no connection to Redis within ${timeoutMs} ms`);
    try {
      await this.#waiters.wait({ timeoutMs, signal, onDeadline: () => missed });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof ClosedError) throw error;
      const cause = error === missed ? this.#lastError : (error as Error);
      const reason = error === missed ? missed.message : "Redis refused the connection";
      throw this.#unavailable("no", cause ? `${reason} (${cause.message})` : reason, cause ?? undefined);
    }
  }

  /** Writes a command, once there is a connection, and gives the reply. */
  async command<T>(write: (client: Redis) => Promise<T>, options: Deadline): Promise<T> {
    const deadline = Date.now() + options.timeoutMs;
    options.signal?.throwIfAborted();
    if (!this.isReady) await this.whenReady(options);
    const reply = write(this.client).catch((error: Error) => {
      if (isRedisReply(error)) {
        throw this.#unavailable(
          "no",
          `Redis refused: ${error.message}`,
          withoutCommand(error),
          isPassing(error),
        );
      }
      throw this.#unavailable("unknown", "the connection was lost before Redis answered", error);
    });
    return withDeadline(reply, {
      timeoutMs: timeLeft(deadline),
      signal: options.signal,
      onDeadline: () => this.#unavailable("unknown", `Redis did not answer within ${options.timeoutMs} ms`),
    });
  }

  /** Waits for the replies of what was written, for at most `timeoutMs`, then leaves. */
  async close(timeoutMs: number): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#closed = new ClosedError(
      "the gate was closed before there was a connection to Redis; nothing was sent",
    );
    this.#waiters.fail(this.#closed);
    if (this.client.status === "end") return;
    if (!this.isReady) {
      this.client.disconnect();
      return;
    }
    const ended = new Promise<void>((resolve) => this.client.once("end", resolve));
    const timer = setTimeout(() => this.client.disconnect(), timeoutMs);
    this.client.quit().catch(() => this.client.disconnect());
    await ended;
    clearTimeout(timer);
  }
}

function sentinels(url: ServiceUrl, { masterName, sentinelPassword }: RedisOptions) {
  if (masterName === undefined) {
    throw invalidUrl(url.option, `sentinel:// needs the name of the master: ${url.option}Options.masterName`);
  }
  return {
    sentinels: url.hosts.map(({ hostname, port }) => ({ host: hostname, port: port ?? 26379 })),
    name: masterName,
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    sentinelRetryStrategy: retryDelay,
  };
}

/** Milliseconds before the next attempt to connect. */
function retryDelay(attempt: number): number {
  return Math.min(25 * 2 ** attempt, 2000);
}

/** An answer of the server, so that the command certainly had no effect. */
export function isRedisReply(error: unknown): error is Error {
  return error instanceof Error && error.name === "ReplyError";
}

/** The server may take the same command in a moment. */
export function isPassing(reply: Error): boolean {
  return PASSING.test(reply.message);
}

/** ioredis adds the command with its arguments, which may be the password, or what a caller sends. */
export function withoutCommand(error: Error): Error {
  delete (error as { command?: unknown }).command;
  return error;
}

function databaseNumber(url: ServiceUrl): number {
  const text = url.path || url.query.get("virtual_host") || url.query.get("db") || "0";
  if (!/^\d+$/.test(text)) {
    throw invalidUrl(
      url.option,
      "the database of a Redis URL must be a number, as in redis://localhost:6379/0",
    );
  }
  return Number(text);
}
