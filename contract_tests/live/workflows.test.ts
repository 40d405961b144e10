/** Workflows in real workers, on each way that jobs and results can take. */

import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chain, chord, connect, type Gate, group, type Workflow } from "taskgate";
import { tasks } from "../tasks.generated";
import { eventually, failureOf, Worker } from "./harness";
import { rig } from "./rig";
import { alone, stored, workerSettings } from "./ways";

type Facts = { headers: Record<string, unknown>; root_id: string; priority: number; timelimit: unknown[] };

describe.each(stored)("workflows on $name", (way) => {
  let worker: Worker;
  let gate: Gate<NonNullable<(typeof tasks)["__tasks"]>>;
  let queue: { queue: string };

  beforeAll(async () => {
    worker = await Worker.start("guarded", way.broker, workerSettings(way));
    queue = { queue: worker.queue };
    const { broker, backend } = way;
    gate = await connect({ tasks, broker, backend, timeoutMs: 60_000, defaultQueue: worker.queue });
  });
  afterAll(async () => {
    await gate?.close();
    await worker?.stop();
  });

  const add = (left: number, right: number) => gate.tasks.outcomes.add.step({ left, right }, queue);
  const plus = (right: number) => gate.tasks.outcomes.add.after({ right }, queue);
  const fail = (message: string) => gate.tasks.outcomes.fail.step({ message }, queue);
  const list = () => gate.task("outcomes.echo").after([], {}, queue);

  test("a chain gives the last result; a complete step takes nothing", async () => {
    await expect(gate.run(chain(add(1, 2), plus(10), plus(100)))).resolves.toBe(113);
    await expect(gate.run(chain(add(1, 2), add(4, 5)))).resolves.toBe(9);
  });

  test("a group gives a tuple in order", async () => {
    await expect(gate.run(group(add(1, 1), chain(add(2, 2), plus(10)), add(3, 3)))).resolves.toEqual([
      2, 14, 6,
    ]);
  });

  test("the body of a chord gets the results of three", async () => {
    await expect(gate.run(chord([add(1, 1), add(2, 2), add(3, 3)], list()))).resolves.toEqual([2, 4, 6]);
    await expect(gate.run(chord([add(1, 1)], list()))).resolves.toEqual([2]);
  });

  test("groups in a chain: at its start, in its middle, at its end, of one, and of chains", async () => {
    await expect(gate.run(chain(group(add(1, 1), add(2, 2)), list(), list()))).resolves.toEqual([2, 4]);
    await expect(gate.run(chain(add(1, 1), group(plus(1), plus(2)), list(), list()))).resolves.toEqual([
      3, 4,
    ]);
    await expect(gate.run(chain(add(1, 1), group(plus(1), plus(2))))).resolves.toEqual([3, 4]);
    await expect(gate.run(chain(add(1, 1), group(plus(1)), list()))).resolves.toEqual([3]);
    await expect(gate.run(chain(add(1, 1), group(plus(1))))).resolves.toEqual([3]);
    await expect(
      gate.run(chain(add(1, 1), group(chain(plus(1), plus(10)), plus(2)), list())),
    ).resolves.toEqual([13, 4]);
    await expect(gate.run(chain(add(1, 1), group(chain(plus(1), plus(10)), plus(2))))).resolves.toEqual([
      13, 4,
    ]);
  });

  test("chords in chords, and one after another", async () => {
    await expect(gate.run(chord([chain(add(1, 1), plus(1)), add(4, 4)], list()))).resolves.toEqual([3, 8]);
    await expect(
      gate.run(chord([chord([add(1, 1), add(2, 2)], list()), add(3, 3)], list())),
    ).resolves.toEqual([[2, 4], 6]);
    await expect(
      gate.run(chord([chain(add(1, 1), group(plus(1), plus(2)), list()), add(3, 3)], list())),
    ).resolves.toEqual([[3, 4], 6]);
    await expect(
      gate.run(chain(group(add(1, 1), add(2, 2)), add(5, 5), group(plus(1), plus(2)), list())),
    ).resolves.toEqual([11, 12]);
    await expect(
      gate.run(chain(group(add(1, 1), add(2, 2)), add(5, 5), group(plus(1), plus(2)))),
    ).resolves.toEqual([11, 12]);
    await expect(
      gate.run(chain(add(1, 1), group(chain(group(plus(1), plus(2)), list()), plus(5)), list())),
    ).resolves.toEqual([[3, 4], 7]);
    await expect(
      gate.run(chain(add(1, 1), group(chain(plus(1), group(plus(1), plus(2)), list(), list()), plus(5)))),
    ).resolves.toEqual([[4, 5], 7]);
  });

  test("a group after a group gives each of its parts the list of results", async () => {
    const two = () => group(add(1, 1), add(2, 2));
    const lists = () => group(list(), list());
    const both = [
      [2, 4],
      [2, 4],
    ];
    await expect(gate.run(chain(two(), lists()))).resolves.toEqual(both);
    await expect(gate.run(chain(two(), lists(), list()))).resolves.toEqual(both);
    await expect(gate.run(chain(two(), lists(), list(), list()))).resolves.toEqual(both);
    await expect(gate.run(chain(two(), lists(), lists()))).resolves.toEqual([both, both]);
    await expect(gate.run(chain(add(5, 5), group(plus(1), plus(2)), lists()))).resolves.toEqual([
      [11, 12],
      [11, 12],
    ]);
    await expect(gate.run(chain(add(5, 5), group(plus(1), plus(2)), lists(), list()))).resolves.toEqual([
      [11, 12],
      [11, 12],
    ]);
    await expect(gate.run(chord([add(1, 1)], lists()))).resolves.toEqual([[2], [2]]);
  });

  test("a group in a group gives a tuple in the tuple, also to the step that follows", async () => {
    const inner = () => group(add(1, 1), chain(add(2, 2), group(plus(1), plus(2), plus(3))));
    const given = [2, [5, 6, 7]];
    await expect(gate.run(group(inner(), add(9, 9), group(add(8, 8))))).resolves.toEqual([given, 18, [16]]);
    await expect(gate.run(chain(add(5, 5), group(group(plus(1), plus(2)), plus(3))))).resolves.toEqual([
      [11, 12],
      13,
    ]);
    await expect(
      gate.run(chain(add(5, 5), group(chain(plus(1), group(plus(1), plus(2))), plus(3)))),
    ).resolves.toEqual([[12, 13], 13]);
    await expect(gate.run(chord([inner(), add(9, 9), group(add(8, 8))], list()))).resolves.toEqual([
      given,
      18,
      [16],
    ]);
    await expect(
      gate.run(chain(add(5, 5), group(group(group(plus(1), plus(2)), plus(3)), plus(4)), list(), list())),
    ).resolves.toEqual([[[11, 12], 13], 14]);
    await expect(
      gate.run(chord([chain(add(1, 1), group(plus(1), plus(2))), add(3, 3)], group(list(), list()))),
    ).resolves.toEqual([
      [[3, 4], 6],
      [[3, 4], 6],
    ]);
    const nested = chord([chain(add(1, 1), group(plus(1), fail("no"))), add(3, 3)], list());
    expect((await failureOf(gate.run(nested))).message).toContain("outcomes.fail (step 3 of 5,");
  });

  test("headers and options reach every step", async () => {
    const facts = (options: object) =>
      gate.tasks.outcomes.facts.step({}, { ...queue, headers: { "x-test": "own" }, ...options });
    const job = await gate.start(chain(add(1, 1), facts({ timeLimitMs: 60_000 }), facts({})), {
      headers: { "x-test": "all" },
    });
    await job.result();
    const [, second, third] = (await Promise.all(job.steps.map((step) => step.result()))) as Facts[];
    expect(second).toMatchObject({
      headers: { "x-test": "own", "taskgate-contract": expect.stringMatching(/^sha256:/) },
      timelimit: [60, 60],
      root_id: job.steps[0]?.id,
    });
    expect(third?.headers["x-test"]).toBe("own");
    const untyped = gate.task("outcomes.facts").step([], {}, queue);
    const shared = (await gate.run(chain(add(1, 1), untyped), { headers: { "x-test": "all" } })) as Facts;
    expect(shared.headers["x-test"]).toBe("all");
  });

  test("headers reach the tasks of groups, of a header and of its body, and a group in a group", async () => {
    const facts = () => gate.task("outcomes.facts").step([], {}, queue);
    const headers = { "x-test": "all", traceparent: "00-1-2-01" };
    const seen = (given: unknown): unknown =>
      Array.isArray(given) ? given.map(seen) : (given as Facts).headers["x-test"];
    const grouped = chain(add(1, 1), group(facts(), chain(plus(1), group(facts(), facts())), facts()));
    expect(seen(await gate.run(grouped, { headers }))).toEqual(["all", ["all", "all"], "all"]);
    const chorded = chord([facts(), group(facts(), chain(add(1, 1), facts()))], list());
    expect(seen(await gate.run(chorded, { headers }))).toEqual(["all", ["all", "all"]]);
    const bodies = chain(group(add(1, 1), add(1, 1)), group(facts(), facts()));
    expect(seen(await gate.run(bodies, { headers }))).toEqual(["all", "all"]);
  });

  test("the priority, the delay and the expiry of a later step have their effect", async () => {
    const facts = gate.tasks.outcomes.facts.step({}, { ...queue, countdownMs: 1000, expiresMs: 60_000 });
    const given = (await gate.run(chain(add(1, 1), facts))) as { eta: string; expires: string };
    expect(Date.parse(given.expires) - Date.parse(given.eta)).toBeGreaterThan(50_000);
    const eta = new Date(Date.now() + 500);
    const later = gate.tasks.outcomes.facts.step({}, { ...queue, eta, priority: 3 });
    const dated = (await gate.run(chain(add(1, 1), later))) as Facts & { eta: string };
    // A delay to a quorum queue is a whole second at least.
    if (way.name.includes("quorum")) expect(Date.parse(dated.eta)).toBeGreaterThanOrEqual(eta.getTime());
    else expect(Date.parse(dated.eta)).toBe(eta.getTime());
    expect(dated.priority).toBe(3);
  });

  test("a step that fails in the middle is named, with its own error", async () => {
    const started = await gate.start(chain(add(1, 1), fail("no"), add(3, 3), plus(2)));
    const error = await failureOf(started.result());
    expect(error).toMatchObject({ code: "TASK_FAILED", exception: "ValueError" });
    expect(error.message).toContain(`outcomes.fail (step 2 of 4, job ${started.steps[1]?.id})`);
    const chorded = await failureOf(gate.run(chord([add(1, 1), fail("no"), add(2, 2)], list())));
    expect(chorded).toMatchObject({ exception: "ValueError" });
    expect(chorded.message).toContain("outcomes.fail (step 2 of 4,");
    const inner = chain(add(1, 1), group(plus(1), fail("no")), list(), list());
    expect((await failureOf(gate.run(inner))).message).toContain("outcomes.fail (step 3 of 5,");
    const declared = gate.tasks.outcomes.take.after({ left: 1 }, queue);
    const short = await failureOf(gate.run(chain(add(1, 1), declared, plus(1))));
    expect(short.details).toEqual({ wanted: 2, left: 1 });
  });

  test("a revoked step in the middle ends the wait", async () => {
    const delayed = gate.tasks.outcomes.add.after({ right: 1 }, { ...queue, countdownMs: 1500 });
    const job = await gate.start(chain(add(1, 1), delayed, plus(1)));
    await job.steps[1]?.revoke();
    const error = await failureOf(job.result());
    expect(error.code).toBe("REVOKED");
    expect(error.message).toContain("(step 2 of 3,");
  });

  test("link gets the result, linkError the id of the task that failed", async () => {
    const [linked, errored] = [randomUUID(), randomUUID()];
    await gate.tasks.outcomes.add(
      { left: 1, right: 2 },
      { ...queue, link: gate.tasks.outcomes.add.after({ right: 10 }, { ...queue, taskId: linked }) },
    );
    await expect(gate.job(linked).result()).resolves.toBe(13);
    const job = await gate.tasks.outcomes.fail.send(
      { message: "no" },
      { ...queue, linkError: [gate.tasks.outcomes.echo.after({}, { ...queue, taskId: errored })] },
    );
    await failureOf(job.result());
    await expect(gate.job(errored).result()).resolves.toBe(job.id);
    const inChain = randomUUID();
    const second = gate.tasks.outcomes.add.after(
      { right: 1 },
      { ...queue, link: gate.tasks.outcomes.echo.after({}, { ...queue, taskId: inChain }) },
    );
    await gate.run(chain(add(1, 1), second));
    await expect(gate.job(inChain).result()).resolves.toBe(3);
  });

  test("a step that would begin after the wait has ended is not run", async () => {
    const taskId = randomUUID();
    const delayed = gate.tasks.outcomes.add.after({ right: 1 }, { ...queue, countdownMs: 3000, taskId });
    const error = await failureOf(gate.run(chain(add(1, 1), delayed, plus(1)), { timeoutMs: 2000 }));
    expect(error.code).toBe("TIMEOUT");
    const { code, message } = await failureOf(gate.job(taskId).result());
    expect([code, message]).toEqual(["REVOKED", expect.stringContaining("expired")]);
  });

  test.each<[string, string, () => Workflow]>([
    ["fails", "TASK_FAILED", () => fail("no")],
    ["is lost with its worker's process", "WORKER_LOST", () => gate.tasks.outcomes.die.step({}, queue)],
    ["is unknown", "UNKNOWN_TASK", () => gate.task("outcomes.unknown").step([], {}, queue)],
    [
      "does not fit",
      "INVALID_ARGUMENTS",
      () => chain(gate.tasks.outcomes.echo.step({ value: "x" }, queue), plus(1)),
    ],
    [
      "has expired",
      "REVOKED",
      () => gate.tasks.outcomes.add.step({ left: 1, right: 1 }, { ...queue, countdownMs: 500, expiresMs: 1 }),
    ],
  ])(
    "a part of a header that %s ends a chord, and the chord around it, with %s",
    async (_what, code, part) => {
      const inner = chord([add(1, 1), part()], list());
      const job = await gate.start(chord([inner, add(2, 2)], list()));
      const error = await failureOf(job.result());
      expect(error.code).toBe(code);
      expect(error.message).toMatch(/\(step [23] of \d,/);
      // Python's callers and link_error hear of it, too: nothing waits for ever.
      const [body] = job.steps.slice(-1);
      expect((await failureOf(gate.job(body?.id as string).result())).code).toBe(code);
    },
  );

  test("a part whose process dies between its result and its count is counted", async () => {
    const started = join(tmpdir(), `dying-${randomUUID()}`);
    const dying = gate.tasks.flows.dying_after.step({ started }, queue);
    try {
      await expect(gate.run(chord([dying, add(1, 1)], list()))).resolves.toEqual([7, 2]);
    } finally {
      rmSync(started, { force: true });
    }
  });

  test("a revoked part of a header ends the chord", async () => {
    const delayed = gate.tasks.outcomes.add.step({ left: 1, right: 1 }, { ...queue, countdownMs: 1500 });
    const job = await gate.start(chord([add(1, 1), delayed], list()));
    await job.steps[1]?.revoke();
    expect((await failureOf(job.result())).code).toBe("REVOKED");
    expect((await failureOf(gate.job(job.id).result())).code).toBe("REVOKED");
  });

  test("aborting with revokeOnAbort revokes every step of a chord", async () => {
    const delayed = () =>
      gate.tasks.outcomes.add.step({ left: 1, right: 1 }, { ...queue, countdownMs: 2000 });
    const controller = new AbortController();
    const job = await gate.start(chord([delayed(), group(delayed(), delayed())], list()));
    const result = job.result({ signal: controller.signal, revokeOnAbort: true });
    controller.abort(new Error("enough"));
    await expect(result).rejects.toThrow("enough");
    for (const { id } of job.steps.slice(0, 3)) {
      await eventually(async () => expect(await gate.job(id).status()).toBe("REVOKED"));
    }
  });

  test("revokeOnAbort revokes the steps that have not run", async () => {
    const taskId = randomUUID();
    const delayed = gate.tasks.outcomes.add.after({ right: 1 }, { ...queue, countdownMs: 6000, taskId });
    const error = await failureOf(
      gate.run(chain(add(1, 1), delayed), { timeoutMs: 4000, revokeOnAbort: true }),
    );
    expect(error.code).toBe("TIMEOUT");
    expect(error.message).toContain(taskId);
    await eventually(async () => expect(await gate.job(taskId).status()).toBe("REVOKED"));
  });
});

describe.each(alone)("workflows on $name", (way) => {
  const live = rig("guarded", way.broker, {
    tasks,
    backend: way.backend,
    timeoutMs: 60_000,
    settings: workerSettings(way),
  });

  test("a chain and groups give their results, a failing step is named, a chord is refused", async () => {
    const { gate, queue } = live;
    const add = (left: number) => gate.tasks.outcomes.add.step({ left, right: 1 }, { queue });
    const plus = (right: number) => gate.tasks.outcomes.add.after({ right }, { queue });
    const fail = gate.tasks.outcomes.fail.step({ message: "no" }, { queue });
    await expect(gate.run(chain(add(1), plus(10), plus(100)))).resolves.toBe(112);
    await expect(gate.run(group(add(1), chain(add(2), plus(10))))).resolves.toEqual([2, 13]);
    await expect(gate.run(chain(add(1), group(plus(1), group(plus(2)))))).resolves.toEqual([3, [4]]);
    const error = await failureOf(gate.run(chain(add(1), fail, add(1))));
    expect(error.message).toContain("outcomes.fail (step 2 of 3,");
    const list = gate.task("outcomes.echo").after([], {}, { queue });
    expect((await failureOf(gate.run(chord([add(1), add(2)], list)))).code).toBe("UNSUPPORTED");
  });
});
