import type { TaskContract } from "../contracts/contract.js";
import { type Answered, askContracts, askRegistered, type RemoteControl } from "../control/index.js";
import { isObject } from "../json/plainJson.js";
import { type Fit, fitOf } from "./comparison.js";
import { type VerifiedTask, VerifyReport } from "./report.js";

export interface VerifyOptions {
  /**
   * Milliseconds that workers have to answer; on RabbitMQ, which does not tell how many listen, all of them pass.
   * @default 3000
   */
  readonly timeoutMs?: number;
  /** The queue that all calls will name with their option `queue`. @default that of each task's contract */
  readonly queue?: string;
}

/** A worker, and what it serves under the name of a task. */
interface Candidate {
  readonly worker: string;
  readonly queues: readonly unknown[];
  readonly document: unknown;
  readonly carriesOlder: boolean;
}

/** What is known of the workers that did not tell their contracts. */
interface Others {
  readonly silent: number;
  readonly within: string;
  readonly registered: ReadonlyMap<string, readonly string[] | null>;
}

/** Holds the contracts of a client against those of the workers that answer. */
export async function verify(
  control: RemoteControl,
  contracts: readonly TaskContract[],
  { timeoutMs = 3000, queue }: VerifyOptions,
): Promise<VerifyReport> {
  const [{ answers, silent }, registered] = await Promise.all([
    askContracts(control, undefined, { timeoutMs }),
    askRegistered(control, { timeoutMs }),
  ]);
  const others: Others = { silent: silent ?? 0, within: `within ${timeoutMs} ms`, registered };
  const tasks = contracts
    .map((contract) => verified(contract, queue ?? contract.queue.name, answers, others))
    .sort((a, b) => (a.task < b.task ? -1 : 1));
  return new VerifyReport(
    tasks,
    answers.map(({ worker }) => worker),
    silent,
  );
}

type Verdict = Omit<VerifiedTask, "task">;

function verified(
  contract: TaskContract,
  queue: string,
  answers: readonly Answered[],
  others: Others,
): VerifiedTask {
  const { name: task } = contract;
  const told = answers.filter(({ reason }) => reason === null).map((answered) => candidate(task, answered));
  const having = told.filter(({ document }) => document !== undefined);
  const takers = having.filter(({ queues }) => queues.length === 0 || queues.includes(queue));
  const lacking = told.filter(({ document, queues }) => document === undefined && queues.includes(queue));
  const fit = takers.length === 0 ? null : worst(contract, takers);
  if (fit?.status === "incompatible") return { task, ...fit };
  // Any of those that take from the queue may get the call.
  if (lacking.length > 0) {
    const [take, do_] = lacking.length === 1 ? ["takes", "does"] : ["take", "do"];
    const reason = `${names(lacking)} ${take} from its queue ${queue} and ${do_} not have it`;
    return { task, status: "missing", reason, workers: lacking.map(({ worker }) => worker) };
  }
  const undecided = fit?.status === "unknown" ? fit : untold(task, answers, others);
  return { task, ...(undecided ?? fit ?? absent(queue, told, having, others)) };
}

function candidate(task: string, { worker, contracts, older, queues }: Answered): Candidate {
  const document = contracts.find((each) => isObject(each) && each.name === task);
  return { worker, document, queues, carriesOlder: older.includes(task) };
}

/** The verdict on those with which it stands worst. */
function worst(contract: TaskContract, takers: readonly Candidate[]): Verdict {
  const fits = takers.map((each) => ({ ...each, ...fitOf(contract, each.document, each.carriesOlder) }));
  const status = (["incompatible", "unknown", "ok"] as const).find((one) =>
    fits.some((fit) => fit.status === one),
  ) as Fit["status"];
  const concerned = fits.filter((fit) => fit.status === status);
  const reason = status === "ok" ? "" : `${concerned[0]?.worker} ${concerned[0]?.reason}`;
  return { status, reason, workers: concerned.map(({ worker }) => worker) };
}

/** Workers that have not told their contracts, and may have the task; null where there are none. */
function untold(task: string, answers: readonly Answered[], { registered }: Others): Verdict | null {
  const found = answers.filter(
    ({ worker, reason }) => reason !== null && registered.get(worker)?.includes(task) !== false,
  );
  const [first] = found;
  if (first === undefined) return null;
  const reason = `${first.worker} may have it: ${first.reason}`;
  return { status: "unknown", reason, workers: found.map(({ worker }) => worker) };
}

/** Why no worker that takes from the queue is known to have a task. */
function absent(
  queue: string,
  told: readonly Candidate[],
  having: readonly Candidate[],
  { silent, within }: Others,
): Verdict {
  if (silent > 0) {
    const reason = `no worker that answered has it, and ${silent} did not answer ${within}`;
    return { status: "unknown", reason, workers: [] };
  }
  if (told.length === 0) {
    const reason = `no worker answered ${within}; start one, or raise timeoutMs`;
    return { status: "missing", reason, workers: [] };
  }
  if (having.length === 0)
    return { status: "missing", reason: "no worker that answered has it", workers: [] };
  const have = having.length === 1 ? "has" : "have";
  const reason = `${names(having)} ${have} it, and nobody who has it takes from its queue ${queue}`;
  return { status: "missing", reason, workers: having.map(({ worker }) => worker) };
}

function names(workers: readonly { readonly worker: string }[]): string {
  return workers.map(({ worker }) => worker).join(", ");
}
