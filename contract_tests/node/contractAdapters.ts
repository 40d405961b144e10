/** What the Node client does with contracts, arguments and results. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bindArguments, splitArguments } from "../../node_client/src/contracts/arguments.js";
import { TaskValidator } from "../../node_client/src/contracts/validation.js";
import { TaskFailedError, TaskgateError } from "../../node_client/src/errors.js";
import { toPlainJson } from "../../node_client/src/json/plainJson.js";
import { isDeclaredFailure } from "../../node_client/src/results/declaredFailure.js";
import { checkResult } from "../../node_client/src/results/resultCheck.js";
import { checkContract } from "../../node_client/src/sources/checks.js";
import { fingerprintOf } from "../../node_client/src/sources/fingerprint.js";
import type { Json } from "./adapters.js";
import { orRefused } from "./refused.js";

export const contractOperations: Readonly<Record<string, (given: Json) => Json>> = {
  "validate-arguments": ({ task, arguments: given }) => ({
    paths: new TaskValidator(contractOf(task))
      .arguments(given)
      .map(({ path }) => path)
      .sort(),
  }),

  "split-arguments": ({ parameters, arguments: given }) =>
    orRefused(() => ({ ...splitArguments({ name: "reports.build", parameters } as Json, given) })),

  "bind-arguments": ({ parameters, args, kwargs }) => {
    const { values, places } = bindArguments({ parameters } as Json, args, kwargs);
    return places.length > 0 ? { refused: true } : { values };
  },

  "check-result": ({ contract, value }) => {
    const validator = new TaskValidator({ ...EMPTY, ...contract } as Json);
    return orRefused(() => ({ value: checkResult("reports.build", validator, value) }));
  },

  "declared-failure": ({ task, exception, details }) => {
    const error = new TaskFailedError("it failed", { exception, details, task });
    return { declared: isDeclaredFailure(error, task, new TaskValidator(contractOf(task))) };
  },

  fingerprint: ({ contract }) => ({ fingerprint: fingerprintOf(contract) }),

  "read-contract": ({ task, changed, without }) => {
    const members = Object.entries({ ...contractOf(task), ...changed });
    const contract = Object.fromEntries(members.filter(([name]) => !without.includes(name)));
    try {
      const read = checkContract(`${task}.json`, contract);
      return { refused: read.fingerprint !== fingerprintOf(read) };
    } catch (error) {
      if (error instanceof TaskgateError && error.code === "INVALID_CONTRACT") return { refused: true };
      throw error;
    }
  },

  "plain-json": ({ value }) => ({ paths: toPlainJson(native(value)).problems.map(({ path }) => path) }),
};

const EMPTY = { name: "reports.build", parameters: [], errors: [], $defs: {} };

function contractOf(task: string): Json {
  return JSON.parse(readFileSync(join(__dirname, "..", "contracts", "tasks", `${task}.json`), "utf8"));
}

/** Makes of `{"$number": "NaN"}` the number that JSON does not have, and of `{"$nested": 3}` lists in lists. */
function native(value: Json): Json {
  if (Array.isArray(value)) return value.map(native);
  if (value === null || typeof value !== "object") return value;
  if ("$number" in value) return Number(value.$number);
  if ("$nested" in value) return JSON.parse("[".repeat(value.$nested) + "]".repeat(value.$nested));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, native(item)]));
}
