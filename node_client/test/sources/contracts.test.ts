import { join } from "node:path";
import { InvalidContractError } from "../../src/errors.js";
import { readContracts } from "../../src/sources/contracts.js";
import { pathSource } from "../../src/sources/path.js";
import { contract, inFolder } from "../generate/sample.js";

/** The error for a folder of these files (or a bundle), with the folder's own name taken out of its message. */
async function problem(
  files: Record<string, unknown>,
  source = "",
): Promise<{ message: string; details: unknown }> {
  return inFolder(files, async (folder) => {
    try {
      await readContracts(pathSource(join(folder, source)));
    } catch (error) {
      if (!(error instanceof InvalidContractError)) throw error;
      return {
        message: error.message.replaceAll(`${folder}/`, "").replaceAll(folder, "<folder>"),
        details: error.details,
      };
    }
    throw new Error("nothing was refused");
  });
}

const model = (type: string) => ({ "tasks.Size": { type: "object", properties: { width: { type } } } });

test("a folder and a bundle of the same contracts are read alike, sorted by name", async () => {
  const tasks = [contract("b.two"), contract("a.one")];
  const bundle = { formatVersion: 1, tasks };
  await inFolder({ "b.two.json": tasks[0], "a.one.json": tasks[1], "README.md": "" }, async (folder) => {
    expect((await readContracts(pathSource(folder))).map(({ name }) => name)).toEqual(["a.one", "b.two"]);
  });
  await inFolder({ "bundle.json": bundle }, async (folder) => {
    expect(await readContracts(pathSource(join(folder, "bundle.json")))).toEqual([tasks[1], tasks[0]]);
  });
});

test.each<[string, Record<string, unknown>, string[]]>([
  ["an empty folder", { "README.md": "" }, ["<folder>: ", "holds no contract", "taskgate contracts export"]],
  ["text that is not JSON", { "a.b.json": "{" }, ["a.b.json: ", "JSON", "export the contracts again"]],
  ["a list", { "a.b.json": [] }, ["a.b.json: ", "the document must be object"]],
  [
    "a newer format",
    { "a.b.json": { ...contract("a.b"), formatVersion: 2 } },
    ["a.b.json: /formatVersion is 2", "reads 1", "update the npm package"],
  ],
  [
    "an odd format",
    { "a.b.json": { ...contract("a.b"), formatVersion: "x" } },
    ['a.b.json: /formatVersion is "x"', "export the contracts again"],
  ],
  [
    "no format",
    { "a.b.json": { ...contract("a.b"), formatVersion: undefined } },
    ["a.b.json: ", "formatVersion"],
  ],
  [
    "a contract that was edited by hand",
    {
      "a.b.json": {
        ...contract("a.b", { result: { type: "integer", maximum: 4 } }),
        result: { type: "integer", maximum: 2 },
      },
    },
    ["a.b.json: the contract of `a.b` was edited by hand", "export the contracts again"],
  ],
  ["an unknown member", { "a.b.json": { ...contract("a.b"), colour: 1 } }, ["a.b.json: ", "(colour)"]],
  ["a name without a module", { "a.json": contract("a") }, ["a.json: /name must match pattern"]],
  [
    "a wrong place inside",
    {
      "a.b.json": contract("a.b", {
        parameters: [{ name: "x", kind: "other" as never, required: true, schema: {} }],
      }),
    },
    ["a.b.json: /parameters/0/kind "],
  ],
  [
    "a default of what is required",
    {
      "a.b.json": contract("a.b", {
        parameters: [{ name: "x", kind: "keywordOnly", required: true, default: 1, schema: {} }],
      }),
    },
    ["a.b.json: /parameters/0 "],
  ],
  [
    "a default of what is variadic",
    {
      "a.b.json": contract("a.b", {
        parameters: [{ name: "x", kind: "variadicKeyword", required: false, default: {}, schema: {} }],
      }),
    },
    ["a.b.json: /parameters/0 "],
  ],
  [
    "a variadic parameter that is required",
    {
      "a.b.json": contract("a.b", {
        parameters: [{ name: "x", kind: "variadicPositional", required: true, schema: {} }],
      }),
    },
    ["a.b.json: /parameters/0/required "],
  ],
  [
    "two variadic parameters of a kind",
    {
      "a.b.json": contract("a.b", {
        parameters: [
          { name: "x", kind: "variadicKeyword", required: false, schema: {} },
          { name: "y", kind: "variadicKeyword", required: false, schema: {} },
        ],
      }),
    },
    ["a.b.json: /parameters/1/kind is variadicKeyword, as that of x already is"],
  ],
  [
    "a schema that is none",
    { "a.b.json": contract("a.b", { result: { type: "strin" } }) },
    ["a.b.json: /result/type "],
  ],
  [
    "a keyword that nobody checks",
    { "a.b.json": contract("a.b", { result: { type: "string", maxLen: 3 } }) },
    ["a.b.json: ", "maxLen"],
  ],
  [
    "a reference to nothing",
    { "a.b.json": contract("a.b", { result: { $ref: "#/$defs/tasks.Size" } }) },
    ["a.b.json: /result refers to #/$defs/tasks.Size"],
  ],
  [
    "a reference to another file",
    { "a.b.json": contract("a.b", { result: { $ref: "size.json" } }) },
    ["a.b.json: /result refers to size.json"],
  ],
  [
    "a parameter twice",
    {
      "a.b.json": contract("a.b", {
        parameters: [
          { name: "x", kind: "keywordOnly", required: true, schema: {} },
          { name: "x", kind: "keywordOnly", required: true, schema: {} },
        ],
      }),
    },
    ["a.b.json: /parameters/1/name repeats the parameter x"],
  ],
  [
    "two tasks of one name",
    { "1.json": contract("a.b"), "2.json": contract("a.b") },
    ["2.json: ", "`a.b`", "1.json", "rename one"],
  ],
  [
    "a task inside a task",
    { "1.json": contract("a.b"), "2.json": contract("a.b.c.d") },
    ["2.json: ", "`a.b.c.d`", "`a.b` (1.json)", "rename one"],
  ],
  [
    "a task that a promise would call",
    { "1.json": contract("a.then") },
    ["1.json: ", "`a.then`", "segment `then`", "rename it"],
  ],
  ["a module that a promise would call", { "1.json": contract("then.a") }, ["segment `then`"]],
  ["a name of the language", { "1.json": contract("a.__proto__") }, ["segment `__proto__`"]],
  [
    "one name for two models",
    {
      "1.json": contract("a.b", { $defs: model("string") }),
      "2.json": contract("a.c", { $defs: model("integer") }),
    },
    ["2.json: ", "`tasks.Size`", "1.json", "export the contracts again"],
  ],
  [
    "a definition that nobody checks, in the second task that has it",
    {
      "1.json": contract("a.b", { $defs: { "tasks.Size": { type: "string", maxLen: 3 } } }),
      "2.json": contract("a.c", {
        $defs: { "tasks.Size": { type: "string", maxLen: 3 } },
        result: { $ref: "#/$defs/tasks.Size" },
      }),
    },
    ["2.json: the result schema of a.c cannot be used", "maxLen"],
  ],
  [
    "details of an error that nobody checks",
    {
      "1.json": contract("a.b", {
        errors: [{ exception: "tasks.Full", summary: "", details: { type: "string", maxLen: 3 } }],
      }),
    },
    ["1.json: the details of tasks.Full schema of a.b cannot be used", "maxLen"],
  ],
  [
    "one name for two models that refer to others",
    {
      "1.json": contract("a.b", {
        $defs: { ...model("string"), "tasks.Box": { $ref: "#/$defs/tasks.Size" } },
        result: { $ref: "#/$defs/tasks.Box" },
      }),
      "2.json": contract("a.c", {
        $defs: { ...model("integer"), "tasks.Box": { $ref: "#/$defs/tasks.Size" } },
        result: { $ref: "#/$defs/tasks.Box" },
      }),
    },
    ["2.json: ", "`tasks.Size`", "1.json", "export the contracts again"],
  ],
  [
    "a bundle in the folder",
    { "bundle.json": { formatVersion: 1, tasks: [] } },
    ["bundle.json: ", "give the path of the bundle"],
  ],
])("refused: %s", async (_name, files, parts) => {
  const { message } = await problem(files);
  for (const part of parts) expect(message).toContain(part);
  expect(message).not.toContain("\n");
});

