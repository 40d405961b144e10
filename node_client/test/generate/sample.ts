import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TaskContract } from "../../src/contracts/contract.js";

/** The smallest contract, with `changes` made to it. */
export function contract(name: string, changes: Partial<TaskContract> = {}): TaskContract {
  return {
    formatVersion: 1,
    name,
    summary: "",
    description: "",
    parameters: [],
    result: { type: "null" },
    progress: null,
    errors: [],
    queue: { name: "cpu", type: "classic" },
    limits: { timeLimit: null, softTimeLimit: null },
    storesResult: true,
    idempotent: false,
    examples: [],
    $defs: {},
    fingerprint: `sha256:${"0".repeat(64)}`,
    ...changes,
  };
}

/** Runs `body` in a folder that holds `files`, and removes the folder afterwards. */
export async function inFolder<T>(
  files: Record<string, unknown>,
  body: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "taskgate-generate-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
