/** What the benchmark and its peers, each a process of its own, say to one another: a line of JSON each way. */

import type { BrokerName } from "../settings.js";

/** `call`s in a row, `size` calls under way, messages at once, or calls through `map`. */
export type Work = "serial" | "window" | "publish" | "map";

export interface Request {
  readonly work: Work;
  /** The name under which the jobs are tallied; they have the numbers 0 to `calls` - 1. */
  readonly run: string;
  readonly calls: number;
  readonly queue: string;
  readonly size?: number;
}

export interface Answer {
  /** Milliseconds of each call in a row. */
  readonly times?: readonly number[];
  /** How long the whole took. */
  readonly seconds?: number;
  readonly error?: string;
}

export interface Job {
  readonly run: string;
  readonly job: number;
  readonly queue: string;
}

/** A client, in the way that its own documentation shows. What it has no notion of is left out. */
export interface Peer {
  /** Makes what can be made before the clock runs. */
  prepare?(jobs: readonly Job[]): void;
  /** Sends a job and waits for its result. */
  call?(job: Job): Promise<unknown>;
  /** Sends a job; resolves with the broker's confirmation. */
  send?(job: Job): Promise<unknown>;
  /** Sends many jobs in few messages and waits for their results. */
  map?(jobs: readonly Job[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export interface Urls {
  readonly kind: BrokerName;
  readonly broker: string;
  readonly redis: string;
}

/** The task that is called, and the queue that it waits in. */
export const TASK = "tiny.double";
export const QUEUE = "bench";
export const WAIT_MS = 60_000;
