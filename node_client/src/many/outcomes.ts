import type { TaskValidator } from "../contracts/validation.js";
import { isObject } from "../json/plainJson.js";
import { decodeFacts, toError } from "../results/failure.js";
import { malformed } from "../results/malformed.js";
import { checkResult } from "../results/resultCheck.js";

/** Reads the result of a chunk. Throws MALFORMED_RESULT where it has not an outcome for each input. Pure. */
export function readChunk(
  result: unknown,
  count: number,
  task: string,
  validator: TaskValidator | null,
): PromiseSettledResult<unknown>[] {
  const results = isObject(result) ? result.results : undefined;
  if (!Array.isArray(results) || results.length !== count) {
    throw malformed("/result/results", `is not an array of ${count} outcomes`);
  }
  return results.map((outcome, index) => {
    try {
      const value = readOutcome(outcome, `/result/results/${index}`, task);
      return { status: "fulfilled", value: checkResult(task, validator, value) };
    } catch (reason) {
      return { status: "rejected", reason };
    }
  });
}

function readOutcome(outcome: unknown, path: string, task: string): unknown {
  if (isObject(outcome)) {
    if (isObject(outcome.error)) throw toError(decodeFacts(outcome.error, null, `${path}/error`), task);
    if ("value" in outcome) return outcome.value;
  }
  throw malformed(path, "has neither value nor error");
}
