/** Many calls at once, on each broker: `sendMany` and `map`. */

import { access } from "node:fs/promises";
import { join } from "node:path";
import { connect, type MapProgress } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { backend, brokers, eventually } from "./harness.js";
import { rig } from "./rig.js";

/** What is expected of `outcomes.take` at a place: most succeed, some are invalid, some raise. */
const kindOf = (index: number) =>
  index % 50 === 7 ? "INVALID_ARGUMENTS" : index % 50 === 9 ? "TASK_FAILED" : index;
const inputOf = (index: number) => {
  const kind = kindOf(index);
  const wanted = kind === "INVALID_ARGUMENTS" ? ("many" as unknown as number) : 1;
  return { wanted, left: kind === "TASK_FAILED" ? 0 : index + 1 };
};
const COUNT = 5000;

describe.each(brokers)("a guarded worker on %s", (kind, broker) => {
  const live = rig("guarded", broker, { tasks });

  test("map gives each of 5000 inputs its result or its error, and tells its progress", async () => {
    const { queue } = live;
    const seen: MapProgress[] = [];
    const inputs = Array.from({ length: COUNT }, (_, index) => inputOf(index));
    const entries = await live.gate.tasks.outcomes.take.map(inputs, {
      queue,
      onProgress: (progress) => seen.push(progress),
    });
    const found = entries.map((entry) => (entry.status === "fulfilled" ? entry.value : entry.reason.code));
    expect(found).toEqual(inputs.map((_, index) => kindOf(index)));
    expect(entries[9]).toMatchObject({
      reason: { exception: "scenarios.outcomes.OutOfStock", details: { wanted: 1, left: 0 } },
    });
    expect(seen.at(-1)).toEqual({ done: COUNT, total: COUNT });
    expect(seen.length).toBeGreaterThanOrEqual(49);
    // Fifty messages, less than one for each hundred inputs given: the invalid ones were not sent.
    expect(live.worker.log.match(/Task taskgate\.map\[\S+\] received/g)?.length).toBeLessThanOrEqual(49);
  });

  test("map takes a task by its name, and one that no worker has is UNKNOWN_TASK for each", async () => {
    const { queue } = live;
    await using untyped = await connect({ broker, backend });
    const added = await untyped.task("outcomes.add").map([{ left: 1, right: 2 }, { left: 1 }], { queue });
    expect(added[0]).toEqual({ status: "fulfilled", value: 3 });
    expect(added[1]).toMatchObject({
      reason: { code: "INVALID_ARGUMENTS", details: { errors: [{ path: "/right" }] } },
    });
    const unknown = await untyped.task("outcomes.nothing").map([{}, {}], { queue });
    expect(unknown).toMatchObject([
      { reason: { code: "UNKNOWN_TASK" } },
      { reason: { code: "UNKNOWN_TASK" } },
    ]);
  });

  test("an aborted map keeps what is done, and frees the worker where it is to be revoked", async () => {
    const { queue } = live;
    const started = join(live.folder, "started");
    const aborting = new AbortController();
    const inputs = [
      { started },
      { started: join(live.folder, "never") },
      { started: join(live.folder, "nor this") },
    ];
    const options = { queue, chunk: 2, concurrency: 1, signal: aborting.signal, revokeOnAbort: true };
    const mapped = live.gate.tasks.outcomes.wait.map(inputs, options);
    await eventually(() => access(started));
    aborting.abort("enough");
    expect(await mapped).toEqual(Array(3).fill({ status: "rejected", reason: "enough" }));
    // The task would hold the only process for 30 seconds.
    expect(await live.gate.tasks.outcomes.add({ left: 1, right: 1 }, { queue, timeoutMs: 20_000 })).toBe(2);
    await expect(access(join(live.folder, "nor this"))).rejects.toThrow();
  });

  test("sendMany confirms each message, and sends none that does not fit", async () => {
    const { queue } = live;
    const inputs = Array.from({ length: 1000 }, (_, index) => inputOf(index));
    const entries = await live.gate.tasks.outcomes.take.sendMany(inputs, { queue });
    const found = await Promise.all(
      entries.map(async (entry) =>
        entry.status === "rejected"
          ? entry.reason.code
          : entry.value.result().catch((error: { code: string }) => error.code),
      ),
    );
    expect(found).toEqual(inputs.map((_, index) => kindOf(index)));
    expect(new Set(entries.flatMap((e) => (e.status === "fulfilled" ? [e.value.id] : []))).size).toBe(980);
  });

  test("sendMany tells for each message that it leads nowhere", async () => {
    // On Redis every queue exists, but not every binding.
    const nowhere =
      kind === "redis" ? { exchange: "no-such-exchange", routingKey: "x" } : { queue: "no-such-queue" };
    const entries = await live.gate.tasks.outcomes.add.sendMany(
      [
        { left: 1, right: 1 },
        { left: 2, right: 2 },
      ],
      nowhere,
    );
    expect(entries).toMatchObject([{ reason: { code: "UNROUTABLE" } }, { reason: { code: "UNROUTABLE" } }]);
  });
});
