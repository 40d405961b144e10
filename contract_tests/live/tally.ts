/** Counts what becomes of many sends: in the worker each execution, on a Redis that no fault befalls. */

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import type { CallOptions, Gate, SendOptions } from "taskgate";
import { BrokerUnavailableError, UnroutableError } from "taskgate";
import { backend, eventually } from "./harness.js";

/** What became of the sends. */
export interface Counts {
  readonly sent: number;
  /** The broker has confirmed them. */
  readonly confirmed: number;
  /** Rejected, with the confirmation lost: they may have been executed or not. */
  readonly unknown: number;
  /** Rejected, and certainly not sent. */
  readonly refused: number;
  /** Of all sends, at least once. */
  readonly executed: number;
  /** Confirmed and not executed. */
  readonly lost: number;
  readonly executedTwice: number;
  /** Refused and executed all the same. */
  readonly wronglyRefused: number;
  /** How long the send took that took longest, in milliseconds. */
  readonly longestMs: number;
}

export class Tally {
  readonly #key = `tally-${randomUUID()}`;
  readonly #redis = new Redis(backend);
  readonly #confirmed = new Set<number>();
  readonly #unknown = new Set<number>();
  readonly #refused = new Set<number>();
  #sent = 0;
  #longestMs = 0;
  /** Why the last of those was not confirmed that were not. */
  lastError: Error | null = null;

  /** The arguments of the task `tally.count` in contract_tests/worker for the next call. */
  next(): [key: string, number: number] {
    return [this.#key, this.#sent++];
  }

  /**
   * Sends one more. Never rejects with BROKER_UNAVAILABLE or UNROUTABLE, which are counted; resolves once the send has
   * settled.
   */
  async send(gate: Pick<Gate, "task">, options: SendOptions): Promise<void> {
    const [key, number] = this.next();
    await this.note(
      number,
      gate.task("tally.count").send([key, number], {}, { ignoreResult: true, ...options }),
    );
  }

  /** Sends `count` more, `atOnce` of them at a time. Resolves once all have settled. */
  async sendAll(gate: Pick<Gate, "task">, count: number, options: SendOptions, atOnce = 200): Promise<void> {
    let left = count;
    const sender = async () => {
      while (left-- > 0) await this.send(gate, options);
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
  }

  /** Calls one more, as `send` sends: confirmed is what has answered. Rejects for an answer that is not its own. */
  async call(gate: Pick<Gate, "task">, options: CallOptions): Promise<void> {
    const [key, number] = this.next();
    const answer = gate.task("tally.count").call([key, number], {}, options);
    await this.note(
      number,
      answer.then((answer) => expect(answer).toBe(number)),
    );
  }

  /** Counts the call `number` as confirmed where `sending` resolves, and rejects where it fails otherwise than the broker. */
  async note(number: number, sending: Promise<unknown>): Promise<void> {
    const started = Date.now();
    try {
      await sending;
      this.#confirmed.add(number);
    } catch (error) {
      this.lastError = error as Error;
      const isUnroutable = error instanceof UnroutableError;
      if (!isUnroutable && !(error instanceof BrokerUnavailableError)) throw error;
      const { sent } = isUnroutable ? { sent: "no" } : (error.details as { sent: "no" | "unknown" });
      (sent === "unknown" ? this.#unknown : this.#refused).add(number);
    } finally {
      this.#longestMs = Math.max(this.#longestMs, Date.now() - started);
    }
  }

  /** How many of all sends are executed. */
  executed(): Promise<number> {
    return this.#redis.hlen(this.#key);
  }

  /** How many calls have settled. */
  get settled(): number {
    return this.#confirmed.size + this.#unknown.size + this.#refused.size;
  }

  /** Prints the counts as a line of a table, once every confirmed call is executed or `timeoutMs` are over. */
  async counts(fault: string, timeoutMs = 300_000): Promise<Counts> {
    const executed = await this.#executions(timeoutMs);
    const numbers = Array.from(executed.keys());
    const counts: Counts = {
      sent: this.#sent,
      confirmed: this.#confirmed.size,
      unknown: this.#unknown.size,
      refused: this.#refused.size,
      executed: executed.size,
      lost: Array.from(this.#confirmed).filter((number) => !executed.has(number)).length,
      executedTwice: Array.from(executed.values()).filter((times) => times > 1).length,
      wronglyRefused: numbers.filter((number) => this.#refused.has(number)).length,
      longestMs: this.#longestMs,
    };
    printLine(fault, counts);
    return counts;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Removes what was counted. */
  async stop(): Promise<void> {
    await this.#redis.del(this.#key);
    this.#redis.disconnect();
  }

  async #executions(timeoutMs: number): Promise<Map<number, number>> {
    const read = async () => {
      const entries = Object.entries(await this.#redis.hgetall(this.#key));
      return new Map(entries.map(([number, times]) => [Number(number), Number(times)]));
    };
    const all = async () => {
      const executed = await read();
      for (const number of this.#confirmed)
        if (!executed.has(number)) throw new Error(`${number} is missing`);
    };
    await eventually(all, timeoutMs, 250).catch(() => {});
    return read();
  }
}

/** `| fault | sent | confirmed | ...` as docs/faults.md has it. */
function printLine(fault: string, counts: Counts): void {
  const { sent, confirmed, unknown, refused, executed, lost, executedTwice } = counts;
  const cells = [fault, sent, confirmed, unknown, refused, executed, lost, executedTwice];
  // Not console.log, to which jest adds where it was called.
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

/** The line above those of `Tally.counts`. */
export const COLUMNS = "| fault | sent | confirmed | unknown | refused | executed | lost | executed twice |";
