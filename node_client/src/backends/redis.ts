import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { isPassing, isRedisReply, RedisConnection, withoutCommand } from "../connections/redisConnection.js";
import type { ServiceUrl } from "../connections/url.js";
import { REVOKED_KEY_SECONDS, revokedKey } from "../control/mailbox.js";
import { BackendUnavailableError } from "../errors.js";
import { CLAIM_SCRIPT, CLAIM_SECONDS, type Claimed, RECORD_PREFIX } from "../idempotency.js";
import type { RedisOptions } from "../options/options.js";
import type { Deadline } from "../waiting/deadline.js";
import { tryAgain } from "../waiting/retry.js";
import { backendUnavailable, type ResultBackend, type Watcher } from "./backend.js";
import { GracePeriod } from "./gracePeriod.js";
import { type Subscriber, Subscriptions } from "./subscriptions.js";
import { tell, type Watch, Watches } from "./watches.js";

/** Key of a result, and the channel that each of its states is published on. */
const PREFIX = "celery-task-meta-";
/** Celery's key of how many tasks a chord waits for, between these two; kept as long as Celery keeps a result. */
const [CHORD_PREFIX, CHORD_SUFFIX] = ["celery-taskset-meta-", ".s"];
const CHORD_SECONDS = 86_400;
/** One command reads this many results at most. */
const BATCH = 500;
/** Milliseconds until a server that could not answer for now is asked again. */
const ASK_AGAIN_MS = 500;

/**
 * Results in Redis, pushed: one subscriber connection with a subscription for each job that somebody
 * waits for, and one command connection. A GET follows each confirmed subscription, for what was stored before it: for a
 * job that is about to be sent only where nothing has come some time later. After a reconnect all are read
 * again. Each state comes in the order in which it was stored, and once.
 */
export class RedisBackend implements ResultBackend, Subscriber {
  readonly unsupported = null;
  readonly storeless = null;
  /** Celery's publisher writes one with Redis, too, where nobody reads it. */
  readonly replyTo = randomUUID();
  readonly #shown: string;
  /** What Celery's keys of results begin with. */
  readonly #prefix: string;
  readonly #commands: RedisConnection;
  readonly #subscriber: RedisConnection;
  readonly #subscriptions: Subscriptions;
  readonly #unheard = new GracePeriod((ids) => this.#fetch(ids));
  readonly #watches = new Watches();

