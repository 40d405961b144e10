import type { TaskMessage } from "../messages/envelope.js";
import type { CeleryEvent } from "./events.js";
import type { RemoteControl } from "./remoteControl.js";

/** Messages of events that are on their way to the broker; what comes then is dropped. */
export const MAX_PENDING_EVENTS = 20_000;

/** When and by whom a task was sent. */
export interface SentFacts {
  /** A logical clock, as every event has one; a receiver of `task-sent` puts its own in its place. */
  readonly clock: number;
  readonly pid: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** Hours that the local time is behind UTC. */
  readonly utcoffset: number;
}

/** What Celery's publisher tells of a message where `task_send_sent_event` is on. Pure. */
export function taskSentEvent({ headers, properties }: TaskMessage, facts: SentFacts): CeleryEvent {
  const { exchange, routing_key } = properties.delivery_info;
  return {
    type: "task-sent",
    hostname: headers.origin as string,
    ...facts,
    uuid: headers.id as string,
    root_id: headers.root_id,
    parent_id: headers.parent_id,
    name: headers.task,
    args: headers.argsrepr,
    kwargs: headers.kwargsrepr,
    retries: headers.retries,
    eta: headers.eta,
    expires: headers.expires,
    // With an exchange it is the exchange that decides.
    queue: exchange === "" ? routing_key : null,
    exchange,
    routing_key,
  };
}

/** Tells everybody who listens of each message that it is called with. Neither throws nor takes time to speak of. */
export function sentEvents(control: RemoteControl): (message: TaskMessage, at: Date) => void {
  let clock = 0;
  return (message, at) => {
    clock += 1;
    const facts = {
      clock,
      pid: process.pid,
      timestamp: at.getTime() / 1000,
      utcoffset: at.getTimezoneOffset() / 60,
    };
    control.publishEvent(taskSentEvent(message, facts));
  };
}
