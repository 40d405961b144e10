import { newTaskId } from "../messages/taskId.js";

/** Ids that one command subscribes to at most, for calls to come. */
const MOST = 32;
/** Milliseconds without a call until those that nobody has used are given back. */
const PAUSE_MS = 200;

/**
 * Ids of tasks to come whose subscriptions are confirmed: where calls follow each other, one command subscribes for many of
 * them, and a call needs none of its own. There are none after a pause, and twice as many each time they were used up.
 */
export class ReadyIds {
  readonly #giveBack: (ids: readonly string[]) => void;
  #ready: string[] = [];
  #next = 0;
  /** A call found none. */
  #isMissed = false;
  #isAsked = false;
  #isUsed = false;
  #pause: NodeJS.Timeout | undefined;

  /** `giveBack` is told of those that nobody has used. */
  constructor(giveBack: (ids: readonly string[]) => void) {
    this.#giveBack = giveBack;
  }

  /** A ready id, or just a new one. It stays the next one until it is taken: who asks may still fail to send. */
  get next(): string {
    const id = this.#ready.at(-1);
    this.#isMissed ||= id === undefined;
    return id ?? newTaskId();
  }

  /** Whether the id was ready, which it is no more. */
  take(id: string): boolean {
    if (this.#ready.at(-1) !== id) return false;
    this.#ready.pop();
    this.#isUsed = true;
    return true;
  }

  /** Ids that the command that is about to be sent shall subscribe to as well; `add` or `clear` answers. */
  more(): readonly string[] {
    if (!this.#isMissed || this.#isAsked) return [];
    this.#isMissed = false;
    const ids = Array.from({ length: this.#next }, newTaskId);
    this.#isAsked = ids.length > 0;
    this.#isUsed = true;
    this.#next = Math.min(Math.max(2 * this.#next, 1), MOST);
    this.#pause ??= setInterval(() => this.#onPause(), PAUSE_MS).unref();
    return ids;
  }

  /** They are subscribed to. */
  add(ids: readonly string[]): void {
    this.#isAsked = false;
    this.#ready.push(...ids);
  }

  /** The connection has lost them, or Redis has refused. */
  clear(): void {
    this.#isAsked = false;
    this.#ready = [];
  }

  #onPause(): void {
    if (this.#isUsed) {
      this.#isUsed = false;
      return;
    }
    clearInterval(this.#pause);
    this.#pause = undefined;
    this.#next = 0;
    const unused = this.#ready;
    this.#ready = [];
    if (unused.length > 0) this.#giveBack(unused);
  }
}
