/** A worker with two callers: a gate in this process, and a plain Celery program (worker/python_side.py) in another. */

import { join } from "node:path";
import type { ConnectOptions } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { python, root } from "./harness.js";
import { LineProcess } from "./lineProcess.js";
import { rig } from "./rig.js";
import { type Way, workerSettings } from "./ways.js";

/** Longer than any `timeout=` that a test gives to Python. */
const ANSWER_MS = 120_000;

type Answer = { readonly value: unknown } | { readonly raised: Raised };
type Raised = { type: string; module: string; args: string[]; text: string; traceback: string };

/** What Python code has raised. */
export class PythonError extends Error {
  /** The name of the class. */
  readonly type: string;
  readonly module: string;
  /** As Python writes them. */
  readonly args: readonly string[];
  readonly text: string;

  constructor({ type, module, args, text, traceback }: Raised) {
    super(traceback);
    this.name = "PythonError";
    this.type = type;
    this.module = module;
    this.args = args;
    this.text = text;
  }
}

/** The Celery program. It knows `app`, and Celery's AsyncResult, GroupResult, chain, chord, group and signature. */
export class PythonSide {
  readonly #way: Way;
  #process: LineProcess<Answer> | undefined;

  constructor(way: Way) {
    this.#way = way;
  }

  /** Starts it with the values in `names`. */
  async start(names: Readonly<Record<string, unknown>>): Promise<void> {
    const { broker, backend, celery } = this.#way;
    this.#process = new LineProcess(python, ["python_side.py"], {
      answerMs: ANSWER_MS,
      cwd: join(root, "contract_tests", "worker"),
      env: {
        ...process.env,
        CELERY_BROKER_URL: broker,
        CELERY_RESULT_BACKEND: backend,
        // As short as the workers' in harness.ts.
        PLAIN_SETTINGS: JSON.stringify({ result_expires: 600, ...celery }),
      },
    });
    await this.runs("pass", names);
  }

  /**
   * Runs Python code, which sees the values in `names` and what earlier code has defined. Resolves with the value of its
   * last line (null where that is no expression), and rejects with a PythonError.
   */
  async runs<T = unknown>(code: string, names: Readonly<Record<string, unknown>> = {}): Promise<T> {
    if (this.#process === undefined) throw new Error("the Python side runs in tests only");
    const answer = await this.#process.ask({ code, names });
    if ("raised" in answer) throw new PythonError(answer.raised);
    return answer.value as T;
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }
}

/**
 * Sets them up for the tests of the block in which it is called; `options` are the gate's. `queue`, the worker's, is
 * known to Python, too.
 */
export function bothSides(way: Way, options: Pick<ConnectOptions, "taskSentEvents"> = {}) {
  const { broker, backend } = way;
  const live = rig("guarded", broker, { tasks, backend, settings: workerSettings(way), ...options });
  const python = new PythonSide(way);
  beforeAll(() => python.start({ queue: live.queue }));
  afterAll(() => python.stop());
  return { live, python };
}
