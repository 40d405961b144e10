/** Celery's events, as workers publish them. */

import { type CeleryEvent, connect, type Gate } from "taskgate";
import { type Tasks, tasks } from "../tasks.generated.js";
import { backend, brokers, Worker } from "./harness.js";

describe.each(brokers)("events on %s", (_, broker) => {
  let worker: Worker;
  let gate: Gate<Tasks>;

  beforeAll(async () => {
    worker = await Worker.start("guarded", broker, { CELERY_WORKER_SEND_TASK_EVENTS: "1" });
    gate = await connect({ tasks, broker, backend });
  });

  afterAll(async () => {
    await gate?.close();
    await worker?.stop();
  });

  test("what a worker does with a task is told as it happens", async () => {
    const signal = AbortSignal.timeout(50_000);
    const seen: CeleryEvent[] = [];
    let id: string | null = null;
    // Workers of other tests may be heard, too.
    for await (const event of gate.events({ signal })) {
      if (!event.hostname.startsWith(`${worker.queue}@`)) continue;
      // A heartbeat tells that the events come; only now is there something to be told of.
      id ??= (await gate.tasks.outcomes.add.send({ left: 1, right: 2 }, { queue: worker.queue })).id;
      if (event.uuid === id) seen.push(event);
      if (seen.at(-1)?.type === "task-succeeded") break;
    }
    expect(seen.map(({ type }) => type)).toEqual(["task-received", "task-started", "task-succeeded"]);
    expect(seen[0]).toMatchObject({ name: "outcomes.add", uuid: id });
    expect(Math.abs((seen[2]?.timestamp ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  });

  test("only the types that are wanted come, and the gate closes under a reader", async () => {
    const second = await connect({ broker, backend });
    const stream = second.events({ types: ["worker-heartbeat"] });
    expect((await stream.next()).value).toMatchObject({ type: "worker-heartbeat" });
    const reading = (async () => {
      for await (const { type } of stream) expect(type).toBe("worker-heartbeat");
    })();
    await Promise.all([expect(reading).rejects.toMatchObject({ code: "CLOSED" }), second.close()]);
  });
});
