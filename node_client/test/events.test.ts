import { decodeEvents } from "../src/control/events.js";
import { fakeGate } from "./fakes.js";

const event = (type: string, more: object = {}) => ({ type, hostname: "w@h", timestamp: 1.5, ...more });

test("a message is one event or a batch, and garbage is none", () => {
  expect(decodeEvents(JSON.stringify(event("worker-online")))).toEqual([event("worker-online")]);
  const batch = [
    event("task-started", { uuid: "1" }),
    { type: 1 },
    null,
    event("task-succeeded", { uuid: "1" }),
  ];
  expect(decodeEvents(JSON.stringify(batch)).map(({ type }) => type)).toEqual([
    "task-started",
    "task-succeeded",
  ]);
  for (const text of ["garbage", "1", "null", "{}", '{"type":"x"}', "[[]]"])
    expect(decodeEvents(text)).toEqual([]);
});

/** Begins to read, and gives what to publish to the reader. */
async function open(options = {}) {
  const { gate, control } = fakeGate();
  const stream = gate.events(options);
  const first = stream.next();
  while (control.listeners.size === 0) await new Promise((resolve) => setImmediate(resolve));
  const publish = (...events: object[]) => {
    for (const listener of control.listeners) listener(JSON.stringify(events));
  };
  return { gate, control, stream, first, publish };
}

test("events come in order, only of the types that are wanted, and leaving ends the subscription", async () => {
  const { control, stream, first, publish } = await open({ types: ["task-sent", "task-started"] });
  publish(event("task-sent"), event("worker-heartbeat"), event("task-started"));
  expect((await first).value).toEqual(event("task-sent"));
  expect((await stream.next()).value).toEqual(event("task-started"));
  await stream.return();
  expect(control.listeners.size).toBe(0);
});

test("a slow reader misses the oldest, and memory stays bounded", async () => {
  const { stream, first, publish } = await open();
  publish(event("first"));
  await first;
  publish(...Array.from({ length: 10_005 }, (_, number) => event("task-sent", { number })));
  expect((await stream.next()).value).toMatchObject({ number: 5 });
  await stream.return();
});

test("the signal's reason and CLOSED end the iteration", async () => {
  const aborter = new AbortController();
  const aborted = await open({ signal: aborter.signal });
  const reason = new Error("enough");
  aborter.abort(reason);
  await expect(aborted.first).rejects.toBe(reason);
  expect(aborted.control.listeners.size).toBe(0);
  const closed = await open();
  await Promise.all([expect(closed.first).rejects.toMatchObject({ code: "CLOSED" }), closed.gate.close()]);
  expect(closed.control.listeners.size).toBe(0);
});

test.each([{ types: [] }, { types: "task-sent" }, { signal: 1 }, { type: [] }])(
  "%j is INVALID_OPTIONS",
  (options) => {
    expect(() => fakeGate().gate.events(options as never)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTIONS" }),
    );
  },
);

test("a broker that refuses the events ends the iteration", async () => {
  const { control, first } = await open();
  const reason = new Error("NOPERM");
  for (const refuse of control.refusals) refuse(reason);
  await expect(first).rejects.toBe(reason);
  expect(control.listeners.size).toBe(0);
});

describe("task-sent", () => {
  test("is told of each message that was confirmed, where it is asked for", async () => {
    const { gate, control, broker } = fakeGate([], { taskSentEvents: true });
    const job = await gate.task("a.b").send([1], { left: "x" }, { queue: "cpu" });
    await gate.task("a.c").send([], {}, { exchange: "media", routingKey: "video" });
    const common = { type: "task-sent", hostname: broker.published[0]?.headers.origin, pid: process.pid };
    expect(control.told).toEqual([
      {
        ...common,
        clock: 1,
        timestamp: expect.any(Number),
        utcoffset: new Date().getTimezoneOffset() / 60,
        uuid: job.id,
        root_id: job.id,
        parent_id: null,
        name: "a.b",
        args: "(1,)",
        kwargs: "{'left': 'x'}",
        retries: 0,
        eta: null,
        expires: null,
        queue: "cpu",
        exchange: "",
        routing_key: "cpu",
      },
      expect.objectContaining({
        clock: 2,
        name: "a.c",
        queue: null,
        exchange: "media",
        routing_key: "video",
      }),
    ]);
    // A worker may take the task before the confirmation is here.
    const confirmed: number[] = [];
    broker.onPublish = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      confirmed.push(Date.now() / 1000);
    };
    await gate.task("a.d").send();
    expect(control.told[2]?.timestamp).toBeLessThan(confirmed[0] as number);
    expect(control.told[2]?.timestamp).toBeGreaterThan((confirmed[0] as number) - 10);
    broker.onPublish = () => Promise.reject(new Error("refused"));
    await expect(gate.task("a.b").send()).rejects.toThrow("refused");
    expect(control.told).toHaveLength(3);
  });

  test("is not told of by default", async () => {
    const { gate, control } = fakeGate();
    await gate.task("a.b").send();
    expect(control.told).toEqual([]);
    expect(() => fakeGate([], { taskSentEvents: 1 as never })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTIONS" }),
    );
  });
});
