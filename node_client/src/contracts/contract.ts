import { InvalidContractError } from "../errors.js";

export type { TaskSpec } from "../taskTree.js";

/** A JSON Schema (2020-12). */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** A parameter of the Python function. */
export interface TaskParameter {
  readonly name: string;
  /** Variadic are Python's `*args` and `**kwargs`: given by name as an array and as an object, clause C5. */
  readonly kind:
    | "positionalOnly"
    | "positionalOrKeyword"
    | "variadicPositional"
    | "keywordOnly"
    | "variadicKeyword";
  readonly required: boolean;
  /** The JSON form of the default. Where it is absent and nothing is required, only Python knows one. */
  readonly default?: unknown;
  /** Of a variadic parameter, that of one item. */
  readonly schema: JsonSchema;
  readonly description?: string;
}

/** How a worker runs a task again by itself, once it has raised. */
export interface TaskRetries {
  /** How often, after the first run; null where there is no end. */
  readonly max: number | null;
  /** After these exceptions and those below them. */
  readonly on: readonly string[];
  /** But not after these. */
  readonly except: readonly string[];
  readonly delaySeconds: number;
  /** After the first run has begun: none begins later. Left out where there is no such bound. */
  readonly withinSeconds?: number;
  /** null where the wait is always the same. Otherwise it doubles, and is a random one up to that with `jitter`. */
  readonly backoff: { readonly maxSeconds: number; readonly jitter: boolean } | null;
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
  /** What makes the task run again by itself; null where nothing does, absent where it is not known (C8). */
  readonly retries?: TaskRetries | null;
  /** false: waiting for it is UNSUPPORTED. */
  readonly storesResult: boolean;
  /** Whether running it twice does no harm. */
  readonly idempotent: boolean;
  /** With the result, or with the exception that is raised and perhaps its details. */
  readonly examples: readonly {
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly result?: unknown;
    readonly exception?: string;
    readonly details?: unknown;
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

/** A schema of the contract with the definitions that it refers to. */
export function withDefinitions(contract: TaskContract, schema: JsonSchema): JsonSchema {
  return typeof schema === "boolean" ? schema : { ...schema, $defs: contract.$defs };
}
