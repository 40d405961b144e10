/** Milliseconds of one half of the time. */
const TICK_MS = 50;

/**
 * Hands ids on when they are `TICK_MS` to twice as many milliseconds old: many at once, with one timer for all of them,
 * which runs only while there are any.
 */
export class GracePeriod {
  readonly #onOver: (ids: readonly string[]) => void;
  #young: string[] = [];
  #old: string[] = [];
  #isRunning = false;

  constructor(onOver: (ids: readonly string[]) => void) {
    this.#onOver = onOver;
  }

  add(ids: readonly string[]): void {
    for (const id of ids) this.#young.push(id);
    if (!this.#isRunning) this.#run();
  }

  #run(): void {
    this.#isRunning = this.#young.length + this.#old.length > 0;
    if (this.#isRunning) setTimeout(() => this.#tick(), TICK_MS).unref();
  }

  #tick(): void {
    const over = this.#old;
    this.#old = this.#young;
    this.#young = [];
    if (over.length > 0) this.#onOver(over);
    this.#run();
  }
}
