/** An old and a new worker, and an old and a new client, at once: what becomes of each pair. */

import { hostname } from "node:os";
import { ContractMismatchError, connect, type Gate, type TaskContract, type TaskModule } from "taskgate";
import { type Tasks as NewTasks, tasks as newTasks } from "../new.generated.js";
import { type Tasks as OldTasks, tasks as oldTasks } from "../old.generated.js";
import { backend, brokers, eventually, failureOf, Worker } from "./harness.js";

const [redisUrl, amqpUrl] = brokers.map(([, url]) => url) as [string, string];
const HOME = { street: "Long Lane 1", city: "Ghent" };

function contractOf({ contracts }: TaskModule<unknown>, name: string): TaskContract {
  return contracts.find((contract) => contract.name === name) as TaskContract;
}

function fingerprintsOf(name: string) {
  return [oldTasks, newTasks].map((tasks) => contractOf(tasks, name).fingerprint);
}

function isKnown(call: () => Promise<unknown>): Promise<void> {
  return eventually(async () => {
    const { details } = await failureOf(call());
    expect((details as { difference: unknown }).difference).not.toBeNull();
  });
}

describe.each([
  // A database of its own: nobody else's workers answer.
  ["redis", redisUrl.replace(/\/\d*$/, "/9")],
  ["rabbitmq", amqpUrl],
])("on %s", (_, broker) => {
  let [oldWorker, newWorker] = [] as unknown as [Worker, Worker];
  let oldGate: Gate<OldTasks>;
  let newGate: Gate<NewTasks>;
  let [toOld, toNew] = [{ queue: "" }, { queue: "" }];

  beforeAll(async () => {
    [oldWorker, newWorker] = await Promise.all([
      Worker.start("old_version", broker),
      Worker.start("new_version", broker),
    ]);
    [toOld, toNew] = [{ queue: oldWorker.queue }, { queue: newWorker.queue }];
    oldGate = await connect({ tasks: oldTasks, broker, backend });
    newGate = await connect({ tasks: newTasks, broker, backend });
    // A worker keeps its contracts shortly after its start; a difference is known from then on.
    const { refund } = newGate.tasks.orders;
    await isKnown(() => oldGate.tasks.orders.refund({ order: 1, reason: "broken" }, toNew));
    await isKnown(() => refund({ order: 1, amount: 1 }, toOld));
  });

  afterAll(async () => {
    await Promise.all([oldGate?.close(), newGate?.close()]);
    await Promise.all([oldWorker?.stop(), newWorker?.stop()]);
  });

  test("those of one version get along as ever", async () => {
    const order = { product: "chair", count: 2 };
    const line = { product: "chair", count: 2 };
    expect(await oldGate.tasks.orders.place(order, toOld)).toEqual({ state: "open", lines: [line] });
    expect(await newGate.tasks.orders.place({ ...order, note: "soon" }, toNew)).toEqual({
      state: "open",
      lines: [{ ...line, price: 9.5 }],
      currency: "EUR",
    });
    expect(await newGate.tasks.orders.ship({ order: 1, to: HOME }, toNew)).toBe("1 to Ghent, Long Lane 1");
  });

  describe("an old client and a new worker", () => {
    test("a call that is valid today runs, and its result keeps what the old types do not know", async () => {
      const order = await oldGate.tasks.orders.place({ product: "chair", count: 2 }, toNew);
      expect(order).toEqual({
        state: "open",
        lines: [{ product: "chair", count: 2, price: 9.5 }],
        currency: "EUR",
      });
      expect(await oldGate.tasks.orders.total({ orders: [1, 2] }, toNew)).toBe(3);
    });

    test("a value that the old types do not have is an error, and the result is with it", async () => {
      const error = await failureOf(oldGate.tasks.orders.place({ product: "chair", count: 11 }, toNew));
      expect(error).toMatchObject({
        code: "INVALID_RESULT",
        exception: null,
        details: {
          errors: [{ path: "/state", message: 'must be one of ["open","paid"]' }],
          value: { state: "held", lines: [{ product: "chair", count: 11, price: 9.5 }], currency: "EUR" },
        },
      });
    });

    test("a call of the older shape is carried over, alone, in a map and in a workflow", async () => {
      const input = { order: 1, address: "Long Lane 1, Ghent" };
      expect(await oldGate.tasks.orders.ship(input, toNew)).toBe("1 to Ghent, Long Lane 1");
      const entries = await oldGate.tasks.orders.ship.map([input, { ...input, order: 2 }], toNew);
      expect(entries.map((entry) => entry.status === "fulfilled" && entry.value)).toEqual([
        "1 to Ghent, Long Lane 1",
        "2 to Ghent, Long Lane 1",
      ]);
      const link = oldGate.tasks.orders.ship.step({ ...input, order: 3 }, toNew);
      await oldGate.tasks.orders.total({ orders: [1] }, { ...toNew, link });
      await eventually(async () => expect(newWorker.log).toContain("'3 to Ghent, Long Lane 1'"));
    });

    test("what cannot be carried over is a mismatch that names who made what", async () => {
      const error = await failureOf(oldGate.tasks.orders.ship({ order: 1, address: "nowhere" }, toNew));
      expect(error).toBeInstanceOf(ContractMismatchError);
      expect(error.details).toMatchObject({ carriedBy: "to_one_line", errors: [{ path: "/to/city" }] });
    });

    test("a call that fits no shape is a mismatch with the difference, and not a TypeError", async () => {
      const [caller, worker] = fingerprintsOf("orders.refund");
      const error = await failureOf(oldGate.tasks.orders.refund({ order: 1, reason: "broken" }, toNew));
      expect(error).toMatchObject({
        code: "CONTRACT_MISMATCH",
        exception: "taskgate.errors.ContractMismatch",
        retryable: false,
        details: {
          caller,
          worker,
          carriedBy: null,
          difference: ["reason: is gone", "amount: is new and required"],
        },
      });
      const { errors } = error.details as { errors: { path: string }[] };
      expect(errors.map(({ path }) => path).sort()).toEqual(["/amount", "/reason"]);
      const narrowed = await failureOf(oldGate.tasks.orders.place({ product: "chair", count: 0 }, toNew));
      expect(narrowed.code).toBe("CONTRACT_MISMATCH");
      expect((narrowed.details as { difference: string[] }).difference).toEqual([
        expect.stringMatching(/^count: was \{.*\}, is \{.*"minimum": 1.*\}$/),
        "note: is new and optional",
      ]);
    });

    test("a task that is gone is an unknown one", async () => {
      expect(await failureOf(oldGate.tasks.orders.cancel({ order: 1 }, toNew))).toMatchObject({
        code: "UNKNOWN_TASK",
      });
    });
  });

  describe("a new client and an old worker", () => {
    test("a call that is valid there runs; what the new types miss in the result is an error", async () => {
      expect(await newGate.tasks.orders.total({ orders: [1, 2] }, toOld)).toBe(3);
      expect(await failureOf(newGate.tasks.orders.place({ product: "a", count: 1 }, toOld))).toMatchObject({
        code: "INVALID_RESULT",
        details: { value: { state: "open", lines: [{ product: "a", count: 1 }] } },
      });
    });

    test("one that is not is a mismatch with the difference", async () => {
      const [worker, caller] = fingerprintsOf("orders.place");
      const order = { product: "a", count: 1, note: "soon" };
      const error = await failureOf(newGate.tasks.orders.place(order, toOld));
      expect(error).toMatchObject({ code: "CONTRACT_MISMATCH", details: { caller, worker } });
      expect((error.details as { difference: string[] }).difference[0]).toBe("note: is gone");
      const shipped = await failureOf(newGate.tasks.orders.ship({ order: 1, to: HOME }, toOld));
      expect(shipped).toMatchObject({
        code: "CONTRACT_MISMATCH",
        details: { difference: ["to: is gone", "address: is new and required"] },
      });
      expect((await failureOf(newGate.tasks.orders.invoice({ order: 1 }, toOld))).code).toBe("UNKNOWN_TASK");
    });
  });

  test("a caller that does not say what it has, or has the same, is told as before", async () => {
    const untyped = await connect({ broker, backend });
    try {
      const refund = untyped.task("orders.refund");
      const given = { order: 1, reason: "broken" };
      expect((await failureOf(refund.call([], given, toNew))).code).toBe("INVALID_ARGUMENTS");
      const headers = { "taskgate-contract": fingerprintsOf("orders.refund")[1] as string };
      const same = await failureOf(refund.call([], given, { ...toNew, headers }));
      expect(same.code).toBe("INVALID_ARGUMENTS");
    } finally {
      await untyped.close();
    }
  });

  describe("verify()", () => {
    const timeoutMs = 5000;
    const nameOf = ({ queue }: Worker) => `${queue}@${hostname()}`;
    const statuses = (report: Awaited<ReturnType<Gate["verify"]>>) =>
      Object.fromEntries(report.tasks.map(({ task, status }) => [task, status]));

    test("the old client learns what the new worker lacks, and has differently", async () => {
      const report = await oldGate.verify({ ...toNew, timeoutMs });
      expect(report.workers).toEqual(expect.arrayContaining([oldWorker, newWorker].map(nameOf)));
      const worker = nameOf(newWorker);
      expect(report.tasks).toEqual([
        {
          task: "orders.cancel",
          status: "missing",
          reason: `${worker} takes from its queue ${newWorker.queue} and does not have it`,
          workers: [worker],
        },
        expect.objectContaining({ task: "orders.place", status: "unknown", workers: [worker] }),
        {
          task: "orders.refund",
          status: "incompatible",
          reason: `${worker} requires amount, which is never given`,
          workers: [worker],
        },
        {
          task: "orders.ship",
          status: "unknown",
          reason: `${worker} requires to, which is never given, and may carry such calls over`,
          workers: [worker],
        },
        { task: "orders.total", status: "ok", reason: "", workers: [worker] },
      ]);
      expect(() => report.assertOk()).toThrow(ContractMismatchError);
    });

    test("so does the new one of the old worker, and each is fine with its own", async () => {
      expect(statuses(await newGate.verify({ ...toOld, timeoutMs }))).toEqual({
        "orders.invoice": "missing",
        "orders.place": "incompatible",
        "orders.refund": "incompatible",
        "orders.ship": "incompatible",
        "orders.total": "ok",
      });
      for (const own of [
        await oldGate.verify({ ...toOld, timeoutMs }),
        await newGate.verify({ ...toNew, timeoutMs }),
      ]) {
        expect(own).toMatchObject({ ok: true });
        own.assertOk({ strict: true });
      }
    });

    test("of a queue that nobody takes from, everything is missing", async () => {
      const report = await newGate.verify({ timeoutMs, queue: "nobody" });
      expect(new Set(Object.values(statuses(report)))).toEqual(new Set(["missing"]));
      expect(report.tasks[0]?.reason).toBe(
        `${nameOf(newWorker)} has it, and nobody who has it takes from its queue nobody`,
      );
    });
  });
});
