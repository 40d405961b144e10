import { createHash } from "node:crypto";
import type { TaskContract } from "../contracts/contract.js";
import { bare } from "../contracts/schema.js";
import { isObject } from "../plainJson.js";

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
  return `sha256:${createHash("sha256").update(canonical(matters)).digest("hex")}`;
}

/** Canonical JSON (RFC 8785). Written by hand, for an object would put members that look like numbers first. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}
