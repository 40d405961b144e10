/** The programs that a benchmark starts: workers and peers. Whatever is started here is stopped here. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const READY_MS = 60_000;
const STOP_MS = 20_000;
const LOG_CHARACTERS = 20_000;

/** The folder of the repository; this file is compiled into .build/benchmarks/. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
export const python = join(root, ".venv", "bin", "python");
/** The folder of the programs in Python. */
export const workerFolder = join(root, "benchmarks", "worker");

const running = new Set<Program>();

/** Stops everything that still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all(Array.from(running, (program) => program.stop()));
}

export class Program {
  readonly process: ChildProcess;
  readonly #name: string;
  #log = "";

  constructor(command: readonly string[], { name, env }: { name: string; env: Record<string, string> }) {
    const [file, ...words] = command as [string, ...string[]];
    this.#name = name;
    this.process = spawn(file, words, { cwd: workerFolder, env: { ...process.env, ...env }, stdio: "pipe" });
    running.add(this);
    this.process.on("error", (error) => this.#note(`${error.message}\n`));
    this.process.stderr?.on("data", (chunk: Buffer) => this.#note(chunk.toString()));
  }

  /** Resolves once the program has written `text`; its output is not read otherwise. */
  async says(text: string): Promise<void> {
    this.process.stdout?.on("data", (chunk: Buffer) => this.#note(chunk.toString()));
    const signal = AbortSignal.timeout(READY_MS);
    while (!this.#log.includes(text)) {
      if (this.hasEnded) throw this.failure(`ended before it said "${text}"`);
      try {
        await Promise.race([once(this.process, "log", { signal }), once(this.process, "exit", { signal })]);
      } catch {
        throw this.failure(`did not say "${text}" within ${READY_MS} ms`);
      }
    }
  }

  get hasEnded(): boolean {
    return (
      this.process.exitCode !== null || this.process.signalCode !== null || this.process.pid === undefined
    );
  }

  failure(what: string): Error {
    return new Error(`${this.#name} ${what}; its log:\n${this.#log}`);
  }

  async stop(): Promise<void> {
    running.delete(this);
    if (this.hasEnded) return;
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    const kill = setTimeout(() => this.process.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(kill);
  }

  #note(text: string): void {
    this.#log = (this.#log + text).slice(-LOG_CHARACTERS);
    this.process.emit("log");
  }
}
