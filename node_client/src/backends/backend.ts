import type { Deadline } from "../deadline.js";
import { BackendUnavailableError } from "../errors.js";

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
  /** Whether it is connected at this moment. */
  readonly isConnected: boolean;
  ready(options: Deadline): Promise<void>;
  /** Tells the watcher of every state from now on. Calling what it returns ends that. */
  watch(id: string, watcher: Watcher): () => void;
  /** What stands there now, or null. */
  read(id: string, options: Deadline): Promise<string | null>;
  /** Sets the key that makes a revoke outlive the workers. */
  markRevoked(id: string, options: Deadline): Promise<void>;
  close(timeoutMs: number): Promise<void>;
}

export function backendUnavailable(where: string, reason: string, cause?: unknown): BackendUnavailableError {
  return new BackendUnavailableError(`${where}: ${reason}`, { cause });
}
