import type { TaskContract, TaskParameter } from "../../src/contracts/contract.js";
import { taskTree } from "../../src/generate/tree.js";
import { contract } from "./sample.js";

/** The type at the leaf of the one task `a.one`. */
function leaf(changes: Partial<TaskContract>): string | undefined {
  const tree = taskTree([contract("a.one", changes)], new Map([["a.one", "AOne"]]));
  return /one: (.*);/.exec(tree)?.[1];
}

function parameter(name: string, kind: TaskParameter["kind"], required = true): TaskParameter {
  return { name, kind, required, schema: {}, ...(!required && { default: null }) };
}

const progress = { type: "object" };

test.each<[string, Partial<TaskContract>, string]>([
  ["no parameters", {}, "AOneArguments, AOneResult"],
  ["no parameters, but progress", { progress }, "AOneArguments, AOneResult, AOneProgress"],
  [
    "a first parameter by position or keyword",
    { parameters: [parameter("x", "positionalOrKeyword"), parameter("y", "keywordOnly")] },
    'AOneArguments, AOneResult, unknown, "x"',
  ],
  [
    "a first parameter by position only, and progress",
    { parameters: [parameter("x", "positionalOnly")], progress },
    'AOneArguments, AOneResult, AOneProgress, "x"',
  ],
  [
    "a first parameter that is optional",
    { parameters: [parameter("größe", "positionalOrKeyword", false)] },
    'AOneArguments, AOneResult, unknown, "größe"',
  ],
  [
    "keywords only, which no chain can feed",
    { parameters: [parameter("x", "keywordOnly")] },
    "AOneArguments, AOneResult",
  ],
])("the type of a task with %s", (_case, changes, expected) => {
  expect(leaf(changes)).toBe(`TaskSpec<${expected}>`);
});
