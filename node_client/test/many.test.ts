import type { TaskSpec } from "../src/contracts/contract.js";
import { BrokerUnavailableError, WorkerLostError } from "../src/errors.js";
import { contractOf, FakeBackend, fakeGate, parameter } from "./fakes.js";

interface Tasks {
  math: { square: TaskSpec<{ n: number }, number>; quiet: TaskSpec<{ n: number }, null> };
}
const integer = { type: "integer" };
const parameters = [parameter("n", integer)];
const contracts = [
  contractOf("math.square", { parameters, result: integer, queue: { name: "sums", type: "classic" } }),
  contractOf("math.quiet", { parameters, storesResult: false }),
];
const open = (options = {}, backend?: FakeBackend) => fakeGate<Tasks>(contracts, options, backend);
const numbers = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
type Opened = ReturnType<typeof open>;
type Kwargs = { task: string; inputs: { n: number }[] };
const chunksOf = ({ broker }: Opened) => broker.published.map(({ body }) => body[1] as unknown as Kwargs);
const values = (entries: PromiseSettledResult<unknown>[]) =>
  entries.map((entry) => (entry.status === "fulfilled" ? entry.value : (entry.reason.code ?? entry.reason)));

/** A worker with `taskgate.map`, whose task squares, and fails at 3. */
function squaring(opened: Opened): void {
  opened.work(({ body }) => ({
    status: "SUCCESS",
    result: {
      results: (body[1] as unknown as Kwargs).inputs.map(({ n }) =>
        n === 3
          ? { error: { code: "TASK_FAILED", exception: "ValueError", message: "three", details: { n } } }
          : { value: n * n },
      ),
    },
  }));
}

