/** A broker of a test's own, which it may kill and start again. scripts/own_broker.py runs it. */

import { python, root } from "./harness.js";
import { LineProcess } from "./lineProcess.js";

const ANSWER_MS = 150_000;

export type BrokerKind = "redis" | "rabbitmq";
export const brokerKinds: readonly BrokerKind[] = ["redis", "rabbitmq"];

type Answer = { readonly ok?: string; readonly error?: string };

export class OwnBroker {
  readonly #process: LineProcess<Answer>;
  #url = "";

  private constructor(kind: BrokerKind) {
    this.#process = new LineProcess(python, [`${root}/scripts/own_broker.py`, kind], { answerMs: ANSWER_MS });
  }

  /** Starts one on a port of its own. What it confirms is on its disk: Redis with an append-only file. */
  static async start(kind: BrokerKind): Promise<OwnBroker> {
    const broker = new OwnBroker(kind);
    try {
      broker.#url = okOf(await broker.#process.answer());
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
  stop(): Promise<void> {
    return this.#process.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** The questions are put one after the other. */
  async #ask(...words: string[]): Promise<string> {
    return okOf(await this.#process.ask(words));
  }
}

function okOf({ ok, error }: Answer): string {
  if (error !== undefined) throw new Error(error);
  return ok ?? "";
}
