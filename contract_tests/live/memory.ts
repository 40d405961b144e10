/** What the process holds while a fault lasts and after it. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const MIB = 2 ** 20;
/** More than what garbage of a few thousand messages and of jest itself comes to before it is collected. */
const MOST_MIB = 200;
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
    const left = (process.memoryUsage().heapUsed - this.#before) / MIB;
    process.stdout.write(
      `heap: +${(this.#most / MIB).toFixed(0)} MiB at most, +${left.toFixed(1)} MiB after\n`,
    );
    expect(this.#most / MIB).toBeLessThan(MOST_MIB);
    expect(left).toBeLessThan(LEFT_MIB);
  }

  #look(): void {
    this.#most = Math.max(this.#most, process.memoryUsage().heapUsed - this.#before);
  }
}
