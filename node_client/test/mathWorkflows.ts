/** Tasks that workflows are made of in tests. */

import type { TaskSpec } from "../src/contracts/contract.js";
import type { Signature } from "../src/messages/envelope.js";
import { addContract, contractOf, type FakeBackend, fakeGate, parameter } from "./fakes.js";

export interface Tasks {
  math: {
    add: TaskSpec<{ a: number; b?: number }, number, unknown, "a">;
    named: TaskSpec<{ key: number }, number>;
    sum: TaskSpec<{ values: number[]; scale?: number }, number, unknown, "values">;
    quiet: TaskSpec<Record<never, never>, null>;
  };
}
const integer = { type: "integer" };
const list = { type: "array", items: integer };
export const contracts = [
  addContract(),
  contractOf("math.named", { parameters: [parameter("key", integer, { kind: "keywordOnly" })] }),
  contractOf("math.sum", {
    parameters: [parameter("values", list), parameter("scale", integer, { default: 1 })],
    result: integer,
  }),
  contractOf("math.quiet", { storesResult: false }),
];
export const open = (options = {}, backend?: FakeBackend) => fakeGate<Tasks>(contracts, options, backend);

export const success = (result: unknown) => ({ status: "SUCCESS", result });
export const failure = (text: string) => ({
  status: "FAILURE",
  result: { exc_type: "ValueError", exc_message: [text], exc_module: "builtins" },
});

/** What a worker would find: the tasks of a signature and of those in it, by their ids. */
export const idsOf = (signatures: readonly Signature[] | null) =>
  signatures?.map(({ options }) => options.task_id);
