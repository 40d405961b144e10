import { TaskTimeoutError } from "../errors.js";
import type { Session } from "../session.js";
import { type Deadline, withDeadline } from "../waiting/deadline.js";
import { decodeOutcome, type Outcome, type Progress } from "./outcome.js";
import type { WaitSubject } from "./resultWait.js";

/** States or reports that a slow reader may lag behind by; the oldest are dropped then. */
const BUFFERED = 64;

/** The progress reports of a job: see outcomeStream. */
export function progressStream<P>(session: Session, subject: WaitSubject, deadline: Deadline) {
  return outcomeStream(session, subject, deadline, ({ progress }) => progress as Progress<P> | null);
}

/**
 * What `pick` takes of each state of a job from now on, the newest of those before included, in the order in which the
 * broker got them, each once; null is left out. Ends with the job, whatever its end is; `timeoutMs` bounds the silence
 * between two states.
 */
export async function* outcomeStream<T>(
  session: Session,
  { id, task }: WaitSubject,
  { timeoutMs, signal }: Deadline,
  pick: (outcome: Outcome) => T | null,
): AsyncGenerator<T, void, undefined> {
  const { backend } = session.transports;
  session.assertOpen();
  signal?.throwIfAborted();

  const reports: T[] = [];
  let isOver = false;
  let failure: { error: unknown } | null = null;
  let lastText: string | null = null;
  let wake: () => void = () => {};

  const fail = (error: unknown) => {
    failure ??= { error };
    wake();
  };
  const onText = (text: string) => {
    // RabbitMQ delivers a reply again whose acknowledgement was lost with the connection.
    if (text === lastText || isOver) return;
    lastText = text;
    try {
      const outcome = decodeOutcome(text);
      const picked = pick(outcome);
      if (picked !== null) reports.push(picked);
      if (reports.length > BUFFERED) reports.shift();
      isOver = outcome.isFinal;
      wake();
    } catch (error) {
      fail(error);
    }
  };

  const closable = { cancel: fail };
  const unwatch = backend.watch(id, { onText, onError: fail });
  session.waits.add(closable);
  try {
    while (true) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      for (let report = reports.shift(); report !== undefined; report = reports.shift()) yield report;
      // TypeScript does not see that the callbacks assign it.
      const failed = failure as { error: unknown } | null;
      if (failed !== null) throw failed.error;
      if (isOver) return;
      await withDeadline(woken, {
        timeoutMs,
        signal,
        onDeadline: () =>
          new TaskTimeoutError(`${task ?? "job"} (${id}) showed no progress for ${timeoutMs} ms`, {
            details: { queue: null, consumers: null, state: null },
          }),
      });
    }
  } finally {
    unwatch();
    session.waits.delete(closable);
  }
}
