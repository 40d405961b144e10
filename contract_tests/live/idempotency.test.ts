/** What is promised of idempotency keys (docs/idempotency.md) where callers are in several processes and languages. */

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bothSides } from "./bothSides.js";
import { failureOf, root } from "./harness.js";
import { LineProcess } from "./lineProcess.js";
import { stored } from "./ways.js";

const ANSWER_MS = 120_000;

interface Answer {
  readonly values: unknown[];
  readonly codes: string[];
}

describe.each(stored)("over $name, an idempotency key", (way) => {
  const { live, python } = bothSides(way);
  const others: LineProcess<Answer>[] = [];

  beforeAll(async () => {
    for (let started = 0; started < 2; started++) {
      others.push(
        new LineProcess(process.execPath, [join(root, "contract_tests/live/keyed.mjs")], {
          answerMs: ANSWER_MS,
        }),
      );
    }
    await python.runs("import taskgate; taskgate.install(app).main");
  });

  afterAll(() => Promise.all(others.map((each) => each.stop())));

  const fresh = () => ({ key: `key-${randomUUID()}`, file: join(live.folder, randomUUID()) });

  const effects = async (file: string) =>
    (await readFile(file, "utf-8").catch(() => "")).split("\n").filter((line) => line !== "").length;

  /** Calls from both other processes at once. */
  const callAll = (task: string, kwargs: object, options: object, times: number) => {
    const { broker, backend } = way;
    const question = { broker, backend, task, kwargs, options: { queue: live.queue, ...options }, times };
    return Promise.all(others.map((each) => each.ask(question)));
  };

  test("100 calls of two Node processes and of Python are one effect, and all get its value", async () => {
    const { key, file } = fresh();
    const kwargs = { file, value: 7, seconds: 0.5 };
    const calling = callAll("keys.count", kwargs, { idempotencyKey: key }, 45);
    const asking = python.runs<number[]>(
      `
      jobs = [app.send_task("keys.count", kwargs=kwargs, queue=queue, idempotency_key=key) for _ in range(10)]
      [job.get(timeout=30) for job in jobs]
      `,
      { kwargs, key },
    );
    const [[first, second], third] = await Promise.all([calling, asking]);
    const values = [...(first as Answer).values, ...(second as Answer).values, ...third];
    const ran = await effects(file);
    process.stdout.write(`| ${way.name} | ${values.length} calls | ${ran} effects |\n`);
    expect(values).toEqual(Array.from({ length: 100 }, () => 7));
    expect(ran).toBe(1);
  });

  test("afterwards Node and Python get the value that the other's call has had, and nothing is sent", async () => {
    const { key, file } = fresh();
    const options = { queue: live.queue, idempotencyKey: key };
    expect(await live.gate.tasks.keys.count({ file, value: 3 }, options)).toBe(3);
    // By position and by name are the same arguments where the names are known.
    expect(await live.gate.task("keys.count").call([file, 3], {}, options)).toBe(3);
    const again =
      'app.send_task("keys.count", kwargs={"value": 3, "file": file}, queue="nobody", idempotency_key=key)';
    expect(await python.runs(`${again}.get(timeout=30)`, { file, key })).toBe(3);
    const job = await live.gate.tasks.keys.count.send(
      { file, value: 3 },
      { ...options, queue: `nobody-${key}` },
    );
    expect(await job.result()).toBe(3);
    expect(await effects(file)).toBe(1);
  });

  test("other arguments are IDEMPOTENCY_CONFLICT in both languages", async () => {
    const { key, file } = fresh();
    const options = { queue: live.queue, idempotencyKey: key };
    expect(await live.gate.tasks.keys.count({ file, value: 3 }, options)).toBe(3);
    const error = await failureOf(live.gate.tasks.keys.count({ file, value: 4 }, options));
    expect(error).toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
      details: { task: "keys.count", key },
    });
    const raised = python.runs(
      'app.send_task("keys.count", kwargs={"file": file, "value": 4}, queue=queue, idempotency_key=key).id',
      { file, key },
    );
    await expect(raised).rejects.toMatchObject({ type: "IdempotencyConflict" });
    expect(await effects(file)).toBe(1);
  });

  test("a failure is told to all who wait, and the next call is a new attempt", async () => {
    const { key, file } = fresh();
    const options = { queue: live.queue, idempotencyKey: key };
    const call = () => live.gate.tasks.keys.flaky({ file, failures: 1 }, options);
    expect((await failureOf(call())).code).toBe("TASK_FAILED");
    expect(await call()).toBe(2);
    expect(await call()).toBe(2);
    expect(await effects(file)).toBe(2);
  });

  test("a call that has a taskId gets the value under its own id, and other arguments fail there", async () => {
    const { key, file } = fresh();
    const options = { queue: live.queue, idempotencyKey: key };
    expect(await live.gate.tasks.keys.count({ file, value: 5 }, options)).toBe(5);
    const taskId = randomUUID();
    expect(await live.gate.tasks.keys.count({ file, value: 5 }, { ...options, taskId })).toBe(5);
    const other = live.gate.tasks.keys.count({ file, value: 6 }, { ...options, taskId: randomUUID() });
    expect((await failureOf(other)).code).toBe("IDEMPOTENCY_CONFLICT");
    expect(await effects(file)).toBe(1);
  });

  test("a key that the task declares makes calls one run that bear none", async () => {
    const { key: order, file } = fresh();
    const [first, second] = await callAll("keys.place", { order, file, total: 9 }, {}, 5);
    expect([...(first as Answer).values, ...(second as Answer).values]).toEqual(
      Array.from({ length: 10 }, () => 9),
    );
    const other = live.gate.tasks.keys.place({ order, file, total: 8 }, { queue: live.queue });
    expect((await failureOf(other)).code).toBe("IDEMPOTENCY_CONFLICT");
    expect(await effects(file)).toBe(1);
  });

  test("a map with a key is one run of each chunk", async () => {
    const { key, file } = fresh();
    const options = { queue: live.queue, idempotencyKey: key, chunk: 2 };
    const map = () =>
      live.gate.tasks.keys.count.map(
        [1, 2, 3].map((value) => ({ file, value })),
        options,
      );
    const first = await map();
    expect(await map()).toEqual(first);
    expect(await effects(file)).toBe(3);
  });

  test("one who joins while it runs has the same job", async () => {
    const { key, file } = fresh();
    const options = { queue: live.queue, idempotencyKey: key };
    const kwargs = { file, value: 1, seconds: 1 };
    const job = await live.gate.tasks.keys.count.send(kwargs, options);
    const joined = await live.gate.tasks.keys.count.send(kwargs, options);
    expect(joined.id).toBe(job.id);
    expect(await Promise.all([job.result(), joined.result()])).toEqual([1, 1]);
    expect(await effects(file)).toBe(1);
  });
});
