import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Reads a schema of `protocol/`. The build copies them into the package (`dist/protocol`); run from the sources,
 * those of the repository are read, so that there is one of each in git.
 */
export function protocolSchema(name: "task-contract" | "bundle"): object {
  const file = `${name}.schema.json`;
  const packed = join(__dirname, "..", "protocol", file);
  const path = existsSync(packed) ? packed : join(__dirname, "..", "..", "..", "protocol", file);
  return JSON.parse(readFileSync(path, "utf8")) as object;
}
