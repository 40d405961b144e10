/** The snippets of pages that need no broker, run as they stand there; a comment after a statement says its value. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import * as taskgate from "../src/index.js";
import { checkCallOptions, checkConnectOptions } from "../src/options/checks.js";
import * as testing from "../src/testing/index.js";
import { contractOf, parameter } from "./fakes.js";

const integer = { type: "integer" };
const contracts = [
  contractOf("images.thumbnail", {
    parameters: [
      parameter("path", { type: "string" }),
      parameter("width", { type: "integer", minimum: 1 }, { default: 256 }),
    ],
    result: { type: "object", properties: { path: { type: "string" } }, required: ["path"] },
  }),
  contractOf("outcomes.add", {
    parameters: [parameter("left", integer), parameter("right", integer)],
    result: integer,
    examples: [{ arguments: { left: 1, right: 2 }, result: 3 }],
  }),
  contractOf("reports.build", { parameters: [parameter("year", integer)] }),
  contractOf("primes.below", {
    parameters: [parameter("limit", integer)],
    result: { type: "array", items: integer },
    examples: [
      { arguments: { limit: 10 }, result: [2, 3, 5, 7] },
      { arguments: { limit: -1 }, exception: "ValueError" },
    ],
  }),
];
const modules: Record<string, unknown> = {
  taskgate,
  "taskgate/testing": testing,
  "./tasks.generated.js": { tasks: { contracts } },
};

function textOf(page: string): string {
  return readFileSync(join(__dirname, "..", "..", "docs", page), "utf8");
}

function snippetsOf(page: string): string[] {
  return Array.from(textOf(page).matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => code as string);
}

/** Runs a snippet in which each `await ...; // value` is an expectation. `given` are further names that it uses. */
async function run(snippet: string, given: Record<string, unknown> = {}): Promise<number> {
  const code = snippet
    .replace(/^import (\{.*?\}) from (".*?");$/gm, "const $1 = $modules[$2];")
    .replace(
      /^(await .*); \/\/ rejects: (\w+)$/gm,
      "$1.then(() => $check('no error', '$2'), (error) => $check(error.code, '$2'));",
    )
    .replace(/^(await .*); \/\/ (.*)$/gm, "$check($1, $2);");
  const wrapped = `async function snippet() {\n${code}\n}`;
  const { code: javascript } = transformSync(wrapped, {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  });
  let checks = 0;
  const check = (value: unknown, expected: unknown) => {
    checks++;
    expect(value).toEqual(expected);
  };
  const names = ["$modules", "$check", ...Object.keys(given)];
  const make = new Function(...names, `${javascript}\nreturn snippet();`);
  await make(modules, check, ...Object.values(given));
  return checks;
}

test("docs/testing.md", async () => {
  const [functions, examples] = snippetsOf("testing.md");
  expect(await run(functions as string)).toBe(6);
  expect(await run(examples as string)).toBe(3);
});

/** The names in the first column of the table below a heading. */
function namesOf(page: string, heading: string): string[] {
  const [, section = ""] = textOf(page).split(`\n## ${heading}\n`);
  const cells = Array.from(
    (section.split("\n## ")[0] as string).matchAll(/^\| (`.*?) \|/gm),
    ([, cell]) => cell,
  );
  return cells.flatMap((cell) =>
    Array.from((cell as string).matchAll(/`(\w+)`/g), ([, name]) => name as string),
  );
}

/** The options that an unknown one is told of. */
function knownTo(check: (options: unknown) => void): string[] {
  try {
    check({ "": true });
  } catch (error) {
    return /known are (.*)/.exec((error as Error).message)?.[1]?.split(", ") ?? [];
  }
  return [];
}

test("docs/calls.md", async () => {
  const gate = testing.testGate({ tasks: { contracts }, answers: { "any.name": () => null } });
  expect(await run(snippetsOf("calls.md")[0] as string, { gate })).toBe(1);
  expect(namesOf("calls.md", "The options").sort()).toEqual(knownTo(checkCallOptions).sort());
});

test("docs/types.md", async () => {
  const path = join(__dirname, "..", "..", "protocol", "tasks", "images.colours.json");
  const colours = JSON.parse(readFileSync(path, "utf8"));
  const seen: unknown[] = [];
  const given = (exception: string) => ({
    gate: testing.testGate({
      tasks: { contracts: [colours] },
      answers: {
        "images.colours": ({ location }: { location: string }) => {
          const details = { location, reason: "it is a table" };
          throw new taskgate.TaskFailedError("", { exception, details });
        },
      },
    }),
    console: { error: (text: string) => seen.push(text) },
  });
  const [caught] = snippetsOf("types.md");
  await run(caught as string, given("tasks.files.FileUnreadable"));
  expect(seen).toEqual(["sample:iris.csv: it is a table"]);
  await expect(run(caught as string, given("OSError"))).rejects.toMatchObject({ exception: "OSError" });
});

test("docs/connections.md", () => {
  const names = namesOf("connections.md", "The options of `connect()`");
  expect(names.sort()).toEqual(knownTo(checkConnectOptions).sort());
});

test("docs/many.md", async () => {
  const [mapped] = snippetsOf("many.md");
  const gate = testing.testGate({
    tasks: { contracts },
    answers: { "images.thumbnail": ({ path }: { path: string }) => ({ path }) },
  });
  const seen: unknown[] = [];
  const given = {
    gate,
    inputs: [{ path: "a" }, { path: 1 }, { path: "b", width: 64 }],
    use: (value: unknown) => seen.push(value),
    console: { error: (code: string) => seen.push(code) },
  };
  await run(mapped as string, given);
  expect(seen).toEqual([{ path: "a" }, "INVALID_ARGUMENTS", { path: "b" }]);
});
