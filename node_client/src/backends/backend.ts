import { BackendUnavailableError } from "../errors.js";
import type { Claimed } from "../idempotency.js";
import type { Deadline } from "../waiting/deadline.js";

export interface Watcher {
  /** Each state that is stored, as it stands in the backend; also the one that stood there before. */
  onText(text: string): void;
  /** The backend refused to be watched. */
  onError(error: Error): void;
}

/** Where workers put states and results. */
export interface ResultBackend {
  /** Why results cannot be had, or null where they can. */
  readonly unsupported: string | null;
  /**
   * Why there is no store that other processes see, as chords, `gate.job(id)` and idempotency need it, or null
   * where there is one.
   */
  readonly storeless: string | null;
  /** The property `reply_to` of messages whose results are to come here. */
  readonly replyTo: string;
  /** Whether it is connected at this moment. */
  readonly isConnected: boolean;
  ready(options: Deadline): Promise<void>;
  /** Resolves with an answer of the backend. Rejects where there is none, and with UNSUPPORTED. */
  ping(options: Deadline): Promise<void>;
  /** The id of a task that is about to be sent and watched; absent where one is as good as another. */
  readonly nextId?: string;
  /**
   * A task with this id is about to be sent, and may be watched later. Where nothing is stored, its newest state is
   * kept from now on, within a bound; elsewhere this does nothing.
   */
  expect(id: string): void;
  /** Only where nothing is stored: whether the states of this id come here. */
  knows?(id: string): boolean;
  /**
   * Only where results come to a queue of this connection: resolves when it is there, so that no answer comes before
   * it; null where it is there. Rejects with BROKER_UNAVAILABLE, nothing sent, or the signal's reason.
   */
  whenReplying?(options: Deadline): Promise<void> | null;
  /**
   * Tells the watcher of every state from now on, and of the one that stands there. `isNew`: the task is about to be sent,
   * so that nothing stands there, and there is no haste to look. Calling what it returns ends that.
   */
  watch(id: string, watcher: Watcher, isNew?: boolean): () => void;
  /** What stands there now, or null. */
  read(id: string, options: Deadline): Promise<string | null>;
  /** Sets the key that makes a revoke outlive the workers. */
  markRevoked(id: string, options: Deadline): Promise<void>;
  /**
   * Claims an idempotency key for a call with these arguments, by their digest, that is about to be sent under `id`; what
   * a failed attempt has left is gone then.
   */
  claim(id: string, digest: string, options: Deadline): Promise<Claimed>;
  /** What Celery needs to know before the tasks of a chord are sent: how many there are. */
  prepareChord(groupId: string, size: number, options: Deadline): Promise<void>;
  close(timeoutMs: number): Promise<void>;
}

/** `isPassing`: refused for now, as `brokerUnavailable` has it. */
export function backendUnavailable(
  where: string,
  reason: string,
  cause?: unknown,
  isPassing = false,
): BackendUnavailableError {
  return new BackendUnavailableError(`${where}: ${reason}`, { cause, details: { isPassing } });
}
