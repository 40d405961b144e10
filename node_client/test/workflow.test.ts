import { chain, chord, group } from "../src/index.js";
import type { Signature, TaskMessage } from "../src/messages/envelope.js";
import { rejection } from "./fakes.js";

import { contracts, failure, idsOf, open, success } from "./mathWorkflows.js";

test("a chain is its first task with the rest reversed, each with its id, queue and headers", async () => {
  const { gate, broker } = open();
  const { add } = gate.tasks.math;
  const last = add.after({ b: 3 }, { headers: { "x-own": "1" }, shadow: "last", taskId: "chosen" });
  const job = await gate.start(chain(add.step({ a: 1 }), add.after({ b: 2 }, { queue: "q2" }), last), {
    headers: { "x-all": "1", "x-own": "0" },
  });
  expect(broker.published).toHaveLength(1);
  const [message] = broker.published;
  const [first, second] = job.steps;
  expect(job.id).toBe("chosen");
  expect(message?.headers).toMatchObject({ id: first?.id, root_id: first?.id, group: null, "x-all": "1" });
  const fingerprint = { "taskgate-contract": contracts[0]?.fingerprint };
  expect(message?.body).toEqual([
    [1],
    {},
    {
      callbacks: null,
      errbacks: null,
      chord: null,
      chain: [
        {
          task: "math.add",
          args: [],
          kwargs: { b: 3 },
          options: {
            queue: "sums",
            shadow: "last",
            headers: { "x-all": "1", "x-own": "1", ...fingerprint },
            reply_to: "reply-to",
            task_id: "chosen",
          },
          subtask_type: null,
          immutable: false,
        },
        {
          task: "math.add",
          args: [],
          kwargs: { b: 2 },
          options: {
            queue: "q2",
            headers: { "x-all": "1", "x-own": "0", ...fingerprint },
            reply_to: "reply-to",
            task_id: second?.id,
          },
          subtask_type: null,
          immutable: false,
        },
      ],
    },
  ]);
});

test("the options of a step have Celery's names and units", async () => {
  const { gate, broker } = open();
  const eta = new Date("2031-02-03T04:05:06.700Z");
  const all = gate.task("other").step(
    [],
    {},
    {
      exchange: "topics",
      routingKey: "a.b",
      priority: "low",
      eta,
      expiresMs: 1500,
      timeLimitMs: 2000,
      softTimeLimitMs: 1000,
      ignoreResult: false,
      allowBeyondLease: true,
      link: gate.task("next").after([2], {}, { countdownMs: 250, taskId: "linked" }),
      linkError: [gate.task("undo").step()],
    },
  );
  await gate.start(chain(gate.tasks.math.add.step({ a: 1 }), all));
  const [signature] = broker.published[0]?.body[2].chain ?? [];
  expect(signature?.immutable).toBe(true);
  const plain = { subtask_type: null, kwargs: {} };
  expect(signature?.options).toEqual({
    exchange: "topics",
    routing_key: "a.b",
    priority: 9,
    eta: { __type__: "datetime", __value__: "2031-02-03T04:05:06.700000+00:00" },
    expires: 1.5,
    time_limit: 2,
    soft_time_limit: 1,
    ignore_result: false,
    reply_to: "reply-to",
    task_id: expect.any(String),
    link: [
      {
        ...plain,
        task: "next",
        args: [2],
        options: { queue: "celery", countdown: 0.25, reply_to: "reply-to", task_id: "linked" },
        immutable: false,
      },
    ],
    link_error: [
      {
        ...plain,
        task: "undo",
        args: [],
        options: { queue: "celery", reply_to: "reply-to" },
        immutable: true,
      },
    ],
  });
});

test("a group is one group id, with an index for the last task of each part", async () => {
  const { gate, broker } = open();
  const { add } = gate.tasks.math;
  const job = await gate.start(group(add.step({ a: 1 }), chain(add.step({ a: 2 }), add.after({}))));
  const [single, first] = broker.published;
  expect(single?.headers).toMatchObject({ group: job.id, group_index: 0 });
  expect(first?.headers).toMatchObject({ group: null, group_index: null });
  const [last] = first?.body[2].chain ?? [];
  expect(last?.options).toMatchObject({ group_id: job.id, group_index: 1, task_id: job.steps[2]?.id });
  expect(last?.options).not.toHaveProperty("chord");
});

