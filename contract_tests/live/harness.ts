/** Brokers, workers and queues of the live tests. Everything that is started here is stopped here. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { Connection } from "rabbitmq-client";
import { TaskgateError } from "taskgate";

const READY_MS = 120_000;
const STOP_MS = 60_000;
/** By which what has a deadline may end later than that, where the machine does other things, too. */
export const LATE_MS = 10_000;
export const root = join(__dirname, "..", "..");
export const python = process.env.PYTHON ?? join(root, ".venv", "bin", "python");
/** What runs the workers: TASKGATE_TEST_WORKER_PYTHON, a Python with another Celery, or the one of everything else. */
const workerPython = process.env.TASKGATE_TEST_WORKER_PYTHON ?? python;

function required(variable: string): string {
  const url = process.env[variable];
  if (!url)
    throw new Error(`${variable} is not set: run this under \`python scripts/brokers.py -- <command>\``);
  return url;
}

export const backend = required("TASKGATE_TEST_REDIS_URL");
/** Name and URL of each broker; the results are on Redis with both. */
export const brokers = [
  ["redis", backend],
  ["rabbitmq", required("TASKGATE_TEST_AMQP_URL")],
] as const;

/** The modules of contract_tests/worker that hold an app. */
export type WorkerApp = "guarded" | "plain" | "old_version" | "new_version" | "promised" | "broken";

/** A Celery worker with a queue of its own. */
export class Worker {
  readonly queue: string;
  readonly #broker: string;
  readonly #process: ChildProcess;
  #log = "";

  private constructor(
    app: WorkerApp,
    broker: string,
    settings: Record<string, string>,
    queue: string | null,
  ) {
    const own = `live-${randomUUID()}`;
    this.queue = queue ?? own;
    this.#broker = broker;
    // Workers that share a queue need different names.
    const name = `${own}@%h`;
    const options = [
      "-Q",
      this.queue,
      "-c",
      "1",
      "-n",
      name,
      "--without-gossip",
      "--without-mingle",
      "-l",
      "INFO",
    ];
    this.#process = spawn(workerPython, ["-m", "celery", "-A", app, "worker", ...options], {
      cwd: join(root, "contract_tests", "worker"),
      env: {
        ...process.env,
        CELERY_BROKER_URL: broker,
        CELERY_RESULT_BACKEND: backend,
        CELERY_RESULT_EXPIRES: "600", // so that a Redis that outlives the tests is left as it was
        ...settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-100_000);
        this.#process.emit("log");
      });
    }
  }

  /** What the worker has logged, the last 100,000 characters. */
  get log(): string {
    return this.#log;
  }

  /** Starts a worker and waits until it says that it is ready. Its queue is a new one, unless one is given. */
  static async start(
    app: WorkerApp,
    broker: string,
    settings: Record<string, string> = {},
    queue: string | null = null,
  ): Promise<Worker> {
    const worker = new Worker(app, broker, settings, queue);
    const signal = AbortSignal.timeout(READY_MS);
    try {
      while (!worker.#log.includes(" ready.")) {
        if (worker.#process.exitCode !== null) throw new Error("the worker ended before it was ready");
        await Promise.race([
          once(worker.#process, "log", { signal }),
          once(worker.#process, "exit", { signal }),
        ]);
      }
    } catch (error) {
      await worker.stop();
      throw new Error(`${(error as Error).message}; its log:\n${worker.#log}`);
    }
    return worker;
  }

  /** Stops the worker, and deletes its queue. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGTERM");
      const kill = setTimeout(() => this.#process.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(kill);
    }
    if (this.#broker.startsWith("amqp")) await deleteQueue(this.#broker, this.queue);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

async function deleteQueue(url: string, queue: string): Promise<void> {
  const connection = new Connection(url.replace(/\/\/$/, "/%2F"));
  try {
    await connection.queueDelete(queue);
    await connection.exchangeDelete({ exchange: queue });
  } finally {
    await connection.close();
  }
}

/** The error with which a promise rejects; fails where it does not. */
export async function failureOf(promise: PromiseLike<unknown>): Promise<TaskgateError> {
  const value = await promise.then(
    (value) => ({ value }),
    (error: unknown) => {
      if (error instanceof TaskgateError) return error;
      throw error;
    },
  );
  if (value instanceof TaskgateError) return value;
  throw new Error(`a rejection was expected, the result is ${JSON.stringify(value.value)}`);
}

/** Tries every `everyMs` until it does not reject, for at most `timeoutMs`. */
export async function eventually<T>(attempt: () => Promise<T>, timeoutMs = 60_000, everyMs = 20): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
