import { compile, type Options } from "json-schema-to-typescript";
import { lower, type Surroundings } from "./lowering.js";
import type { Schema } from "./schema.js";

/** The library derives names by rules of its own (`Sha2sum` becomes `Sha2Sum`): it gets one that it keeps. */
const PLACEHOLDER = "Declared";

const OPTIONS: Partial<Options> = {
  bannerComment: "",
  unknownAny: true,
  style: { bracketSpacing: true, printWidth: 110, trailingComma: "all" },
};

/**
 * The declaration of an exported type.
 *
 * @param name the name of the type, a TypeScript identifier
 * @param schema what its values are like
 * @param description stands in the doc comment instead of the schema's own
 * @returns formatted TypeScript, with a line end
 */
export async function declaration(
  name: string,
  schema: Schema,
  around: Surroundings,
  description?: string,
): Promise<string> {
  const text = await compile(lower(schema, around, description) as object, PLACEHOLDER, OPTIONS);
  return text
    .replace(/^export (interface|type) Declared\b/m, (_all, kind: string) => `export ${kind} ${name}`)
    .replace(/^( *)\/\*\*\n *\* (.*)\n *\*\/$/gm, "$1/** $2 */");
}