test("a chord is announced before its tasks are sent; it stands on the last task of a chain", async () => {
  const { gate, broker, backend } = open();
  const { add, sum } = gate.tasks.math;
  broker.onPublish = () => expect(backend.chords).toHaveLength(1);
  const job = await gate.start(
    chord([add.step({ a: 1 }), chain(add.step({ a: 2 }), add.after({}))], sum.after({})),
  );
  const [[groupId, size] = []] = backend.chords;
  expect(size).toBe(2);
  const [single, first] = broker.published;
  const body = { task_id: job.id, group_id: groupId, reply_to: "reply-to" };
  expect(single?.body[2].chord?.options).toMatchObject(body);
  expect(first?.body[2].chord).toBeNull();
  expect(first?.body[2].chain?.[0]?.options).toMatchObject({
    group_id: groupId,
    group_index: 1,
    chord: { task: "math.sum", options: body },
  });
});

test("what follows a chord travels with its body; a later group is a chord or a group of Celery's", async () => {
  const { gate, broker, backend } = open();
  const { add, sum } = gate.tasks.math;
  const pair = () => group(add.after({}), add.after({ b: 2 }));
  const job = await gate.start(
    chain(group(add.step({ a: 1 }), add.step({ a: 2 })), sum.after({}), pair(), sum.after({}), pair()),
  );
  expect(backend.chords).toHaveLength(1);
  expect(broker.published).toHaveLength(2);
  const rest = broker.published[0]?.body[2].chord?.options.chain as Signature[];
  expect(rest.map(({ task, subtask_type }) => [task, subtask_type])).toEqual([
    ["celery.group", "group"],
    ["celery.chord", "chord"],
  ]);
  const [ending, chorded] = rest as [Signature, Signature];
  expect(ending.options.task_id).toBe(job.id);
  const inner = chorded.kwargs as { header: Signature; body: Signature };
  const ids = job.steps.map(({ id }) => id);
  expect(idsOf(inner.header.kwargs.tasks as Signature[])).toEqual(ids.slice(3, 5));
  expect(inner.header.options.task_id).toBe(chorded.options.task_id);
  expect(inner.body.options.task_id).toBe(ids[5]);
  expect((ending.kwargs.tasks as Signature[]).map(({ options }) => options.group_index)).toEqual([0, 1]);
});

test("a group after a group is the body of its chord, or the header of the body", async () => {
  const { gate, broker, backend } = open();
  const { add, sum } = gate.tasks.math;
  const pair = () => group(add.step({ a: 1 }), add.step({ a: 2 }));
  const sums = () => group(sum.after({}), sum.after({}));
  const job = await gate.start(chain(pair(), sums()));
  const body = broker.published[0]?.body[2].chord;
  expect(body).toMatchObject({ task: "celery.group", options: { task_id: job.id } });
  expect(idsOf(body?.kwargs.tasks as Signature[])).toEqual(job.steps.slice(2).map(({ id }) => id));
  expect(backend.chords).toHaveLength(1);
  const longer = await gate.start(chain(pair(), sums(), sum.after({}), add.after({})));
  const chorded = broker.published[2]?.body[2].chord as Signature;
  const inner = chorded.kwargs as { header: Signature; body: Signature };
  const ids = longer.steps.map(({ id }) => id);
  expect(idsOf(inner.header.kwargs.tasks as Signature[])).toEqual(ids.slice(2, 4));
  expect(inner.body.options.task_id).toBe(ids[4]);
  expect(idsOf(chorded.options.chain as Signature[])).toEqual([ids[5]]);
});

