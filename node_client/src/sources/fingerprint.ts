import { createHash } from "node:crypto";
import type { TaskContract } from "../contracts/contract.js";
import { bare } from "../contracts/schema.js";
import { canonicalJson } from "../json/canonicalJson.js";

/** The fingerprint that a contract of this content has: clause C4 of the protocol. */
export function fingerprintOf(contract: TaskContract): string {
  const matters = {
    name: contract.name,
    parameters: contract.parameters.map(({ description: _, schema, ...rest }) => ({
      ...rest,
      schema: bare(schema),
    })),
    result: bare(contract.result),
    progress: contract.progress === null ? null : bare(contract.progress),
    errors: contract.errors.map(({ exception, details }) => ({
      exception,
      details: details === null ? null : bare(details),
    })),
    queue: contract.queue,
    storesResult: contract.storesResult,
    $defs: Object.fromEntries(Object.entries(contract.$defs).map(([name, schema]) => [name, bare(schema)])),
  };
  return `sha256:${createHash("sha256").update(canonicalJson(matters)).digest("hex")}`;
}
