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

export interface Holdings {
  readonly broker: BrokerName;
  /** Calls that waited at once, and calls in a row. */
  readonly waitingCalls: number;
  readonly callsInARow: number;
  /** Megabytes (10^6 bytes) more than idle. */
  readonly waitingMb: { readonly rss: number; readonly heap: number };
  readonly afterwardsMb: { readonly rss: number; readonly heap: number };
  /** Megabytes more after all calls in a row than after the first tenth of them. */
  readonly growthMb: { readonly rss: number; readonly heap: number };
  /** TCP connections of the process, and subscriptions that Redis knows of it. */
  readonly connections: { readonly oneCall: number; readonly waiting: number };
  readonly subscriptions: { readonly waiting: number; readonly afterwards: number };
}

export interface Results {
  readonly date: string;
  readonly scale: string;
  readonly rounds: number;
  readonly machine: Readonly<Record<string, string>>;
  readonly measurements: readonly Measurement[];
  readonly holdings: readonly Holdings[];
  readonly bars: readonly Bar[];
  readonly deliveries: { readonly jobs: number; readonly problems: readonly string[] };
}
