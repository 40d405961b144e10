import type { TaskContract } from "./contracts/contract.js";
import { UnknownTaskError } from "./errors.js";
import type { Job } from "./job.js";
import type { CallOptions, MapOptions, SendManyOptions, SendOptions } from "./options/options.js";
import type { DeclaredFailure } from "./results/declaredFailure.js";
import type { Step, StepOptions } from "./workflow/step.js";

/** Where every argument is optional, the arguments object may be left out. */
type CallParameters<A, O> = Record<never, never> extends A ? [args?: A, options?: O] : [args: A, options?: O];

/**
 * A task that can be called as a function, at a leaf of a generated module's tree. The call sends the task and waits
 * for its result. It rejects as `send` does, and as `Job.result` does.
 *
 * The call itself bears no comment, and the tree is used as it was generated, not mapped to another type: only so do
 * editors show the comment of the Python function at the call. (TypeScript 7 drops the comments of mapped types.)
 *
 * `First` is the name of the parameter that a step before it in a chain can feed: the first, unless it is keyword-only.
 * `E` has the details of the declared exceptions by their names.
 */
export interface TaskSpec<A, R, P = unknown, First extends keyof A = never, E = Record<never, never>> {
  (...call: CallParameters<A, CallOptions<R>>): Promise<R>;
  /**
   * Resolves when the broker has confirmed the message. Rejects with INVALID_ARGUMENTS, INVALID_OPTIONS, UNSUPPORTED,
   * PAYLOAD_TOO_LARGE, OVERLOADED and UNROUTABLE where nothing was sent, with BROKER_UNAVAILABLE after `publishTimeoutMs`
   * (`details.sent` says whether it may have been sent), with CLOSED, and with the signal's reason.
   */
  send(...call: CallParameters<A, SendOptions<R>>): Promise<Job<R, P>>;
  /**
   * One message an input, in a pipeline. Resolves when each is confirmed or refused, with an entry for each input in
   * order; an input that does not fit is a rejected entry, and is not sent. Rejects as a whole with INVALID_OPTIONS, and
   * with INVALID_ARGUMENTS where `inputs` is no list.
   */
  sendMany(inputs: readonly A[], options?: SendManyOptions): Promise<PromiseSettledResult<Job<R, P>>[]>;
  /**
   * Many small calls by few messages, for Taskgate workers. Resolves when each input has its result or its error, in
   * order: one that failed stops no other, and what had no result when the time was up or the signal aborted is
   * rejected with that. Rejects as a whole with INVALID_OPTIONS, with INVALID_ARGUMENTS where `inputs` is no list, with
   * UNSUPPORTED without a result backend, and with what `onProgress` throws.
   */
  map(inputs: readonly A[], options?: MapOptions): Promise<PromiseSettledResult<R>[]>;
  /** This call as a step of a workflow, complete: it takes nothing from the step before. Throws INVALID_ARGUMENTS and INVALID_OPTIONS. */
  step(...call: CallParameters<A, StepOptions<R>>): Step<unknown, R>;
  /** A step whose first parameter is the result of the step before; the others are given here. Throws as `step` does. */
  after(...call: CallParameters<Omit<A, First>, StepOptions<R>>): Step<A[First], R>;
  /**
   * Whether a call, a job, an entry of `map` or a workflow has failed in this task with an exception that it declares:
   * then `exception` says which one, and with it what `details` are. False for everything else: an exception that is
   * not declared, details that are not as the contract says, a step of another task, an error that is not of a worker.
   */
  declares(error: unknown): error is DeclaredFailure<E>;
}

/** What the leaves do. */
export interface TaskActions {
  call(contract: TaskContract, given: unknown, options?: CallOptions): Promise<unknown>;
  send(contract: TaskContract, given: unknown, options?: SendOptions): Promise<Job>;
  sendMany(
    contract: TaskContract,
    inputs: readonly unknown[],
    options?: SendManyOptions,
  ): Promise<PromiseSettledResult<Job>[]>;
  step(contract: TaskContract, given: unknown, options?: StepOptions): Step;
  after(contract: TaskContract, given: unknown, options?: StepOptions): Step;
  declares(contract: TaskContract, error: unknown): boolean;
  map(
    contract: TaskContract,
    inputs: readonly unknown[],
    options?: MapOptions,
  ): Promise<PromiseSettledResult<unknown>[]>;
}

type Branch = { [segment: string]: unknown };

/** Names that JavaScript itself looks up on any object: these are not tasks that somebody meant. */
const LANGUAGE_NAMES = new Set([
  "then",
  "toJSON",
  "toString",
  "valueOf",
  "constructor",
  "prototype",
  "$$typeof",
  "asymmetricMatch",
  "nodeType",
]);

/** One function a contract, at the place that its name says. A name without a contract is UNKNOWN_TASK when called. */
export function buildTree(contracts: ReadonlyMap<string, TaskContract>, actions: TaskActions): unknown {
  const root: Branch = Object.create(null) as Branch;
  for (const contract of contracts.values()) {
    const segments = contract.name.split(".");
    const last = segments.pop() as string;
    let branch = root;
    for (const segment of segments) {
      branch[segment] ??= Object.create(null);
      branch = branch[segment] as Branch;
    }
    const call = (given?: unknown, options?: CallOptions) => actions.call(contract, given, options);
    const send = (given?: unknown, options?: SendOptions) => actions.send(contract, given, options);
    const sendMany = (inputs: readonly unknown[], options?: SendManyOptions) =>
      actions.sendMany(contract, inputs, options);
    const map = (inputs: readonly unknown[], options?: MapOptions) => actions.map(contract, inputs, options);
    const step = (given?: unknown, options?: StepOptions) => actions.step(contract, given, options);
    const after = (given?: unknown, options?: StepOptions) => actions.after(contract, given, options);
    const declares = (error: unknown) => actions.declares(contract, error);
    branch[last] = Object.assign(call, { send, sendMany, map, step, after, declares });
  }
  return guard(root, "", Array.from(contracts.keys()));
}

function guard(branch: Branch, path: string, names: readonly string[]): unknown {
  for (const [segment, value] of Object.entries(branch)) {
    if (typeof value === "object") branch[segment] = guard(value as Branch, `${path}${segment}.`, names);
  }
  return new Proxy(branch, {
    get: (target, segment) =>
      typeof segment === "symbol" || segment in target || LANGUAGE_NAMES.has(segment)
        ? target[segment as string]
        : unknownTask(`${path}${segment}`, names),
  });
}

/** Can be walked on and called, for programs that the compiler has not seen. */
function unknownTask(name: string, names: readonly string[]): unknown {
  const refuse = () => {
    const known =
      names.length === 0 ? "connect() was given no tasks" : `the contracts are ${names.join(", ")}`;
    throw new UnknownTaskError(
      `no contract is named ${name}; ${known}. gate.task("${name}") sends it all the same`,
    );
  };
  const reject = async () => refuse();
  return new Proxy(reject, {
    get: (_, segment) =>
      segment === "send" || segment === "sendMany" || segment === "map"
        ? reject
        : segment === "step" || segment === "after" || segment === "declares"
          ? refuse
          : typeof segment === "symbol" || LANGUAGE_NAMES.has(segment)
            ? undefined
            : unknownTask(`${name}.${segment}`, names),
  });
}
