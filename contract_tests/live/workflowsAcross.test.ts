/** Workflows that one language sends and both await: chains, groups and chords. Celery runs them either way. */

import { chain, chord, group } from "taskgate";
import { bothSides } from "./bothSides.js";
import { failureOf } from "./harness.js";
import { stored } from "./ways.js";

describe.each(stored)("over $name", (way) => {
  const { live, python } = bothSides(way);

  describe("Node sends", () => {
    const add = (left: number, right: number) =>
      live.gate.tasks.outcomes.add.step({ left, right }, { queue: live.queue });
    const plus = (right: number) => live.gate.tasks.outcomes.add.after({ right }, { queue: live.queue });
    const list = () => live.gate.task("outcomes.echo").after([], {}, { queue: live.queue });
    const fail = () => live.gate.tasks.outcomes.fail.step({ message: "no" }, { queue: live.queue });
    const idsOf = ({ steps }: { steps: readonly { id: string }[] }) => steps.map(({ id }) => id);

    test("a chain: Python goes along it, from parent to child and back", async () => {
      const job = await live.gate.start(chain(add(1, 2), plus(10), plus(100)));
      const ids = idsOf(job);
      const values = await python.runs(
        `
        first = AsyncResult(ids[0])
        second = AsyncResult(ids[1], parent=first)
        third = AsyncResult(ids[2], parent=second)
        [third.get(timeout=30), third.parent.get(timeout=30), third.parent.parent.get(timeout=30)]
        `,
        { ids },
      );
      expect(values).toEqual([113, 13, 3]);
      const family = await python.runs(`
        metas = [app.backend.get_task_meta(each) for each in ids]
        [
            [[child.id for child in result.children], meta.get("parent_id")]
            for result, meta in zip((first, second, third), metas)
        ]
      `);
      expect(family).toEqual([
        [[ids[1]], null],
        [[ids[2]], ids[0]],
        [[], ids[1]],
      ]);
      expect(await python.runs("first.get_leaf()")).toBe(113);
    });

    test("a chain that fails: Python raises what its step has raised", async () => {
      const ids = idsOf(await live.gate.start(chain(add(1, 2), fail(), add(4, 5))));
      const waiting = python.runs(
        "AsyncResult(ids[2], parent=AsyncResult(ids[1], parent=AsyncResult(ids[0]))).get(timeout=30)",
        { ids },
      );
      await expect(waiting).rejects.toMatchObject({ type: "ValueError", args: ["'no'"] });
    });

    test("a group: Python joins it, saves it, and restores it by its id", async () => {
      const job = await live.gate.start(group(add(1, 1), add(2, 2), add(3, 3)));
      const names = { id: job.id, ids: idsOf(job) };
      // As of a group that Python sends: until somebody saves it, its parts alone are stored.
      expect(await python.runs("GroupResult.restore(id)", names)).toBeNull();
      const joined = await python.runs(`
        sent = GroupResult(id, [AsyncResult(each) for each in ids])
        sent.save()
        sent.join(timeout=30)
      `);
      expect(joined).toEqual([2, 4, 6]);
      const restored = await python.runs(`
        restored = GroupResult.restore(id)
        parts = [app.backend.get_task_meta(each)["group_id"] for each in ids]
        [restored == sent, restored.successful(), restored.join(timeout=30), parts]
      `);
      expect(restored).toEqual([true, true, [2, 4, 6], [job.id, job.id, job.id]]);
      await python.runs("restored.delete()");
    });

    test("a group behind a step: Python finds it as the step's child, as the worker has stored it", async () => {
      const job = await live.gate.start(chain(add(1, 1), group(plus(1), plus(2))));
      expect(await job.result()).toEqual([3, 4]);
      const [first, ...parts] = idsOf(job);
      const seen = await python.runs(
        `
        [child] = AsyncResult(first).children
        [isinstance(child, GroupResult), child.id, [each.id for each in child], child.join(timeout=30)]
        `,
        { first },
      );
      expect(seen).toEqual([true, job.id, parts, [3, 4]]);
    });

    test("a chord: Python's worker runs its body, and both await it", async () => {
      const job = await live.gate.start(chord([add(1, 1), add(2, 2), add(3, 3)], list()));
      const both = [job.result(), python.runs("AsyncResult(id).get(timeout=30)", { id: job.id })];
      expect(await Promise.all(both)).toEqual([
        [2, 4, 6],
        [2, 4, 6],
      ]);
    });

    test("a chord with a part that fails: Python raises ChordError of its body", async () => {
      const job = await live.gate.start(chord([add(1, 1), fail()], list()));
      const waiting = python.runs("AsyncResult(id).get(timeout=30)", { id: job.id });
      await expect(waiting).rejects.toMatchObject({
        type: "ChordError",
        text: expect.stringContaining("ValueError('no')"),
      });
      expect((await failureOf(job.result())).exception).toBe("ValueError");
    });
  });

  describe("Python sends", () => {
    beforeAll(() =>
      python.runs(`
        def add(*args): return signature("outcomes.add", args, queue=queue)
        def fail(): return signature("outcomes.fail", ("no",), queue=queue)
        def echo(): return signature("outcomes.echo", queue=queue)
      `),
    );

    test("a chain: Node awaits each of its steps", async () => {
      const ids = await python.runs<string[]>(`
        sent = chain(add(1, 2), add(10), add(100)).apply_async()
        sent.as_list()
      `);
      const jobs = ids.map((id) => live.gate.job(id));
      expect(await Promise.all(jobs.map((job) => job.result()))).toEqual([113, 13, 3]);
      expect(await python.runs("sent.get(timeout=30)")).toBe(113);
    });

    test("a group: Node awaits each of its parts", async () => {
      const ids = await python.runs<string[]>(`
        sent = group(add(1, 1), add(2, 2), add(3, 3)).apply_async()
        [each.id for each in sent]
      `);
      const results = ids.map((id) => live.gate.job(id).result());
      expect(await Promise.all(results)).toEqual([2, 4, 6]);
      expect(await python.runs("sent.join(timeout=30)")).toEqual([2, 4, 6]);
    });

    test("a chord: Node awaits its body, and each part of its header", async () => {
      const [id, ...parts] = await python.runs<string[]>(`
        sent = chord([add(1, 1), add(2, 2), add(3, 3)], echo()).apply_async()
        [sent.id, *(each.id for each in sent.parent)]
      `);
      const both = [live.gate.job(id as string).result(), python.runs("sent.get(timeout=30)")];
      expect(await Promise.all(both)).toEqual([
        [2, 4, 6],
        [2, 4, 6],
      ]);
      expect(await Promise.all(parts.map((part) => live.gate.job(part).result()))).toEqual([2, 4, 6]);
    });

    test("a chord with a part that fails: Node is told at its body what the part has raised", async () => {
      const id = await python.runs<string>(`
        sent = chord([add(1, 1), fail()], echo()).apply_async()
        sent.id
      `);
      expect(await failureOf(live.gate.job(id).result())).toMatchObject({
        code: "TASK_FAILED",
        exception: "ValueError",
      });
    });
  });
});
