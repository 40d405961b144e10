/** Celery's events, as workers publish them. */

import { type CeleryEvent, connect } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { backend, brokers } from "./harness.js";
import { rig } from "./rig.js";

describe.each(brokers)("events on %s", (_, broker) => {
  const live = rig("guarded", broker, { tasks, settings: { CELERY_WORKER_SEND_TASK_EVENTS: "1" } });

  test("what a worker does with a task is told as it happens", async () => {
    const signal = AbortSignal.timeout(150_000);
    const seen: CeleryEvent[] = [];
    let id: string | null = null;
    // Workers of other tests may be heard, too.
    for await (const event of live.gate.events({ signal })) {
      if (!event.hostname.startsWith(`${live.queue}@`)) continue;
      // A heartbeat tells that the events come; only now is there something to be told of.
      id ??= (await live.gate.tasks.outcomes.add.send({ left: 1, right: 2 }, { queue: live.queue })).id;
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
