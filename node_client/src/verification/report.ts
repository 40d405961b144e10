import { ContractMismatchError } from "../errors.js";

/** So many tasks are named in the message of `assertOk()`; `details` has all. */
const SHOWN = 5;

/** A task that the gate's types have, and the workers that take its calls. */
export interface VerifiedTask {
  /** `images.thumbnail` */
  readonly task: string;
  /**
   * ok: each of `workers` takes every call by these types, and returns what they say. missing: nobody has it, or some
   * that take from its queue do not. incompatible: no call by these types is one that they take, or no result of theirs
   * is one of these types. unknown: nothing of that is certain.
   */
  readonly status: "ok" | "missing" | "incompatible" | "unknown";
  /** A sentence, `""` where it is ok. */
  readonly reason: string;
  /** Those that the reason is about, or that fit; names of workers, sorted. */
  readonly workers: readonly string[];
}

/** What `gate.verify()` has found. */
export class VerifyReport {
  /** One for each task that the gate was connected with, sorted by name. */
  readonly tasks: readonly VerifiedTask[];
  /** The workers that answered, sorted by name. */
  readonly workers: readonly string[];
  /** Workers that are connected and did not answer in time; null where the broker cannot tell (RabbitMQ). */
  readonly silent: number | null;
  /** Whether every task is ok. */
  readonly ok: boolean;

  /** @internal Use `gate.verify()`. */
  constructor(tasks: readonly VerifiedTask[], workers: readonly string[], silent: number | null) {
    this.tasks = tasks;
    this.workers = workers;
    this.silent = silent;
    this.ok = tasks.every(({ status }) => status === "ok");
  }

  /**
   * Throws CONTRACT_MISMATCH where a task is missing or incompatible, with `strict` also where one is unknown, or where a
   * worker was silent, who may have any of them in another form; `details` is `{ tasks }`, those tasks.
   */
  assertOk({ strict = false }: { readonly strict?: boolean } = {}): void {
    const tasks = this.tasks.filter(({ status }) => status !== "ok" && (strict || status !== "unknown"));
    if (tasks.length === 0) {
      if (strict && this.silent !== null && this.silent > 0) throw silence(this.silent);
      return;
    }
    const shown = tasks.slice(0, SHOWN).map(({ task, status, reason }) => `${task} is ${status}: ${reason}`);
    const more = tasks.length > SHOWN ? `; and ${tasks.length - SHOWN} more` : "";
    throw new ContractMismatchError(
      `${tasks.length} of ${this.tasks.length} tasks do not fit the workers that run: ${shown.join("; ")}${more}`,
      { details: { tasks } },
    );
  }
}

function silence(workers: number): ContractMismatchError {
  return new ContractMismatchError(
    `${workers} worker${workers === 1 ? " listens and has not said what it serves" : "s listen and have not said what they serve"}: ` +
      "raise timeoutMs, or wait until all answer",
    { details: { tasks: [] } },
  );
}
