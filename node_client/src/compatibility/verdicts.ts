import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { JsonSchema, TaskContract } from "../contracts/contract.js";
import { TaskValidator } from "../contracts/validation.js";
import type { Place } from "../errors.js";
import { isObject } from "../json/plainJson.js";

/** What one line asks, and `TaskValidator` answers. */
interface Question {
  readonly schema: JsonSchema;
  readonly value: unknown;
}

/**
 * Judges values by schemas as the client does: for each line `{schema, value}` one line `{accepted, places}`, or
 * `{error}` where the schema cannot be used. The Python command `taskgate contracts diff` asks it about every payload
 * that it shows.
 *
 * @param out is told one line at a time
 */
export async function judgeLines(lines: Readable, out: (text: string) => void): Promise<void> {
  for await (const line of createInterface({ input: lines, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== "") out(`${JSON.stringify(answer(line))}\n`);
  }
}

function answer(line: string): { accepted: boolean; places: readonly Place[] } | { error: string } {
  try {
    const { schema, value } = question(line);
    const places = new TaskValidator(contractOf(schema)).result(value);
    return { accepted: places.length === 0, places };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function question(line: string): Question {
  const asked: unknown = JSON.parse(line);
  if (!isObject(asked) || !("schema" in asked) || !("value" in asked))
    throw new Error("a line is an object with `schema` and `value`");
  return { schema: asked.schema as JsonSchema, value: asked.value };
}

/** A task that returns such values: the client has one way to judge, and this is it. */
function contractOf(schema: JsonSchema): TaskContract {
  const { $defs, ...result } = typeof schema === "boolean" ? { $defs: {} } : schema;
  return {
    formatVersion: 1,
    name: "compare.payload",
    summary: "",
    description: "",
    parameters: [],
    result: typeof schema === "boolean" ? schema : result,
    progress: null,
    errors: [],
    queue: { name: "celery", type: "classic" },
    limits: { timeLimit: null, softTimeLimit: null },
    storesResult: true,
    idempotent: false,
    examples: [],
    $defs: ($defs ?? {}) as TaskContract["$defs"],
    fingerprint: "",
  };
}
