/** What `declares` says of failures that came by every way there is. */

import { chain, InvalidArgumentsError, TaskFailedError, type TaskSpec } from "../src/index.js";
import { declaredFailure, testGate } from "../src/testing/index.js";
import { contractOf, parameter, rejection } from "./fakes.js";

interface Errors {
  "shop.SoldOut": { product: string; left: number };
  "shop.Closed": unknown;
}
interface Tasks {
  shop: {
    order: TaskSpec<{ product: string }, string, unknown, "product", Errors>;
    wrap: TaskSpec<{ product: string }, string, unknown, "product", Pick<Errors, "shop.SoldOut">>;
    count: TaskSpec<Record<never, never>, number>;
  };
}

const text = { type: "string" };
const soldOut = { exception: "shop.SoldOut", summary: "", details: { $ref: "#/$defs/shop.Left" } };
const closed = { exception: "shop.Closed", summary: "", details: null };
const taking = {
  parameters: [parameter("product", text)],
  result: text,
  $defs: {
    "shop.Left": {
      type: "object",
      properties: { product: text, left: { type: "integer" } },
      required: ["product", "left"],
      additionalProperties: false,
    },
  },
};
const contracts = [
  contractOf("shop.order", { ...taking, errors: [soldOut, closed] }),
  contractOf("shop.wrap", { ...taking, errors: [soldOut] }),
  contractOf("shop.count"),
];
const details = { product: "chairs", left: 0 };
const noChairs = () => {
  throw declaredFailure<Errors>("shop.SoldOut", details, { message: "no chairs", retryable: true });
};
const open = (answers: object = { "shop.order": noChairs }) =>
  testGate<Tasks>({ tasks: { contracts }, answers: answers as never });
const product = "chairs";

test("a declared failure of a call is known by its exception, with its details and what it says else", async () => {
  await using gate = open();
  const { order, wrap, count } = gate.tasks.shop;
  const error = await rejection(order({ product }));
  expect(order.declares(error)).toBe(true);
  expect(error).toBeInstanceOf(TaskFailedError);
  expect(error).toMatchObject({
    code: "TASK_FAILED",
    exception: "shop.SoldOut",
    task: "shop.order",
    message: "shop.order: shop.SoldOut: no chairs",
    details,
    retryable: true,
  });
  // Of another task, though that declares the same exception; and of one that declares nothing.
  expect([wrap.declares(error), count.declares(error)]).toEqual([false, false]);
});

test("of a job, also one that is picked up by its id, where nobody knows the task", async () => {
  await using gate = open();
  const { order } = gate.tasks.shop;
  const job = await order.send({ product });
  expect(order.declares(await rejection(job.result()))).toBe(true);
  const error = await rejection(gate.job(job.id).result());
  expect(error.task).toBeNull();
  expect(order.declares(error)).toBe(true);
});

test("of the entries of a map", async () => {
  await using gate = open({
    "shop.order": ({ product }: { product: string }) => (product === "chairs" ? noChairs() : product),
  });
  const { order } = gate.tasks.shop;
  const entries = await order.map([{ product: "tables" }, { product }, { product: 1 as never }]);
  expect(entries.map((entry) => entry.status === "rejected" && order.declares(entry.reason))).toEqual([
    false,
    true,
    false,
  ]);
});

test("of a workflow: the task of the step that has failed", async () => {
  await using gate = open({ "shop.order": () => product, "shop.wrap": noChairs });
  const { order, wrap } = gate.tasks.shop;
  const error = await rejection(gate.run(chain(order.step({ product }), wrap.after())));
  expect(error).toMatchObject({ task: "shop.wrap", message: expect.stringContaining("step 2 of 2") });
  expect([order.declares(error), wrap.declares(error)]).toEqual([false, true]);
});

test.each([
  ["an exception that is not declared", new TaskFailedError("", { exception: "shop.Broken", details })],
  ["a built-in one", new RangeError("far")],
  [
    "details that do not fit",
    new TaskFailedError("", { exception: "shop.SoldOut", details: { product, left: "none" } }),
  ],
  ["details that were left out", new TaskFailedError("", { exception: "shop.SoldOut" })],
])("%s is TASK_FAILED and not declared", async (_, thrown) => {
  await using gate = open({
    "shop.order": () => {
      throw thrown;
    },
  });
  const error = await rejection(gate.tasks.shop.order({ product }));
  expect(error).toBeInstanceOf(TaskFailedError);
  expect(error.exception).toBe(thrown instanceof TaskFailedError ? thrown.exception : "RangeError");
  expect(gate.tasks.shop.order.declares(error)).toBe(false);
});

test.each([null, { since: "May" }, ["text"]])(
  "where the class does not say what it carries, details of %p are declared",
  async (carried) => {
    await using gate = open({
      "shop.order": () => {
        throw declaredFailure<Errors>("shop.Closed", carried);
      },
    });
    const error = await rejection(gate.tasks.shop.order({ product }));
    expect(error.details).toEqual(carried);
    expect(gate.tasks.shop.order.declares(error)).toBe(true);
  },
);

test("details that are newer than the contract are declared, with what is new in them", async () => {
  await using gate = open({
    "shop.order": () => {
      throw new TaskFailedError("", { exception: "shop.SoldOut", details: { ...details, until: "May" } });
    },
  });
  const error = await rejection(gate.tasks.shop.order({ product }));
  expect(gate.tasks.shop.order.declares(error)).toBe(true);
  expect(error.details).toEqual({ ...details, until: "May" });
});

test("what is no failure of a task is not declared", async () => {
  await using gate = open();
  const { order } = gate.tasks.shop;
  const refused = await rejection(order({ product: 1 } as never));
  expect(refused).toBeInstanceOf(InvalidArgumentsError);
  const lookalike = { exception: "shop.SoldOut", details, task: "shop.order" };
  for (const error of [refused, lookalike, new Error("x"), undefined, null, "shop.SoldOut"]) {
    expect(order.declares(error)).toBe(false);
  }
});

test("a task without a contract declares nothing, and says so instead of a promise, which would be true", () => {
  const { tasks } = open() as unknown as {
    tasks: { other: { task: { declares(error: unknown): boolean } } };
  };
  expect(() => tasks.other.task.declares(new Error("x"))).toThrow(
    expect.objectContaining({ code: "UNKNOWN_TASK" }),
  );
});
