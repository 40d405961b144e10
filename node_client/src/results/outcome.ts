import { isObject } from "../json/plainJson.js";
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

/** When a task that has failed runs again. */
export interface Retry {
  /** Which attempt has failed; the first is 1. */
  readonly attempt: number;
  /** When the next one is due. It may begin later: a worker has to be free, and quorum queues delay by whole seconds. */
  readonly at: Date;
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
  /** For RETRY, where the worker uses Taskgate and the reason is an exception. */
  readonly retry: Retry | null;
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
  const plain = { state: status, isFinal: false, result: null, failure: null, retry: null, progress: null };
  switch (status) {
    case "SUCCESS":
      return { ...plain, isFinal: true, result: unwrapTypedValues(result) };
    case "FAILURE":
    case "REVOKED":
      return { ...plain, isFinal: true, failure: decodeFailure(status, result, traceback) };
    case "RETRY":
      // A task that asks for it without an exception gives none.
      if (result === null) return plain;
      return { ...plain, failure: decodeFailure(status, result, traceback), retry: decodeRetry(result) };
    case "PROGRESS":
      return { ...plain, progress: decodeProgress(result), result: unwrapTypedValues(result) };
    default:
      return { ...plain, result: unwrapTypedValues(result) };
  }
}

function decodeRetry(result: unknown): Retry | null {
  if (!isObject(result) || !isObject(result.taskgate)) return null;
  const { attempt, retryAt } = result.taskgate;
  if (!Number.isInteger(attempt) || typeof retryAt !== "string") return null;
  const at = new Date(retryAt);
  return Number.isNaN(at.getTime()) ? null : { attempt: attempt as number, at };
}

function decodeProgress(result: unknown): Progress | null {
  // A plain Celery task may use the state PROGRESS for facts of its own.
  if (!isObject(result)) return null;
  const { done, total, data } = result;
  if (typeof done !== "number" || (typeof total !== "number" && total !== null && total !== undefined))
    return null;
  return { done, total: total ?? null, data: unwrapTypedValues(data ?? {}) };
}
