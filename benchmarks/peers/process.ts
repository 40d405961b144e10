/** A peer from the side of the benchmark: a process that is asked and answers. */

import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Program, python } from "../programs.js";
import type { BrokerName } from "../settings.js";
import type { Answer, Request } from "./protocol.js";

export type PeerName =
  | "taskgate"
  | "floor"
  | "celery-python"
  | "celery-python-confirmed"
  | "celery-node"
  | "bullmq";

const ANSWER_MS = 900_000;
const node = (file: string) => [
  process.execPath,
  "--expose-gc",
  fileURLToPath(new URL(file, import.meta.url)),
];

export class PeerProcess {
  readonly #program: Program;
  readonly #lines: AsyncIterator<string>;

  constructor(
    readonly name: string,
    command: readonly string[],
    env: Record<string, string>,
  ) {
    this.#program = new Program(command, { name: `peer ${name}`, env });
    const input = this.#program.process.stdout;
    if (input === null) throw new Error(`${name} has no output`);
    this.#lines = createInterface({ input })[Symbol.asyncIterator]();
  }

  /** Rejects with what the peer says went wrong, where it ends, and where it says nothing for 15 minutes. */
  async ask<T = Answer>(request: Request | { readonly work: string }): Promise<T> {
    this.#program.process.stdin?.write(`${JSON.stringify(request)}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#program.failure(`did not answer ${request.work}`)), ANSWER_MS);
    });
    const line = await Promise.race([this.#lines.next(), late]).finally(() => clearTimeout(timer));
    if (line.done) throw this.#program.failure(`ended during ${request.work}`);
    const answer = JSON.parse(line.value) as T & { error?: string };
    if (answer.error !== undefined) throw this.#program.failure(`failed in ${request.work}: ${answer.error}`);
    return answer;
  }

  /** Lets it close its connections. */
  async leave(): Promise<void> {
    this.#program.process.stdin?.end();
    await this.#lines.next();
    await this.#program.stop();
  }
}

/** Starts the peer of that name on a broker. */
export function startPeer(name: PeerName, kind: BrokerName, broker: string, redis: string): PeerProcess {
  const env = {
    BENCH_KIND: kind,
    BENCH_BROKER: broker,
    BENCH_REDIS: redis,
    ...(name === "celery-python-confirmed" && { BENCH_CONFIRM: "1" }),
  };
  const command = name.startsWith("celery-python")
    ? [python, "celery_client.py"]
    : [...node("main.js"), name];
  return new PeerProcess(name, command, env);
}

/** The program that waits with many calls, see peers/memory.ts. */
export function startMemory(kind: BrokerName, broker: string, redis: string): PeerProcess {
  const env = { BENCH_KIND: kind, BENCH_BROKER: broker, BENCH_REDIS: redis };
  return new PeerProcess("memory", node("memory.js"), env);
}
