import type { Schema } from "../../src/contracts/schema.js";
import { declarations } from "../../src/generate/declarations.js";
import type { Surroundings } from "../../src/generate/lowering.js";

const COLOUR: Schema = { enum: ["red", "blue"], type: "string", title: "Colour" };

const READ: Surroundings = {
  names: new Map([
    ["tasks.Colour", "Colour"],
    ["tasks.Tree", "Tree"],
  ]),
  definitions: new Map([["tasks.Colour", COLOUR]]),
  acceptsUndefined: false,
};
const WRITTEN: Surroundings = { ...READ, acceptsUndefined: true };

async function declaration(name: string, schema: Schema, around: Surroundings): Promise<string> {
  return (await declarations([{ name, schema, around }]))[0] as string;
}

/** The type without `export type X =` and line ends, as one reads it. */
async function typeOf(schema: Schema, around = READ): Promise<string> {
  const text = await declaration("X", schema, around);
  const code = text.replace(/\/\*\*.*?\*\//gs, "");
  return code
    .replace(/^\s*export (interface X|type X =) /, "")
    .replace(/;?\s*$/, "")
    .replace(/\s+/g, " ");
}

const INTEGER = { type: "integer" };
const STRING = { type: "string" };
const NULL = { type: "null" };

test.each<[string, Schema, string]>([
  ["anything", {}, "unknown"],
  ["true", true, "unknown"],
  ["false", false, "never"],
  ["an integer", INTEGER, "number"],
  ["a number", { type: "number" }, "number"],
  ["null", NULL, "null"],
  ["a date", { type: "string", format: "date-time" }, "string"],
  ["nullable", { anyOf: [INTEGER, NULL] }, "number | null"],
  ["a list of types", { type: ["string", "null"] }, "string | null"],
  ["a literal", { const: "fast", type: "string" }, '"fast"'],
  ["the literal null", { const: null }, "null"],
  ["literals", { enum: [1, "a", null, true] }, '1 | "a" | null | true'],
  ["a union", { oneOf: [INTEGER, STRING] }, "number | string"],
  [
    "all of",
    {
      allOf: [{ $ref: "#/$defs/tasks.Tree" }, { type: "object", properties: { a: STRING }, required: ["a"] }],
    },
    "Tree & { a: string; }",
  ],
  ["a reference", { $ref: "#/$defs/tasks.Tree", description: "d" }, "Tree"],
  ["an escaped reference", { $ref: "#/$defs/tasks%2ETree" }, "Tree"],
  ["a list", { type: "array", items: INTEGER }, "number[]"],
  ["a list of anything", { type: "array" }, "unknown[]"],
  ["a list with limits is no tuple", { type: "array", items: INTEGER, minItems: 1, maxItems: 3 }, "number[]"],
  ["a list of unions", { type: "array", items: { anyOf: [INTEGER, NULL] } }, "(number | null)[]"],
  ["a list of literals", { type: "array", items: { enum: ["a", "b"] } }, '("a" | "b")[]'],
  [
    "a tuple",
    { type: "array", prefixItems: [INTEGER, STRING], minItems: 2, maxItems: 2 },
    "[number, string]",
  ],
  [
    "a tuple closed by items",
    { type: "array", prefixItems: [INTEGER], items: false, minItems: 1 },
    "[number]",
  ],
  [
    "an open tuple",
    { type: "array", prefixItems: [INTEGER], items: STRING, minItems: 1 },
    "[number, ...string[]]",
  ],
  [
    "an open tuple of unions",
    { type: "array", prefixItems: [INTEGER], items: { anyOf: [STRING, NULL] }, minItems: 1 },
    "[number, ...(string | null)[]]",
  ],
  [
    "a tuple open for anything",
    { type: "array", prefixItems: [INTEGER], minItems: 1 },
    "[number, ...unknown[]]",
  ],
  [
    "a tuple with an optional element",
    { type: "array", prefixItems: [INTEGER, STRING], minItems: 1, maxItems: 2 },
    "[number] | [number, string]",
  ],
  [
    "an open tuple with an optional element",
    { type: "array", prefixItems: [INTEGER, STRING], items: NULL, minItems: 1 },
    "[number] | [number, string, ...null[]]",
  ],
  [
    "a list of tuples with an optional element",
    { type: "array", items: { type: "array", prefixItems: [INTEGER, STRING], minItems: 1, maxItems: 2 } },
    "([number] | [number, string])[]",
  ],
  ["the empty tuple", { type: "array", minItems: 0, maxItems: 0 }, "[]"],
  ["a map", { type: "object", additionalProperties: INTEGER }, "{ [k: string]: number; }"],
  [
    "a map of lists of references",
    { type: "object", additionalProperties: { type: "array", items: { $ref: "#/$defs/tasks.Tree" } } },
    "{ [k: string]: Tree[]; }",
  ],
  ["a map of anything", { type: "object", additionalProperties: true }, "{ [k: string]: unknown; }"],
  ["an object of anything", { type: "object" }, "{ [k: string]: unknown; }"],
  [
    "a map with literal keys",
    { type: "object", additionalProperties: INTEGER, propertyNames: { enum: ["a", "b"] } },
    "{ a?: number; b?: number; }",
  ],
  [
    "a map with one key",
    { type: "object", additionalProperties: INTEGER, propertyNames: { const: "a" } },
    "{ a?: number; }",
  ],
  [
    "a map with enum keys",
    { type: "object", additionalProperties: INTEGER, propertyNames: { $ref: "#/$defs/tasks.Colour" } },
    "{ red?: number; blue?: number; }",
  ],
  [
    "a map with patterned keys",
    { type: "object", additionalProperties: INTEGER, propertyNames: { pattern: "^a" } },
    "{ [k: string]: number; }",
  ],
  [
    "a map whose values depend on the pattern of the key",
    {
      type: "object",
      additionalProperties: false,
      patternProperties: { "^a": INTEGER, "^b": { $ref: "#/$defs/tasks.Tree" } },
    },
    "{ [k: string]: number | Tree; }",
  ],
  [
    "a model",
    { type: "object", properties: { a: INTEGER, b: STRING }, required: ["a"] },
    "{ a: number; b?: string; }",
  ],
  [
    "a model that takes more",
    { type: "object", properties: { a: INTEGER }, required: ["a"], additionalProperties: true },
    "{ a: number; [k: string]: unknown; }",
  ],
  ["a model without fields", { type: "object", properties: {} }, "Record<string, never>"],
  [
    "a closed object without fields",
    { type: "object", additionalProperties: false },
    "Record<string, never>",
  ],
  [
    "a title is no type",
    { type: "object", properties: { a: { ...INTEGER, title: "A" } }, title: "Y", required: ["a"] },
    "{ a: number; }",
  ],
  ["a default is no type", { type: "object", properties: { a: { default: true } } }, "{ a?: unknown; }"],
  [
    "a name that is no identifier",
    { type: "object", properties: { "a-b": INTEGER, "2": STRING }, required: ["a-b", "2"] },
    '{ "2": string; "a-b": number; }',
  ],
  [
    "fields called like keywords",
    {
      type: "object",
      properties: {
        items: INTEGER,
        type: STRING,
        required: { type: "boolean" },
        $ref: STRING,
        title: STRING,
        id: INTEGER,
        anyOf: STRING,
        enum: INTEGER,
        properties: STRING,
      },
      required: ["items", "id"],
    },
    "{ items: number; type?: string; required?: boolean; $ref?: string; title?: string; id: number; anyOf?: string; enum?: number; properties?: string; }",
  ],
])("%s", async (_name, schema, expected) => {
  expect(await typeOf(schema)).toBe(expected);
});

test("what is optional takes undefined where a caller writes it", async () => {
  const schema: Schema = {
    type: "object",
    properties: { a: INTEGER, b: { anyOf: [STRING, NULL] }, c: {} },
    required: [],
  };
  expect(await typeOf(schema, WRITTEN)).toBe(
    "{ a?: number | undefined; b?: string | null | undefined; c?: unknown; }",
  );
  expect(await typeOf(schema, READ)).toBe("{ a?: number; b?: string | null; c?: unknown; }");
});

test("a recursive model refers to itself by name", async () => {
  const tree: Schema = {
    type: "object",
    properties: { children: { type: "array", items: { $ref: "#/$defs/tasks.Tree" } } },
    required: ["children"],
  };
  expect(await declaration("Tree", tree, READ)).toBe("export interface Tree {\n  children: Tree[];\n}\n");
});

test("a name is kept as it is", async () => {
  for (const name of ["Sha2sum", "_Hidden", "Größe", "画像"]) {
    expect(await declaration(name, { type: "object", properties: { a: INTEGER } }, READ)).toContain(
      `export interface ${name} {`,
    );
    expect(await declaration(name, { enum: ["a"] }, READ)).toContain(`export type ${name} = `);
  }
});

test("many are declared as each would be alone", async () => {
  const schemas: Schema[] = [
    STRING,
    { ...INTEGER, description: "export type D0000001 = string;\n\nexport interface D0000002 {}" },
    { type: "object", properties: { a: { ...STRING, description: "What.\n\nexport const x = 1;" } } },
    { enum: ["export type D0000003", "/**"] },
    { type: "object", properties: { a: INTEGER, b: STRING }, additionalProperties: INTEGER },
    { anyOf: [{ type: "object", properties: { a: INTEGER } }, { $ref: "#/$defs/tasks.Tree" }, NULL] },
    { type: "array", prefixItems: [STRING, INTEGER], minItems: 1 },
    { enum: Array.from({ length: 12 }, (_, index) => `a longer word ${index}`), description: "One." },
  ];
  const wanted = Array.from({ length: 230 }, (_, index) => ({
    name: `Type${index}`,
    schema: schemas[index % schemas.length] as Schema,
    around: index % 3 === 0 ? WRITTEN : READ,
    ...(index % 5 === 0 && { description: `Number ${index}.` }),
  }));
  const alone = await Promise.all(wanted.map((each) => declarations([each])));
  expect(await declarations(wanted)).toEqual(alone.flat());
  expect(alone.flat()[1]).toMatch(/^\/\*\*[\s\S]*\*\/\nexport type Type1 = number;\n$/);
});

describe("doc comments", () => {
  const commentOf = async (member: Schema) =>
    /\/\*\*(.*)\*\//s
      .exec(await declaration("X", { type: "object", properties: { a: member } }, WRITTEN))?.[1]
      ?.split("\n")
      .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
      .join("\n")
      .trim();

  test.each<[string, Schema, string | undefined]>([
    ["nothing to say", STRING, undefined],
    ["a description", { ...STRING, description: "Where it lies.\n\nA path." }, "Where it lies.\n\nA path."],
    ["a default", { ...STRING, default: "x" }, '@default "x"'],
    ["the default null", { anyOf: [STRING, NULL], default: null }, "@default null"],
    ["limits", { ...INTEGER, minimum: 1, maximum: 10 }, "@integer\n@minimum 1\n@maximum 10"],
    [
      "no limit but JavaScript's",
      { ...INTEGER, minimum: -9007199254740991, maximum: 9007199254740991 },
      "@integer",
    ],
    [
      "limits of what may be null",
      { anyOf: [{ type: "number", exclusiveMinimum: 0 }, NULL] },
      "@exclusiveMinimum 0",
    ],
    ["a format", { ...STRING, format: "date-time" }, "@format date-time"],
    [
      "limits of a list and its items",
      { type: "array", items: { ...STRING, minLength: 1 }, minItems: 1 },
      "@minItems 1\n@items minLength 1",
    ],
    ["deprecation", { ...STRING, deprecated: true }, "@deprecated"],
    [
      "of a reference",
      { $ref: "#/$defs/tasks.Colour", description: "The colour.", default: "red" },
      'The colour.\n\n@default "red"',
    ],
    ["no length of a tuple", { type: "array", prefixItems: [STRING], minItems: 1, maxItems: 1 }, undefined],
  ])("%s", async (_name, schema, expected) => {
    expect(await commentOf(schema)).toBe(expected);
  });

  test("cannot be ended from inside", async () => {
    const text = await declaration("X", { ...STRING, description: "a */ b", pattern: "a*/b" }, READ);
    expect(text.match(/\*\//g)).toHaveLength(1);
    expect(text).toContain("a *\\/ b");
    expect(text).toContain("@pattern a*\\/b");
  });
});
