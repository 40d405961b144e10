import type { Dispatcher } from "../dispatcher.js";
import type { Job } from "../job.js";
import type { RequestBuilder } from "../messages/request.js";
import { checkSendManyOptions } from "../options/checks.js";
import type { SendManyOptions } from "../options/options.js";
import { checkInputs } from "./inputs.js";
import { pool } from "./pool.js";

/** Messages that wait for their confirmation at once: enough to fill a connection, and a bound on what is held. */
const UNCONFIRMED = 1000;

/** One message an input, one confirmation each, and an entry for each in order. What is wrong with one stops no other. */
export async function sendMany(
  dispatcher: Dispatcher,
  requests: RequestBuilder,
  task: string,
  inputs: readonly unknown[],
  options?: SendManyOptions,
): Promise<PromiseSettledResult<Job>[]> {
  checkSendManyOptions(options);
  checkInputs(task, inputs);
  const entries: PromiseSettledResult<Job>[] = new Array(inputs.length);
  await pool(inputs.entries(), UNCONFIRMED, async ([index, input]) => {
    try {
      entries[index] = {
        status: "fulfilled",
        value: await dispatcher.send(requests.named({ name: task }, input), options),
      };
    } catch (reason) {
      entries[index] = { status: "rejected", reason };
    }
  });
  return entries;
}
