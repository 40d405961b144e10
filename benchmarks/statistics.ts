/** The few numbers that a series of measurements is told by. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The value that `share` of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
  if (value === undefined) throw new Error("there is nothing to take a percentile of");
  return value;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  if (low === undefined || high === undefined) throw new Error("there is nothing to take a median of");
  return { median: (low + high) / 2, least: sorted[0] as number, most: sorted.at(-1) as number };
}

/** The ratio turn by turn, so that a slow minute of the machine, which both had, cancels out. */
export function ratios(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, round) => value / (others[round] as number));
}
