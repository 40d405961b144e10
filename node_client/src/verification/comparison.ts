import { isDeepStrictEqual } from "node:util";
import type { JsonSchema, TaskContract, TaskParameter } from "../contracts/contract.js";
import { bare, definitionName, referencesIn, type Schema } from "../contracts/schema.js";
import { isObject } from "../json/plainJson.js";
import { argumentsRefused, resultRefused } from "./refusals.js";

/** Whether calls by one contract and a worker that serves another get along. */
export interface Fit {
  /** `unknown`: neither is proven. */
  readonly status: "ok" | "incompatible" | "unknown";
  /** The end of a sentence about the worker; `""` where it is ok. */
  readonly reason: string;
}

const OK: Fit = { status: "ok", reason: "" };

/**
 * Compares what a client was generated from with what a worker serves, as far as that is certain: no schema is solved
 * here. Never says `ok` or `incompatible` of what is not.
 *
 * @param carriesOlder whether the worker makes today's arguments of some older ones
 */
export function fitOf(own: TaskContract, document: unknown, carriesOlder: boolean): Fit {
  if (!isContract(document))
    return { status: "unknown", reason: "serves a contract that this version cannot read" };
  if (document.fingerprint === own.fingerprint) return OK;
  const served = withoutWords(document);
  const result = resultRefused(own, served);
  if (result !== null) return { status: "incompatible", reason: result };
  const reason = argumentsRefused(own, served);
  if (reason !== null) {
    const shapes = carriesOlder ? olderShapes(document) : [];
    return shapes === null || shapes.some((shape) => argumentsRefused(own, shape) === null)
      ? { status: "unknown", reason: `${reason}, and may carry such calls over` }
      : { status: "incompatible", reason };
  }
  if (takesAll(own, served) && returnsTheSame(own, served)) return OK;
  return {
    status: "unknown",
    reason: "serves another contract, and whether that matters is for `taskgate contracts diff` to say",
  };
}

/** As far as it is looked at here; a worker may run any version, and its answer comes over the broker. */
function isContract(document: unknown): document is TaskContract {
  if (!isObject(document)) return false;
  const { formatVersion, fingerprint, parameters, result, $defs, storesResult } = document;
  return (
    formatVersion === 1 &&
    typeof fingerprint === "string" &&
    typeof storesResult === "boolean" &&
    isSchema(result) &&
    isObject($defs) &&
    Object.values($defs).every(isSchema) &&
    Array.isArray(parameters) &&
    parameters.every(
      (each) =>
        isObject(each) &&
        typeof each.name === "string" &&
        typeof each.kind === "string" &&
        typeof each.required === "boolean" &&
        isSchema(each.schema),
    )
  );
}

/** The shapes that a worker carries over (clause C9), as contracts; null where it does not say them. */
function olderShapes(document: TaskContract): TaskContract[] | null {
  const { older } = document as { readonly older?: unknown };
  if (!Array.isArray(older)) return null;
  const shapes: unknown[] = older.map((shape: unknown) =>
    isObject(shape) ? { ...document, parameters: shape.parameters, $defs: shape.$defs } : null,
  );
  return shapes.every(isContract) ? shapes.map(withoutWords) : null;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** Without what only people read, as the contracts of a generated module are. */
function withoutWords(contract: TaskContract): TaskContract {
  return {
    ...contract,
    parameters: contract.parameters.map((each) => ({ ...each, schema: bare(each.schema) })),
    result: bare(contract.result),
    $defs: Object.fromEntries(Object.entries(contract.$defs).map(([name, schema]) => [name, bare(schema)])),
  };
}

/** Whether every call that fits the one fits the other: the same parameters, and no further one that is required. */
function takesAll(own: TaskContract, served: TaskContract): boolean {
  const theirs = new Map(served.parameters.map((parameter) => [parameter.name, parameter]));
  const known = new Set(own.parameters.map(({ name }) => name));
  return (
    own.parameters.every((parameter) => {
      const other = theirs.get(parameter.name);
      return (
        other !== undefined &&
        other.kind === parameter.kind &&
        (parameter.required || !other.required) &&
        isSame(own, parameter.schema, served, other.schema)
      );
    }) &&
    served.parameters.every(({ name, required }) => known.has(name) || !required) &&
    positions(own).every((name, index) => positions(served)[index] === name)
  );
}

/** The parameters by the places at which a call, or a step of a workflow, gives them; those after `*args` are by name. */
function positions({ parameters }: TaskContract): string[] {
  return parameters.filter(({ kind }) => !BY_NAME.has(kind)).map(({ name }) => name);
}

const BY_NAME: ReadonlySet<string> = new Set<TaskParameter["kind"]>(["keywordOnly", "variadicKeyword"]);

function returnsTheSame(own: TaskContract, served: TaskContract): boolean {
  return own.storesResult === served.storesResult && isSame(own, own.result, served, served.result);
}

/** The same text, and the same of every definition that it refers to. */
function isSame(own: TaskContract, mine: JsonSchema, served: TaskContract, theirs: JsonSchema): boolean {
  if (!isDeepStrictEqual(mine, theirs)) return false;
  const open = [mine];
  const seen = new Set<string>();
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    for (const reference of referencesIn(schema as Schema)) {
      const name = definitionName(reference);
      const definition = name === undefined ? undefined : own.$defs[name];
      if (name === undefined || definition === undefined) return false;
      if (seen.has(name)) continue;
      seen.add(name);
      if (!isDeepStrictEqual(definition, served.$defs[name])) return false;
      open.push(definition);
    }
  }
  return true;
}