test.each<[string, unknown, string[]]>([
  ["an empty bundle", { formatVersion: 1, tasks: [] }, ["b.json: ", "holds no task"]],
  ["a newer bundle", { formatVersion: 2, tasks: [contract("a.b")] }, ["b.json: /formatVersion is 2"]],
  [
    "a newer contract in it",
    { formatVersion: 1, tasks: [{ ...contract("a.b"), formatVersion: 3 }] },
    ["b.json: /tasks/0/formatVersion is 3"],
  ],
  [
    "a wrong place in it",
    { formatVersion: 1, tasks: [contract("a.b", { result: { $ref: "#/$defs/x" } })] },
    ["b.json: /tasks/0/result refers to"],
  ],
  ["a single contract", contract("a.b"), ["b.json: ", "the contract of one task"]],
  ["something else", { name: "package" }, ["b.json: ", "tasks"]],
])("refused: %s", async (_name, bundle, parts) => {
  const { message } = await problem({ "b.json": bundle }, "b.json");
  for (const part of parts) expect(message).toContain(part);
});

test("texts for people may be changed: they are no part of the fingerprint", async () => {
  const schema = { type: "object", properties: { title: { type: "string", title: "Title" } } };
  const written = contract("a.b", { result: schema });
  const reworded = {
    ...written,
    summary: "Another one.",
    result: { ...schema, description: "What it is.", properties: { title: { type: "string" } } },
  };
  await inFolder({ "a.b.json": reworded }, async (folder) => {
    expect(await readContracts(pathSource(folder))).toEqual([reworded]);
  });
});

test("refused: nothing there", async () => {
  expect((await problem({}, "nowhere")).message).toMatch(/^nowhere: there is no such file or folder/);
});

test("every place that is wrong is in the details", async () => {
  const wrong = { ...contract("a.b"), queue: { name: "", type: "other" }, summary: 1 };
  const { details, message } = await problem({ "a.b.json": wrong });
  expect((details as { errors: Array<{ path: string }> }).errors.map(({ path }) => path).sort()).toEqual([
    "/queue/name",
    "/queue/type",
    "/summary",
  ]);
  expect(message).toContain("a.b.json: ");
});