describe("sendMany", () => {
  test("sends one message an input, and gives a job or the reason for each, in order", async () => {
    const { gate, broker } = open();
    const inputs = [{ n: 1 }, { n: "x" as unknown as number }, { n: 3 }];
    const entries = await gate.tasks.math.square.sendMany(inputs, { priority: "low" });
    expect(entries.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(entries[1]).toMatchObject({ reason: { code: "INVALID_ARGUMENTS" } });
    expect(broker.published.map(({ body }) => body[1])).toEqual([{ n: 1 }, { n: 3 }]);
    expect(broker.published[0]?.properties).toMatchObject({
      priority: 9,
      delivery_info: { routing_key: "sums" },
    });
    const [first] = entries;
    expect((first as PromiseFulfilledResult<{ id: string }>).value.id).toBe(
      broker.published[0]?.properties.correlation_id,
    );
  });

  test("waits for a thousand confirmations at most at once", async () => {
    const { gate, broker } = open();
    let [open_, most] = [0, 0];
    broker.onPublish = async () => {
      most = Math.max(most, ++open_);
      await new Promise((resolve) => setImmediate(resolve));
      open_--;
    };
    const entries = await gate.task("any.name").sendMany(numbers(2500));
    expect(entries.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(most).toBe(1000);
  });

  test("one that the broker refuses stops no other; after an abort nothing more is sent", async () => {
    const { gate, broker } = open();
    const aborting = new AbortController();
    broker.onPublish = ({ body }) => {
      const { n } = body[1] as { n: number };
      if (n === 1) throw new BrokerUnavailableError("no", { details: { sent: "no", isPassing: false } });
      if (n === 1500) aborting.abort("enough");
    };
    const entries = await gate.tasks.math.square.sendMany(numbers(4000), { signal: aborting.signal });
    expect(entries).toHaveLength(4000);
    expect(entries[1]).toMatchObject({ status: "rejected", reason: { code: "BROKER_UNAVAILABLE" } });
    expect(entries[2]?.status).toBe("fulfilled");
    expect(entries[3999]).toEqual({ status: "rejected", reason: "enough" });
    expect(broker.published.length).toBeLessThan(3000);
  });

  test("refuses what is no list, and options that name a single message", async () => {
    const { gate } = open();
    const { sendMany, map } = gate.tasks.math.square;
    await expect(sendMany({} as never)).rejects.toMatchObject({ code: "INVALID_ARGUMENTS" });
    await expect(map(undefined as never)).rejects.toMatchObject({ code: "INVALID_ARGUMENTS" });
    await expect(sendMany([], { taskId: "x" } as never)).rejects.toMatchObject({ code: "INVALID_OPTIONS" });
    await expect(sendMany([], { idempotencyKey: "x" } as never)).rejects.toThrow(/idempotencyKey/);
    await expect(sendMany([])).resolves.toEqual([]);
  });
});

describe("map", () => {
  test("sends chunks to the task's queue, and gives each input its own result or error", async () => {
    const opened = open();
    squaring(opened);
    const inputs = [...numbers(5), { n: 1.5 }, { n: 6 }];
    const entries = await opened.gate.tasks.math.square.map(inputs, { chunk: 3 });
    expect(values(entries)).toEqual([0, 1, 4, "TASK_FAILED", 16, "INVALID_ARGUMENTS", 36]);
    expect(entries[3]).toMatchObject({ reason: { exception: "ValueError", details: { n: 3 } } });
    expect((entries[3] as PromiseRejectedResult).reason.message).toBe("math.square: ValueError: three");
    expect(chunksOf(opened).map(({ task, inputs }) => [task, inputs.map(({ n }) => n)])).toEqual([
      ["math.square", [0, 1, 2]],
      ["math.square", [3, 4, 6]],
    ]);
    const [message] = opened.broker.published;
    expect(message?.headers).toMatchObject({
      task: "taskgate.map",
      "taskgate-contract": expect.stringMatching(/^sha256/),
    });
    expect(message?.properties.delivery_info.routing_key).toBe("sums");
    expect(opened.backend.watchers.size).toBe(0);
  });

  test("a hundred inputs are a chunk, and four chunks are under way", async () => {
    const opened = open();
    const { broker } = opened;
    const done = opened.gate.tasks.math.square.map(numbers(1000), { timeoutMs: 300 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(chunksOf(opened).map(({ inputs }) => inputs.length)).toEqual([100, 100, 100, 100]);
    const entries = await done;
    expect(new Set(values(entries))).toEqual(new Set(["TIMEOUT"]));
    expect((entries[999] as PromiseRejectedResult).reason.message).toMatch(
      /not sent, for the 300 ms of the map/,
    );
    expect(broker.published).toHaveLength(4);
    expect(broker.published[0]?.headers.expires).not.toBeNull();
  });

  test("a chunk is cut where its message would be too large; one input that is, fails alone", async () => {
    const opened = open({ maxMessageBytes: 2000 });
    opened.work(({ body }) => ({
      status: "SUCCESS",
      result: { results: (body[1] as unknown as Kwargs).inputs.map(() => ({ value: 1 })) },
    }));
    const sizes = [900, 900, 3000, 100];
    const inputs = sizes.map((length) => ({ text: "x".repeat(length) }));
    const entries = await opened.gate.task("texts.length").map(inputs);
    expect(values(entries)).toEqual([1, 1, "PAYLOAD_TOO_LARGE", 1]);
    expect(chunksOf(opened).map(({ inputs }) => inputs.length)).toEqual([1, 1, 1]);
  });

  test("a chunk that fails as a whole is the error of its inputs alone", async () => {
    const opened = open();
    opened.work(({ body }) =>
      (body[1] as unknown as Kwargs).inputs[0]?.n === 0
        ? { status: "FAILURE", result: { exc_type: "WorkerLostError", exc_module: "billiard.exceptions" } }
        : { status: "SUCCESS", result: { results: [{ value: 4 }, { value: "text" }] } },
    );
    const entries = await opened.gate.tasks.math.square.map(numbers(4), { chunk: 2 });
    expect(values(entries)).toEqual(["WORKER_LOST", "WORKER_LOST", 4, "INVALID_RESULT"]);
    expect((entries[0] as PromiseRejectedResult).reason).toBeInstanceOf(WorkerLostError);
  });

  test.each([
    [{ results: [{ value: 1 }] }, ["MALFORMED_RESULT", "MALFORMED_RESULT"]],
    [5, ["MALFORMED_RESULT", "MALFORMED_RESULT"]],
    [{ results: [{ value: 1 }, { error: {} }] }, [1, "MALFORMED_RESULT"]],
    [{ results: [null, { value: 1 }] }, ["MALFORMED_RESULT", 1]],
  ])("the result %j is told as malformed", async (result, expected) => {
    const opened = open();
    opened.work(() => ({ status: "SUCCESS", result }));
    expect(values(await opened.gate.tasks.math.square.map(numbers(2)))).toEqual(expected);
  });

  test("progress counts every input, within a chunk too, and never back", async () => {
    const opened = open();
    opened.broker.onPublish = ({ properties: { correlation_id: id }, body }) => {
      const { length } = (body[1] as unknown as Kwargs).inputs;
      const states: object[] = [2, 1, 3].map((done) => ({
        status: "PROGRESS",
        result: { done, total: length },
      }));
      states.push({ status: "SUCCESS", result: { results: Array(length).fill({ value: 1 }) } });
      const next = () => {
        const state = states.shift();
        if (state === undefined) return;
        opened.backend.store(id, state);
        setTimeout(next, 2);
      };
      setImmediate(next);
    };
    const seen: number[] = [];
    const inputs = [...numbers(4), { n: 0.5 }];
    await opened.gate.tasks.math.square.map(inputs, {
      chunk: 4,
      onProgress: ({ done, total }) => {
        expect(total).toBe(5);
        seen.push(done);
      },
    });
    expect(seen.at(0)).toBeLessThan(4);
    expect(seen.at(-1)).toBe(5);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(opened.backend.watchers.size).toBe(0);
  });

  test("what onProgress throws ends the map: no chunk is sent any more, and those under way are given up", async () => {
    const opened = open();
    squaring(opened);
    const onProgress = () => {
      throw new Error("not my day");
    };
    const done = opened.gate.tasks.math.square.map(numbers(100), { chunk: 1, concurrency: 2, onProgress });
    await expect(done).rejects.toThrow("not my day");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(opened.broker.published.length).toBeLessThanOrEqual(4);
    expect(opened.backend.watchers.size).toBe(0);
  });

  test("an abort keeps the results that are there, and revokes what runs where asked", async () => {
    const opened = open();
    const aborting = new AbortController();
    opened.broker.onPublish = ({ properties: { correlation_id: id }, body }) => {
      const { inputs } = body[1] as unknown as Kwargs;
      if (inputs[0]?.n === 2) setImmediate(() => aborting.abort("enough"));
      else opened.backend.store(id, { status: "SUCCESS", result: { results: [{ value: 0 }, { value: 1 }] } });
    };
    const options = { chunk: 2, concurrency: 1, signal: aborting.signal, revokeOnAbort: true };
    const entries = await opened.gate.tasks.math.square.map(numbers(6), options);
    expect(values(entries)).toEqual([0, 1, "enough", "enough", "enough", "enough"]);
    expect(opened.backend.revoked).toEqual([opened.broker.published[1]?.properties.correlation_id]);
  });

  test("each chunk has a key of its own", async () => {
    const opened = open();
    squaring(opened);
    await opened.gate.tasks.math.square.map(numbers(3), { chunk: 2, idempotencyKey: "k" });
    expect(opened.broker.published.map(({ headers }) => headers["taskgate-idempotency-key"])).toEqual([
      "k:0",
      "k:1",
    ]);
  });

  test("a task that stores no result has its outcomes all the same; without a backend there are none", async () => {
    const opened = open();
    opened.work(() => ({ status: "SUCCESS", result: { results: [{ value: null }] } }));
    expect(values(await opened.gate.tasks.math.quiet.map([{ n: 1 }]))).toEqual([null]);
    const without = open({}, new FakeBackend("no backend"));
    await expect(without.gate.tasks.math.square.map(numbers(1))).rejects.toMatchObject({
      code: "UNSUPPORTED",
    });
    expect(without.broker.published).toEqual([]);
  });

  test.each([
    { chunk: 0 },
    { chunk: 10_001 },
    { concurrency: 0 },
    { onProgress: 1 },
    { taskId: "x" },
    { replyTo: "x" },
  ])("%j is refused", async (options) => {
    const { gate } = open();
    await expect(gate.tasks.math.square.map([], options as never)).rejects.toMatchObject({
      code: "INVALID_OPTIONS",
    });
  });
});
