import { bindArguments, splitArguments } from "../contracts/arguments.js";
import type { TaskContract } from "../contracts/contract.js";
import { TaskValidator } from "../contracts/validation.js";
import {
  InvalidArgumentsError,
  InvalidResultError,
  type Place,
  placesMessage,
  type TaskgateError,
} from "../errors.js";
import { toPlainJson } from "../json/plainJson.js";
import { MAP_TASK } from "../many/map.js";
import { type AnswerContext, type Answers, answerOf, withDefaults } from "./answer.js";
import { failureOf } from "./failure.js";

/** What a run has of an answer's context; the rest is the call's own. */
export type RunContext = Omit<AnswerContext, "positional">;

type Run = (
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
  context: RunContext,
) => Promise<unknown>;

/** The tasks of a worker: those of the contracts and of the test, and two that every Taskgate worker has. */
export class TaskBook {
  readonly #contracts: ReadonlyMap<string, TaskContract>;
  readonly #answers: Answers;
  readonly #validators = new Map<TaskContract, TaskValidator>();
  readonly #own: ReadonlyMap<string, Run> = new Map<string, Run>([
    [MAP_TASK, (_, kwargs, context) => this.#map(kwargs as { task: string; inputs: object[] }, context)],
    // Picks one of its arguments; Celery's own canvas uses it, too.
    ["celery.accumulate", async (args, kwargs) => args[kwargs.index as number]],
  ]);

  constructor(contracts: ReadonlyMap<string, TaskContract>, answers: Answers) {
    this.#contracts = contracts;
    this.#answers = answers;
  }

  /** Sorted, without Celery's own. */
  get names(): string[] {
    return Array.from(new Set([...this.#contracts.keys(), ...Object.keys(this.#answers), MAP_TASK])).sort();
  }

  get contracts(): TaskContract[] {
    return Array.from(this.#contracts.values());
  }

  get queues(): string[] {
    return this.contracts.map(({ queue }) => queue.name);
  }

  contractOf(task: string): TaskContract | undefined {
    return this.#contracts.get(task);
  }

  /** The result of a task as JSON; rejects with what the worker would store as its failure. */
  async run(task: string, ...[args, kwargs, context]: Parameters<Run>): Promise<unknown> {
    const own = this.#own.get(task);
    if (own !== undefined) return own(args, kwargs, context);
    const contract = this.#contracts.get(task);
    const answer = answerOf(task, contract, this.#answers);
    const given = contract === undefined ? kwargs : this.#bound(contract, args, kwargs);
    const value = await answer(given, {
      id: context.id,
      positional: args,
      // Read only where the answer reads it.
      get revoked() {
        return context.revoked;
      },
      progress: (done, total = null, data = {}) =>
        context.progress(...(plain(task, [done, total, data]) as [number, number | null, unknown])),
    });
    // A Python function that returns nothing returns None.
    const result = plain(task, value === undefined ? null : value);
    const places = contract && this.#validatorOf(contract).result(result);
    refuse(InvalidResultError, `the result of ${task} does not fit its contract`, places);
    return result;
  }

  async #map({ task, inputs }: { task: string; inputs: object[] }, context: RunContext): Promise<unknown> {
    const contract = this.#contracts.get(task);
    answerOf(task, contract, this.#answers);
    const results: object[] = [];
    // The reports of an input are not those of the chunk.
    const inner = { id: context.id, revoked: context.revoked, progress: () => {} };
    for (const input of inputs) {
      if (inner.revoked.aborted) break;
      const values = input as Record<string, unknown>;
      const { args, kwargs } =
        contract === undefined ? { args: [], kwargs: values } : splitArguments(contract, values);
      results.push(
        await this.run(task, args, kwargs, inner).then(
          (value) => ({ value }),
          (error: unknown) => ({ error: (failureOf(error) as { taskgate: object }).taskgate }),
        ),
      );
      context.progress(results.length, inputs.length, {});
    }
    return { results };
  }

  /** The arguments by name, with the contract's defaults. Throws INVALID_ARGUMENTS. */
  #bound(
    contract: TaskContract,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    const { values, places } = bindArguments(contract, args, kwargs);
    const wrong = places.length > 0 ? places : this.#validatorOf(contract).arguments(values);
    refuse(InvalidArgumentsError, `the arguments of ${contract.name} do not fit`, wrong);
    return withDefaults(contract, values);
  }

  #validatorOf(contract: TaskContract): TaskValidator {
    const validator = this.#validators.get(contract) ?? new TaskValidator(contract);
    this.#validators.set(contract, validator);
    return validator;
  }
}

function plain(task: string, value: unknown): unknown {
  const { value: json, problems } = toPlainJson(value);
  refuse(InvalidResultError, `the result of ${task} is not plain JSON`, problems);
  return json;
}

function refuse(Refusal: typeof TaskgateError, what: string, places: readonly Place[] = []): void {
  if (places.length > 0) throw new Refusal(placesMessage(what, places), { details: { errors: places } });
}
