/** Flower shows a job that Node has sent as it shows one that Python has sent. */

import { randomUUID } from "node:crypto";
import { chain } from "taskgate";
import { bothSides } from "./bothSides.js";
import { Flower, type ShownTask } from "./flower.js";
import { brokers, eventually } from "./harness.js";
import { stored, type Way } from "./ways.js";

/** What may differ between two jobs, each with the reason; it is shown of both or of neither. */
const OWN: Readonly<Record<string, string>> = {
  client: "the program that has sent it",
  clock: "events are counted, and this one came later",
  runtime: "seconds, as measured",
};
/** Seconds since 1970. */
const MOMENTS = ["timestamp", "sent", "received", "started", "succeeded", "failed", "revoked", "retried"];

// With them Flower is told of a job before a worker has it. A worker with Taskgate sends its own anyhow, as one with -E.
const ways = brokers.map(
  ([name, broker]): Way => ({
    name,
    broker,
    backend: (stored[0] as Way).backend,
    celery: { task_send_sent_event: "1" },
  }),
);

describe.each(ways)("Flower on $name", (way) => {
  const { live, python } = bothSides(way, { taskSentEvents: true });
  let flower: Flower;

  beforeAll(async () => {
    flower = await Flower.start(way.broker);
    // Brokers keep no events: it has to listen before there is something to be seen.
    await eventually(async () => {
      const { id } = await live.gate.tasks.outcomes.add.send({ left: 0, right: 0 }, { queue: live.queue });
      await eventually(() => inState(id, "SUCCESS"), 2000);
    });
  });
  afterAll(() => flower?.stop());

  /** What Flower shows of a task once it has seen it come to a state, and be sent. */
  async function inState(id: string, state: string): Promise<ShownTask> {
    const task = await flower.task(id);
    if (task.state !== state || task.sent === null) throw new Error(`${id} is ${JSON.stringify(task)}`);
    return task;
  }

  /** The same with names for ids, and without what is each job's own. */
  async function shown(id: string, state: string, ids: Readonly<Record<string, string>> = {}) {
    const task = await eventually(() => inState(id, state));
    const names = new Map(Object.entries({ "its own": id, ...ids }).map(([name, id]) => [id, name]));
    const named = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(named) : (names.get(value as string) ?? value);
    return Object.fromEntries(
      Object.entries(task).map(([member, value]) => {
        if (value === null) return [member, null];
        if (MOMENTS.includes(member)) return [member, momentOf(value)];
        return [member, OWN[member] ?? named(value)];
      }),
    );
  }

  test("a job that succeeds", async () => {
    const { id } = await live.gate.tasks.outcomes.add.send({ left: 1, right: 2 }, { queue: live.queue });
    const pythons = await python.runs<string>(
      'app.send_task("outcomes.add", kwargs={"left": 1, "right": 2}, queue=queue).id',
    );
    const seen = await shown(id, "SUCCESS");
    expect(seen).toMatchObject({
      uuid: "its own",
      name: "outcomes.add",
      args: "()",
      kwargs: "{'left': 1, 'right': 2}",
      result: "3",
      sent: "a moment",
      received: "a moment",
      started: "a moment",
      succeeded: "a moment",
      exchange: "",
      routing_key: live.queue,
      root_id: "its own",
      parent_id: null,
      client: OWN.client,
    });
    expect(seen).toEqual(await shown(pythons, "SUCCESS"));

    const listed = await flower.tasks();
    expect(Object.keys(listed)).toEqual(expect.arrayContaining([id, pythons]));
    expect(Object.keys(listed[id] as ShownTask)).toEqual(Object.keys(listed[pythons] as ShownTask));
    expect(listed[id]).toMatchObject({ state: "SUCCESS", name: "outcomes.add", routing_key: live.queue });
  });

  test("a job that fails", async () => {
    const { id } = await live.gate.tasks.outcomes.fail.send({ message: "no" }, { queue: live.queue });
    const pythons = await python.runs<string>(
      'app.send_task("outcomes.fail", kwargs={"message": "no"}, queue=queue).id',
    );
    const seen = await shown(id, "FAILURE");
    expect(seen).toMatchObject({ failed: "a moment", exception: "ValueError('no')", result: null });
    expect(seen).toEqual(await shown(pythons, "FAILURE"));
  });

  test("a job that no worker has taken yet", async () => {
    const queue = `nobody-${randomUUID()}`;
    const pythons = await python.runs<string>(
      'app.send_task("outcomes.add", kwargs={"left": 1, "right": 2}, queue=nobodys).id',
      { nobodys: queue },
    );
    const { id } = await live.gate.tasks.outcomes.add.send({ left: 1, right: 2 }, { queue });
    try {
      const seen = await shown(id, "PENDING");
      expect(seen).toMatchObject({ kwargs: "{'left': 1, 'right': 2}", routing_key: queue, received: null });
      expect(seen).toEqual(await shown(pythons, "PENDING"));
    } finally {
      await python.runs(`
        with app.connection_for_write() as connection:
            channel = connection.default_channel
            channel.queue_delete(nobodys)
            channel.exchange_delete(nobodys)
      `);
    }
  });

  test("the steps of a chain, each below the one before it", async () => {
    const add = live.gate.tasks.outcomes.add;
    const first = add.step({ left: 1, right: 2 }, { queue: live.queue });
    const job = await live.gate.start(chain(first, add.after({ right: 10 }, { queue: live.queue })));
    const ours = job.steps.map(({ id }) => id) as [string, string];
    const theirs = await python.runs<[string, string]>(`
      def add(**kwargs): return signature("outcomes.add", kwargs=kwargs, queue=queue)
      sent = chain(add(left=1, right=2), add(right=10)).apply_async()
      [sent.parent.id, sent.id]
    `);
    const named = ([first, second]: [string, string]) => ({ "the first": first, "the second": second });
    const second = await shown(ours[1], "SUCCESS", named(ours));
    expect(second).toMatchObject({ root_id: "the first", parent_id: "the first", result: "13" });
    expect(second).toEqual(await shown(theirs[1], "SUCCESS", named(theirs)));
    const begun = await shown(ours[0], "SUCCESS", named(ours));
    expect(begun).toMatchObject({ root_id: "the first", parent_id: null, children: ["the second"] });
    expect(begun).toEqual(await shown(theirs[0], "SUCCESS", named(theirs)));
  });
});

function momentOf(value: unknown): unknown {
  return typeof value === "number" && Math.abs(value - Date.now() / 1000) < 600 ? "a moment" : value;
}
