import type { RedisConnection } from "../connections/redisConnection.js";
import { ReadyIds } from "./readyIds.js";

/** Commands carry this many channels at most. */
const BATCH = 500;
/** Milliseconds until what nobody waits for any more is unsubscribed: a command for many of them, and for none alone. */
const LEAVE_MS = 200;

/** Who says which channels are wanted, and is told of them. */
export interface Subscriber {
  channelOf(id: string): string;
  isWanted(id: string): boolean;
  /** All ids that are wanted, for a new connection. */
  wanted(): readonly string[];
  /** What is published from now on comes; `isRenewed`: after a lost connection, and what was published meanwhile did not. */
  onSubscribed(ids: readonly string[], isRenewed: boolean): void;
  /** Redis, or the connection, has refused; `again` tries it with those that are still wanted. */
  onRefused(ids: readonly string[], error: Error, again: (ids: readonly string[]) => void): void;
}

/**
 * The channels that one connection is subscribed to, a channel for each id. Those of one turn of the event loop go in one
 * command; those that are left go some time later, for a message that comes meanwhile finds nobody and costs less.
 */
export class Subscriptions {
  readonly #connection: RedisConnection;
  readonly #subscriber: Subscriber;
  #joining: string[] = [];
  readonly #leaving = new Set<string>();
  readonly #ready = new ReadyIds((ids) => {
    for (const id of ids) this.leave(id);
  });

  constructor(connection: RedisConnection, subscriber: Subscriber) {
    this.#connection = connection;
    this.#subscriber = subscriber;
    connection.client.on("ready", () => this.#renew());
  }

  /** The id of a task that is about to be sent: one that is subscribed to already, where there is one. */
  get nextId(): string {
    return this.#ready.next;
  }

  /** While there is no connection nothing is done: all that is wanted is subscribed once there is one. */
  join(id: string): void {
    if (!this.#connection.isReady || this.#ready.take(id)) return;
    this.#leaving.delete(id);
    if (this.#joining.push(id) === 1) process.nextTick(() => this.#subscribeJoining());
  }

  leave(id: string): void {
    if (!this.#connection.isReady) return;
    this.#leaving.add(id);
    if (this.#leaving.size === 1) setTimeout(() => this.#unsubscribe(), LEAVE_MS).unref();
    if (this.#leaving.size >= BATCH) this.#unsubscribe();
  }

  #subscribeJoining(): void {
    const ids = this.#joining.filter((id) => this.#subscriber.isWanted(id));
    this.#joining = [];
    this.#subscribe(ids, false);
  }

  #renew(): void {
    this.#joining = [];
    this.#leaving.clear();
    this.#ready.clear();
    this.#subscribe(this.#subscriber.wanted(), true);
  }

  #subscribe(ids: readonly string[], isRenewed: boolean): void {
    if (!this.#connection.isReady) return;
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      const more = isRenewed ? [] : this.#ready.more();
      this.#connection.client.subscribe(...this.#channelsOf([...batch, ...more])).then(
        () => {
          this.#ready.add(more);
          this.#subscriber.onSubscribed(batch, isRenewed);
        },
        (error: Error) => {
          this.#ready.clear();
          this.#subscriber.onRefused(batch, error, (wanted) => this.#subscribe(wanted, true));
        },
      );
    }
  }

  #unsubscribe(): void {
    if (this.#leaving.size === 0 || !this.#connection.isReady) return;
    const channels = this.#channelsOf(Array.from(this.#leaving));
    this.#leaving.clear();
    // Where this fails, the connection is gone, and the subscriptions with it.
    this.#connection.client.unsubscribe(...channels).catch(() => {});
  }

  #channelsOf(ids: readonly string[]): string[] {
    return ids.map((id) => this.#subscriber.channelOf(id));
  }
}
