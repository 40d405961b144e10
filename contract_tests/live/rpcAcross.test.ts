/** Results on RabbitMQ alone go to whoever has sent the job: what the other side may do with it, and what is refused. */

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { chord } from "taskgate";
import { bothSides } from "./bothSides.js";
import { eventually, failureOf } from "./harness.js";
import { alone } from "./ways.js";

describe.each(alone)("over $name", (way) => {
  const { live, python } = bothSides(way);
  /** Longer than the test may take: who waited for a result that cannot come would not be told before. */
  const timeoutMs = 10 * 60_000;

  describe("a job that Python has sent", () => {
    test("is refused to Node at once, and its result is still Python's", async () => {
      const id = await python.runs<string>(`
        sent = app.send_task("outcomes.add", (2, 3), queue=queue)
        sent.id
      `);
      const job = live.gate.job(id);
      const reading = (async () => {
        for await (const step of job.progress({ timeoutMs }))
          throw new Error(`a step: ${JSON.stringify(step)}`);
      })();
      const refused = await Promise.all(
        [job.result({ timeoutMs }), job.status(), reading].map((asked) => failureOf(asked)),
      );
      expect(refused.map(({ code }) => code)).toEqual(["UNSUPPORTED", "UNSUPPORTED", "UNSUPPORTED"]);
      expect(await python.runs("sent.get(timeout=30)")).toBe(5);
    });

    test("is revoked by Node, and Python is told", async () => {
      const door = join(live.folder, `never-${randomUUID()}`);
      const id = await python.runs<string>(
        `
        sent = app.send_task("outcomes.steps", (1, door), queue=queue)
        sent.id
        `,
        { door },
      );
      await eventually(async () => expect(live.worker.log).toContain(`outcomes.steps[${id}] received`));
      await live.gate.job(id).revoke({ terminate: true });
      await expect(python.runs("sent.get(timeout=30)")).rejects.toMatchObject({ type: "TaskRevokedError" });
    });
  });

  describe("a job that Node has sent", () => {
    test("is PENDING to Python, as any id is that Celery knows nothing of, and its result is still Node's", async () => {
      const job = await live.gate.tasks.outcomes.add.send({ left: 2, right: 3 }, { queue: live.queue });
      expect(await job.result()).toBe(5);
      expect(await python.runs("AsyncResult(id).state", { id: job.id })).toBe("PENDING");
      expect(await job.result()).toBe(5);
    });

    test("is revoked by Python, and Node is told", async () => {
      const door = join(live.folder, `never-${randomUUID()}`);
      const job = await live.gate.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue: live.queue });
      const failure = failureOf(job.result());
      await eventually(async () => expect(await job.status()).toBe("PROGRESS"));
      await python.runs("AsyncResult(id).revoke(terminate=True)", { id: job.id });
      expect((await failure).code).toBe("REVOKED");
    });
  });

  test("a chord is refused to both at once: Celery has none without stored results", async () => {
    const add = live.gate.tasks.outcomes.add.step({ left: 1, right: 1 }, { queue: live.queue });
    const list = live.gate.task("outcomes.echo").after([], {}, { queue: live.queue });
    expect((await failureOf(live.gate.start(chord([add, add], list)))).code).toBe("UNSUPPORTED");
    const sending = python.runs(`
      add = signature("outcomes.add", (1, 1), queue=queue)
      chord([add, add], signature("outcomes.echo", queue=queue)).apply_async()
    `);
    await expect(sending).rejects.toMatchObject({ type: "NotImplementedError" });
  });
});
