import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "./run.mjs";

/** Names that each entry of the package exports as values. An entry that is missing here is an error. */
const NAMES = {
  taskgate: ["connect", "defineTasks", "TaskgateError", "InvalidOptionsError", "BrokerUnavailableError"],
  "taskgate/celery-node": ["createClient", "createWorker"],
  "taskgate/testing": [],
};

/** What the installed package can be imported as, and the names to be found there. */
export function entriesOf(home) {
  const manifest = JSON.parse(readFileSync(join(home, "node_modules", "taskgate", "package.json"), "utf8"));
  const entries = Object.keys(manifest.exports)
    .filter((entry) => entry !== "./package.json")
    .map((entry) => entry.replace(/^\./, "taskgate"));
  const unknown = entries.filter((entry) => !(entry in NAMES));
  check(
    unknown.length === 0,
    `its entries are ${entries.join(", ")}`,
    `(no test knows ${unknown.join(", ")})`,
  );
  return entries.map((entry) => ({ entry, names: NAMES[entry] }));
}
