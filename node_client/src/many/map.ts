import type { TaskValidator } from "../contracts/validation.js";
import type { Dispatcher } from "../dispatcher.js";
import { TaskTimeoutError } from "../errors.js";
import type { Job } from "../job.js";
import type { Request, RequestBuilder } from "../messages/request.js";
import { checkMapOptions } from "../options/checks.js";
import type { CallOptions, MapOptions, WaitOptions } from "../options/options.js";
import { type Chunk, chunksOf } from "./chunk.js";
import { checkInputs } from "./inputs.js";
import { readChunk } from "./outcomes.js";
import { pool } from "./pool.js";
import { Tally } from "./tally.js";

/** The task of every Taskgate worker that runs another of its tasks once for each input. */
export const MAP_TASK = "taskgate.map";
/**
 * For calls of a millisecond and more: at 100 the message no longer counts beside them, a killed worker repeats at most
 * 100 calls, and several workers share a few hundred inputs. docs/many.md has the numbers.
 */
const CHUNK = 100;
const CONCURRENCY = 4;
/** What a message says beside the inputs and the name of the task. */
const ENVELOPE_BYTES = 256;

/** Runs a task once for each input, by few messages. Gives an entry for each input, in order. */
export async function map(
  dispatcher: Dispatcher,
  requests: RequestBuilder,
  task: string,
  inputs: readonly unknown[],
  options: MapOptions = {},
): Promise<PromiseSettledResult<unknown>[]> {
  checkMapOptions(options);
  checkInputs(task, inputs);
  const { chunk: size = CHUNK, concurrency = CONCURRENCY, onProgress, ...callOptions } = options;
  const tally = new Tally(inputs.length, onProgress);
  const run = new MapRun(dispatcher, requests, task, callOptions, tally);
  const entries: PromiseSettledResult<unknown>[] = new Array(inputs.length);
  const refuse = (index: number, reason: unknown) => {
    entries[index] = { status: "rejected", reason };
    tally.add(1);
  };
  const bytes = dispatcher.settings.maxMessageBytes - ENVELOPE_BYTES - Buffer.byteLength(task);
  const read = (input: unknown) => requests.byName(task, input);
  try {
    await pool(chunksOf(inputs, { size, bytes }, read, refuse), concurrency, async (chunk) => {
      const outcomes = await run.chunk(chunk);
      for (const [place, index] of chunk.indexes.entries()) {
        entries[index] = outcomes[place] as PromiseSettledResult<unknown>;
      }
    });
  } catch (error) {
    run.stop(error);
    throw error;
  }
  tally.report();
  return entries;
}

/** The chunks of one map: one deadline, one signal. */
class MapRun {
  readonly #dispatcher: Dispatcher;
  readonly #task: string;
  readonly #options: Omit<CallOptions, "timeoutMs">;
  readonly #timeoutMs: number;
  readonly #deadline: number;
  readonly #subject: Omit<Request, "args" | "kwargs">;
  readonly #validator: TaskValidator | null;
  readonly #tally: Tally;
  /** Ends what is under way where one chunk has ended the whole. */
  readonly #stop = new AbortController();

  constructor(
    dispatcher: Dispatcher,
    requests: RequestBuilder,
    task: string,
    { timeoutMs, ...options }: CallOptions,
    tally: Tally,
  ) {
    const { signal } = options;
    this.#dispatcher = dispatcher;
    this.#task = task;
    this.#options = {
      ...options,
      signal: signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal,
    };
    this.#timeoutMs = timeoutMs ?? dispatcher.settings.timeoutMs;
    this.#deadline = Date.now() + this.#timeoutMs;
    const contract = requests.contractOf(task);
    this.#validator = contract && requests.validatorOf(contract);
    this.#subject = { task: MAP_TASK, contract, validator: null, storesResult: true };
    this.#tally = tally;
  }

  stop(reason: unknown): void {
    this.#stop.abort(reason);
  }

  /** The entries of a chunk. Throws only what is wrong with the options, or what `onProgress` throws. */
  async chunk({ number, inputs }: Chunk): Promise<PromiseSettledResult<unknown>[]> {
    const count = inputs.length;
    const part = this.#tally.part(count);
    const timeoutMs = this.#deadline - Date.now();
    const { signal, idempotencyKey } = this.#options;
    // As a call's: what bears a key is also for those who come later.
    const expiresMs = this.#options.expiresMs ?? (idempotencyKey === undefined ? timeoutMs : undefined);
    const fail = (reason: unknown): PromiseSettledResult<unknown>[] =>
      Array.from({ length: count }, () => ({ status: "rejected", reason }));
    if (signal?.aborted) return fail(signal.reason);
    if (timeoutMs <= 0) return fail(this.#lateError());
    const { job, result } = this.#dispatcher.start(
      { ...this.#subject, args: [], kwargs: { task: this.#task, inputs } },
      {
        ...this.#options,
        timeoutMs,
        ...(expiresMs !== undefined && { expiresMs }),
        // One key for two chunks would give the second the results of the first.
        ...(idempotencyKey !== undefined && { idempotencyKey: `${idempotencyKey}:${number}` }),
      },
    );
    const outcomes = result.then((value) => readChunk(value, count, this.#task, this.#validator)).catch(fail);
    const ended = new AbortController();
    const watched = this.#tally.isWatched
      ? watch(job, part, { timeoutMs, signal: ended.signal })
      : Promise.resolve();
    // The reports end with the chunk; what onProgress throws comes from here.
    await Promise.race([outcomes, watched.then(() => outcomes)]).finally(() => ended.abort());
    part(count);
    return outcomes;
  }

  #lateError(): TaskTimeoutError {
    return new TaskTimeoutError(
      `${this.#task}: not sent, for the ${this.#timeoutMs} ms of the map were over; raise timeoutMs or concurrency, or start more workers`,
      { details: { queue: null, consumers: null, state: null } },
    );
  }
}

/** Hands on the reports of a chunk. How it ended is what its wait says, so that its reports just end. */
async function watch(job: Job, part: (done: number) => void, options: WaitOptions): Promise<void> {
  const reports = job.progress(options);
  for (;;) {
    const next = await reports.next().catch(() => null);
    if (next === null || next.done) return;
    part(next.value.done);
  }
}
