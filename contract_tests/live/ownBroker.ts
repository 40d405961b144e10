/** A broker of a test's own, which it may kill and start again. scripts/own_broker.py runs it. */

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { python, root } from "./harness.js";

const ANSWER_MS = 90_000;

export type BrokerKind = "redis" | "rabbitmq";
export const brokerKinds: readonly BrokerKind[] = ["redis", "rabbitmq"];

export class OwnBroker {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #url = "";

  private constructor(kind: BrokerKind) {
    this.#process = spawn(python, [`${root}/scripts/own_broker.py`, kind]);
    this.#process.stderr.pipe(process.stderr);
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** Starts one on a port of its own. What it confirms is on its disk: Redis with an append-only file. */
  static async start(kind: BrokerKind): Promise<OwnBroker> {
    const broker = new OwnBroker(kind);
    try {
      broker.#url = await broker.#answer();
    } catch (error) {
      await broker.stop();
      throw error;
    }
    return broker;
  }

  /** The same before and after `kill()` and `start()`. */
  get url(): string {
    return this.#url;
  }

  /** SIGKILL. Resolves once it has gone. */
  async kill(): Promise<void> {
    await this.#ask("kill");
  }

  /** Starts it after `kill()`, on the same port with the data that it has kept. Resolves once it answers. */
  async start(): Promise<void> {
    await this.#ask("start");
  }

  /** What rabbitmqctl says to `words`. A Redis is changed by CONFIG SET, from any client. */
  control(...words: string[]): Promise<string> {
    return this.#ask("control", ...words);
  }

  /** Ends it, and removes what it has kept. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.stdin.end();
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #ask(...words: string[]): Promise<string> {
    this.#process.stdin.write(`${JSON.stringify(words)}\n`);
    return this.#answer();
  }

  /** The questions are put one after the other. */
  async #answer(): Promise<string> {
    const late = AbortSignal.timeout(ANSWER_MS);
    const line = await Promise.race([this.#answers.next(), once(late, "abort")]);
    if (Array.isArray(line)) throw new Error(`own_broker.py gave no answer within ${ANSWER_MS} ms`);
    if (line.done) throw new Error("own_broker.py has ended");
    const { ok, error } = JSON.parse(line.value) as { ok?: string; error?: string };
    if (error !== undefined) throw new Error(error);
    return ok ?? "";
  }
}
