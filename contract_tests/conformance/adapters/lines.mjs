/** The line protocol for clients in JavaScript: an adapter gives its identity and a function for each operation. */

import { createInterface } from "node:readline";

/** Thrown by an operation that the library does not offer. */
export class Unsupported extends Error {}

/** Answers requests one after another until the input ends; `operations` take the request and give the member `ok`. */
export async function serve(identity, operations) {
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, op, ...request } = JSON.parse(line);
    try {
      if (op === "hello") say({ id, ok: { protocol: 1, ...identity } });
      else if (!Object.hasOwn(operations, op)) throw new Unsupported(op);
      else say({ id, ok: (await operations[op](request)) ?? {} });
    } catch (error) {
      if (error instanceof Unsupported) say({ id, unsupported: error.message });
      else say({ id, error: String(error?.message ?? error) });
    }
  }
  // What a library has left open is not to keep the process.
  process.exit(0);
}
