import { TaskTimeoutError } from "../errors.js";
import type { Session } from "../session.js";
import { type Deadline, withDeadline } from "../waiting/deadline.js";
import { Feed } from "../waiting/feed.js";
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

  const feed = new Feed<T>(BUFFERED);
  let lastText: string | null = null;
  let isOver = false;
  const onText = (text: string) => {
    // RabbitMQ delivers a reply again whose acknowledgement was lost with the connection.
    if (text === lastText || isOver) return;
    lastText = text;
    try {
      const outcome = decodeOutcome(text);
      const picked = pick(outcome);
      if (picked !== null) feed.push(picked);
      isOver = outcome.isFinal;
      if (isOver) feed.end();
    } catch (error) {
      feed.fail(error);
    }
  };
  const onDeadline = () =>
    new TaskTimeoutError(`${task ?? "job"} (${id}) showed no progress for ${timeoutMs} ms`, {
      details: { queue: null, consumers: null, state: null },
    });

  const closable = { cancel: feed.fail };
  const unwatch = backend.watch(id, { onText, onError: feed.fail });
  session.waits.add(closable);
  try {
    yield* feed.read((more) => withDeadline(more, { timeoutMs, signal, onDeadline }));
  } finally {
    unwatch();
    session.waits.delete(closable);
  }
}
