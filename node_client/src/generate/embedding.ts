import type { TaskContract } from "../contracts/contract.js";
import { bare } from "../contracts/schema.js";

/**
 * A contract as a TypeScript expression, indented by two spaces: everything that the client and its tests work with, without
 * what only people read, which stands in the doc comments. None of that counts for the fingerprint (PROTOCOL.md, C4).
 */
export function embeddedContract(contract: TaskContract): string {
  const { parameters, result, progress, errors, $defs } = contract;
  const embedded = {
    formatVersion: contract.formatVersion,
    name: contract.name,
    summary: contract.summary,
    description: "",
    parameters: parameters.map(({ description: _, ...parameter }) => ({
      ...parameter,
      schema: bare(parameter.schema),
    })),
    result: bare(result),
    progress: progress === null ? null : bare(progress),
    errors: errors.map(({ exception, details }) => ({
      exception,
      summary: "",
      details: details === null ? null : bare(details),
    })),
    queue: contract.queue,
    limits: contract.limits,
    retries: contract.retries, // left out where it is not known
    storesResult: contract.storesResult,
    idempotent: contract.idempotent,
    examples: [],
    $defs: Object.fromEntries(Object.entries($defs).map(([name, schema]) => [name, bare(schema)])),
    fingerprint: contract.fingerprint,
  };
  const text = withExamples(JSON.stringify(embedded, null, 2), contract).replaceAll("\n", "\n  ");
  // As a member of an object literal, this name alone would set the prototype.
  return `  ${text}`.replace(/^( *)"__proto__":/gm, '$1["__proto__"]:');
}

/** taskgate/testing answers by them. A line each: an image is a thousand numbers. */
function withExamples(text: string, { examples }: TaskContract): string {
  if (examples.length === 0) return text;
  const lines = examples.map((example) => `\n    ${JSON.stringify(example)}`).join();
  // With this indentation it is the contract's own member, and no value that looks like it.
  return text.replace(/^ {2}"examples": \[\]/m, () => `  "examples": [${lines}\n  ]`);
}
