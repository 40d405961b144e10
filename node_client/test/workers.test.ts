import { fakeGate } from "./fakes.js";

const answered = {
  ping: { ok: "pong" },
  registered: ["a.b", "a.c [rate_limit=10/m]"],
  active: [{ id: "1", name: "a.b", args: [1], kwargs: { k: 2 }, time_start: 1000.5 }, "garbage"],
  active_queues: [{ name: "cpu", exchange: {} }, { nameless: true }],
};

function gateOf(answers: (method: string) => Record<string, unknown>) {
  const fake = fakeGate();
  const ask = jest.fn(async ({ method }: { method: string }) => ({
    replies: Object.entries(answers(method)).map(([worker, answer]) => ({ worker, answer })),
    silent: 0,
  }));
  Object.assign(fake.control, { ask });
  return { ...fake, ask };
}

test("what a worker answered to four questions is one entry", async () => {
  const { gate, ask } = gateOf((method) => ({
    "w2@h": answered[method as keyof typeof answered],
    "w1@h": answered[method as keyof typeof answered],
  }));
  const [first, second, ...more] = await gate.workers();
  expect(more).toEqual([]);
  expect(first).toEqual({
    name: "w1@h",
    tasks: ["a.b", "a.c"],
    active: [{ id: "1", task: "a.b", args: [1], kwargs: { k: 2 }, startedAt: new Date(1_000_500) }],
    queues: ["cpu"],
  });
  expect(second?.name).toBe("w2@h");
  expect(ask.mock.calls.map(([command]) => command)).toEqual(
    ["ping", "registered", "active", "active_queues"].map((method) => ({ method, arguments: {} })),
  );
});

test("what a worker did not answer is null, not an empty list", async () => {
  const { gate } = gateOf((method) => ({
    w: method === "ping" ? answered.ping : { error: "KeyError('x')" },
    ...(method === "registered" && { late: [] }),
  }));
  expect(await gate.workers()).toEqual([
    { name: "late", tasks: [], active: null, queues: null },
    { name: "w", tasks: null, active: null, queues: null },
  ]);
});

test("each worker of the destination is asked once", async () => {
  const { gate, ask } = gateOf(() => ({}));
  expect(await gate.workers({ destination: ["w@h", "w@h"], timeoutMs: 5 })).toEqual([]);
  expect(ask).toHaveBeenCalledWith(expect.objectContaining({ destination: ["w@h"] }), { timeoutMs: 5 });
});

test.each([
  [{ destination: [] }, "/destination"],
  [{ destination: "w@h" }, "/destination"],
  [{ destination: [""] }, "/destination"],
  [{ timeoutMs: 0 }, "/timeoutMs"],
  [{ timeout: 1 }, "/timeout"],
])("%j is INVALID_OPTIONS", async (options, path) => {
  await expect(fakeGate().gate.workers(options as never)).rejects.toMatchObject({
    code: "INVALID_OPTIONS",
    details: { errors: [{ path }] },
  });
});

test("a closed gate asks nobody", async () => {
  const { gate, control } = fakeGate();
  await gate.close();
  await expect(gate.workers()).rejects.toMatchObject({ code: "CLOSED" });
  expect(control.broadcasts).toEqual([]);
});
