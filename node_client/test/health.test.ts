import { FakeBackend, fakeGate } from "./fakes.js";

test("both services answer, and what waits to be confirmed is counted", async () => {
  const { gate, broker } = fakeGate();
  let confirm: () => void = () => {};
  broker.onPublish = () => new Promise<void>((resolve) => (confirm = resolve));
  const sending = gate.task("a.b").send([1]);
  while (broker.published.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const healthy = { connected: true, latencyMs: expect.any(Number), reason: null };
  expect(await gate.health()).toEqual({
    ok: true,
    broker: { kind: "redis", ...healthy },
    backend: healthy,
    pending: { messages: 1, bytes: expect.any(Number) },
  });
  confirm();
  await sending;
  expect((await gate.health()).pending).toEqual({ messages: 0, bytes: 0 });
});

test.each(["broker", "backend"] as const)("a %s that does not answer is told, not thrown", async (which) => {
  const fake = fakeGate();
  Object.assign(fake[which], {
    ping: async ({ timeoutMs }: { timeoutMs: number }) => {
      throw new Error(`no answer within ${timeoutMs} ms`);
    },
  });
  const health = await fake.gate.health({ timeoutMs: 7 });
  expect(health.ok).toBe(false);
  expect(health[which]).toMatchObject({ connected: false, latencyMs: null, reason: "no answer within 7 ms" });
});

test("a gate that only sends is well without results", async () => {
  const backend = new FakeBackend("there is no result backend");
  Object.assign(backend, { ping: () => Promise.reject(new Error("there is no result backend")) });
  const { gate } = fakeGate([], {}, backend);
  expect(await gate.health()).toMatchObject({
    ok: true,
    backend: { connected: false, reason: "there is no result backend" },
  });
});

test("a closed gate is not well", async () => {
  const { gate } = fakeGate();
  await gate.close();
  expect(await gate.health()).toMatchObject({
    ok: false,
    broker: { reason: expect.stringMatching(/closed/) },
  });
});

test("wrong options are INVALID_OPTIONS", async () => {
  await expect(fakeGate().gate.health({ timeoutMs: -1 })).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
});
