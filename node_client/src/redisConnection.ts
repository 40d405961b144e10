import { Redis } from "ioredis";
import { Waiters } from "./deadline.js";
import { InvalidOptionsError } from "./errors.js";
import { type ServiceUrl, tlsOptions } from "./url.js";

/** The server answered, and will answer the same next time: waiting would not help. */
const REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid (password|DB index)|ERR DB index|ERR AUTH)/;

/**
 * One connection to Redis that never queues a command by itself: what was not written while it was
 * connected is not written later, so that a rejected publish stays rejected. It reconnects for ever.
 */
export class RedisConnection {
  readonly client: Redis;
  readonly shown: string;
  readonly db: number;
  /** Why it is not connected, as far as is known. */
  lastError: Error | null = null;
  readonly #waiters = new Waiters();
  #isClosed = false;

  constructor(url: ServiceUrl, { name, connectTimeoutMs }: { name: string; connectTimeoutMs: number }) {
    this.shown = url.shown;
    this.db = databaseNumber(url);
    const tls = tlsOptions(url);
    this.client = new Redis({
      host: url.hostname,
      port: url.port ?? 6379,
      db: this.db,
      ...(url.username !== null && { username: url.username }),
      ...(url.password !== null && { password: url.password }),
      ...(tls !== undefined && { tls }),
      connectionName: name,
      connectTimeout: connectTimeoutMs,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      // With 0, what was written when the connection broke is rejected at once instead of never.
      maxRetriesPerRequest: 0,
      autoResubscribe: false,
      retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, 2000),
    });
    this.client.on("error", (error: Error) => {
      this.lastError = error;
      if (REFUSED.test(error.message)) this.#waiters.fail(error);
    });
    this.client.on("ready", () => {
      this.lastError = null;
      this.#waiters.release();
    });
  }

  get isReady(): boolean {
    return this.client.status === "ready" && this.client.stream?.writable === true;
  }

  /** Resolves when commands can be written. Rejects at the deadline, and at once where the login is refused. */
  whenReady(options: {
    timeoutMs: number;
    signal?: AbortSignal | undefined;
    onDeadline: () => Error;
  }): Promise<void> {
    if (this.isReady) return Promise.resolve();
    if (this.#isClosed) return Promise.reject(new Error("the connection is closed"));
    return this.#waiters.wait(options);
  }

  /** Waits for the replies of what was written, for at most `timeoutMs`, then leaves. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#waiters.fail(new Error("the connection is closed"));
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

/** An answer of the server, so that the command certainly had no effect. */
export function isRedisReply(error: unknown): error is Error {
  return error instanceof Error && error.name === "ReplyError";
}

function databaseNumber(url: ServiceUrl): number {
  const text = url.path || url.query.get("virtual_host") || url.query.get("db") || "0";
  if (!/^\d+$/.test(text)) {
    throw new InvalidOptionsError(`${url.shown}: the database number of a Redis URL must be a number`, {
      details: { errors: [{ path: "", message: "the database number of a Redis URL must be a number" }] },
    });
  }
  return Number(text);
}
