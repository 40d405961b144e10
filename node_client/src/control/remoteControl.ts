import type { Deadline } from "../waiting/deadline.js";
import type { CeleryEvent } from "./events.js";

/** A command for workers: Celery's remote control ("pidbox"). */
export interface Command {
  readonly method: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Names of workers. @default all that listen */
  readonly destination?: readonly string[];
}

/** What one worker answered. */
export interface Reply {
  /** `celery@host`. */
  readonly worker: string;
  readonly answer: unknown;
}

export interface Replies {
  readonly replies: readonly Reply[];
  /** Workers that were connected and did not answer in time; null where the broker cannot tell. */
  readonly silent: number | null;
}

/** The way to the workers themselves, beside the queues. No key and no queue is left behind. */
export interface RemoteControl {
  /** Tells without asking for an answer. Rejects with BROKER_UNAVAILABLE. */
  broadcast(command: Command, options: Deadline): Promise<void>;
  /**
   * Asks, and gives what was answered within `timeoutMs`; ends before that once every worker that listens has
   * answered, where the broker says how many they are (Redis), or once each of `destination` has.
   */
  ask(command: Command, options: Deadline): Promise<Replies>;
  /**
   * Gives the body of each message on Celery's event exchange, as text, from when it is connected on and after each
   * reconnect; `onRefused` is told where the broker will not allow it. Calling what it returns ends that.
   */
  listen(onBody: (body: string) => void, onRefused: (error: Error) => void): () => void;
  /**
   * Publishes on that exchange, as far as that can be done at once: nobody waits for it, nothing is repeated, and what
   * cannot be published is dropped. Never throws.
   */
  publishEvent(event: CeleryEvent): void;
  close(timeoutMs: number): Promise<void>;
}
