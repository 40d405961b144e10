/** Whether every job was delivered exactly as often as it should be: once. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Expected {
  readonly run: string;
  readonly jobs: number;
}

/** Jobs that a problem names at most. */
const NAMED = 5;

/**
 * What should have been delivered, and what was. A worker appends the number of each job that it executes to a file
 * that bears the name of the run; the file of a run that no worker executes is written from the queue itself.
 */
export class Deliveries {
  readonly #expected: Expected[] = [];

  constructor(readonly folder: string) {}

  /** The jobs 0 to `jobs` - 1 of a run are to be delivered once each. */
  expect(run: string, jobs: number): void {
    this.#expected.push({ run, jobs });
  }

  /** Writes down what was found in a queue. */
  record(run: string, jobs: readonly number[]): void {
    writeFileSync(join(this.folder, run), jobs.map((job) => `${job}\n`).join(""));
  }

  get jobs(): number {
    return this.#expected.reduce((sum, { jobs }) => sum + jobs, 0);
  }

  /** A sentence for each run that was not delivered as it should have been. To be asked once all workers have ended. */
  problems(): string[] {
    return this.#expected.flatMap(({ run, jobs }) =>
      problemOf(
        run,
        jobs,
        this.lines(run).map(([job]) => job as number),
      ),
    );
  }

  /** The lines of the file of a run, each the number of a job and perhaps when it began and ended, in seconds. */
  lines(run: string): number[][] {
    const path = join(this.folder, run);
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
    return lines.map((line) => line.split(" ").map(Number));
  }
}

/** Compares a tally with the jobs 0 to `jobs` - 1. */
export function problemOf(run: string, jobs: number, tally: readonly number[]): string[] {
  const times = new Map<number, number>();
  for (const job of tally) times.set(job, (times.get(job) ?? 0) + 1);
  const missing = Array.from({ length: jobs }, (_, job) => job).filter((job) => !times.has(job));
  const repeated = Array.from(times.keys()).filter((job) => (times.get(job) as number) > 1);
  const unknown = Array.from(times.keys()).filter(
    (job) => !(Number.isInteger(job) && job >= 0 && job < jobs),
  );
  const facts = [
    ["never", missing],
    ["more than once", repeated],
    ["though nobody sent them", unknown],
  ] as const;
  const told = facts.filter(([, which]) => which.length > 0);
  if (told.length === 0) return [];
  const text = told
    .map(([how, which]) => `${which.length} of ${jobs} jobs ${how} (${some(which)})`)
    .join(", ");
  return [`${run}: ${text}`];
}

/** Tries the comparison on tallies that are wrong, so that a check that cannot fail is noticed before it passes. */
export function tryTheCheck(): void {
  const wrong = [[0, 1], [0, 1, 2, 2], [0, 1, 2, 3], []];
  const missed = wrong.filter((tally) => problemOf("trial", 3, tally).length === 0);
  if (missed.length > 0 || problemOf("trial", 3, [2, 0, 1]).length > 0) {
    throw new Error("the check of the deliveries does not tell right from wrong");
  }
}

function some(jobs: readonly number[]): string {
  return `${jobs.slice(0, NAMED).join(", ")}${jobs.length > NAMED ? ", ..." : ""}`;
}
