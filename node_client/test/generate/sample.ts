import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TaskContract } from "../../src/contracts/contract.js";
import { main } from "../../src/generate/command.js";
import { fingerprintOf } from "../../src/sources/fingerprint.js";
import { contractOf } from "../fakes.js";

/** The smallest contract, with `changes` made to it, and the fingerprint that it has then. */
export function contract(name: string, changes: Partial<TaskContract> = {}): TaskContract {
  const made = contractOf(name, { result: { type: "null" }, ...changes });
  return { ...made, fingerprint: fingerprintOf(made), ...changes };
}

/** Writes files, each in its folder: a string as it is, anything else as JSON. */
export function write(folder: string, files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** Runs the command line in this process. */
export async function run(
  args: readonly string[],
  signal?: AbortSignal,
): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const streams = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await main(args, streams, signal);
  return { code, out: out.join(""), err: err.join("") };
}

/** Runs `body` in a folder that holds `files`, and removes the folder afterwards. */
export async function inFolder<T>(
  files: Record<string, unknown>,
  body: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "taskgate-generate-"));
  try {
    write(folder, files);
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
