import type { MapProgress } from "../options/options.js";

/** Counts what is done of a map, and tells it. */
export class Tally {
  readonly #total: number;
  readonly #onProgress: ((progress: MapProgress) => void) | undefined;
  #done = 0;
  #told = 0;

  constructor(total: number, onProgress?: (progress: MapProgress) => void) {
    this.#total = total;
    this.#onProgress = onProgress;
  }

  /** Whether somebody wants to know before the end. */
  get isWatched(): boolean {
    return this.#onProgress !== undefined;
  }

  /** Inputs that never were in a chunk; told with the next report. */
  add(count: number): void {
    this.#done += count;
  }

  /** Of one chunk: takes how many of its inputs are done. A chunk that begins again is not counted back. */
  part(size: number): (done: number) => void {
    let counted = 0;
    return (done) => {
      const more = Math.min(done, size) - counted;
      if (more <= 0) return;
      counted += more;
      this.#done += more;
      this.report();
    };
  }

  /** Tells what is new, if anything is. */
  report(): void {
    if (this.#done === this.#told) return;
    this.#told = this.#done;
    this.#onProgress?.({ done: this.#done, total: this.#total });
  }
}
