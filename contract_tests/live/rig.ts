/** What most live tests need around them: a worker, a gate to it, and a folder that both see. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectOptions, connect, type Gate } from "taskgate";
import { backend, Worker } from "./harness.js";

/** There from the first test of the block on in which `rig()` was called, until its last. */
export interface Rig<T> {
  readonly worker: Worker;
  /** The worker's queue. */
  readonly queue: string;
  readonly gate: Gate<T>;
  readonly folder: string;
}

export interface RigOptions<T> extends ConnectOptions<T> {
  /** Further environment variables of the worker. */
  readonly settings?: Record<string, string>;
  /** The worker's queue; by default a new one. */
  readonly queue?: string;
}

/** Sets one up for the tests of the block in which it is called, and takes it down after them. */
export function rig<T = unknown>(
  app: "guarded" | "plain",
  broker: string,
  { settings = {}, queue, ...options }: RigOptions<T> = {},
): Rig<T> {
  let worker: Worker | undefined;
  let gate: Gate<T> | undefined;
  let folder: string | undefined;

  beforeAll(async () => {
    worker = await Worker.start(app, broker, settings, queue);
    gate = await connect({ broker, backend, ...options });
    folder = await mkdtemp(join(tmpdir(), "taskgate-live-"));
  });

  afterAll(async () => {
    await gate?.close();
    await worker?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  return {
    get worker() {
      return there(worker);
    },
    get queue() {
      return there(worker).queue;
    },
    get gate() {
      return there(gate);
    },
    get folder() {
      return there(folder);
    },
  };
}

function there<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("the rig is there in tests and in what is called by them only");
  return part;
}
