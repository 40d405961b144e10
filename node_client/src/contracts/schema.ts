import { isObject } from "../json/plainJson.js";
import type { JsonSchema } from "./contract.js";

/** JSON Schema 2020-12 as it is walked here: the keywords that are read, and any others. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly deprecated?: boolean;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

export type Schema = boolean | SchemaObject;

const ONE = [
  "additionalProperties",
  "propertyNames",
  "items",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
] as const;
const LIST = ["prefixItems", "anyOf", "oneOf", "allOf"] as const;
const NAMED = ["properties", "patternProperties", "$defs", "dependentSchemas"] as const;

/** Members that say something to people, and nothing on the wire (PROTOCOL.md, C4). */
const ANNOTATIONS = new Set(["title", "description", "examples"]);

/**
 * A copy of `schema` in which `change` has been applied to every schema, innermost first. Only the places
 * where a schema can stand are walked: a property that is called "title" is not the keyword "title".
 */
export function mapSchemas(schema: Schema, change: (schema: SchemaObject) => Schema): Schema {
  if (!isObject(schema)) return schema;
  const copy: Record<string, unknown> = { ...schema };
  const mapped = (value: unknown): Schema => mapSchemas(value as Schema, change);
  for (const keyword of ONE) if (keyword in copy) copy[keyword] = mapped(copy[keyword]);
  for (const keyword of LIST) {
    const members = copy[keyword];
    if (Array.isArray(members)) copy[keyword] = members.map(mapped);
  }
  for (const keyword of NAMED) {
    const members = copy[keyword];
    if (!isObject(members)) continue;
    copy[keyword] = Object.fromEntries(
      Object.entries(members).map(([name, member]) => [name, mapped(member)]),
    );
  }
  return change(copy as SchemaObject);
}

/** A schema without its annotations. A property that happens to be called `title` is none of them. */
export function bare(schema: JsonSchema): Schema {
  return mapSchemas(schema as Schema, (part) =>
    Object.fromEntries(Object.entries(part).filter(([keyword]) => !ANNOTATIONS.has(keyword))),
  );
}

/** Every `$ref` in `schema`, in the order in which they stand there. */
export function referencesIn(schema: Schema): string[] {
  const found: string[] = [];
  mapSchemas(schema, (part) => {
    if (part.$ref !== undefined) found.push(part.$ref);
    return part;
  });
  return found;
}

/**
 * The definition that a reference means.
 *
 * @returns the name, or undefined where the reference is not of the form `#/$defs/<name>`.
 */
export function definitionName(reference: string): string | undefined {
  const pointer = /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1];
  if (pointer === undefined) return undefined;
  // A reference is a URI: names such as `Page[int]` may arrive with percent signs.
  let decoded = pointer;
  try {
    decoded = decodeURIComponent(pointer);
  } catch {
    // A percent sign that is part of the name itself.
  }
  return decoded.replaceAll("~1", "/").replaceAll("~0", "~");
}
