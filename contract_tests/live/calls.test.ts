/** A call from Node to a Python worker and back, on each way that jobs and results can take. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect, type Progress } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { rig } from "./rig.js";
import { alone, stored, workerSettings } from "./ways.js";

describe.each([...stored, ...alone])("a guarded worker on $name", (way) => {
  const live = rig("guarded", way.broker, {
    tasks,
    backend: way.backend,
    settings: workerSettings(way),
  });

  test("a typed call gives the typed result", async () => {
    const sum: number = await live.gate.tasks.outcomes.add({ left: 2, right: 3 }, { queue: live.queue });
    expect(sum).toBe(5);
  });

  test("values of every JSON type come back as they went", async () => {
    const value = { text: "é 漢 😀 \n", list: [1, 1.5, -0.25, 1e300, true, null, {}], map: { "a/b": [[]] } };
    expect(await live.gate.tasks.outcomes.echo({ value }, { queue: live.queue })).toEqual(value);
  });

  test("long texts of wide characters go, though their headers are longer than a small frame", async () => {
    const wide = "\u{1f600}".repeat(3000);
    const { queue } = live;
    const call = live.gate.task("outcomes.echo").send([wide], {}, { queue, headers: { "x-test": wide } });
    expect(await (await call).result()).toBe(wide);
  });

  test("positional-only parameters and defaults arrive in their places", async () => {
    const { queue } = live;
    expect(await live.gate.tasks.shapes.kinds({ first: 1, fourth: 4 }, { queue })).toEqual([1, 2, 3, 4, 5]);
    const all = { first: 9, second: 8, third: 7, fourth: 6, fifth: 5 };
    expect(await live.gate.tasks.shapes.kinds(all, { queue })).toEqual([9, 8, 7, 6, 5]);
  });

  test("*args and **kwargs of a plain Celery task arrive as they were given", async () => {
    const { queue } = live;
    const { kinds } = live.gate.tasks.variadic;
    expect(await kinds({ only: 1 }, { queue })).toEqual([1, 2, [], 5, {}]);
    const all = { only: 1, rest: [3, 4], last: 6, more: { only: "a", b: "c" } };
    const arrived = [1, 2, [3, 4], 6, { only: "a", b: "c" }];
    expect(await kinds(all, { queue })).toEqual(arrived);
    expect(await kinds.map([all, { only: 2, either: 3 }], { queue })).toEqual([
      { status: "fulfilled", value: arrived },
      { status: "fulfilled", value: [2, 3, [], 5, {}] },
    ]);
  });

  test("a hundred calls at once each get their own result", async () => {
    const calls = Array.from({ length: 100 }, (_, left) =>
      live.gate.tasks.outcomes.add({ left, right: 1000 }, { queue: live.queue }),
    );
    expect(await Promise.all(calls)).toEqual(calls.map((_, left) => left + 1000));
  });

  test("progress is seen while the task runs, and ends with it", async () => {
    const door = join(live.folder, `door-${Math.random()}`);
    const job = await live.gate.tasks.outcomes.steps.send({ count: 3, gate: door }, { queue: live.queue });
    const seen: Progress<{ label: string }>[] = [];
    for await (const step of job.progress()) {
      seen.push(step);
      // The task goes on only now, so that a report is proved to come before the end.
      await writeFile(door, "");
    }
    // Each once, in order, whether it was pushed or stood there before; a task may leave out what is not its last.
    const steps = seen.map(({ done }) => done);
    expect(steps).toEqual(Array.from(new Set(steps)).sort());
    expect(seen.at(-1)).toEqual({ done: 3, total: 3, data: { label: "step 3" } });
    expect(await job.result()).toBe(3);
    expect(await job.status()).toBe("SUCCESS");
  });

  // Where nothing is stored it is refused: see rpc.test.ts.
  if (stored.includes(way)) {
    test("another gate picks a job up by its id", async () => {
      const job = await live.gate.tasks.outcomes.add.send({ left: 1, right: 1 }, { queue: live.queue });
      await using other = await connect({ tasks, broker: way.broker, backend: way.backend });
      expect(await other.job<number>(job.id).result()).toBe(2);
    });
  }

  test("a task is reached by any name, without types", async () => {
    const { queue } = live;
    expect(await live.gate.task("outcomes.add").call([1], { right: 2 }, { queue })).toBe(3);
    const job = await live.gate.task("outcomes.add").send([], { left: 4, right: 2 }, { queue });
    expect(await job.result()).toBe(6);
  });

  test("the worker sees the facts of the message that Python's publisher gives", async () => {
    const { queue } = live;
    const options = { queue, timeLimitMs: 9000, softTimeLimitMs: 8000, priority: 3 };
    const job = await live.gate.tasks.outcomes.facts.send(
      {},
      { ...options, expiresMs: 60_000, headers: { "x-test": "1" } },
    );
    const facts = (await job.result()) as Record<string, unknown>;
    expect(facts).toMatchObject({
      id: job.id,
      root_id: job.id,
      eta: null,
      timelimit: [9, 8],
      argsrepr: "()",
      kwargsrepr: "{}",
      priority: 3,
      headers: { "taskgate-contract": expect.stringMatching(/^sha256:[0-9a-f]{64}$/), "x-test": "1" },
    });
    expect(facts.origin).toMatch(new RegExp(`^gen${process.pid}@`));
    expect(Math.abs(Date.parse(facts.expires as string) - Date.now() - 60_000)).toBeLessThan(30_000);
  });

  test("a call's message expires with its wait", async () => {
    const facts = await live.gate.tasks.outcomes.facts({}, { queue: live.queue, timeoutMs: 45_000 });
    const left = Date.parse((facts as { expires: string }).expires) - Date.now();
    expect(left).toBeGreaterThan(15_000);
    expect(left).toBeLessThanOrEqual(45_000);
  });

  test("celery-node's own API works on the same client", async () => {
    const task = live.gate.client.createTask("outcomes.add");
    live.gate.client.conf.CELERY_QUEUE = live.queue;
    expect(await task.applyAsync([20, 22]).get(20_000)).toBe(42);
    expect(await task.delay(1, 2).get(20_000)).toBe(3);
  });
});
