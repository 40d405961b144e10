import type { Schema, SchemaObject } from "../contracts/schema.js";

/** What every integer carries unless its hint says more: not worth a line in an editor. */
const WHOLE_NUMBERS: Readonly<Record<string, number>> = {
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};

const CONSTRAINTS = [
  "format",
  "pattern",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minProperties",
  "maxProperties",
  "uniqueItems",
  "contentEncoding",
  "contentMediaType",
] as const;

/**
 * What the type of a value cannot say, as one JSDoc tag a line: `@integer`, `@minimum 1`, `@format date-time`.
 * Of an optional or nullable value they are those of the value itself, of a list also those of its items.
 */
function constraintTags(schema: Schema): string[] {
  if (typeof schema === "boolean") return [];
  const value = withoutNull(schema);
  const tags: string[] = [];
  if (value.type === "integer") tags.push("@integer");
  for (const keyword of CONSTRAINTS) {
    const limit = value[keyword];
    if (limit === undefined || limit === WHOLE_NUMBERS[keyword] || limit === false) continue;
    tags.push(limit === true ? `@${keyword}` : `@${keyword} ${String(limit)}`);
  }
  // A tuple's length is in its type.
  if (value.prefixItems === undefined && value.maxItems !== 0) {
    if (value.minItems !== undefined) tags.push(`@minItems ${value.minItems}`);
    if (value.maxItems !== undefined) tags.push(`@maxItems ${value.maxItems}`);
  }
  if (typeof value.items === "object" && value.prefixItems === undefined) {
    const ofItems = constraintTags(value.items).filter((tag) => !tag.startsWith("@items "));
    tags.push(...ofItems.map((tag) => `@items ${tag.slice(1)}`));
  }
  return tags;
}

/** The text of a doc comment for a value: its description, its default and its constraints. */
export function schemaComment(schema: Schema, description?: string): string {
  if (typeof schema === "boolean") return description ?? "";
  const tags = constraintTags(schema);
  if (schema.default !== undefined) tags.push(`@default ${JSON.stringify(schema.default)}`);
  if (schema.deprecated === true) tags.push("@deprecated");
  return paragraphs(description ?? schema.description ?? "", tags.join("\n"));
}

/** The texts that are not empty, one blank line between them. */
export function paragraphs(...texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .join("\n\n");
}

/** A doc comment, or an empty string where there is nothing to say. */
export function docComment(text: string, indent = ""): string {
  if (text === "") return "";
  const lines = escapeComment(text).split("\n");
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  const body = lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n");
  return `${indent}/**\n${body}\n${indent} */\n`;
}

/** Text that cannot end the comment in which it stands. */
export function escapeComment(text: string): string {
  return text.replaceAll("*/", "*\\/");
}

function withoutNull(schema: SchemaObject): SchemaObject {
  const branches = schema.anyOf?.filter((branch) => typeof branch === "boolean" || branch.type !== "null");
  const only = branches?.length === 1 ? branches[0] : undefined;
  return typeof only === "object" ? { ...only, ...schema } : schema;
}
