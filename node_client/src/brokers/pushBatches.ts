import type { RedisConnection } from "../connections/redisConnection.js";
import type { Deadline } from "../waiting/deadline.js";
import { untilTaken } from "./refusals.js";

/** Bounds of one command, so that neither Redis nor the connection's other commands wait long for it. */
const MAX_MESSAGES = 256;
const MAX_CHARACTERS = 256 * 1024;

interface Batch {
  readonly key: string;
  readonly timeoutMs: number;
  readonly values: string[];
  characters: number;
  readonly pushed: Promise<void>;
  readonly settle: (pushed: Promise<void>) => void;
}

/**
 * What is pushed to one list in one turn of the event loop goes in one `LPUSH key value value ...`, in its order: Redis
 * takes all of the values or none, so that the one reply confirms each. Nothing waits for a batch to fill.
 */
export class PushBatches {
  readonly #connection: RedisConnection;
  #open: Batch | null = null;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  /** Settles as `untilTaken` and `RedisConnection.command` do. */
  push(key: string, value: string, options: Deadline): Promise<void> {
    if (options.signal !== undefined) {
      // It may be given up before the others, and must then not be sent with them.
      this.#write(this.#open);
      return this.#command(key, [value], options);
    }
    const batch = this.#batchFor(key, options.timeoutMs);
    batch.values.push(value);
    batch.characters += value.length;
    if (batch.values.length >= MAX_MESSAGES || batch.characters >= MAX_CHARACTERS) this.#write(batch);
    return batch.pushed;
  }

  #batchFor(key: string, timeoutMs: number): Batch {
    if (this.#open?.key === key && this.#open.timeoutMs === timeoutMs) return this.#open;
    this.#write(this.#open);
    let settle!: Batch["settle"];
    const pushed = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const batch = { key, timeoutMs, values: [], characters: 0, pushed, settle };
    this.#open = batch;
    process.nextTick(() => this.#write(batch));
    return batch;
  }

  #write(batch: Batch | null): void {
    if (batch === null || batch !== this.#open) return;
    this.#open = null;
    batch.settle(this.#command(batch.key, batch.values, batch));
  }

  #command(key: string, values: readonly string[], { timeoutMs, signal }: Deadline): Promise<void> {
    const push = async (options: Deadline) => {
      await this.#connection.command((client) => client.lpush(key, ...values), options);
    };
    return untilTaken(push, { timeoutMs, signal });
  }
}
