import { CeleryClient } from "./celery.js";
import { openTransports } from "./connections/transports.js";
import { indexContracts, type TaskContract } from "./contracts/contract.js";
import {
  askWorkers,
  type CeleryEvent,
  type EventsOptions,
  eventStream,
  type WorkerInfo,
  type WorkersOptions,
} from "./control/index.js";
import { Dispatcher } from "./dispatcher.js";
import { UnknownTaskError } from "./errors.js";
import { checkHealth, type Health, type HealthOptions } from "./health.js";
import type { Job } from "./job.js";
import { map } from "./many/map.js";
import { sendMany } from "./many/sendMany.js";
import { RequestBuilder } from "./messages/request.js";
import {
  checkEventsOptions,
  checkHealthOptions,
  checkJobId,
  checkVerifyOptions,
  checkWorkersOptions,
} from "./options/checks.js";
import type {
  CallOptions,
  ConnectOptions,
  MapOptions,
  SendManyOptions,
  SendOptions,
} from "./options/options.js";
import { resolveSettings } from "./options/settings.js";
import { isDeclaredFailure } from "./results/declaredFailure.js";
import { Session } from "./session.js";
import { buildTree } from "./taskTree.js";
import { type VerifyOptions, type VerifyReport, verify } from "./verification/index.js";
import { attempt } from "./waiting/attempt.js";
import type { Complete } from "./workflow/canvas.js";
import { type RunOptions, type StartOptions, stepOf, WorkflowStarter } from "./workflow/start.js";
import type { AnyWorkflow, OutputOf, Step, StepOptions } from "./workflow/step.js";
import type { WorkflowJob } from "./workflow/workflowJob.js";

/**
 * Connects to the broker and the result backend. Rejects with INVALID_OPTIONS, INVALID_CONTRACT, and with
 * BROKER_UNAVAILABLE or BACKEND_UNAVAILABLE after `connectTimeoutMs`, or as soon as a login is refused; nothing is left
 * open then.
 */
export async function connect<T = unknown>(options: ConnectOptions<T> = {}): Promise<Gate<T>> {
  const settings = resolveSettings(options);
  const contracts = indexContracts(options.tasks?.contracts ?? []);
  const session = new Session(openTransports(settings), settings);
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
  /** Sends the task and waits for its result. Rejects as `send` does, and as `Job.result`. */
  call(args?: readonly unknown[], kwargs?: object, options?: CallOptions): Promise<unknown>;
  /** Resolves when the broker has confirmed the message. Rejects as the typed `send` does. */
  send(args?: readonly unknown[], kwargs?: object, options?: SendOptions): Promise<Job>;
  /** As the typed `sendMany`; each input holds the arguments by name. */
  sendMany(inputs: readonly object[], options?: SendManyOptions): Promise<PromiseSettledResult<Job>[]>;
  /** As the typed `map`; each input holds the arguments by name. */
  map(inputs: readonly object[], options?: MapOptions): Promise<PromiseSettledResult<unknown>[]>;
  /** This call as a step of a workflow, complete. Throws INVALID_ARGUMENTS and INVALID_OPTIONS. */
  step(args?: readonly unknown[], kwargs?: object, options?: StepOptions): Step;
  /** A step that gets the result of the step before as its first positional argument, before `args`. */
  after(args?: readonly unknown[], kwargs?: object, options?: StepOptions): Step;
}

/** A connection to workers. */
export class Gate<T = unknown> {
  /** The tasks of the generated module: `gate.tasks.images.thumbnail({ ... })`. */
  readonly tasks: T;
  /** celery-node's own API, for code that was written for it, on this gate's connections: `get()` waits `timeoutMs` of the gate. */
  readonly client: CeleryClient;
  readonly #session: Session;
  readonly #contracts: ReadonlyMap<string, TaskContract>;
  readonly #requests: RequestBuilder;
  readonly #dispatcher: Dispatcher;
  readonly #workflows: WorkflowStarter;

