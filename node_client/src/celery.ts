// The only file that imports celery-node: its Client is the base, and its public API goes on working.
// The message, the publish, the transports and the waiting are ours, because celery-node's lose work.

import { randomUUID } from "node:crypto";
import Client from "celery-node/dist/app/client";
import { AsyncResult } from "celery-node/dist/app/result";
import { InvalidArgumentsError, placesMessage } from "./errors.js";
import { Job } from "./job.js";
import { toPlainJson } from "./json/plainJson.js";
import { anonymousOrigin, encodeTask, type TaskMessage } from "./messages/envelope.js";
import type { MessageFacts } from "./messages/message.js";
import type { PublishOptions } from "./outbox.js";
import type { Session } from "./session.js";
import { attempt } from "./waiting/attempt.js";

type ClientMessage = TaskMessage & { sentEvent: never };

/** celery-node's worker, as it is. */
export { createWorker } from "celery-node";

/** celery-node's Client, whose messages go over a session. */
export abstract class SessionClient extends Client {
  readonly #origin = anonymousOrigin();

  protected abstract get session(): Session;

  override get broker(): never {
    return this.session.transports.broker as never;
  }

  override get backend(): never {
    return this.session.transports.backend as never;
  }

  override get createTaskMessage() {
    return this.#encode;
  }

  /** celery-node's is a getter of a function: made once, and not for each message. */
  readonly #encode = (
    id: string,
    task: string,
    args: unknown[] = [],
    kwargs: object = {},
    facts: MessageFacts = {},
  ): ClientMessage => {
    const message = encodeTask({
      task,
      id,
      args,
      kwargs: kwargs as Record<string, unknown>,
      routingKey: this.conf.CELERY_QUEUE,
      origin: this.#origin,
      replyTo: this.session.transports.backend.replyTo,
      ...facts,
    });
    return message as ClientMessage;
  };

  /** Unlike celery-node's, tells whether the broker has confirmed. */
  override sendTaskMessage<T = void>(
    _taskName: string,
    message: object,
    options: PublishOptions<T> = {},
  ): Promise<T> {
    return attempt(() => this.session.publish(message as TaskMessage, options));
  }

  override sendTask(
    taskName: string,
    args?: unknown[] | null,
    kwargs?: object | null,
    taskId?: string,
  ): CeleryResult {
    const id = taskId || randomUUID();
    const given = toPlainJson([args ?? [], kwargs ?? {}]);
    if (given.problems.length > 0) {
      throw new InvalidArgumentsError(placesMessage(`${taskName} was not sent`, given.problems), {
        details: { errors: given.problems },
      });
    }
    const [plainArgs, plainKwargs] = given.value as [unknown[], object];
    const message = this.createTaskMessage(id, taskName, plainArgs, plainKwargs);
    const queue = this.conf.CELERY_QUEUE;
    return new CeleryResult(
      this.session,
      { id, task: taskName, queue },
      this.sendTaskMessage(taskName, message),
    );
  }

  override asyncResult(taskId: string): CeleryResult {
    return new CeleryResult(this.session, { id: taskId, task: null, queue: null }, Promise.resolve());
  }

  override async isReady(): Promise<void> {
    const { broker, backend } = this.session.transports;
    const { connectTimeoutMs: timeoutMs } = this.session.settings;
    const both = await Promise.allSettled([broker.ready({ timeoutMs }), backend.ready({ timeoutMs })]);
    // Where both are away, it is the broker's error whichever was the first.
    for (const one of both) if (one.status === "rejected") throw one.reason;
  }

  override disconnect(): Promise<void> {
    return this.session.close();
  }
}

/** The client of a gate, on the gate's connections. */
export class CeleryClient extends SessionClient {
  readonly #session: Session;

  constructor(session: Session) {
    // Without the URLs, which hold passwords: `conf` is what shows when somebody prints a gate.
    super("", "", session.settings.defaultQueue);
    this.#session = session;
  }

  protected override get session(): Session {
    return this.#session;
  }
}

/** celery-node's AsyncResult, whose result is pushed. */
export class CeleryResult extends AsyncResult {
  /** Settles when the broker has confirmed the message, or has not. A rejection also surfaces in `get()`. */
  readonly published: Promise<void>;
  readonly #job: Job;

  constructor(
    session: Session,
    subject: { id: string; task: string | null; queue: string | null },
    published: Promise<void>,
  ) {
    super(subject.id, session.transports.backend as never);
    this.#job = new Job(session, { ...subject, validator: null, resultless: null });
    this.published = published;
    // Whoever does not look at it has not asked; get() rejects all the same.
    published.catch(() => {});
  }

  /**
   * Milliseconds; 0, as in celery-node, for that of the connection (a gate's `timeoutMs`, a day for `createClient`). The
   * polling interval has no meaning here. Rejects as `Job.result` and as a publish do. Any result type, as
   * in celery-node, so that code written for it compiles.
   */
  override async get(timeout?: number, _interval?: number): ReturnType<AsyncResult["get"]> {
    const wait = this.#job.wait(timeout ? { timeoutMs: timeout } : {}, this.#job);
    wait.follow(this.published);
    return wait.result;
  }

  /** The result as far as there is one, else null. Never waits for the task. */
  override async result(): ReturnType<AsyncResult["result"]> {
    await this.published;
    const outcome = await this.#job.peek();
    return outcome?.isFinal ? this.#job.settle(outcome) : null;
  }

  override async status(): Promise<string> {
    await this.published;
    return this.#job.status();
  }
}
