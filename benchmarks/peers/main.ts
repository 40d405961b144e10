/** A peer as a process: `node peers/main.js NAME`. Reads requests until its input ends. */

import { createInterface } from "node:readline";
import type { Peer, Request, Urls } from "./protocol.js";
import { perform } from "./work.js";

const open: Readonly<Record<string, (urls: Urls) => Promise<Peer>>> = {
  taskgate: async (urls) => (await import("./taskgate.js")).open(urls),
  "celery-node": async (urls) => (await import("./celeryNode.js")).open(urls),
  bullmq: async (urls) => (await import("./bullmq.js")).open(urls),
  floor: async (urls) => (await import("./floor.js")).open(urls),
};

const { BENCH_KIND: kind = "", BENCH_BROKER: broker = "", BENCH_REDIS: redis = "" } = process.env;
const peer = await open[process.argv[2] ?? ""]?.({ kind: kind as Urls["kind"], broker, redis });
if (peer === undefined) throw new Error(`known are ${Object.keys(open).join(", ")}`);
for await (const line of createInterface({ input: process.stdin })) {
  const answer = await perform(peer, JSON.parse(line) as Request).catch((error: Error) => ({
    error: error.stack ?? String(error),
  }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await peer.close();
