/** What a run has found: the shape of docs/benchmarks.json. */

import type { PeerName } from "./peers/process.js";
import type { BrokerName } from "./settings.js";
import type { Spread } from "./statistics.js";

/** One peer in one scenario on one broker: a value a turn. */
export interface Series {
  readonly peer: PeerName;
  /** Jobs a turn. */
  readonly jobs: number;
  readonly rounds: readonly number[];
  readonly spread: Spread;
}

export interface Measurement {
  readonly scenario: string;
  readonly broker: BrokerName;
  readonly unit: string;
  /** Whether less is better. */
  readonly isLessBetter: boolean;
  readonly series: readonly Series[];
}

/** What must hold. The value is a ratio of two peers, turn by turn, or an amount. */
export interface Bar {
  readonly text: string;
  readonly broker: BrokerName;
  readonly value: Spread;
  readonly relation: "at most" | "at least";
  readonly limit: number;
  readonly unit: string;
  readonly passed: boolean;
}

/** Megabytes (10^6 bytes) of the process, of the process without V8's reserve, and of objects. */
export interface Megabytes {
  readonly rss: number;
  readonly held: number;
  readonly heap: number;
}

export interface Holdings {
  readonly broker: BrokerName;
  /** Calls that waited at once, and calls in a row. */
  readonly waitingCalls: number;
  readonly callsInARow: number;
  /** More than idle. */
  readonly waitingMb: Megabytes;
  readonly afterwardsMb: Megabytes;
  /** More after all calls in a row than after the first tenth of them. */
  readonly growthMb: Megabytes;
  /** TCP connections of the process, and subscriptions that Redis knows of it. */
  readonly connections: { readonly oneCall: number; readonly waiting: number };
  readonly subscriptions: { readonly waiting: number; readonly afterwards: number };
}

/** One way to run a worker: what its tasks cost, and what that is of the worker as it is, turn by turn. */
export interface Cost {
  readonly title: string;
  /** Milliseconds from one task to the next in one process. */
  readonly milliseconds: Spread;
  readonly share: Spread;
}

/** What a pool does with its time. */
export interface Pool {
  readonly broker: BrokerName;
  readonly processes: number;
  /** Tasks a turn that compute for 50 ms. */
  readonly computing: number;
  /**
   * By the messages that a process has taken, percent of the time of all processes: in which they worked for a task, from
   * storing that it began to storing its result, and in which the task's function ran.
   */
  readonly busy: readonly { readonly prefetch: number; readonly percent: Spread; readonly inside: Spread }[];
  /** Tasks a turn that do nothing. */
  readonly empty: number;
  readonly costs: readonly Cost[];
}

export interface Results {
  readonly date: string;
  readonly scale: string;
  readonly rounds: number;
  readonly machine: Readonly<Record<string, string>>;
  readonly measurements: readonly Measurement[];
  readonly holdings: readonly Holdings[];
  readonly pools: readonly Pool[];
  readonly bars: readonly Bar[];
  readonly deliveries: { readonly jobs: number; readonly problems: readonly string[] };
}
