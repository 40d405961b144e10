/** A Flower of a test's own, asked by its HTTP API. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { eventually, python } from "./harness.js";

const READY_MS = 120_000;
const ANSWER_MS = 30_000;
const STOP_MS = 10_000;

/** What Flower says of a task. */
export type ShownTask = Readonly<Record<string, unknown>>;

export class Flower {
  readonly #process: ChildProcess;
  readonly #url: string;
  #log = "";

  private constructor(broker: string, port: number) {
    this.#url = `http://127.0.0.1:${port}`;
    const options = ["flower", "--address=127.0.0.1", `--port=${port}`];
    this.#process = spawn(python, ["-m", "celery", `--broker=${broker}`, ...options], {
      env: { ...process.env, FLOWER_UNAUTHENTICATED_API: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-100_000);
      });
    }
  }

  /** Starts one on a port of its own, and waits until it answers. */
  static async start(broker: string): Promise<Flower> {
    const flower = new Flower(broker, await freePort());
    try {
      await eventually(() => flower.#get("/healthcheck"), READY_MS);
    } catch (error) {
      await flower.stop();
      throw new Error(`Flower did not start (${(error as Error).message}); its log:\n${flower.#log}`);
    }
    return flower;
  }

  /** `/api/task/info/<id>`; rejects where Flower knows nothing of it. */
  async task(id: string): Promise<ShownTask> {
    return JSON.parse(await this.#get(`/api/task/info/${id}`)) as ShownTask;
  }

  /** `/api/tasks`: by their ids. */
  async tasks(): Promise<Readonly<Record<string, ShownTask>>> {
    return JSON.parse(await this.#get("/api/tasks")) as Record<string, ShownTask>;
  }

  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    const kill = setTimeout(() => this.#process.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(kill);
  }

  async #get(path: string): Promise<string> {
    if (this.#process.exitCode !== null) throw new Error("Flower has ended");
    const response = await fetch(`${this.#url}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
