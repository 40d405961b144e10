/** What the Node client makes of what stands in the result backend, and of what workers answer. */

import { readAnswer } from "../../node_client/src/control/contracts.js";
import { errorClasses, MalformedResultError, TaskgateError } from "../../node_client/src/errors.js";
import { readChunk } from "../../node_client/src/many/outcomes.js";
import { decodeOutcome, type Outcome } from "../../node_client/src/results/outcome.js";
import type { Json } from "./adapters.js";

export const resultOperations: Readonly<Record<string, (given: Json) => Json>> = {
  "decode-result": (given) => decoded(given.text),
  "decode-odd-result": (given) => decoded(given.text),
  "decode-value": (given) => decoded(stored("SUCCESS", given.text)),
  "decode-progress": (given) => decoded(stored("PROGRESS", given.text)),

  "decode-map": ({ result, count }) =>
    orMalformed(() => ({ entries: readChunk(result, count, "reports.build", null).map(entry) })),

  "decode-answer": ({ answer }) => {
    const { contracts, older, queues, reason } = readAnswer({ worker: "celery@one", answer });
    return { contracts, older, queues, tells: reason === null };
  },

  "error-code": ({ code }) => ({ retryable: errorClasses.get(code)?.retryable }),
};

function stored(state: string, result: string): string {
  return `{"status": "${state}", "result": ${result}, "traceback": null, "children": [], "task_id": "t"}`;
}

function decoded(text: string): Json {
  return orMalformed(() => view(decodeOutcome(text)));
}

function orMalformed(read: () => Json): Json {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedResultError) return { malformed: (error.details as Json)?.errors[0].path };
    throw error;
  }
}

/** An outcome in the words of the vectors. */
function view({ state, result, failure, retry, progress }: Outcome): Json {
  if (state === "SUCCESS") return { state, value: withoutBuffers(result) };
  if (progress !== null) return { state, progress };
  if (failure === null) return { state };
  const { code, exception, message, details, retryable } = failure;
  const error = { code, exception, message, details, retryable };
  return retry === null
    ? { state, error }
    : { state, error, retry: { ...retry, at: retry.at.toISOString() } };
}

function withoutBuffers(value: Json): Json {
  if (Buffer.isBuffer(value)) return { $base64: value.toString("base64") };
  if (Array.isArray(value)) return value.map(withoutBuffers);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBuffers(item)]));
}

/** What became of one input of a map. */
function entry(settled: PromiseSettledResult<unknown>): Json {
  if (settled.status === "fulfilled") return { value: settled.value };
  if (!(settled.reason instanceof TaskgateError)) throw settled.reason;
  const { code, exception, details, retryable } = settled.reason;
  return { error: { code, exception, details, retryable } };
}
