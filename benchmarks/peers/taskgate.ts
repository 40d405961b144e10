/** Taskgate: typed, validated calls. */

import { connect } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { type Peer, QUEUE, type Urls, WAIT_MS } from "./protocol.js";

export async function open({ broker, redis }: Urls): Promise<Peer> {
  const gate = await connect({
    tasks,
    broker,
    backend: redis,
    timeoutMs: WAIT_MS,
    publishTimeoutMs: WAIT_MS,
  });
  const { double } = gate.tasks.tiny;
  return {
    call: ({ run, job }) => double({ run, job }),
    send: ({ run, job, queue }) => double.send({ run, job }, queue === QUEUE ? {} : { queue }),
    map: async (jobs) => {
      const results = await double.map(jobs.map(({ run, job }) => ({ run, job })));
      return results.map((result) => {
        if (result.status === "rejected") throw result.reason;
        return result.value;
      });
    },
    close: () => gate.close(),
  };
}
