/** What calls that wait hold, and whether it is given back. */

import { Redis } from "ioredis";
import type { Deliveries } from "./delivery.js";
import type { Holding } from "./peers/memory.js";
import { startMemory } from "./peers/process.js";
import { QUEUE } from "./peers/protocol.js";
import type { Program } from "./programs.js";
import { openQueues } from "./queues.js";
import type { Bar, Holdings, Megabytes } from "./results.js";
import { bar } from "./scenarios.js";
import type { BrokerName, Settings } from "./settings.js";

/** Messages that a worker which is stopped may already have taken. */
const TAKEN = 8;
const PUBLISHED_MS = 120_000;
/** Megabytes: the noise of a heap of some 20. */
const NOISE_MB = 2;
const MB = 1e6;

/** Measures it with a worker that is stopped while the calls wait. */
export async function measureMemory(
  { name, url }: { readonly name: BrokerName; readonly url: string },
  worker: Program,
  { redis: redisUrl, sizes }: Settings,
  deliveries: Deliveries,
): Promise<Holdings> {
  const queues = openQueues(name, url);
  const redis = new Redis(redisUrl);
  const program = startMemory(name, url, redisUrl);
  const ask = (work: string, run = "", from = 0, calls = 0) =>
    program.ask<Holding>({ work, run: `memory-${name}-${run}`, from, calls } as { work: string });
  const tenth = Math.ceil(sizes.inARow / 10);
  deliveries.expect(`memory-${name}-first`, 100);
  deliveries.expect(`memory-${name}-waiting`, sizes.waiting);
  deliveries.expect(`memory-${name}-in-a-row`, sizes.inARow);
  try {
    const oneCall = await ask("calls", "first", 0, 1);
    const idle = await ask("calls", "first", 1, 99);
    worker.process.kill("SIGSTOP");
    try {
      await ask("begin", "waiting", 0, sizes.waiting);
      await until(async () => (await queues.length(QUEUE)) >= sizes.waiting - TAKEN);
      const waiting = await ask("waiting");
      const subscriptions = await subscriptionsOf(redis);
      worker.process.kill("SIGCONT");
      const afterwards = await ask("end");
      // What nobody waits for is unsubscribed together, 200 ms later.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const left = await subscriptionsOf(redis);
      const first = await ask("calls", "in-a-row", 0, tenth);
      const all = await ask("calls", "in-a-row", tenth, sizes.inARow - tenth);
      return {
        broker: name,
        waitingCalls: sizes.waiting,
        callsInARow: sizes.inARow,
        waitingMb: difference(waiting, idle),
        afterwardsMb: difference(afterwards, idle),
        growthMb: difference(all, first),
        connections: { oneCall: oneCall.connections, waiting: waiting.connections },
        subscriptions: { waiting: subscriptions, afterwards: left },
      };
    } finally {
      worker.process.kill("SIGCONT");
    }
  } finally {
    await program.leave();
    await Promise.all([queues.close(), redis.quit()]);
  }
}

export function judgeMemory({ broker, ...held }: Holdings): Bar[] {
  const { waitingMb, afterwardsMb, growthMb, connections, subscriptions, waitingCalls, callsInARow } = held;
  const many = waitingCalls.toLocaleString("en");
  const claim = (text: string, amount: number, limit: number, unit: string) =>
    bar({
      text,
      broker,
      value: { median: amount, least: amount, most: amount },
      relation: "at most",
      limit,
      unit,
    });
  return [
    claim(
      `${many} calls waiting: memory of the process above idle, without V8's reserve`,
      waitingMb.held,
      40,
      "MB",
    ),
    claim(
      `${many} calls waiting: connections (one call needs the limit)`,
      connections.waiting,
      connections.oneCall,
      "",
    ),
    claim(`${many} calls done: objects above idle`, afterwardsMb.heap, NOISE_MB, "MB"),
    claim(`${many} calls done: subscriptions left in Redis`, subscriptions.afterwards, 0, ""),
    claim(
      `${callsInARow.toLocaleString("en")} calls: growth of the objects after the first tenth`,
      growthMb.heap,
      NOISE_MB,
      "MB",
    ),
  ];
}

function difference(later: Holding, earlier: Holding): Megabytes {
  return {
    rss: (later.rss - earlier.rss) / MB,
    held: (later.held - earlier.held) / MB,
    heap: (later.heap - earlier.heap) / MB,
  };
}

/** The subscriptions to results of all clients of Redis: nobody else is connected. */
async function subscriptionsOf(redis: Redis): Promise<number> {
  const channels = (await redis.pubsub("CHANNELS", "celery-task-meta-*")) as string[];
  return channels.length;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PUBLISHED_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("the calls were not published in time");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