  /** @internal Use `connect()`. */
  constructor(session: Session, client: CeleryClient, contracts: ReadonlyMap<string, TaskContract>) {
    this.#session = session;
    this.#contracts = contracts;
    this.client = client;
    this.#requests = new RequestBuilder(contracts);
    this.#dispatcher = new Dispatcher(session, client);
    this.tasks = buildTree(contracts, {
      call: (contract, given, options) =>
        attempt(() => this.#dispatcher.call(this.#requests.named(contract, given), options)),
      send: (contract, given, options) =>
        attempt(() => this.#dispatcher.send(this.#requests.named(contract, given), options)),
      sendMany: ({ name }, inputs, options) => this.#sendMany(name, inputs, options),
      map: ({ name }, inputs, options) => this.#map(name, inputs, options),
      step: (contract, given, options) => stepOf(this.#requests.named(contract, given), options, true),
      after: (contract, given, options) => stepOf(this.#requests.namedAfter(contract, given), options, false),
      declares: (contract, error) =>
        isDeclaredFailure(error, contract.name, this.#requests.validatorOf(contract)),
    }) as T;
    this.#workflows = new WorkflowStarter(session, this.#dispatcher);
  }

  /**
   * Any task, also one without a contract: `gate.task("reports.build").send([2024], { draft: true })`. Throws
   * UNKNOWN_TASK for a name that is empty.
   */
  task(name: string): UntypedTask {
    if (typeof name !== "string" || name === "") throw new UnknownTaskError("a task needs a name");
    return {
      call: (args, kwargs, options) =>
        attempt(() => this.#dispatcher.call(this.#requests.positional(name, args, kwargs), options)),
      send: (args, kwargs, options) =>
        attempt(() => this.#dispatcher.send(this.#requests.positional(name, args, kwargs), options)),
      sendMany: (inputs, options) => this.#sendMany(name, inputs, options),
      map: (inputs, options) => this.#map(name, inputs, options),
      step: (args, kwargs, options) => stepOf(this.#requests.positional(name, args, kwargs), options, true),
      after: (args, kwargs, options) =>
        stepOf(this.#requests.positionalAfter(name, args, kwargs), options, false),
    };
  }

  /**
   * Sends a workflow and waits for its result: that of the last step, or those of the group at the end, in order.
   * Rejects as `WorkflowJob.result` does, and as a call does where it cannot be sent.
   */
  async run<W extends AnyWorkflow>(workflow: W & Complete<W>, options?: RunOptions): Promise<OutputOf<W>> {
    return (await this.#workflows.run(workflow, options)) as OutputOf<W>;
  }

  /**
   * Resolves when the broker has confirmed what is sent from here: the other steps are sent by workers. Rejects as `send`
   * does where one is refused, and revokes what was sent; with UNSUPPORTED for a chord without results in Redis.
   */
  async start<W extends AnyWorkflow>(
    workflow: W & Complete<W>,
    options?: StartOptions,
  ): Promise<WorkflowJob<OutputOf<W>>> {
    return (await this.#workflows.start(workflow, options)) as WorkflowJob<OutputOf<W>>;
  }

  /**
   * Picks up a job that this or another process has sent; asks nobody. What needs its result is UNSUPPORTED on `rpc://`
   * where another connection has sent it. Throws INVALID_OPTIONS for an id that is no text.
   */
  job<R = unknown, P = unknown>(id: string): Job<R, P> {
    checkJobId(id);
    return this.#dispatcher.job(id) as Job<R, P>;
  }

  /** Whether the broker and the result backend answer, and what waits to be confirmed. Rejects only for wrong options. */
  async health(options: HealthOptions = {}): Promise<Health> {
    checkHealthOptions(options);
    return checkHealth(this.#session, options.timeoutMs ?? 1000);
  }

  /**
   * The workers that answer: what they know, what they run, and which queues they consume. An empty list where none does.
   * Rejects with INVALID_OPTIONS, CLOSED, and BROKER_UNAVAILABLE.
   */
  async workers(options: WorkersOptions = {}): Promise<WorkerInfo[]> {
    checkWorkersOptions(options);
    this.#session.assertOpen();
    const { timeoutMs = 1000, destination } = options;
    return askWorkers(this.#session.transports.control, destination, { timeoutMs });
  }

  /**
   * Which of the tasks that this gate was connected with the workers that run do not have, or have incompatibly; asks
   * them once. `report.assertOk()` throws where one is. Rejects with INVALID_OPTIONS, CLOSED, and BROKER_UNAVAILABLE.
   */
  async verify(options: VerifyOptions = {}): Promise<VerifyReport> {
    checkVerifyOptions(options);
    this.#session.assertOpen();
    return verify(this.#session.transports.control, Array.from(this.#contracts.values()), options);
  }

  /**
   * Celery's events from the first read on, as workers with `-E` publish them. A reader that is slow misses the oldest.
   * The iteration ends with the signal's reason, with CLOSED when the gate closes, and with UNSUPPORTED where the broker
   * does not let this user listen. Throws INVALID_OPTIONS.
   */
  events(options: EventsOptions = {}): AsyncGenerator<CeleryEvent, void, undefined> {
    checkEventsOptions(options);
    return eventStream(this.#session, options);
  }

  /**
   * Lets pending publishes be confirmed for at most `closeTimeoutMs`, ends all waits with CLOSED, and disconnects. A
   * second call waits for the first.
   */
  close(): Promise<void> {
    return this.#session.close();
  }

  /** `close()`, at the end of the block of an `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #sendMany(task: string, inputs: readonly unknown[], options?: SendManyOptions) {
    return sendMany(this.#dispatcher, this.#requests, task, inputs, options);
  }

  #map(task: string, inputs: readonly unknown[], options?: MapOptions) {
    return map(this.#dispatcher, this.#requests, task, inputs, options);
  }
}
