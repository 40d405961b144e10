import { splitArguments } from "../contracts/arguments.js";
import type { TaskContract } from "../contracts/contract.js";
import type { TaskValidator } from "../contracts/validation.js";
import { type Place, TaskgateError } from "../errors.js";
import type { Gate } from "../gate.js";
import type { Job } from "../job.js";
import { newTaskId } from "../messages/taskId.js";
import { differences, shown } from "./comparison.js";
import { type Example, type Finding, inside } from "./finding.js";

/** Findings of progress that are kept; a task may report for hours. */
const MAX_REPORTS = 20;

/** What keeps every further example from running, too. */
const FATAL: ReadonlySet<string> = new Set([
  "BROKER_UNAVAILABLE",
  "BACKEND_UNAVAILABLE",
  "UNSUPPORTED",
  "OVERLOADED",
  "CLOSED",
]);

/** Whether an error says something of the task, as one from its worker always does, whatever its code. */
function isOfTask(error: unknown): error is TaskgateError {
  return error instanceof TaskgateError && (error.exception !== null || !FATAL.has(error.code));
}

/** A task whose examples are tried. */
export interface Subject {
  readonly contract: TaskContract;
  readonly validator: TaskValidator;
}

export interface TrialOptions {
  /** Milliseconds until the example must have ended; then it is revoked, and its process is told to end. */
  readonly timeoutMs: number;
  /** Ends it, and revokes it; the trial rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Calls a task with the arguments of an example, and says what is not as contract and example have it: arguments, reports
 * of progress, and the result or the failure. Rejects where that cannot be told: the brokers are away, or the signal.
 */
export async function findingsOf(
  gate: Gate,
  { contract, validator }: Subject,
  example: Example,
  { timeoutMs, signal }: TrialOptions,
): Promise<Finding[]> {
  const places = validator.arguments(example.arguments);
  if (places.length > 0) return inside("arguments", places);
  const id = newTaskId();
  const over = new AbortController();
  try {
    const { args, kwargs } = splitArguments(contract, { ...example.arguments });
    const sending = gate.task(contract.name).send(args, kwargs, { taskId: id, expiresMs: timeoutMs, signal });
    // Before the broker has confirmed: a quick task reports at once.
    const watching = progressFindings(gate, id, validator, { timeoutMs, signal: over.signal });
    const ended = await ending(await sending, { timeoutMs, signal });
    if (ended.isGivenUp) over.abort();
    const ofEnd =
      ended.error === null
        ? resultFindings(validator, example, ended.value)
        : errorFindings(contract, validator, example, ended.error);
    return [...(await watching), ...ofEnd];
  } catch (error) {
    signal.throwIfAborted();
    if (!isOfTask(error)) throw error;
    return errorFindings(contract, validator, example, error);
  } finally {
    over.abort();
  }
}

interface Ended {
  readonly value: unknown;
  /** null where there is a result. */
  readonly error: TaskgateError | null;
  /** It may still run. */
  readonly isGivenUp: boolean;
}

async function ending(job: Job, options: TrialOptions): Promise<Ended> {
  try {
    return { value: await job.result(options), error: null, isGivenUp: false };
  } catch (error) {
    const isGivenUp = options.signal.aborted || (error instanceof TaskgateError && error.code === "TIMEOUT");
    // A task that hangs would keep the worker from the next example. What else there is to say of it stands in `error`.
    if (isGivenUp) await job.revoke({ terminate: true }).catch(() => {});
    options.signal.throwIfAborted();
    if (!isOfTask(error)) throw error;
    return { value: undefined, error, isGivenUp };
  }
}

/** What reports of a task do not have as the contract says. How the stream itself ends is for the result to say. */
async function progressFindings(
  gate: Gate,
  id: string,
  validator: TaskValidator,
  options: TrialOptions,
): Promise<Finding[]> {
  const found: Finding[] = [];
  let index = 0;
  try {
    for await (const { data } of gate.job(id).progress(options)) {
      if (found.length < MAX_REPORTS)
        found.push(...inside(`progress[${index}]/data`, validator.progress(data) ?? []));
      index++;
    }
  } catch {
    return found;
  }
  return found;
}

function resultFindings(validator: TaskValidator, example: Example, value: unknown): Finding[] {
  if (example.exception !== undefined) {
    const message = `is missing: the task returned ${shown(value)}, and the example says ${example.exception}`;
    return [{ place: "exception", message }];
  }
  // A call lets members pass that the contract does not name; who serves this very contract has none.
  const places = validator.result(value);
  if (places.length > 0) return inside("result", places);
  return "result" in example ? inside("result", differences(example.result, value)) : [];
}

function errorFindings(
  contract: TaskContract,
  validator: TaskValidator,
  example: Example,
  error: TaskgateError,
): Finding[] {
  const { code, exception, message } = error;
  if (code === "TASK_FAILED" && exception !== null)
    return exceptionFindings(contract, validator, example, error);
  // What a worker says names its own place; what this client found is in `details`.
  const part = exception === null ? FOUND_HERE[code] : undefined;
  const { errors = [] } = (error.details ?? {}) as { readonly errors?: readonly Place[] };
  if (part !== undefined && errors.length > 0) return inside(part, errors);
  return [{ place: "end", message: `is ${code}: ${message}` }];
}

const FOUND_HERE: Readonly<Record<string, string>> = {
  INVALID_ARGUMENTS: "arguments",
  INVALID_RESULT: "result",
  MALFORMED_RESULT: "result",
};

function exceptionFindings(
  { name: task, errors }: TaskContract,
  validator: TaskValidator,
  example: Example,
  { exception, message, details }: TaskgateError,
): Finding[] {
  const name = exception as string;
  const prefix = `${task}: ${name}`;
  const text = message.startsWith(`${prefix}: `) ? message.slice(prefix.length + 2) : "";
  const raised = text === "" ? `is ${name}` : `is ${name} (${text})`;
  const unlike = (said: string) => [{ place: "exception", message: `${raised}, and ${said}` }];
  const misfits = validator.details(name, details);
  if (misfits === null) {
    const declared = errors.map((each) => each.exception).join(", ");
    return unlike(`the contract declares ${declared === "" ? "none" : declared}`);
  }
  if ("result" in example) return unlike(`the example says that the task returns ${shown(example.result)}`);
  if (example.exception !== undefined && example.exception !== name)
    return unlike(`the example says ${example.exception}`);
  if (misfits.length > 0) return inside("details", misfits);
  return "details" in example ? inside("details", differences(example.details, details)) : [];
}
