/** BullMQ: jobs from Node.js, results by its queue events, the worker in Python. */

import { Queue, QueueEvents } from "bullmq";
import { type Peer, QUEUE, TASK, type Urls, WAIT_MS } from "./protocol.js";

export async function open({ redis }: Urls): Promise<Peer> {
  const { hostname: host, port } = new URL(redis);
  const connection = { host, port: Number(port) };
  const queue = new Queue(QUEUE, { connection });
  const events = new QueueEvents(QUEUE, { connection });
  await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
  return {
    call: async ({ run, job }) => {
      const added = await queue.add(TASK, { run, job });
      return added.waitUntilFinished(events, WAIT_MS);
    },
    close: async () => {
      await queue.obliterate({ force: true });
      await Promise.all([queue.close(), events.close()]);
    },
  };
}
