import { createHash } from "node:crypto";
import type { TaskContract } from "../contracts/contract.js";
import { isObject } from "../plainJson.js";

const NAMED = ["properties", "patternProperties", "$defs", "dependentSchemas"];
const LISTED = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SINGLE = [
  "items",
  "additionalProperties",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
];

/** Members of a schema that say something to people, and nothing on the wire. */
const ANNOTATIONS = new Set(["title", "description", "examples"]);

/** The fingerprint that a contract of this content has: clause C4 of the protocol. */
export function fingerprintOf(contract: TaskContract): string {
  const matters = {
    name: contract.name,
    parameters: contract.parameters.map(({ description: _, schema, ...rest }) => ({
      ...rest,
      schema: bare(schema),
    })),
    result: bare(contract.result),
    progress: bare(contract.progress),
    errors: contract.errors.map(({ exception, details }) => ({ exception, details: bare(details) })),
    queue: contract.queue,
    storesResult: contract.storesResult,
    $defs: each(contract.$defs),
  };
  return `sha256:${createHash("sha256").update(canonical(matters)).digest("hex")}`;
}

/** A schema without its annotations. A property that happens to be called `title` is none of them. */
function bare(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).filter(([key]) => !ANNOTATIONS.has(key)));
  for (const key of NAMED) if (isObject(copy[key])) copy[key] = each(copy[key]);
  for (const key of LISTED) if (Array.isArray(copy[key])) copy[key] = copy[key].map(bare);
  for (const key of SINGLE) if (Object.hasOwn(copy, key)) copy[key] = bare(copy[key]);
  return copy;
}

function each(schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

/** Canonical JSON (RFC 8785). Written by hand, for an object would put members that look like numbers first. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}