  constructor(
    url: ServiceUrl,
    given: { connectTimeoutMs: number; heartbeatMs: number; redis?: RedisOptions },
  ) {
    this.#shown = url.shown;
    this.#prefix = celeryPrefix(given.redis?.keyPrefix);
    const options = {
      ...given,
      unavailable: (_sent: unknown, reason: string, cause?: unknown, isPassing?: boolean) =>
        backendUnavailable(url.shown, reason, cause, isPassing),
    };
    this.#commands = new RedisConnection(url, { ...options, name: "taskgate-results" });
    this.#subscriber = new RedisConnection(url, { ...options, name: "taskgate-subscriber" });
    this.#subscriber.client.on("message", (channel: string, text: string) => {
      this.#deliver(channel.slice(this.#prefix.length + PREFIX.length), text);
    });
    this.#subscriptions = new Subscriptions(this.#subscriber, this);
    this.#commands.client.on("ready", () => this.#fetch(this.wanted()));
  }

  get isConnected(): boolean {
    return this.#commands.isReady && this.#subscriber.isReady;
  }

  async ready(options: Deadline): Promise<void> {
    await Promise.all([this.#commands.whenReady(options), this.#subscriber.whenReady(options)]);
  }

  async ping(options: Deadline): Promise<void> {
    await Promise.all([
      this.#commands.command((client) => client.ping(), options),
      this.#subscriber.whenReady(options),
    ]);
  }

  get nextId(): string {
    return this.#subscriptions.nextId;
  }

  watch(id: string, watcher: Watcher, isNew = false): () => void {
    const isWatched = this.#watches.has(id);
    const watch = this.#watches.add(id, watcher, isNew);
    if (isWatched) this.#fetch([id]);
    else this.#subscriptions.join(id);
    return () => this.#unwatch(id, watch);
  }

  async read(id: string, options: Deadline): Promise<string | null> {
    return this.#commands.command((client) => client.get(this.channelOf(id)), options);
  }

  async markRevoked(id: string, options: Deadline): Promise<void> {
    await this.#write((client) => client.set(revokedKey(id), "1", "EX", REVOKED_KEY_SECONDS), options);
  }

  async claim(id: string, digest: string, options: Deadline): Promise<Claimed> {
    const keys = [this.#prefix + RECORD_PREFIX + id, this.channelOf(id)];
    const claimed = await this.#write(
      (client) => client.eval(CLAIM_SCRIPT, keys.length, ...keys, digest, CLAIM_SECONDS),
      options,
    );
    return claimed as Claimed;
  }

  /** Each state is stored: there is nothing to be kept here. */
  expect(): void {}

  async prepareChord(groupId: string, size: number, options: Deadline): Promise<void> {
    await this.#write(
      (client) => client.set(this.#prefix + CHORD_PREFIX + groupId + CHORD_SUFFIX, size, "EX", CHORD_SECONDS),
      options,
    );
  }

  async close(timeoutMs: number): Promise<void> {
    this.#watches.clear();
    await Promise.all([this.#commands.close(timeoutMs), this.#subscriber.close(timeoutMs)]);
  }

  /** What is refused for now, by a replica or for want of memory, is tried again. */
  #write<T>(write: (client: Redis) => Promise<T>, options: Deadline): Promise<T> {
    return tryAgain(
      (timeoutMs) => this.#commands.command(write, { ...options, timeoutMs }),
      (error) =>
        error instanceof BackendUnavailableError && (error.details as { isPassing: boolean }).isPassing,
      options,
    );
  }

  /** Key of the result, and channel of its states. */
  channelOf(id: string): string {
    return this.#prefix + PREFIX + id;
  }

  isWanted(id: string): boolean {
    return this.#watches.has(id);
  }

  wanted(): readonly string[] {
    return this.#watches.ids;
  }

  onSubscribed(ids: readonly string[], isRenewed: boolean): void {
    if (isRenewed) {
      // What was published meanwhile is to be fetched.
      for (const id of ids) for (const watch of this.#watches.of(id)) watch.isHeard = false;
      this.#fetch(ids);
      return;
    }
    const [young, old] = [[] as string[], [] as string[]];
    for (const id of ids) if (this.#watches.isUnheard(id)) (this.#watches.isNew(id) ? young : old).push(id);
    this.#unheard.add(young);
    this.#fetch(old);
  }

  /** A lost connection mends itself, and what is refused for now is asked again; NOPERM would be the same next time. */
  onRefused(ids: readonly string[], error: Error, again: (ids: readonly string[]) => void): void {
    if (!isRedisReply(error)) return;
    if (isPassing(error)) {
      setTimeout(() => again(ids.filter((id) => this.isWanted(id))), ASK_AGAIN_MS).unref();
      return;
    }
    const refused = backendUnavailable(this.#shown, `Redis refused: ${error.message}`, withoutCommand(error));
    for (const id of ids) for (const { watcher } of this.#watches.of(id)) watcher.onError(refused);
  }

  #unwatch(id: string, watch: Watch): void {
    if (this.#watches.delete(id, watch) && !this.#watches.has(id)) this.#subscriptions.leave(id);
  }

  #fetch(ids: readonly string[]): void {
    if (!this.#commands.isReady) return;
    // Only for whom somebody still waits: most results are here before their subscription is confirmed.
    const unheard = ids.filter((id) => this.#watches.isUnheard(id));
    for (let start = 0; start < unheard.length; start += BATCH) {
      const batch = unheard.slice(start, start + BATCH);
      this.#commands.client.mget(batch.map((id) => this.channelOf(id))).then(
        (texts) => this.#deliverStored(batch, texts),
        (error: Error) => this.onRefused(batch, error, (wanted) => this.#fetch(wanted)),
      );
    }
  }

  /**
   * The two connections are read in any order: what was published before the GET may still be under way. The answer to a
   * PING comes behind it; whoever has got nothing until then gets what was stored.
   */
  async #deliverStored(ids: readonly string[], texts: readonly (string | null)[]): Promise<void> {
    if (texts.every((text) => text === null)) return;
    try {
      await this.#subscriber.client.ping();
    } catch (error) {
      // "ready" fetches again. A server that refuses PING has answered all the same.
      if (!isRedisReply(error)) return;
    }
    texts.forEach((text, index) => {
      if (text === null) return;
      for (const watch of this.#watches.of(ids[index] as string)) {
        if (!watch.isHeard && watch.last !== text) tell(watch, text);
      }
    });
  }

  #deliver(id: string, text: string): void {
    for (const watch of this.#watches.of(id)) {
      watch.isHeard = true;
      tell(watch, text);
    }
  }
}

/** The prefix as Celery's backend writes it: with a `_` after it, unless it ends like one. */
function celeryPrefix(prefix = ""): string {
  return prefix === "" || /[:_.-]$/.test(prefix) ? prefix : `${prefix}_`;
}
