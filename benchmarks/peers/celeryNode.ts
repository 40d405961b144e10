/** celery-node as published, as its README has it. It looks for a result every 500 ms. */

import { createClient } from "celery-node";
import { type Peer, QUEUE, TASK, type Urls } from "./protocol.js";

export async function open({ broker, redis }: Urls): Promise<Peer> {
  const client = createClient(broker, redis, QUEUE);
  await client.isReady();
  const task = client.createTask(TASK);
  return {
    call: ({ run, job }) => task.applyAsync([], { run, job }).get(),
    close: () => client.disconnect() as Promise<void>,
  };
}
