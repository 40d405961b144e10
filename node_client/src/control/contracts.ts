import { isObject } from "../json/plainJson.js";
import type { Deadline } from "../waiting/deadline.js";
import type { RemoteControl, Reply } from "./remoteControl.js";

/** Celery's remote control command that a worker with Taskgate answers: clause K3 of the protocol. */
const COMMAND = "taskgate_contracts";

/** What a worker has said about its contracts. */
export interface Answered {
  readonly worker: string;
  /** As they came; empty where there is a `reason`. */
  readonly contracts: readonly unknown[];
  /** The tasks that carry calls of an older contract over. */
  readonly older: readonly unknown[];
  /** The queues that it takes from; empty where it does not say. */
  readonly queues: readonly unknown[];
  /** Why it is left out, as the end of a sentence; null where it is not. */
  readonly reason: string | null;
}

export interface ContractAnswers {
  /** By the names of the workers. */
  readonly answers: readonly Answered[];
  /** Workers that were connected and did not answer in time; null where the broker cannot tell. */
  readonly silent: number | null;
}

/** Asks workers what they serve; all that listen where no `destination` is given. */
export async function askContracts(
  control: RemoteControl,
  destination: readonly string[] | undefined,
  deadline: Deadline,
): Promise<ContractAnswers> {
  const command = { method: COMMAND, arguments: {}, ...(destination && { destination }) };
  const { replies, silent } = await control.ask(command, deadline);
  return { answers: replies.map(readAnswer).sort((a, b) => (a.worker < b.worker ? -1 : 1)), silent };
}

/** A worker that does not know the command says `{ error }`. */
export function readAnswer({ worker, answer }: Reply): Answered {
  const { contracts, older, queues } = isObject(answer) ? answer : {};
  const told = { worker, older: listed(older), queues: listed(queues) };
  if (Array.isArray(contracts)) return { ...told, contracts, reason: null };
  const reason = isObject(answer)
    ? "it has no contracts: its app does not import taskgate"
    : "what it answered is no list of contracts";
  return { ...told, contracts: [], reason };
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
