/** A gate for tests with two tasks, which most of its own tests play with. */

import type { TaskSpec } from "../src/index.js";
import { testGate } from "../src/testing/index.js";
import { addContract, contractOf } from "./fakes.js";

interface Tasks {
  math: {
    add: TaskSpec<{ a: number; b?: number }, number, unknown, "a">;
    quiet: TaskSpec<Record<never, never>, null>;
  };
}
const contracts = [
  addContract({
    examples: [
      { arguments: { a: 1 }, result: 2 },
      { arguments: { a: -1, b: 0 }, exception: "ValueError" },
    ],
  }),
  contractOf("math.quiet", { storesResult: false }),
];
export const open = (answers = {}) => testGate<Tasks>({ tasks: { contracts }, answers });
