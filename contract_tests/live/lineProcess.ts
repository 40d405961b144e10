/** A program that answers each line of JSON on its standard input with one on its standard output. */

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface LineProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds for an answer, the first of which comes with the program's start. */
  readonly answerMs: number;
}

export class LineProcess<Answer> {
  readonly #name: string;
  readonly #answerMs: number;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(command: string, args: readonly string[], { answerMs, ...options }: LineProcessOptions) {
    this.#name = args.join(" ");
    this.#answerMs = answerMs;
    this.#process = spawn(command, args, options);
    this.#process.stderr.pipe(process.stderr);
    this.#process.stdin.on("error", () => {}); // one that has ended is told of by the answer that is missing
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** Puts a question; answers come in the order of the questions. */
  ask(question: unknown): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    return this.answer();
  }

  /** The next line, where the program says one by itself. */
  async answer(): Promise<Answer> {
    const late = AbortSignal.timeout(this.#answerMs);
    const line = await Promise.race([this.#answers.next(), once(late, "abort")]);
    if (Array.isArray(line)) throw new Error(`${this.#name} gave no answer within ${this.#answerMs} ms`);
    if (line.done) throw new Error(`${this.#name} has ended`);
    return JSON.parse(line.value) as Answer;
  }

  /** Ends its input, upon which it ends. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.stdin.end();
    await ended;
  }
}
