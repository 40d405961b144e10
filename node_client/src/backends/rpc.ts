import { randomUUID } from "node:crypto";
import type { Consumer } from "rabbitmq-client";
import { bodyText, type RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { BackendUnavailableError, ClosedError, UnsupportedError } from "../errors.js";
import { decodeOutcome } from "../results/outcome.js";
import { type Deadline, Waiters, withDeadline } from "../waiting/deadline.js";
import { backendUnavailable, type ResultBackend, type Watcher } from "./backend.js";
import { HandedTexts } from "./handedTexts.js";
import { KeptTexts } from "./keptTexts.js";

/** Milliseconds for which RabbitMQ keeps the reply queue while nobody consumes it: how long a lost connection may last. */
const QUEUE_EXPIRES_MS = 3_600_000;
/** States that RabbitMQ sends ahead of their acknowledgement. */
const PREFETCH = 1000;
/** How many states are kept for whom no one has asked yet, and of those that somebody has seen. */
const [MAX_UNSEEN, MAX_SEEN] = [100_000, 10_000];
const MAX_CHARACTERS = 32 * 2 ** 20;

/**
 * Celery's `rpc://`: each state comes as a message to a queue of this connection's own. Nothing is stored, so that
 * the newest state of each job is kept here. The queue outlives a lost connection, and is deleted at the end.
 */
export class RpcBackend implements ResultBackend {
  readonly unsupported = null;
  readonly storeless =
    "results in rpc:// go to the connection that has sent the task, and are nowhere else; with a redis:// result backend (CELERY_RESULT_BACKEND) others see them";
  readonly replyTo = randomUUID();
  readonly #connection: RabbitmqConnection;
  readonly #consumer: Consumer;
  readonly #waiters = new Waiters();
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #unseen = new KeptTexts(MAX_UNSEEN, MAX_CHARACTERS);
  readonly #seen = new KeptTexts(MAX_SEEN, MAX_CHARACTERS);
  readonly #handed = new HandedTexts(PREFETCH);
  #lastError: Error | null = null;

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
    this.#consumer = connection.consume(
      {
        queue: this.replyTo,
        // RabbitMQ 4.3 takes no queue that is neither durable nor exclusive, and an exclusive one dies with the connection.
        queueOptions: { durable: true, arguments: { "x-expires": QUEUE_EXPIRES_MS } },
        qos: { prefetchCount: PREFETCH },
        requeue: false,
      },
      (message) => this.#deliver(message.correlationId, bodyText(message), message.redelivered),
    );
    this.#consumer.on("error", (error: Error) => {
      this.#lastError = error;
    });
    this.#consumer.on("ready", () => {
      this.#lastError = null;
      this.#waiters.release();
    });
  }

  get isConnected(): boolean {
    return this.#consumer.consumerTag !== "";
  }

  async ready(options: Deadline): Promise<void> {
    if (this.isConnected) return;
    await this.#waiters.wait({
      ...options,
      onDeadline: () => {
        const reason = this.#lastError === null ? "" : ` (${this.#lastError.message})`;
        return backendUnavailable("rpc://", `no reply queue within ${options.timeoutMs} ms${reason}`);
      },
    });
  }

  /** After a lost connection the queue is declared anew, which takes longer than to publish again. */
  whenReplying(options: Deadline): Promise<void> | null {
    if (this.isConnected) return null;
    return this.ready(options).catch((error: unknown) => {
      if (!(error instanceof BackendUnavailableError)) throw error;
      throw this.#connection.isReady
        ? this.#connection.unavailable("no", error.message, error)
        : this.#connection.notReady(options.timeoutMs);
    });
  }

  async ping(options: Deadline): Promise<void> {
    await Promise.all([this.ready(options), this.#connection.ping(options)]);
  }

  expect(id: string): void {
    if (!this.knows(id)) this.#unseen.set(id, null);
  }

  knows(id: string): boolean {
    return this.#watchers.has(id) || this.#unseen.has(id) || this.#seen.has(id);
  }

  watch(id: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(watcher));
    const text = this.#kept(id);
    if (text !== null) {
      this.#keep(id, text);
      // Not before whoever watches has what this returns.
      queueMicrotask(() => {
        if (watchers.has(watcher)) watcher.onText(text);
      });
    }
    return () => {
      if (watchers.delete(watcher) && watchers.size === 0) this.#watchers.delete(id);
    };
  }

  async read(id: string): Promise<string | null> {
    return this.#kept(id);
  }

  async markRevoked(): Promise<void> {
    throw new UnsupportedError(this.storeless);
  }

  async claim(): Promise<never> {
    throw new UnsupportedError(this.storeless);
  }

  async prepareChord(): Promise<void> {
    throw new UnsupportedError(`Celery has no chords on rpc://: ${this.storeless}`);
  }

  /** Deletes the reply queue: what comes later is for nobody. */
  async close(timeoutMs: number): Promise<void> {
    this.#waiters.fail(new ClosedError("the gate was closed before there was a reply queue"));
    this.#watchers.clear();
    const isReachable = this.isConnected;
    const closed = this.#consumer.close().then(async () => {
      if (!isReachable) return;
      await this.#connection.withChannel((channel) => channel.queueDelete({ queue: this.replyTo }));
    });
    // Where it fails, the connection is gone, and the queue expires.
    await withDeadline(closed, { timeoutMs, onDeadline: () => new Error("not closed") }).catch(() => {});
  }

  /** Whatever another program has put here is decoded by whoever waits for that id; without an id it is dropped. */
  #deliver(id: string | undefined, text: string, isRedelivered: boolean): void {
    if (id === undefined) return;
    // Its acknowledgement was lost with the connection: told again, it would stand after those that followed it.
    if (isRedelivered && this.#handed.has(id, text)) return;
    this.#handed.add(id, text);
    this.#keep(id, text);
    for (const watcher of this.#watchers.get(id) ?? []) watcher.onText(text);
  }

  #keep(id: string, text: string): void {
    // A retry without a countdown may end before the attempt before it has said RETRY: the end stays.
    const before = this.#kept(id);
    if (before !== null && isFinal(before) && !isFinal(text)) return;
    const [keeper, other] = this.#watchers.has(id) ? [this.#seen, this.#unseen] : [this.#unseen, this.#seen];
    other.delete(id);
    keeper.set(id, text);
  }

  #kept(id: string): string | null {
    return this.#unseen.get(id) ?? this.#seen.get(id);
  }
}

/** What cannot be read ends a wait, too. */
function isFinal(text: string): boolean {
  try {
    return decodeOutcome(text).isFinal;
  } catch {
    return true;
  }
}
