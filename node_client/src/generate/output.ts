import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readContracts } from "../sources/contracts.js";
import { pathFrom } from "../sources/path.js";
import type { Source } from "../sources/source.js";
import { moduleText } from "./module.js";

export interface GenerateOptions {
  /** Where the contracts are. */
  readonly source: Source;
  /** The module to write. Its folder is made where it does not exist. */
  readonly output: string;
  /** Write nothing, only say whether the module is up to date. @default false */
  readonly check?: boolean;
  /** Ends the reading of the contracts. */
  readonly signal?: AbortSignal | undefined;
}

export interface Outcome {
  /** How many tasks the module has. */
  readonly tasks: number;
  /** Whether the file holds (or, with `check`, already held) what the contracts say. */
  readonly current: boolean;
  /** Whether the file was written. One that is up to date is left alone, so that no watcher wakes. */
  readonly written: boolean;
}

/**
 * Writes the TypeScript module for the contracts in `source`.
 *
 * @throws InvalidContractError where a contract cannot be used; nothing is written then
 */
export async function generate({ source, output, check = false, signal }: GenerateOptions): Promise<Outcome> {
  const contracts = await readContracts(source, signal);
  const text = await moduleText(contracts, { command: commandFor(source, output) });
  const current = contentOf(output) === text;
  if (!current && !check) replaceFile(output, text);
  return { tasks: contracts.length, current: current || !check, written: !current && !check };
}

/** The same wherever it is called from: the module may not change with the folder somebody stood in. */
function commandFor(source: Source, output: string): string {
  const folder = dirname(resolve(output));
  return commandOf([...source.argumentsFrom(folder), "-o", pathFrom(folder, output)]);
}

/** The command line of these arguments, to be typed in a shell. */
export function commandOf(words: readonly string[]): string {
  const quoted = words.map((word) => (/^[\w./@+:-]+$/.test(word) ? word : `"${word}"`));
  return `npx taskgate generate ${quoted.join(" ")}`;
}

function contentOf(file: string): string | undefined {
  try {
    // A checkout on Windows may have changed the line ends, which is not a change of the module.
    return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "EISDIR")
      throw new Error(`${file} is a folder: give the file to write, such as ${file}/tasks.generated.ts`);
    throw error;
  }
}

function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/** What was done, as one line. */
export function outcomeLine(output: string, { tasks, written }: Outcome): string {
  return `${output}: ${tasks} ${tasks === 1 ? "task" : "tasks"}, ${written ? "written" : "up to date"}\n`;
}
