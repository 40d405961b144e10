import { MAX_TIMEOUT_MS } from "./deadline.js";

/** A timer is late by this part of its time at most, so that those of about the same time are one. */
const PRECISION = 1 / 64;

interface Bucket<T> {
  readonly items: Set<T>;
  readonly timer: NodeJS.Timeout;
}

/** Those whose time is up together; given back by `start`, for `stop`. */
export type Started<T> = Bucket<T>;

/**
 * Timers of many things that nearly always end before their time, such as 50,000 messages that wait for their
 * confirmation: a timer of its own for each was a tenth of the time that it took to publish one.
 */
export class SharedTimers<T> {
  readonly #onDue: (item: T) => void;
  readonly #buckets = new Map<number, Bucket<T>>();

  constructor(onDue: (item: T) => void) {
    this.#onDue = onDue;
  }

  /** `onDue` is called with `item` after `timeoutMs`, up to a 64th of it late. Nothing is early. */
  start(item: T, timeoutMs: number): Started<T> {
    const given = Math.min(timeoutMs, MAX_TIMEOUT_MS * (1 - PRECISION));
    // A power of two, so that few different times share few buckets.
    const step = 2 ** Math.max(0, Math.floor(Math.log2(given * PRECISION)));
    const now = Date.now();
    const due = Math.ceil((now + given) / step) * step;
    const bucket = this.#buckets.get(due) ?? this.#open(due, due - now);
    if (bucket.items.size === 0) bucket.timer.ref();
    bucket.items.add(item);
    return bucket;
  }

  /** Whatever was not stopped keeps the process alive, as a timer does. */
  stop(item: T, { items, timer }: Started<T>): void {
    if (items.delete(item) && items.size === 0) timer.unref();
  }

  #open(due: number, delayMs: number): Bucket<T> {
    const items = new Set<T>();
    const end = () => {
      this.#buckets.delete(due);
      for (const item of items) this.#onDue(item);
    };
    const bucket = { items, timer: setTimeout(end, delayMs) };
    this.#buckets.set(due, bucket);
    return bucket;
  }
}
