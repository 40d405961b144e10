/** The workers: one of Celery for all who speak Celery, one of BullMQ. One process each that works. */

import { join } from "node:path";
import { QUEUE } from "./peers/protocol.js";
import { Program, python, root } from "./programs.js";

export interface CeleryOptions {
  /** @default QUEUE */
  readonly queue?: string;
  /** Processes. @default 1 */
  readonly processes?: number;
  /** Settings of Celery's and of Taskgate's, as variables of the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startCeleryWorker(
  broker: string,
  redis: string,
  tallies: string,
  { queue = QUEUE, processes = 1, settings = {} }: CeleryOptions = {},
): Promise<Program> {
  const options = [
    "-Q",
    queue,
    "-c",
    String(processes),
    "-n",
    `${queue}-${process.pid}@%h`,
    "--without-gossip",
    "--without-mingle",
  ];
  const worker = new Program(
    [python, "-m", "celery", "-A", "bench_app", "worker", "-l", "INFO", ...options],
    {
      name: "the Celery worker",
      env: { CELERY_BROKER_URL: broker, CELERY_RESULT_BACKEND: redis, BENCH_TALLIES: tallies, ...settings },
    },
  );
  await worker.says(" ready.");
  return worker;
}

export async function startBullmqWorker(redis: string, tallies: string): Promise<Program> {
  const bullmqPython = join(root, ".build", "bench-venv", "bin", "python");
  const worker = new Program([bullmqPython, "bullmq_worker.py", QUEUE], {
    name: "the BullMQ worker",
    env: { BENCH_REDIS: redis, BENCH_TALLIES: tallies },
  });
  await worker.says("ready.");
  return worker;
}
