import { isObject } from "../json/plainJson.js";
import type { Session } from "../session.js";
import { onAbort } from "../waiting/abort.js";
import { Feed } from "../waiting/feed.js";

export interface EventsOptions {
  /** Celery's names, such as `task-succeeded`. @default all */
  readonly types?: readonly string[];
  /** Ends the iteration with its reason. @default none */
  readonly signal?: AbortSignal;
}

/** An event of Celery's, as workers with `-E` and senders with `task_send_sent_event` publish them. */
export interface CeleryEvent {
  /** `task-received`, `task-started`, `task-succeeded`, `worker-heartbeat` and others. */
  readonly type: string;
  /** Who published it: `celery@host`. */
  readonly hostname: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** The id of the task, in the events of tasks. */
  readonly uuid?: string;
  /** What else belongs to the type. */
  readonly [member: string]: unknown;
}

/** Events that a slow reader may lag behind by; the oldest are dropped then. */
const BUFFERED = 10_000;

/** The events in the body of a message: one, or a list of them (`task.multi`). What is something else is left out. */
export function decodeEvents(body: string): CeleryEvent[] {
  try {
    const value = JSON.parse(body) as unknown;
    return (Array.isArray(value) ? value : [value]).filter(isEvent);
  } catch {
    return [];
  }
}

function isEvent(value: unknown): value is CeleryEvent {
  return (
    isObject(value) &&
    typeof value.type === "string" &&
    typeof value.hostname === "string" &&
    typeof value.timestamp === "number"
  );
}

/** The events from the first read on. Ends with the signal's reason, and with CLOSED when the gate closes. */
export async function* eventStream(
  session: Session,
  { types, signal }: EventsOptions,
): AsyncGenerator<CeleryEvent, void, undefined> {
  session.assertOpen();
  signal?.throwIfAborted();
  const { control } = session.transports;
  const wanted = types && new Set(types);
  const feed = new Feed<CeleryEvent>(BUFFERED);
  const onBody = (body: string) => {
    for (const event of decodeEvents(body)) {
      if (wanted === undefined || wanted.has(event.type)) feed.push(event);
    }
  };
  const closable = { cancel: feed.fail };
  const forgetSignal = onAbort(signal, () => feed.fail(signal?.reason));
  const stop = control.listen(onBody, feed.fail);
  session.waits.add(closable);
  try {
    yield* feed.read();
  } finally {
    stop();
    forgetSignal();
    session.waits.delete(closable);
  }
}
