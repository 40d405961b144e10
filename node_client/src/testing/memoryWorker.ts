import { type Broker, type QueueReport, type Settlement, toldBy, untold } from "../brokers/index.js";
import { TimeLimitExceededError, UnsupportedError } from "../errors.js";
import type { TaskMessage } from "../messages/envelope.js";
import { type Deadline, MAX_TIMEOUT_MS } from "../waiting/deadline.js";
import { Canvas } from "./canvas.js";
import { type Ending, eventOf, revoked } from "./ending.js";
import { failureOf } from "./failure.js";
import type { MemoryBackend } from "./memoryBackend.js";
import { type Commanded, MemoryControl } from "./memoryControl.js";
import type { RunContext, TaskBook } from "./taskBook.js";

/** A message that was taken, until its task has ended. */
interface Taken {
  readonly message: TaskMessage;
  readonly id: string;
  readonly task: string;
  readonly revoking: AbortController;
  /** Its waiting for its time, then its limit. */
  timer: NodeJS.Timeout | undefined;
  startedAt: number | null;
  /** Whether the function has asked if it was revoked. */
  asked: boolean;
}

/** A broker and the worker behind it, in memory: what is published is answered in the next turn of the event loop. */
export class MemoryWorker implements Broker, Commanded {
  readonly kind = "redis";
  readonly control = new MemoryControl(this);
  readonly #tasks: TaskBook;
  readonly #backend: MemoryBackend;
  readonly #canvas: Canvas;
  readonly #defaultQueue: string;
  readonly #taken = new Set<Taken>();
  readonly #revoked = new Set<string>();

  constructor(tasks: TaskBook, backend: MemoryBackend, { defaultQueue }: { defaultQueue: string }) {
    this.#tasks = tasks;
    this.#backend = backend;
    this.#canvas = new Canvas(backend, (message) => this.#take(message));
    this.#defaultQueue = defaultQueue;
  }

  async ready(): Promise<void> {}

  async ping(): Promise<void> {}

  publish<T = void>(message: TaskMessage, _: Deadline, settlement?: Settlement<T>): Promise<T> {
    return toldBy(this.#publish(message), settlement ?? untold());
  }

  async #publish(message: TaskMessage): Promise<void> {
    refuseExchange(message);
    // As it would travel: an answer cannot change what the caller holds.
    this.#take(structuredClone(message));
  }

  async inspectQueue(queue: string): Promise<QueueReport> {
    return { consumers: 1, text: `testGate consumes the queue ${queue}` };
  }

