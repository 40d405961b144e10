/** The cases of vectors/, read and held to their form; python/cases.py is the twin. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import type { Json } from "./adapters.js";
import { parseExact } from "./exact.js";

const ROOT = join(__dirname, "..");
const SCHEMA = "vector.schema.json";
/** The operation that no adapter runs: its cases name live tests. */
const LIVE = "live";

export interface Case {
  readonly file: string;
  readonly operation: string;
  readonly id: string;
  readonly description: string;
  readonly clause: string;
  readonly given: Json;
  /** With its numbers as `parseExact` reads them. */
  readonly expect: Json;
  readonly sides?: { readonly only: string };
  readonly knownFailure?: { readonly language: string; readonly reason: string };
}

/** All cases that Node has to run. Throws with a line for all that is wrong with the files, and where there is none. */
export function load(
  operations: readonly string[],
  folder = join(ROOT, "vectors"),
  protocol = join(ROOT, "..", "protocol", "PROTOCOL.md"),
): Case[] {
  const fits = new Ajv2020({ allErrors: true }).compile<Json>(
    JSON.parse(readFileSync(join(ROOT, SCHEMA), "utf8")),
  );
  const clauses = readFileSync(protocol, "utf8");
  const cases: Case[] = [];
  const found: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const document = parsed(file, text);
    if (!fits(document)) {
      found.push(...(fits.errors ?? []).map((error) => misfit(file, document, error)));
      continue; // what else is wrong with it nobody could say without knowing its form
    }
    const { operation, cases: given } = document;
    if (![...operations, LIVE].includes(operation)) {
      found.push(`${file}: the operation ${operation} is unknown; write an adapter for it, or mend the name`);
    }
    const expected = parseExact(text).cases;
    cases.push(
      ...given.map((each: Json, index: number) => ({
        ...each,
        file,
        operation,
        expect: expected[index].expect,
      })),
    );
  }
  const first = new Map<string, Case>();
  for (const each of cases) {
    const { file, id, clause } = each;
    if (first.has(id)) {
      found.push(`${file}, ${id}: ${first.get(id)?.file} has this id, too; take the next free one`);
    }
    first.set(id, each);
    if (clause !== undefined && !clauses.includes(`\n| ${clause} |`)) {
      found.push(`${file}, ${id}: there is no clause ${clause}; see PROTOCOL.md`);
    }
  }
  if (cases.length === 0) found.push(`${folder}: no case was found; see that the folder has files of cases`);
  if (found.length > 0) throw new Error(found.join("\n"));
  return cases.filter(({ operation, sides }) => operation !== LIVE && (sides?.only ?? "node") === "node");
}

function parsed(file: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: is no JSON (${(error as Error).message}); mend it there`);
  }
}

/** Names the case that does not fit the schema by its id, where it has one. */
function misfit(file: string, document: Json, { instancePath, message, params }: ErrorObject): string {
  const index = /^\/cases\/(\d+)/.exec(instancePath)?.[1];
  const where = (index && document.cases[Number(index)]?.id) ?? (instancePath || "the whole");
  return `${file}, ${where}: ${message} ${JSON.stringify(params)}; see ${SCHEMA}`;
}
