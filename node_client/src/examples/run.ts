import type { TaskContract } from "../contracts/contract.js";
import { TaskValidator } from "../contracts/validation.js";
import { TaskgateError } from "../errors.js";
import type { Gate } from "../gate.js";
import { pool } from "../many/pool.js";
import type { VerifyReport } from "../verification/index.js";
import { type Finding, nameOf, type Trial } from "./finding.js";
import { findingsOf, type Subject } from "./trial.js";

/** Milliseconds that the workers have to say what they serve. */
const ANSWER_MS = 3000;

/** The examples could not be run at all: one sentence that ends with the remedy. */
export class CouldNotRun extends Error {}

export interface RunOptions {
  /** Milliseconds until an example must have ended. */
  readonly timeoutMs: number;
  /** Examples that are under way at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Where the workers are, as a person may read it. */
  readonly broker: string;
}

/** How the examples of some contracts went. */
export interface Run {
  /** By task, and in the order of the contract. */
  readonly trials: readonly Trial[];
  /** The tasks that have no example. */
  readonly without: readonly string[];
  /** The workers that answered, sorted. */
  readonly workers: readonly string[];
}

/**
 * Tries every example on the workers that run. Rejects with CouldNotRun where no worker runs, no task has an example, or
 * the brokers go away, and with the signal's reason.
 */
export async function runExamples(
  gate: Gate,
  contracts: readonly TaskContract[],
  options: RunOptions,
): Promise<Run> {
  const without = contracts.filter(({ examples }) => examples.length === 0).map(({ name }) => name);
  if (without.length === contracts.length) {
    throw new CouldNotRun(
      'no task has an example, so that there is nothing to verify: give @task one in Python, examples=[{"arguments": {...}, "result": ...}], and export the contracts again',
    );
  }
  if (!contracts.some(({ storesResult, examples }) => storesResult && examples.length > 0)) {
    throw new CouldNotRun(
      "no task that has an example stores its result, so that nobody can wait for its end: leave `ignore_result` out of one, or verify others",
    );
  }
  const report = await gate.verify({ timeoutMs: ANSWER_MS });
  if (report.workers.length === 0 && !report.silent) {
    throw new CouldNotRun(
      `no worker answered within ${ANSWER_MS} ms on ${options.broker}: start one (\`celery -A worker worker\`), or give \`--broker\` the URL that the workers have`,
    );
  }
  const planned = contracts.flatMap((contract) => {
    const subject = { contract, validator: new TaskValidator(contract) };
    return contract.examples.map((_, index) => ({ subject, index }));
  });
  const trials: Trial[] = [];
  await pool(planned.entries(), options.concurrency, async ([at, { subject, index }]) => {
    options.signal.throwIfAborted();
    trials[at] = await tried(gate, subject, index, report, options);
  });
  return { trials, without, workers: report.workers };
}

async function tried(
  gate: Gate,
  subject: Subject,
  index: number,
  report: VerifyReport,
  options: RunOptions,
): Promise<Trial> {
  const { name: task, storesResult, examples } = subject.contract;
  const trial = { task, index, ms: 0 };
  if (!storesResult) {
    const message = "is not known: the task stores none, so that nobody can wait for its end";
    return { ...trial, status: "not run", findings: [{ place: "result", message }] };
  }
  const missing = report.tasks.find((each) => each.task === task && each.status === "missing");
  // It would wait in its queue for a worker that may never come.
  if (missing !== undefined)
    return wrong(trial, [{ place: "worker", message: `is missing: ${missing.reason}` }]);
  const started = performance.now();
  try {
    const findings = await findingsOf(
      gate,
      subject,
      examples[index] as Subject["contract"]["examples"][number],
      options,
    );
    return wrong({ ...trial, ms: Math.round(performance.now() - started) }, findings);
  } catch (error) {
    if (!(error instanceof TaskgateError)) throw error;
    throw new CouldNotRun(`${nameOf(trial)} could not be tried, nor what comes after it: ${error.message}`, {
      cause: error,
    });
  }
}

function wrong(trial: Pick<Trial, "task" | "index" | "ms">, findings: readonly Finding[]): Trial {
  return { ...trial, status: findings.length > 0 ? "wrong" : "kept", findings };
}
