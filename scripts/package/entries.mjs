import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "./run.mjs";

/**
 * For each entry of the package: names that it exports as values, and how the first of them is called so that it rejects
 * with a TaskgateError of the entry `taskgate`. An entry that is missing here is an error.
 */
const ENTRIES = {
  taskgate: {
    names: ["connect", "defineTasks", "TaskgateError", "InvalidOptionsError", "BrokerUnavailableError"],
    refused: '({ broker: "http://nowhere" })',
  },
  "taskgate/celery-node": {
    names: ["createClient", "createWorker"],
    refused: '("http://nowhere").isReady()',
  },
  "taskgate/testing": {
    names: ["testGate"],
    refused: "({ timeoutMs: -1 })",
  },
};

/** What the installed package can be imported as, and the names to be found there. */
export function entriesOf(home) {
  const manifest = JSON.parse(readFileSync(join(home, "node_modules", "taskgate", "package.json"), "utf8"));
  const entries = Object.keys(manifest.exports)
    .filter((entry) => entry !== "./package.json")
    .map((entry) => entry.replace(/^\./, "taskgate"));
  const unknown = entries.filter((entry) => !(entry in ENTRIES));
  check(
    unknown.length === 0,
    `its entries are ${entries.join(", ")}`,
    `(no test knows ${unknown.join(", ")})`,
  );
  return entries.map((entry) => ({ entry, ...ENTRIES[entry] }));
}