  revoke(id: string, terminate: boolean): void {
    this.#revoked.add(id);
    for (const taken of Array.from(this.#taken)) {
      if (taken.id !== id || taken.startedAt === null) continue;
      taken.revoking.abort();
      if (terminate) this.#end(taken, revoked("terminated"));
    }
  }

  answer(method: string): unknown {
    switch (method) {
      case "ping":
        return { ok: "pong" };
      case "registered":
        return this.#tasks.names;
      case "taskgate_contracts":
        return { contracts: this.#tasks.contracts, older: [], queues: this.#queues };
      case "active":
        return Array.from(this.#taken).flatMap(({ id, task, startedAt, message: { body } }) =>
          startedAt === null
            ? []
            : { id, name: task, args: body[0], kwargs: body[1], time_start: startedAt / 1000 },
        );
      case "active_queues":
        return this.#queues.map((name) => ({ name }));
      default:
        return undefined;
    }
  }

  get #queues(): string[] {
    return Array.from(new Set([this.#defaultQueue, ...this.#tasks.queues]));
  }

  async close(): Promise<void> {
    for (const { revoking, timer } of this.#taken) {
      clearTimeout(timer);
      revoking.abort();
    }
    this.#taken.clear();
  }

  #take(message: TaskMessage): void {
    const { id, task, eta, expires, retries } = message.headers as Record<string, unknown> & {
      id: string;
      task: string;
    };
    const { routing_key: queue } = message.properties.delivery_info;
    // A second message of an idempotency key: who has sent it waits for the first.
    if (this.#backend.claims.has(id) && Array.from(this.#taken).some((other) => other.id === id)) return;
    const revoking = new AbortController();
    const taken: Taken = { message, id, task, revoking, timer: undefined, startedAt: null, asked: false };
    this.#taken.add(taken);
    const [args, kwargs] = [message.headers.argsrepr, message.headers.kwargsrepr];
    this.control.publish("task-received", {
      uuid: id,
      name: task,
      args,
      kwargs,
      eta,
      expires,
      retries,
      queue,
    });
    this.#wait(taken);
  }

  #wait(taken: Taken): void {
    const { eta } = taken.message.headers as { eta: string | null };
    const leftMs = eta === null ? 0 : Date.parse(eta) - Date.now();
    if (leftMs <= 0) setImmediate(() => this.#begin(taken));
    else taken.timer = setTimeout(() => this.#wait(taken), Math.min(leftMs, MAX_TIMEOUT_MS)).unref();
  }

  #begin(taken: Taken): void {
    if (!this.#taken.has(taken)) return;
    const { message, id, revoking } = taken;
    const { expires } = message.headers as { expires: string | null };
    const isExpired = expires !== null && Date.parse(expires) <= Date.now();
    if (isExpired || this.#revoked.has(id)) {
      this.#end(taken, revoked(isExpired ? "expired" : "revoked"));
      return;
    }
    taken.startedAt = Date.now();
    this.control.publish("task-started", { uuid: id });
    this.#limit(taken);
    const context = {
      id,
      get revoked() {
        taken.asked = true;
        return revoking.signal;
      },
      progress: (done: number, total: number | null, data: unknown) => {
        if (this.#taken.has(taken)) this.#store(taken, "PROGRESS", { done, total, data });
      },
    };
    this.#run(message, context).then(
      (value) => this.#end(taken, this.#wasRevoked(taken) ?? { status: "SUCCESS", value }),
      (error: unknown) =>
        this.#end(taken, this.#wasRevoked(taken) ?? { status: "FAILURE", failure: failureOf(error) }),
    );
  }

  async #run(message: TaskMessage, context: RunContext): Promise<unknown> {
    // The step of a workflow that a worker has sent was refused by nobody yet.
    refuseExchange(message);
    const [args, kwargs] = message.body;
    return this.#tasks.run(message.headers.task as string, args, kwargs, context);
  }

  /** Its end, where the function may have stopped for a revoke; one that has not asked has not stopped. */
  #wasRevoked({ asked, revoking }: Taken): Ending | null {
    return asked && revoking.signal.aborted ? revoked("cancelled") : null;
  }

  /** A function cannot be told by an exception that its time is short: the first limit ends it. */
  #limit(taken: Taken): void {
    const { timelimit } = taken.message.headers as { timelimit: (number | null)[] };
    const { timeLimit, softTimeLimit } = this.#tasks.contractOf(taken.task)?.limits ?? {};
    const given = timelimit.some((limit) => limit !== null) ? timelimit : [timeLimit, softTimeLimit];
    const seconds = Math.min(...given.map((limit) => limit ?? Number.POSITIVE_INFINITY));
    if (seconds === Number.POSITIVE_INFINITY) return;
    const end = () => {
      taken.revoking.abort();
      this.#end(taken, {
        status: "FAILURE",
        failure: failureOf(new TimeLimitExceededError(`${seconds} s are over`)),
      });
    };
    taken.timer = setTimeout(end, Math.min(seconds * 1000, MAX_TIMEOUT_MS)).unref();
  }

  /** Once: what comes after a terminating revoke, a limit or `close()` is dropped. */
  #end(taken: Taken, ending: Ending): void {
    if (!this.#taken.has(taken)) return;
    clearTimeout(taken.timer);
    this.#store(taken, ending.status, ending.status === "SUCCESS" ? ending.value : ending.failure);
    this.#taken.delete(taken);
    const runtime = taken.startedAt === null ? 0 : (Date.now() - taken.startedAt) / 1000;
    const [type, members] = eventOf(ending, runtime);
    this.control.publish(type, { uuid: taken.id, ...members });
    this.#canvas.ended(taken.message, ending);
  }

  #store({ message, id, task }: Taken, status: string, result: unknown): void {
    const { ignore_result: ignored } = message.headers as { ignore_result: boolean | null };
    if (ignored ?? this.#tasks.contractOf(task)?.storesResult === false) return;
    this.#backend.store(id, { task_id: id, traceback: null, status, result });
  }
}

function refuseExchange({ headers: { task }, properties: { delivery_info: info } }: TaskMessage): void {
  if (info.exchange === "") return;
  throw new UnsupportedError(`${task}: testGate has no exchanges, such as ${info.exchange}; give it a queue`);
}
