import type { Broker, QueueReport } from "../brokers/index.js";
import type { TaskContract } from "../contracts/contract.js";
import { TaskValidator } from "../contracts/validation.js";
import type { Command, RemoteControl, Replies } from "../control/index.js";
import type { TaskMessage } from "../envelope.js";
import {
  InvalidArgumentsError,
  InvalidResultError,
  type Place,
  placesMessage,
  TaskFailedError,
  TaskgateError,
  UnsupportedError,
} from "../errors.js";
import { toPlainJson } from "../plainJson.js";
import { type Answers, answerOf, withDefaults } from "./answer.js";
import type { MemoryBackend } from "./memoryBackend.js";

/** A broker and the worker behind it, in memory: what is published is answered in the next turn of the event loop. */
export class MemoryWorker implements Broker, RemoteControl {
  readonly kind = "redis";
  readonly #contracts: ReadonlyMap<string, TaskContract>;
  readonly #answers: Answers;
  readonly #backend: MemoryBackend;
  readonly #running = new Map<string, AbortController>();

  constructor(contracts: ReadonlyMap<string, TaskContract>, answers: Answers, backend: MemoryBackend) {
    this.#contracts = contracts;
    this.#answers = answers;
    this.#backend = backend;
  }

  async ready(): Promise<void> {}

  async ping(): Promise<void> {}

  async publish(message: TaskMessage): Promise<void> {
    const { task, id, group } = message.headers as { task: string; id: string; group: string | null };
    if (group !== null || Object.values(message.body[2]).some((next) => next !== null)) {
      throw new UnsupportedError(`${task}: testGate plays no workflows, link or linkError`);
    }
    // As it would travel: an answer cannot change what the caller holds.
    const [args, kwargs] = structuredClone(message.body);
    const controller = new AbortController();
    this.#running.set(id, controller);
    setImmediate(() => {
      this.#run(message, args, kwargs, controller.signal).finally(() => this.#running.delete(id));
    });
  }

  async inspectQueue(queue: string): Promise<QueueReport> {
    return { consumers: 1, text: `testGate consumes the queue ${queue}` };
  }

  async broadcast({ method, arguments: given }: Command): Promise<void> {
    const { task_id: id, terminate } = given as { task_id: string; terminate: boolean };
    const controller = method === "revoke" ? this.#running.get(id) : undefined;
    if (controller === undefined) return;
    controller.abort();
    if (!terminate) return;
    this.#running.delete(id);
    this.#revoke(id);
  }

  async ask(): Promise<Replies> {
    return { replies: [], silent: 0 };
  }

  async close(): Promise<void> {
    for (const controller of this.#running.values()) controller.abort();
    this.#running.clear();
  }

  async #run(
    { headers }: TaskMessage,
    args: readonly unknown[],
    kwargs: Readonly<Record<string, unknown>>,
    revoked: AbortSignal,
  ): Promise<void> {
    const {
      task,
      id,
      ignore_result: ignored,
    } = headers as {
      task: string;
      id: string;
      ignore_result: boolean | null;
    };
    if (revoked.aborted) {
      if (this.#running.has(id)) this.#revoke(id);
      return;
    }
    const contract = this.#contracts.get(task);
    const store = (meta: object) => {
      // Revoked with terminate, or the gate is closed: nothing comes any more.
      if (this.#running.has(id)) this.#backend.store(id, { task_id: id, traceback: null, ...meta });
    };
    const storesResult = !(ignored ?? contract?.storesResult === false);
    try {
      const validator = contract === undefined ? null : new TaskValidator(contract);
      const named = contract === undefined ? kwargs : bind(contract, args, kwargs);
      refuse(InvalidArgumentsError, `the arguments of ${task} do not fit`, validator?.arguments(named));
      const complete = contract === undefined ? named : withDefaults(contract, named);
      const value = await answerOf(
        task,
        contract,
        this.#answers,
      )(complete, {
        id,
        positional: args,
        revoked,
        progress: (done, total = null, data = {}) =>
          store({ status: "PROGRESS", result: plain(task, { done, total, data }) }),
      });
      // A Python function that returns nothing returns None.
      const result = plain(task, value === undefined ? null : value);
      refuse(
        InvalidResultError,
        `the result of ${task} does not fit its contract`,
        validator?.result(result),
      );
      if (storesResult) store({ status: "SUCCESS", result });
    } catch (error) {
      store({ status: "FAILURE", result: failureOf(error) });
    }
  }

  #revoke(id: string): void {
    const result = {
      exc_type: "TaskRevokedError",
      exc_message: ["revoked"],
      exc_module: "celery.exceptions",
    };
    this.#backend.store(id, { task_id: id, traceback: null, status: "REVOKED", result });
  }
}

function bind(
  { parameters }: TaskContract,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const positional = parameters.filter(({ kind }) => kind !== "keywordOnly");
  const given = args.map((value, index) => [positional[index]?.name ?? String(index), value]);
  return { ...kwargs, ...Object.fromEntries(given) };
}

function plain(task: string, value: unknown): unknown {
  const { value: json, problems } = toPlainJson(value);
  refuse(InvalidResultError, `the result of ${task} is not plain JSON`, problems);
  return json;
}

function refuse(Refusal: typeof TaskgateError, what: string, places: readonly Place[] = []): void {
  if (places.length > 0) throw new Refusal(placesMessage(what, places), { details: { errors: places } });
}

/** What a worker stores of a failure (PROTOCOL.md, T4 and T5). */
function failureOf(thrown: unknown): object {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const own = error instanceof TaskgateError ? error : new TaskFailedError(error.message);
  const exception = own.exception ?? error.name;
  const { code, message, details, retryable } = own;
  return {
    exc_type: exception,
    exc_message: [message],
    exc_module: "builtins",
    taskgate: { code, exception, message, details: toPlainJson(details).value ?? null, retryable },
  };
}
