import { type CeleryResult, SessionClient } from "../celery.js";
import { UnsupportedError } from "../errors.js";
import type { Session } from "../session.js";
import { openSession } from "./session.js";

/** What of celery-node's `conf` decides where a client connects to. */
export type DropInConf = Pick<
  SessionClient["conf"],
  "CELERY_BROKER" | "CELERY_BROKER_OPTIONS" | "CELERY_BACKEND" | "CELERY_BACKEND_OPTIONS" | "CELERY_QUEUE"
>;

/** celery-node's client, as `createClient` makes it. */
export class DropInClient extends SessionClient {
  #session: Session | null = null;

  /** Opened by the first use, as in celery-node: until then `conf` may be changed. */
  protected override get session(): Session {
    this.#session ??= openSession(this.conf);
    return this.#session;
  }

  /** Throws INVALID_ARGUMENTS and UNSUPPORTED at once; what the broker says is in `published` and in `get()`. */
  override sendTask(
    taskName: string,
    args?: unknown[] | null,
    kwargs?: object | null,
    taskId?: string,
  ): CeleryResult {
    if (this.conf.TASK_PROTOCOL !== 2) {
      throw new UnsupportedError(
        `conf.TASK_PROTOCOL is ${this.conf.TASK_PROTOCOL}: only Celery's message protocol 2 is written here, which every worker since Celery 4 reads; leave it at 2`,
      );
    }
    return super.sendTask(taskName, args, kwargs, taskId);
  }

  /** Lets what was sent be confirmed, ends all waits with CLOSED, and disconnects. */
  override async disconnect(): Promise<void> {
    await this.#session?.close();
  }
}

/**
 * A client with the API of celery-node's. Connects in the background at its first use.
 *
 * @param broker `redis://`, `rediss://`, `amqp://` or `amqps://`
 * @param backend the same, or `rpc://`, for which `amqp://` stands, too
 * @param queue where the tasks go
 */
export function createClient(broker = "amqp://", backend = "amqp://", queue = "celery"): DropInClient {
  return new DropInClient(broker, backend, queue);
}
