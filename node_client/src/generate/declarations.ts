import { compile, type Options } from "json-schema-to-typescript";
import type { Schema } from "../contracts/schema.js";
import { lower, type Surroundings } from "./lowering.js";

/** A type that the module exports. */
export interface Declaration {
  /** A TypeScript identifier. */
  readonly name: string;
  /** What its values are like. */
  readonly schema: Schema;
  readonly around: Surroundings;
  /** Stands in the doc comment instead of the schema's own. */
  readonly description?: string;
}

const OPTIONS: Partial<Options> = {
  bannerComment: "",
  unknownAny: true,
  // Babel reads types in half the time of the TypeScript compiler; they look the same afterwards.
  style: { parser: "babel-ts", bracketSpacing: true, printWidth: 110, trailingComma: "all" },
};

/** So many types are compiled at once: every call has its price, and so has a very long text. */
const AT_ONCE = 100;

/**
 * The declarations of exported types.
 *
 * @returns formatted TypeScript with a line end, a text for each of `wanted`
 */
export async function declarations(wanted: readonly Declaration[]): Promise<string[]> {
  const texts: string[] = [];
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    texts.push(...(await compiled(wanted.slice(start, start + AT_ONCE))));
  }
  return texts;
}

/** Compiles them as members of one object, each of which is a type with a name. */
async function compiled(wanted: readonly Declaration[]): Promise<string[]> {
  const members = wanted.map(({ schema, around, description }, index) => {
    const id = placeholder(index);
    return [id, { ...lower(schema, around, description), $id: id }] as const;
  });
  const whole = { type: "object", properties: Object.fromEntries(members), additionalProperties: false };
  const text = await compile(whole as object, "Declared", OPTIONS);
  const byId = new Map<string, string>();
  // At the start of a line there is no such word within a type, nor within its doc comment.
  for (const part of text.split(/(?<!\*\/\n)^(?=\/\*\*|export )/m)) {
    const id = /^export (?:interface|type) (D\d+)\b/m.exec(part)?.[1];
    if (id !== undefined) byId.set(id, `${part.trimEnd()}\n`);
  }
  return wanted.map(({ name }, index) => named(byId.get(placeholder(index)) as string, name));
}

/**
 * A name that the library keeps, for it derives names by rules of its own (`Sha2sum` becomes `Sha2Sum`). All are of one
 * length, so that no line breaks elsewhere when a task is added.
 */
function placeholder(index: number): string {
  return `D${String(index).padStart(7, "0")}`;
}

function named(text: string, name: string): string {
  return text
    .replace(/^export (interface|type) D\d+\b/m, (_all, kind: string) => `export ${kind} ${name}`)
    .replace(/^( *)\/\*\*\n *\* (.*)\n *\*\/$/gm, "$1/** $2 */");
}
