import type { JsonSchema, TaskContract, TaskParameter } from "../contracts/contract.js";
import { definitionName } from "../contracts/schema.js";
import { isObject } from "../json/plainJson.js";

/**
 * Why a worker refuses every call that fits `own`, as the end of a sentence about it; null where that is not certain.
 * Parameters that are given by position, and those that take any number, are left to it.
 */
export function argumentsRefused(own: TaskContract, served: TaskContract): string | null {
  const mine = new Map(own.parameters.map((parameter) => [parameter.name, parameter]));
  const theirs = new Map(served.parameters.map((parameter) => [parameter.name, parameter]));
  const isPlain = own.parameters.every(isByName);
  const takesMore = served.parameters.some(({ kind }) => kind === "variadicKeyword");
  for (const { name, required } of served.parameters) {
    if (isPlain && required && !mine.has(name)) return `requires ${name}, which is never given`;
  }
  if (!isPlain) return null;
  for (const { name, required, schema } of own.parameters) {
    if (!required) continue;
    const other = theirs.get(name);
    if (other === undefined) {
      if (!takesMore) return `does not take ${name}, which is always given`;
    } else if (isByName(other)) {
      const types = disjoint(typesOf(schema, own), typesOf(other.schema, served));
      if (types !== null) return `takes ${types[1]} as ${name}, which is always ${types[0]}`;
    }
  }
  return null;
}

/** Why the client refuses every result of a worker, as `argumentsRefused` does. */
export function resultRefused(own: TaskContract, served: TaskContract): string | null {
  if (own.storesResult && !served.storesResult) return "stores no result, which is waited for";
  const types = disjoint(typesOf(own.result, own), typesOf(served.result, served));
  if (types !== null) return `returns ${types[1]}, where ${types[0]} is expected`;
  const [mine, theirs] = [resolved(own.result, own), resolved(served.result, served)];
  if (!isObject(mine) || !Array.isArray(mine.required) || !isObject(theirs)) return null;
  if (!Object.keys(theirs).every((keyword) => OF_NAMED.has(keyword)) || theirs.type !== "object") return null;
  // A worker makes only the members that its contract names, unless it says that there are others.
  if (![undefined, false].includes(theirs.additionalProperties as undefined)) return null;
  const named = isObject(theirs.properties) ? theirs.properties : {};
  const lacking =
    mine.type === "object" ? mine.required.find((name) => !Object.hasOwn(named, name)) : undefined;
  return lacking === undefined ? null : `returns no ${lacking}, which is expected`;
}

/** The keywords of an object of which all members are known. */
const OF_NAMED: ReadonlySet<string> = new Set(["type", "properties", "required", "additionalProperties"]);

function isByName({ kind }: TaskParameter): boolean {
  return kind === "positionalOrKeyword" || kind === "keywordOnly";
}

/** Both as words where no value has a type of both; null where one may, or where that is not certain. */
function disjoint(
  mine: ReadonlySet<string> | null,
  theirs: ReadonlySet<string> | null,
): [mine: string, theirs: string] | null {
  if (mine === null || theirs === null) return null;
  for (const type of mine) if (theirs.has(type)) return null;
  return [Array.from(mine).join(" or "), Array.from(theirs).join(" or ")];
}

/** The types that a value may have; null where the schema does not say. An integer is a number, too. */
function typesOf(schema: JsonSchema, contract: TaskContract): ReadonlySet<string> | null {
  const found = resolved(schema, contract);
  if (!isObject(found)) return null;
  const { type, anyOf } = found;
  if (Array.isArray(anyOf) && type === undefined) {
    const members = anyOf.map((member) => typesOf(member as JsonSchema, contract));
    return members.includes(null) ? null : new Set(members.flatMap((each) => Array.from(each ?? [])));
  }
  const types = typeof type === "string" ? [type] : type;
  if (!Array.isArray(types) || types.length === 0) return null;
  return new Set(types.map((each) => (each === "integer" ? "number" : String(each))));
}

/** The schema that a reference means, one step far. */
function resolved(schema: JsonSchema, { $defs }: TaskContract): unknown {
  if (!isObject(schema) || typeof schema.$ref !== "string") return schema;
  const name = definitionName(schema.$ref);
  return name === undefined ? undefined : $defs[name];
}
