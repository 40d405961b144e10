import { isObject } from "../json/plainJson.js";
import type { Deadline } from "../waiting/deadline.js";
import type { RemoteControl, Replies } from "./remoteControl.js";

export interface WorkersOptions {
  /** Milliseconds that workers have to answer; on RabbitMQ all of them pass, unless `destination` is given. @default 1000 */
  readonly timeoutMs?: number;
  /** Names of workers (`celery@host`). @default all that listen */
  readonly destination?: readonly string[];
}

/** A worker that answered. A list is null where the worker did not answer that question in time. */
export interface WorkerInfo {
  /** `celery@host`. */
  readonly name: string;
  /** The tasks that it knows, sorted; without Celery's own. */
  readonly tasks: readonly string[] | null;
  /** What it runs at this moment. */
  readonly active: readonly ActiveTask[] | null;
  /** The queues that it consumes. */
  readonly queues: readonly string[] | null;
}

/** A task that a worker runs. */
export interface ActiveTask {
  readonly id: string;
  readonly task: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** null where its process has not taken it yet. */
  readonly startedAt: Date | null;
}

/** Asks the workers four things at once, and gives each that answered one of them, by name. */
export async function askWorkers(
  control: RemoteControl,
  destination: readonly string[] | undefined,
  deadline: Deadline,
): Promise<WorkerInfo[]> {
  const names = destination && Array.from(new Set(destination));
  const ask = async (method: string) =>
    answers(await control.ask({ method, arguments: {}, ...(names && { destination: names }) }, deadline));
  const [pings, tasks, active, queues] = await Promise.all(
    ["ping", "registered", "active", "active_queues"].map(ask),
  );
  const alive = new Set([pings, tasks, active, queues].flatMap((each) => Array.from(each?.keys() ?? [])));
  return Array.from(alive)
    .sort()
    .map((name) => ({
      name,
      tasks: listOf(tasks?.get(name), taskName),
      active: listOf(active?.get(name), activeTask),
      queues: listOf(queues?.get(name), queueName),
    }));
}

/** The tasks that each worker has registered, by its name; null where what it answered is no list. */
export async function askRegistered(
  control: RemoteControl,
  deadline: Deadline,
): Promise<ReadonlyMap<string, readonly string[] | null>> {
  const told = answers(await control.ask({ method: "registered", arguments: {} }, deadline));
  return new Map(Array.from(told, ([worker, answer]) => [worker, listOf(answer, taskName)]));
}

function answers({ replies }: Replies): Map<string, unknown> {
  return new Map(replies.map(({ worker, answer }) => [worker, answer]));
}

/** A worker that could not answer says `{ error }` instead of a list. */
function listOf<T>(answer: unknown, read: (item: unknown) => T | null): T[] | null {
  return Array.isArray(answer) ? answer.map(read).filter((item) => item !== null) : null;
}

/** `reports.build`, also where it is `reports.build [rate_limit=10/m]`. */
function taskName(item: unknown): string | null {
  return typeof item === "string" ? item.replace(/ \[.*\]$/s, "") : null;
}

function queueName(item: unknown): string | null {
  return isObject(item) && typeof item.name === "string" ? item.name : null;
}

function activeTask(item: unknown): ActiveTask | null {
  if (!isObject(item) || typeof item.id !== "string" || typeof item.name !== "string") return null;
  const { id, name, args, kwargs, time_start: started } = item;
  return {
    id,
    task: name,
    args: Array.isArray(args) ? args : [],
    kwargs: isObject(kwargs) ? kwargs : {},
    startedAt: typeof started === "number" ? new Date(started * 1000) : null,
  };
}
