import type { Watcher } from "./backend.js";

/** One who watches a job. */
export interface Watch {
  readonly watcher: Watcher;
  /** The next one who watches the same job. */
  next: Watch | null;
  /** Nothing was stored before it began to watch. */
  readonly isNew: boolean;
  /** The subscription has brought it a state: whatever is read is older, or is here already. */
  isHeard: boolean;
  /** What it was told last, so that a read after a reconnect does not tell it again. */
  last: string | null;
}

/**
 * Those who watch, by the id of the job. 10,000 jobs may be watched, nearly all of them by one: so those of a job are a
 * list, and no set.
 */
export class Watches {
  readonly #first = new Map<string, Watch>();

  get ids(): readonly string[] {
    return Array.from(this.#first.keys());
  }

  has(id: string): boolean {
    return this.#first.has(id);
  }

  /** Each who watches the job. One who is told may leave meanwhile. */
  *of(id: string): Generator<Watch> {
    for (let watch = this.#first.get(id) ?? null; watch !== null; watch = watch.next) yield watch;
  }

  add(id: string, watcher: Watcher, isNew: boolean): Watch {
    const watch = { watcher, next: this.#first.get(id) ?? null, isNew, isHeard: false, last: null };
    this.#first.set(id, watch);
    return watch;
  }

  /** False where it was not there any more. */
  delete(id: string, watch: Watch): boolean {
    const first = this.#first.get(id);
    if (first === watch) {
      if (watch.next === null) this.#first.delete(id);
      else this.#first.set(id, watch.next);
      return true;
    }
    for (const each of this.of(id)) {
      if (each.next !== watch) continue;
      each.next = watch.next;
      return true;
    }
    return false;
  }

  clear(): void {
    this.#first.clear();
  }

  /** Whether the subscription has brought nothing to one of those who watch the job. */
  isUnheard(id: string): boolean {
    for (const { isHeard } of this.of(id)) if (!isHeard) return true;
    return false;
  }

  /** Whether nothing was stored before any of those who watch the job began to. */
  isNew(id: string): boolean {
    for (const { isNew } of this.of(id)) if (!isNew) return false;
    return true;
  }
}

/** Tells one who watches what is stored now. */
export function tell(watch: Watch, text: string): void {
  watch.last = text;
  watch.watcher.onText(text);
}
