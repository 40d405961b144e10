/** What the process holds while a fault lasts and after it. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const MIB = 2 ** 20;
/** From here on it is looked at what is left without the garbage, which V8 lets grow as long as there is room. */
const COLLECT_MIB = 50;
/** Above what a few thousand messages under way come to. */
const MOST_MIB = 150;
/** What may stay: compiled code, buffers of connections that were opened again. */
const LEFT_MIB = 16;

export class Memory {
  readonly #before: number;
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  constructor() {
    collect();
    this.#before = process.memoryUsage().heapUsed;
    this.#timer = setInterval(() => this.#look(), 100).unref();
  }

  /** Fails where the heap had grown beyond any bound, or where it keeps what is over. */
  expectBounded(): void {
    this.#look();
    clearInterval(this.#timer);
    collect();
    const left = this.#grown / MIB;
    process.stdout.write(
      `heap: +${(this.#most / MIB).toFixed(0)} MiB at most, +${left.toFixed(1)} MiB after\n`,
    );
    expect(this.#most / MIB).toBeLessThan(MOST_MIB);
    expect(left).toBeLessThan(LEFT_MIB);
  }

  #look(): void {
    if (this.#grown > COLLECT_MIB * MIB) collect();
    this.#most = Math.max(this.#most, this.#grown);
  }

  get #grown(): number {
    return process.memoryUsage().heapUsed - this.#before;
  }
}