test("a group in a header is joined to one result where its last step runs; nobody sees that task", async () => {
  const { gate, broker, backend, control } = open();
  const { add, sum } = gate.tasks.math;
  const inner = group(add.step({ a: 1 }), add.step({ a: 2 }, { queue: "far", priority: 6 }));
  const job = await gate.start(chord([inner, add.step({ a: 3 })], sum.after({}) as never));
  expect(job.steps).toHaveLength(4);
  const join = broker.published[0]?.body[2].chord;
  expect(join).toMatchObject({
    task: "celery.accumulate",
    kwargs: { index: 0 },
    immutable: false,
    options: { queue: "far", priority: 6, chord: { options: { task_id: job.id } } },
  });
  expect(backend.chords.map(([, size]) => size)).toEqual([2, 2]);
  const id = join?.options.task_id as string;
  await job.revoke();
  expect(backend.revoked).toEqual([...job.steps.map((step) => step.id), id]);
  expect(control.broadcasts).toHaveLength(5);
  const result = rejection(job.result());
  backend.store(id, { ...failure("gone"), status: "REVOKED" });
  expect(await result).toMatchObject({ code: "REVOKED", message: expect.stringContaining(`(job ${id})`) });
  const routed = group(add.step({ a: 1 }, { exchange: "topics", routingKey: "a.b" }));
  await gate.start(chord([chain(add.step({ a: 1 }), group(routed))], sum.after({}) as never));
  const [chorded] = (broker.published.at(-1) as TaskMessage).body[2].chain as [Signature];
  const twice = chorded.kwargs as { header: Signature; body: Signature };
  expect(twice.body).toMatchObject({ task: "celery.accumulate", options: { exchange: "topics" } });
  const [once] = twice.header.kwargs.tasks as [Signature];
  expect(once.kwargs.body).toMatchObject({ task: "celery.accumulate", options: { routing_key: "a.b" } });
});

test("the result of a group in a group has its form", async () => {
  const { gate, backend } = open();
  const { add } = gate.tasks.math;
  const pair = () => group(add.step({ a: 1 }), add.step({ a: 2 }));
  const job = await gate.start(
    group(pair(), chain(add.step({ a: 3 }), group(add.after({}))), add.step({ a: 4 })),
  );
  const result = job.result();
  for (const [index, { id }] of job.steps.entries()) backend.store(id, success(index));
  await expect(result).resolves.toEqual([[0, 1], [3], 4]);
});

test("the steps of run() expire with the wait, unless they say otherwise; links and those of start() do not", async () => {
  const { gate, broker } = open();
  const { add } = gate.tasks.math;
  const workflow = () =>
    chain(add.step({ a: 1 }), add.after({}, { link: add.after({}) }), add.after({}, { expiresMs: 5000 }));
  const before = Date.now();
  await rejection(gate.run(workflow(), { timeoutMs: 50 }));
  const [run] = broker.published as [TaskMessage];
  const expires = Date.parse(run.headers.expires as string);
  expect(expires).toBeGreaterThanOrEqual(before + 50);
  expect(expires).toBeLessThan(before + 5000);
  const [last, second] = run.body[2].chain as [Signature, Signature];
  const typed = second.options.expires as { __type__: string; __value__: string };
  expect(typed.__type__).toBe("datetime");
  expect(Math.abs(Date.parse(typed.__value__) - expires)).toBeLessThan(1000);
  const [linked] = second.options.link as Signature[];
  expect(linked?.options).not.toHaveProperty("expires");
  expect(last.options.expires).toBe(5);
  await gate.start(workflow());
  const started = broker.published[1];
  expect(started?.headers.expires).toBeNull();
  expect(started?.body[2].chain?.[1]?.options).not.toHaveProperty("expires");
});

test("a call with link and linkError carries both", async () => {
  const { gate, broker, work } = open();
  work(() => success(3));
  const { add } = gate.tasks.math;
  await add({ a: 1 }, { link: [add.after({}), add.step({ a: 9 })], linkError: gate.task("undo").after() });
  const embed = broker.published[0]?.body[2];
  expect(embed?.callbacks?.map(({ args, immutable }) => [args, immutable])).toEqual([
    [[], false],
    [[9], true],
  ]);
  expect(embed?.errbacks?.map(({ task }) => task)).toEqual(["undo"]);
  const error = await rejection(add.send({ a: 1 }, { link: "add" } as never));
  expect(error.code).toBe("INVALID_OPTIONS");
});
