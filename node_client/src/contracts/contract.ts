import { InvalidContractError, type Place } from "../errors.js";
import { pointer } from "../jsonPointer.js";

export type { TaskSpec } from "../taskTree.js";

/** A JSON Schema (2020-12). */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** A parameter of the Python function. */
export interface TaskParameter {
  readonly name: string;
  readonly kind: "positionalOnly" | "positionalOrKeyword" | "keywordOnly";
  readonly required: boolean;
  /** The JSON form of the default; present exactly where `required` is false. */
  readonly default?: unknown;
  readonly schema: JsonSchema;
  readonly description?: string;
}

/** What a caller and a worker agree on for one task: `protocol/task-contract.schema.json`. */
export interface TaskContract {
  /** 1 */
  readonly formatVersion: number;
  /** `<module>.<function>`, as on the wire. */
  readonly name: string;
  /** The first line of the docstring, `""` where there is none. */
  readonly summary: string;
  /** The rest of the docstring. */
  readonly description: string;
  /** In the order of the function. */
  readonly parameters: readonly TaskParameter[];
  readonly result: JsonSchema;
  /** Of `data` in the reports of progress; null where nothing is said of it. */
  readonly progress: JsonSchema | null;
  /** The exceptions that a caller may expect: TASK_FAILED with this `exception`. */
  readonly errors: readonly {
    readonly exception: string;
    readonly summary: string;
    readonly details: JsonSchema | null;
  }[];
  /** Where a call goes unless an option says otherwise. */
  readonly queue: { readonly name: string; readonly type: "classic" | "quorum" };
  /** Seconds; null where the worker's default holds. */
  readonly limits: { readonly timeLimit: number | null; readonly softTimeLimit: number | null };
  /** false: waiting for it is UNSUPPORTED. */
  readonly storesResult: boolean;
  /** Whether running it twice does no harm. */
  readonly idempotent: boolean;
  /** With the result, or with the exception that is raised. */
  readonly examples: readonly {
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly result?: unknown;
    readonly exception?: string;
  }[];
  readonly $defs: { readonly [name: string]: JsonSchema };
  /** `sha256:` and hexadecimal digits: clause C4 of the protocol. */
  readonly fingerprint: string;
}

/** What a generated module exports: the contracts, and the tree of their types. */
export interface TaskModule<T> {
  readonly contracts: readonly TaskContract[];
  readonly __tasks?: T;
}

/** Binds a tree of types to the contracts that it was generated from. Used by generated code. */
export function defineTasks<T>(contracts: readonly TaskContract[]): TaskModule<T> {
  return { contracts };
}

/** The contracts by name. Throws INVALID_CONTRACT for a format that this version does not know. */
export function indexContracts(contracts: readonly TaskContract[]): Map<string, TaskContract> {
  const byName = new Map<string, TaskContract>();
  for (const contract of contracts) {
    if (contract.formatVersion !== 1) {
      throw new InvalidContractError(
        `${contract.name} has contract format ${String(contract.formatVersion)}, this client reads 1: update taskgate, or generate again`,
      );
    }
    if (byName.has(contract.name)) throw new InvalidContractError(`two contracts are named ${contract.name}`);
    byName.set(contract.name, contract);
  }
  for (const name of byName.keys()) {
    const segments = name.split(".");
    for (let end = 1; end < segments.length; end++) {
      const prefix = segments.slice(0, end).join(".");
      if (byName.has(prefix)) {
        throw new InvalidContractError(`${prefix} is a task and the start of ${name}: rename one of them`);
      }
    }
  }
  return byName;
}

/** The schema of the arguments object, derived the same way in both languages. */
export function argumentsSchema(contract: TaskContract): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(contract.parameters.map(({ name, schema }) => [name, schema])),
    required: contract.parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
    $defs: contract.$defs,
  };
}

/** A schema of the contract with the definitions that it refers to. */
export function withDefinitions(contract: TaskContract, schema: JsonSchema): JsonSchema {
  return typeof schema === "boolean" ? schema : { ...schema, $defs: contract.$defs };
}

export interface SplitArguments {
  readonly args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

/**
 * Positional-only parameters travel as args, all others as kwargs. One that is left out before one that
 * is given is filled with the contract's default, because a position cannot be skipped.
 */
export function splitArguments(contract: TaskContract, values: Record<string, unknown>): SplitArguments {
  const kwargs = { ...values };
  const positional = contract.parameters.filter(({ kind }) => kind === "positionalOnly");
  const given = positional.findLastIndex(({ name }) => Object.hasOwn(values, name));
  const args = positional
    .slice(0, given + 1)
    .map((parameter) => (Object.hasOwn(values, parameter.name) ? values[parameter.name] : parameter.default));
  for (const { name } of positional) delete kwargs[name];
  return { args, kwargs };
}

export interface BoundArguments {
  readonly values: Record<string, unknown>;
  /** What is wrong with how they are given; what they are is not looked at. */
  readonly places: readonly Place[];
}

/** Binds args and kwargs to the parameters as Python would, so that they can be checked by name. */
export function bindArguments(
  { parameters }: TaskContract,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): BoundArguments {
  const positional = parameters.filter(({ kind }) => kind !== "keywordOnly");
  const places: Place[] = args.slice(positional.length).map((_, index) => ({
    path: `/${positional.length + index}`,
    message: "is one positional argument too many",
  }));
  const values = { ...kwargs };
  for (const [index, { name }] of positional.slice(0, args.length).entries()) {
    if (Object.hasOwn(kwargs, name)) places.push({ path: pointer("", name), message: "is given twice" });
    values[name] = args[index];
  }
  for (const { kind, name } of parameters) {
    if (kind === "positionalOnly" && Object.hasOwn(kwargs, name)) {
      places.push({ path: pointer("", name), message: "is positional only: give it in args" });
    }
  }
  return { values, places };
}
