import { fakeGate } from "./fakes.js";

const progress = (done: number) => ({ status: "PROGRESS", result: { done, total: 200, data: {} } });

async function collect(reports: AsyncIterable<{ done: number }>): Promise<number[]> {
  const seen: number[] = [];
  for await (const { done } of reports) seen.push(done);
  return seen;
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("progress gives each report once and ends with the job", async () => {
  const { gate, backend } = fakeGate();
  backend.store("j", progress(1));
  const seen = collect(gate.job("j").progress());
  await turn();
  await turn();
  backend.store("j", progress(2));
  backend.store("j", progress(2)); // as the GET after the subscription repeats it
  backend.store("j", { status: "RETRY", result: { exc_type: "E", exc_message: [], exc_module: "m" } });
  backend.store("j", progress(3));
  backend.store("j", { status: "SUCCESS", result: null });
  expect(await seen).toEqual([1, 2, 3]);
  expect(backend.watchers.size).toBe(0);
});

test("progress of a job that has ended is empty, also where it failed", async () => {
  const { gate, backend } = fakeGate();
  backend.store("j", { status: "FAILURE", result: { exc_type: "E", exc_message: [], exc_module: "m" } });
  expect(await collect(gate.job("j").progress())).toEqual([]);
});

test("a slow reader keeps the newest reports and the end", async () => {
  const { gate, backend } = fakeGate();
  const reports = gate.job("j").progress();
  const first = reports.next();
  await turn();
  for (let done = 1; done <= 200; done++) backend.store("j", progress(done));
  backend.store("j", { status: "SUCCESS", result: null });
  const seen = [(await first).value?.done, ...(await collect(reports))];
  expect(seen).toHaveLength(64);
  expect(seen.at(-1)).toBe(200);
});

test("leaving the loop gives back the subscription", async () => {
  const { gate, backend, session } = fakeGate();
  backend.store("j", progress(1));
  for await (const _ of gate.job("j").progress()) break;
  expect(backend.watchers.size).toBe(0);
  expect(session.waits.size).toBe(0);
});

test("silence, an aborted signal and close end progress", async () => {
  const { gate, backend } = fakeGate();
  await expect(collect(gate.job("j").progress({ timeoutMs: 20 }))).rejects.toMatchObject({ code: "TIMEOUT" });
  const reason = new Error("enough");
  const controller = new AbortController();
  const aborting = expect(collect(gate.job("j").progress({ signal: controller.signal }))).rejects.toBe(
    reason,
  );
  await turn();
  controller.abort(reason);
  await aborting;
  const closing = expect(collect(gate.job("j").progress())).rejects.toMatchObject({ code: "CLOSED" });
  await turn();
  await gate.close();
  await closing;
  expect(backend.watchers.size).toBe(0);
});

test("garbage in the backend is MALFORMED_RESULT for whoever asks", async () => {
  const { gate, backend } = fakeGate();
  backend.stored.set("j", "garbage");
  const job = gate.job("j");
  await expect(job.result()).rejects.toMatchObject({ code: "MALFORMED_RESULT" });
  await expect(job.status()).rejects.toMatchObject({ code: "MALFORMED_RESULT" });
  await expect(collect(job.progress())).rejects.toMatchObject({ code: "MALFORMED_RESULT" });
});

test("status is what is stored, PENDING where nothing is", async () => {
  const { gate, backend } = fakeGate();
  expect(await gate.job("j").status()).toBe("PENDING");
  backend.store("j", progress(1));
  expect(await gate.job("j").status()).toBe("PROGRESS");
});

test("several can wait for one job", async () => {
  const { gate, backend } = fakeGate();
  const job = gate.job("j");
  const both = Promise.all([job.result(), job.result()]);
  backend.store("j", { status: "SUCCESS", result: 5 });
  expect(await both).toEqual([5, 5]);
});

test("revoke tells the workers and sets the key", async () => {
  const { gate, control, backend } = fakeGate();
  await gate.job("j").revoke();
  await gate.job("j").revoke({ terminate: true });
  expect(backend.revoked).toEqual(["j", "j"]);
  expect(control.broadcasts).toEqual([
    { method: "revoke", arguments: { task_id: "j", terminate: false, signal: "SIGTERM" } },
    { method: "revoke", arguments: { task_id: "j", terminate: true, signal: "SIGTERM" } },
  ]);
});
