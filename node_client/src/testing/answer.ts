import { isDeepStrictEqual } from "node:util";
import type { TaskContract } from "../contracts/contract.js";
import { TaskFailedError, UnknownTaskError, UnsupportedError } from "../errors.js";

/** What an answer may do besides returning. */
export interface AnswerContext {
  /** The id of the job. */
  readonly id: string;
  /** The positional arguments of a task without a contract; with one they are among the others, by name. */
  readonly positional: readonly unknown[];
  /**
   * Aborted when the job is revoked, its time is over, or the gate is closed. As with `cancelled()` in Python: a job
   * that was revoked ends as REVOKED where its function reads this, and as it likes where it does not.
   */
  readonly revoked: AbortSignal;
  /** Reports progress, as `progress()` does in Python. */
  progress(done: number, total?: number | null, data?: unknown): void;
}

/** Its return value is the result; what it throws, the failure. `args` are by name, with the contract's defaults. */
export type Answer = {
  // A method, so that a function may say what its arguments are.
  bivariant(args: Readonly<Record<string, unknown>>, context: AnswerContext): unknown;
}["bivariant"];

/** By the name of the task. */
export type Answers = Readonly<Record<string, Answer>>;

/** The function of the test or, where there is none, the examples of the contract. Throws UNKNOWN_TASK. */
export function answerOf(task: string, contract: TaskContract | undefined, answers: Answers): Answer {
  const given = Object.hasOwn(answers, task) ? answers[task] : undefined;
  if (given !== undefined) return given;
  if (contract === undefined) {
    throw new UnknownTaskError(
      `answers has no function named ${task}, and there is no contract of that name`,
    );
  }
  return (args) => fromExamples(contract, args);
}

function fromExamples(contract: TaskContract, args: Readonly<Record<string, unknown>>): unknown {
  // Both cloned: jest gives a test objects of its own, with prototypes that are not those of a clone.
  const given = structuredClone(args);
  const example = contract.examples.find((candidate) =>
    isDeepStrictEqual(structuredClone(withDefaults(contract, candidate.arguments)), given),
  );
  if (example === undefined) {
    const known = contract.examples.map((candidate) => JSON.stringify(candidate.arguments)).join(", ");
    throw new UnsupportedError(
      `answers has no function named ${contract.name}, and no example of its contract has the arguments ` +
        `${JSON.stringify(args)}; ${known === "" ? "there are no examples" : `the examples have ${known}`}`,
    );
  }
  if (example.exception !== undefined) {
    const { exception, details } = example;
    throw new TaskFailedError("as in the example of the contract", {
      exception,
      details: structuredClone(details),
    });
  }
  return structuredClone(example.result ?? null);
}

/** The arguments by name, those that were left out as the contract has them. */
export function withDefaults(
  contract: TaskContract,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const args: Record<string, unknown> = { ...given };
  for (const parameter of contract.parameters) {
    const { name, default: value } = parameter;
    const isLeftOut = Object.hasOwn(parameter, "default") && !Object.hasOwn(args, name);
    if (isLeftOut) args[name] = structuredClone(value);
  }
  return args;
}
