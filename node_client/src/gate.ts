import { randomUUID } from "node:crypto";
import { CeleryClient, type MessageFacts } from "./celery.js";
import { openTransports } from "./connections/transports.js";
import { indexContracts, type TaskContract } from "./contracts/contract.js";
import { TaskTimeoutError, UnknownTaskError } from "./errors.js";
import { Job } from "./job.js";
import { checkCallOptions, checkJobId, checkSendOptions } from "./optionRules.js";
import {
  type CallOptions,
  type ConnectOptions,
  type MessageOptions,
  resolveSettings,
  type SendOptions,
} from "./options.js";
import { toPlainJson } from "./plainJson.js";
import { type Request, RequestBuilder } from "./request.js";
import { Session } from "./session.js";
import { buildTree } from "./taskTree.js";

/**
 * Connects to the broker and the result backend. Rejects with INVALID_OPTIONS, and with
 * BROKER_UNAVAILABLE or BACKEND_UNAVAILABLE after `connectTimeoutMs`; nothing is left open then.
 */
export async function connect<T = unknown>(options: ConnectOptions<T> = {}): Promise<Gate<T>> {
  const settings = resolveSettings(options);
  const contracts = indexContracts(options.tasks?.contracts ?? []);
  const session = new Session(
    openTransports(settings.broker, settings.backend, settings.connectTimeoutMs),
    settings,
  );
  const client = new CeleryClient(session);
  try {
    await client.isReady();
  } catch (error) {
    await session.close();
    throw error;
  }
  return new Gate<T>(session, client, contracts);
}

/** A task by its name, typed by nobody. Arguments are checked where a contract is known. */
export interface UntypedTask {
  /** Sends the task and waits for its result. */
  call(args?: readonly unknown[], kwargs?: object, options?: CallOptions): Promise<unknown>;
  /** Resolves when the broker has confirmed the message. */
  send(args?: readonly unknown[], kwargs?: object, options?: SendOptions): Promise<Job>;
}

/** A connection to workers. */
export class Gate<T = unknown> {
  /** The tasks of the generated module: `gate.tasks.images.thumbnail({ ... })`. */
  readonly tasks: T;
  /** celery-node's own API, for code that was written for it, on this gate's connections. */
  readonly client: CeleryClient;
  readonly #session: Session;
  readonly #requests: RequestBuilder;

  /** @internal Use `connect()`. */
  constructor(session: Session, client: CeleryClient, contracts: ReadonlyMap<string, TaskContract>) {
    this.#session = session;
    this.client = client;
    this.#requests = new RequestBuilder(contracts);
    this.tasks = buildTree(contracts, {
      call: async (contract, given, options) => this.#call(this.#requests.named(contract, given), options),
      send: async (contract, given, options) => this.#send(this.#requests.named(contract, given), options),
    }) as T;
  }

  /** Any task, also one without a contract: `gate.task("reports.build").send([2024], { draft: true })`. */
  task(name: string): UntypedTask {
    if (typeof name !== "string" || name === "") throw new UnknownTaskError("a task needs a name");
    return {
      call: async (args, kwargs, options) =>
        this.#call(this.#requests.positional(name, args, kwargs), options),
      send: async (args, kwargs, options) =>
        this.#send(this.#requests.positional(name, args, kwargs), options),
    };
  }

  /** Picks up a job that this or another process has sent. */
  job<R = unknown, P = unknown>(id: string): Job<R, P> {
    checkJobId(id);
    return this.#jobOf(id, null, null) as Job<R, P>;
  }

  /** Lets pending publishes be confirmed, ends all waits with CLOSED, and disconnects. */
  close(): Promise<void> {
    return this.#session.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #call(request: Request, options: CallOptions = {}): Promise<unknown> {
    checkCallOptions(options);
    const { settings } = this.#session;
    const timeoutMs = options.timeoutMs ?? settings.timeoutMs;
    const { job, message } = this.#prepare(request, { expiresMs: timeoutMs, ...defined(options) });
    // Subscribed and published in one go: neither waits for the other.
    const wait = job.wait({ timeoutMs, ...(options.signal && { signal: options.signal }) });
    const publishTimeoutMs = Math.min(options.publishTimeoutMs ?? settings.publishTimeoutMs, timeoutMs);
    const publishing = options.signal?.aborted
      ? Promise.resolve()
      : this.client.sendTaskMessage(request.task, message, {
          timeoutMs: publishTimeoutMs,
          signal: options.signal,
        });
    publishing.catch((error: unknown) => wait.cancel(error));
    try {
      return job.settle(await wait.outcome);
    } catch (error) {
      // Both may end in the same millisecond: what was not confirmed is no matter of workers.
      if (error instanceof TaskTimeoutError) await publishing;
      throw error;
    }
  }

  async #send(request: Request, options: SendOptions = {}): Promise<Job> {
    checkSendOptions(options);
    options.signal?.throwIfAborted();
    const { job, message } = this.#prepare(request, options);
    await this.client.sendTaskMessage(request.task, message, {
      timeoutMs: options.publishTimeoutMs ?? this.#session.settings.publishTimeoutMs,
      signal: options.signal,
    });
    return job;
  }

  #prepare({ task, contract, args, kwargs }: Request, options: MessageOptions) {
    const id = options.taskId ?? randomUUID();
    const queue = options.queue ?? contract?.queue.name ?? this.#session.settings.defaultQueue;
    const facts: MessageFacts = {
      queue,
      priority: options.priority ?? 0,
      eta: options.eta ?? (options.countdownMs ? after(options.countdownMs) : null),
      expires: options.expiresMs === undefined ? null : after(options.expiresMs),
      timeLimit: seconds(options.timeLimitMs),
      // A worker starts the hard limit's clock when the soft limit has passed, and its own soft limit may be
      // far longer: with both equal, the hard one holds.
      softTimeLimit: seconds(options.softTimeLimitMs ?? options.timeLimitMs),
      headers: {
        ...(toPlainJson(options.headers ?? {}).value as Record<string, unknown>),
        ...(contract !== null && { "taskgate-contract": contract.fingerprint }),
      },
    };
    return {
      job: this.#jobOf(id, contract ?? task, queue),
      message: this.client.createTaskMessage(id, task, args, kwargs, facts),
    };
  }

  #jobOf(id: string, task: TaskContract | string | null, queue: string | null): Job {
    if (task === null || typeof task === "string") {
      return new Job(this.#session, { id, task, queue, validator: null, storesResult: true });
    }
    const { name, storesResult } = task;
    return new Job(this.#session, {
      id,
      task: name,
      queue,
      validator: this.#requests.validatorOf(task),
      storesResult,
    });
  }
}

function after(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

function seconds(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : milliseconds / 1000;
}

/** Without the members that are undefined, which would hide a default in a spread. */
function defined<O extends object>(options: O): O {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as O;
}
