import { isObject } from "../plainJson.js";
import { decodeFailure, type Failure } from "./failure.js";
import { malformed } from "./malformed.js";
import { parseResultText } from "./resultText.js";
import { unwrapTypedValues } from "./typedValue.js";

/** Celery's states; a task may set its own besides. */
export type TaskState =
  | "PENDING"
  | "RECEIVED"
  | "STARTED"
  | "PROGRESS"
  | "RETRY"
  | "SUCCESS"
  | "FAILURE"
  | "REVOKED"
  | (string & {});

/** A report of a task that runs: what it gave to `progress(done, total, **data)`. */
export interface Progress<P = unknown> {
  readonly done: number;
  /** null where the task does not know it. */
  readonly total: number | null;
  /** The named values. */
  readonly data: P;
}

/** What a result backend says about a task, decoded. */
export interface Outcome {
  readonly state: TaskState;
  /** Nothing more is expected: SUCCESS, FAILURE or REVOKED. */
  readonly isFinal: boolean;
  /** The value of SUCCESS; the raw meta of a state of the task's own; else null. */
  readonly result: unknown;
  /** For FAILURE and REVOKED, and for RETRY where an exception is the reason. */
  readonly failure: Failure | null;
  readonly progress: Progress | null;
}

/** Reads what a worker wrote. Throws MALFORMED_RESULT, with what is wrong, for anything else. Pure. */
export function decodeOutcome(text: string): Outcome {
  const meta = parseResultText(text);
  if (!isObject(meta)) throw malformed("", "is not a JSON object");
  const { status, result } = meta;
  if (typeof status !== "string" || status === "") throw malformed("/status", "is missing");
  if (!("result" in meta)) throw malformed("/result", "is missing");
  const traceback = typeof meta.traceback === "string" ? meta.traceback : null;
  const plain = { state: status, isFinal: false, result: null, failure: null, progress: null };
  switch (status) {
    case "SUCCESS":
      return { ...plain, isFinal: true, result: unwrapTypedValues(result) };
    case "FAILURE":
    case "REVOKED":
      return { ...plain, isFinal: true, failure: decodeFailure(status, result, traceback) };
    case "RETRY":
      // A task that asks for it without an exception gives none.
      return { ...plain, failure: result === null ? null : decodeFailure(status, result, traceback) };
    case "PROGRESS":
      return { ...plain, progress: decodeProgress(result), result: unwrapTypedValues(result) };
    default:
      return { ...plain, result: unwrapTypedValues(result) };
  }
}

function decodeProgress(result: unknown): Progress | null {
  // A plain Celery task may use the state PROGRESS for facts of its own.
  if (!isObject(result)) return null;
  const { done, total, data } = result;
  if (typeof done !== "number" || (typeof total !== "number" && total !== null && total !== undefined))
    return null;
  return { done, total: total ?? null, data: unwrapTypedValues(data ?? {}) };
}
