import type { JSONSchema } from "json-schema-to-typescript";
import { definitionName, type Schema, type SchemaObject } from "../contracts/schema.js";
import { escapeComment, schemaComment } from "./comments.js";

/** What a schema is lowered with. */
export interface Surroundings {
  /** The TypeScript name of a definition, by the name of the definition. */
  readonly names: ReadonlyMap<string, string>;
  /** The definitions by name: the keys of a map may be an enum that stands there. */
  readonly definitions: ReadonlyMap<string, Schema>;
  /**
   * Whether an optional property also takes `undefined`. Yes for what a caller writes: `{ width: options.width }`
   * is how optional arguments are passed on, JSON leaves such a member out, and under
   * `exactOptionalPropertyTypes` it would not compile otherwise. No for what is only read.
   */
  readonly acceptsUndefined: boolean;
}

/**
 * Rewrites JSON Schema 2020-12 as what json-schema-to-typescript reads (draft 4 with `tsType`).
 *
 * - A reference becomes the name of a type, so that each definition is declared once, under its own name.
 * - `prefixItems` becomes the old tuple form, and a tuple with optional elements a union of tuples.
 * - Lists with a minimal or maximal length stay lists: nobody has a value of type `[number, ...number[]]` at hand.
 * - A map with known keys becomes an object with those keys, each optional.
 * - Objects are closed unless the schema says otherwise, so that a misspelt member does not compile.
 * - Titles go (pydantic gives one to every field, and each would become a type of its own), and so does what
 *   a type cannot say; that goes into the doc comment.
 */
export function lower(schema: Schema, around: Surroundings, description?: string): JSONSchema {
  const lowered = shapeOf(schema, around);
  const comment = schemaComment(schema, description);
  return comment === "" ? lowered : { ...lowered, description: escapeComment(comment) };
}

function shapeOf(schema: Schema, around: Surroundings): JSONSchema {
  if (typeof schema === "boolean") return { tsType: schema ? "unknown" : "never" };
  const recurse = (part: Schema): JSONSchema => lower(part, around);
  if (schema.$ref !== undefined)
    return { tsType: around.names.get(definitionName(schema.$ref) ?? "") ?? "unknown" };
  if ("const" in schema) return { enum: [schema.const as never] };
  if (schema.enum !== undefined) return { enum: schema.enum as never };
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return union(choices.map(recurse));
  if (schema.allOf !== undefined) return { allOf: schema.allOf.map(recurse) };
  if (Array.isArray(schema.type))
    return { anyOf: schema.type.map((type) => shapeOf({ ...schema, type }, around)) };
  if (schema.type === "array" || schema.prefixItems !== undefined) return list(schema, around);
  if (schema.type === "object" || schema.properties !== undefined) return object(schema, around);
  if (schema.type === undefined) return { tsType: "unknown" };
  return { type: schema.type as "string" | "number" | "integer" | "boolean" | "null" };
}

function list(schema: SchemaObject, around: Surroundings): JSONSchema {
  const rest = schema.items ?? true;
  const prefix = schema.prefixItems ?? [];
  const closed = rest === false || (schema.maxItems !== undefined && schema.maxItems <= prefix.length);
  if (prefix.length === 0 && !closed) return { type: "array", items: lower(rest, around) };

  const elements = prefix.slice(0, schema.maxItems).map((element) => lower(element, around));
  const shortest = Math.min(schema.minItems ?? 0, elements.length);
  const tuples: JSONSchema[] = [];
  for (let length = shortest; length <= elements.length; length += 1) {
    const open = length === elements.length && !closed;
    tuples.push({
      type: "array",
      items: elements.slice(0, length),
      minItems: length,
      ...(open ? { additionalItems: lower(rest, around) } : { maxItems: length }),
    } as JSONSchema);
  }
  // json-schema-to-typescript has a form for optional elements too, but does not parenthesize it within a list. As a
  // branch, a tuple also does not get a comment that repeats its length.
  return union(tuples);
}

/** One union, without unions in it: `"a" | "b" | null` and not `("a" | "b") | null`. */
function union(branches: readonly JSONSchema[]): JSONSchema {
  const flat = branches.flatMap((branch) => {
    if (branch.enum !== undefined) return branch.enum.map((value) => ({ enum: [value] }));
    return branch.anyOf ?? [branch];
  });
  return { anyOf: flat as never };
}

function object(schema: SchemaObject, around: Surroundings): JSONSchema {
  const members = schema.properties ?? {};
  const names = Object.keys(members);
  const others = unnamed(schema);
  const keys = names.length === 0 ? knownKeys(schema, around) : undefined;
  if (keys !== undefined) {
    const property = optional(others, around);
    return {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(keys.map((key) => [key, property])),
    };
  }
  // `{}` as a TypeScript type takes everything, this takes the empty object.
  if (names.length === 0 && others === false) return { tsType: "Record<string, never>" };

  const required = schema.required ?? [];
  const properties = names.map((name) => {
    const member = members[name] as Schema;
    return [
      name,
      required.includes(name) ? lower(withoutDefault(member), around) : optional(member, around),
    ] as const;
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: [...required],
    additionalProperties: others === false ? false : lower(others, around),
  };
}

/** What the members are whose names the schema does not say; a pattern of names is beyond a type. */
function unnamed(schema: SchemaObject): Schema {
  const patterned = Object.values(schema.patternProperties ?? {});
  const others = schema.additionalProperties ?? (schema.properties === undefined && patterned.length === 0);
  if (patterned.length === 0 || schema.properties !== undefined) return others;
  return { anyOf: others === false ? patterned : [...patterned, others] };
}

/** A member that is always there, as in a result, has no use for a default. */
function withoutDefault(schema: Schema): Schema {
  if (typeof schema === "boolean") return schema;
  const { default: _, ...rest } = schema;
  return rest;
}

function optional(schema: Schema, around: Surroundings): JSONSchema {
  const lowered = lower(schema, around);
  if (!around.acceptsUndefined || lowered.tsType === "unknown") return lowered;
  const { description, ...shape } = lowered;
  const either = union([shape, { tsType: "undefined" }]);
  return description === undefined ? either : { ...either, description };
}

function knownKeys(schema: SchemaObject, around: Surroundings): string[] | undefined {
  let names = schema.propertyNames;
  if (typeof names === "object" && names.$ref !== undefined) {
    names = around.definitions.get(definitionName(names.$ref) ?? "");
  }
  if (typeof names !== "object") return undefined;
  const keys = "const" in names ? [names.const] : names.enum;
  return keys?.filter((key) => typeof key === "string");
}
