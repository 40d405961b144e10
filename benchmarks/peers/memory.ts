/**
 * A program with a gate of its own, whose memory is looked at. Reads requests as the peers do:
 * `calls` (some calls, then what it holds), `begin` (calls that wait), `waiting` (what it holds while they do) and
 * `end` (what it holds when they all have their results).
 */

import { createInterface } from "node:readline";
import { getHeapSpaceStatistics } from "node:v8";
import { connect } from "taskgate";
import { tasks } from "../tasks.generated.js";

const WAIT_MS = 900_000;
const CONFIRMED_MS = 120_000;

/** What the process holds, after garbage was collected. */
export interface Holding {
  /** Bytes of memory that the operating system has given. */
  readonly rss: number;
  /**
   * The same without V8's reserve: what a burst has taken for young objects, 20 to 30 MB, and the gaps between old ones.
   * V8 gives both back when the process has been at rest for some time, mostly 20 to 100 s.
   */
  readonly held: number;
  /** Bytes of objects and buffers. */
  readonly heap: number;
  /** Open TCP connections. */
  readonly connections: number;
}

interface MemoryRequest {
  readonly work: "calls" | "begin" | "waiting" | "end";
  readonly run: string;
  readonly from: number;
  readonly calls: number;
}

const { BENCH_BROKER: broker = "", BENCH_REDIS: backend = "" } = process.env;
const gate = await connect({ tasks, broker, backend, timeoutMs: WAIT_MS, publishTimeoutMs: WAIT_MS });
let waiting: Promise<unknown> = Promise.resolve();

const actions: Readonly<
  Record<MemoryRequest["work"], (request: MemoryRequest) => Promise<Holding | object>>
> = {
  calls: async ({ run, from, calls }) => {
    const left = Array.from({ length: calls }, (_, index) => from + index).values();
    const lane = async () => {
      for (const job of left) await call(run, job);
    };
    await Promise.all(Array.from({ length: 50 }, lane));
    return holding();
  },
  begin: async ({ run, from, calls }) => {
    waiting = Promise.all(Array.from({ length: calls }, (_, index) => call(run, from + index)));
    return {};
  },
  waiting: async () => {
    await confirmed();
    return holding();
  },
  end: async () => {
    await waiting;
    waiting = Promise.resolve();
    return holding();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as MemoryRequest;
  const answer = await actions[request.work](request).catch((error: Error) => ({
    error: String(error.stack),
  }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await gate.close();

async function call(run: string, job: number): Promise<void> {
  const value = await gate.tasks.tiny.double({ run, job });
  if (value !== 2 * job) throw new Error(`job ${job} gave ${value}`);
}

/** RabbitMQ confirms when it has written to its disk: until then a call holds its message, too. */
async function confirmed(): Promise<void> {
  const deadline = Date.now() + CONFIRMED_MS;
  while ((await gate.health()).pending.messages > 0) {
    if (Date.now() > deadline) throw new Error("the messages were not confirmed in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function holding(): Promise<Holding> {
  // What a collection finds to be finalised is freed by the next one.
  for (let time = 0; time < 4; time++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const connections = process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;
  const reserve = getHeapSpaceStatistics().reduce(
    (sum, { physical_space_size, space_used_size }) => sum + physical_space_size - space_used_size,
    0,
  );
  return { rss, held: rss - reserve, heap: heapUsed + external, connections };
}
