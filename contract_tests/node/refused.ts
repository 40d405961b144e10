import { TaskgateError } from "../../node_client/src/errors.js";
import type { Json } from "./adapters.js";

/** What `attempt` gives, or in the words of the vectors what it is refused with: the code, and the places. */
export function orRefused(attempt: () => Json): Json {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof TaskgateError)) throw error;
    return { refused: error.code, paths: (error.details as Json).errors.map(({ path }: Json) => path) };
  }
}
