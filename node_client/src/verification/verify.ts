import type { TaskContract } from "../contracts/contract.js";
import { type Answered, askContracts, type RemoteControl } from "../control/index.js";
import { isObject } from "../plainJson.js";
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

/** A worker that takes from the queue of a task, and what it serves under the task's name. */
interface Candidate {
  readonly worker: string;
  readonly document: unknown;
  readonly carriesOlder: boolean;
}

/** Holds the contracts of a client against those of the workers that answer. */
export async function verify(
  control: RemoteControl,
  contracts: readonly TaskContract[],
  { timeoutMs = 3000, queue }: VerifyOptions,
): Promise<VerifyReport> {
  const { answers, silent } = await askContracts(control, undefined, { timeoutMs });
  const within = `within ${timeoutMs} ms`;
  const tasks = contracts
    .map((contract) =>
      verified(contract, queue ?? contract.queue.name, answers, { silent: silent ?? 0, within }),
    )
    .sort((a, b) => (a.task < b.task ? -1 : 1));
  return new VerifyReport(
    tasks,
    answers.map(({ worker }) => worker),
    silent,
  );
}

function verified(
  contract: TaskContract,
  queue: string,
  answers: readonly Answered[],
  others: { readonly silent: number; readonly within: string },
): VerifiedTask {
  const { name: task } = contract;
  const told = answers.filter(({ reason }) => reason === null);
  const takers = told
    .filter(({ queues }) => queues.length === 0 || queues.includes(queue))
    .map((answered) => candidate(task, answered));
  const having = takers.filter(({ document }) => document !== undefined);
  if (having.length === 0) return { task, ...absent(task, queue, told, answers, others) };
  const lacking = takers.filter(({ document }) => document === undefined);
  if (lacking.length > 0) {
    const reason = `${names(lacking)} take${lacking.length === 1 ? "s" : ""} from its queue ${queue} and ${lacking.length === 1 ? "does" : "do"} not have it`;
    return { task, status: "missing", reason, workers: lacking.map(({ worker }) => worker) };
  }
  const fits = having.map((each) => ({ ...each, ...fitOf(contract, each.document, each.carriesOlder) }));
  const status = (["incompatible", "unknown", "ok"] as const).find((one) =>
    fits.some((fit) => fit.status === one),
  ) as Fit["status"];
  const concerned = fits.filter((fit) => fit.status === status);
  const reason = status === "ok" ? "" : `${concerned[0]?.worker} ${concerned[0]?.reason}`;
  return { task, status, reason, workers: concerned.map(({ worker }) => worker) };
}

function candidate(task: string, { worker, contracts, older }: Answered): Candidate {
  const document = contracts.find((each) => isObject(each) && each.name === task);
  return { worker, document, carriesOlder: older.includes(task) };
}

/** Why no worker that takes from the queue is known to have a task, and whether that is certain. */
function absent(
  task: string,
  queue: string,
  told: readonly Answered[],
  answers: readonly Answered[],
  { silent, within }: { readonly silent: number; readonly within: string },
): Omit<VerifiedTask, "task"> {
  const untold = answers.filter(({ reason }) => reason !== null);
  const [mute] = untold;
  if (mute !== undefined) {
    const reason = `${mute.worker} may have it: ${mute.reason}`;
    return { status: "unknown", reason, workers: untold.map(({ worker }) => worker) };
  }
  if (silent > 0) {
    const reason = `no worker that answered has it, and ${silent} did not answer ${within}`;
    return { status: "unknown", reason, workers: [] };
  }
  if (told.length === 0) return { status: "missing", reason: `no worker answered ${within}`, workers: [] };
  const elsewhere = told.filter((each) => candidate(task, each).document !== undefined);
  const reason =
    elsewhere.length > 0
      ? `${names(elsewhere)} ${elsewhere.length === 1 ? "has" : "have"} it, and nobody who has it takes from its queue ${queue}`
      : "no worker that answered has it";
  return { status: "missing", reason, workers: elsewhere.map(({ worker }) => worker) };
}

function names(workers: readonly { readonly worker: string }[]): string {
  return workers.map(({ worker }) => worker).join(", ");
}
