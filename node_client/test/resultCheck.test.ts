import { TaskValidator } from "../src/contracts/validation.js";
import type { InvalidResultError } from "../src/errors.js";
import { checkResult } from "../src/results/resultCheck.js";
import { contractOf } from "./fakes.js";

type Schema = { readonly [keyword: string]: unknown };

const closed = (properties: object, more: object = {}) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const text = { type: "string" };
const $defs = {
  Leaf: closed({ state: { enum: ["new", "done"] } }),
  Tree: closed({ name: text, children: { type: "array", items: { $ref: "#/$defs/Tree" } } }),
  Cat: closed({ kind: { const: "cat" }, lives: { type: "integer" } }),
  Dog: closed({ kind: { const: "dog" }, tail: text }),
  One: closed({ one: text }),
  Two: closed({ two: text }),
};
const ref = (name: string) => ({ $ref: `#/$defs/${name}` });

function check(result: Schema, value: unknown): unknown {
  return checkResult("a.task", new TaskValidator(contractOf("a.task", { result, $defs })), value);
}

function refusal(result: Schema, value: unknown): InvalidResultError {
  try {
    check(result, value);
  } catch (error) {
    return error as InvalidResultError;
  }
  throw new Error("it was accepted");
}

const more = { added: { at: 1 } };
test.each<[string, Schema, unknown]>([
  ["of an object", ref("Leaf"), { state: "new", ...more }],
  [
    "of one that contains itself",
    ref("Tree"),
    { name: "a", children: [{ name: "b", children: [], ...more }] },
  ],
  ["in a list", { type: "array", items: ref("Leaf") }, [{ state: "new" }, { state: "done", ...more }]],
  ["in a tuple", { type: "array", prefixItems: [ref("Leaf")], maxItems: 1 }, [{ state: "new", ...more }]],
  ["in a map", { type: "object", additionalProperties: ref("Leaf") }, { a: { state: "new", ...more } }],
  ["beside a pattern", closed({}, { patternProperties: { "^x": text } }), { xa: "a", ...more }],
  ["of a member of a union", { anyOf: [ref("One"), ref("Two")] }, { two: "b", ...more }],
  [
    "of a member of a tagged union",
    { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind", mapping: {} } },
    { kind: "dog", tail: "long", lives: "none", ...more },
  ],
  ["by which it fits two members of a union", { oneOf: [ref("One"), ref("Two")] }, { one: "a", two: "b" }],
  ["beside what all parts say", { allOf: [ref("One")], oneOf: [ref("One")] }, { one: "a", ...more }],
])("members that a contract does not name are kept: those %s", (_, result, value) => {
  const copy = structuredClone(value);
  expect(check(result, value)).toBe(value);
  expect(value).toEqual(copy);
});

test.each<[string, Schema, unknown, string]>([
  ["a value of an enum", ref("Leaf"), { state: "paused", ...more }, "/state"],
  [
    "a tag",
    { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } },
    { kind: "cow" },
    "/kind",
  ],
  ["a member that is gone", ref("Leaf"), { ...more }, "/state"],
  ["another type", ref("Tree"), { name: 1, children: [], ...more }, "/name"],
  ["no member of a union", { oneOf: [ref("One"), ref("Two")] }, { one: 1, two: 2 }, "/one"],
])("what does not fit otherwise is INVALID_RESULT, with the value: %s", (_, result, value, path) => {
  const error = refusal(result, value);
  expect(error.code).toBe("INVALID_RESULT");
  expect(error.exception).toBeNull();
  const bytes = Buffer.byteLength(JSON.stringify(value));
  expect(error.details).toMatchObject({
    bytes,
    value,
    errors: expect.arrayContaining([{ path, message: expect.any(String) }]),
  });
  const { errors } = error.details as { errors: { path: string }[] };
  expect(errors.some(({ path }) => path.includes("added"))).toBe(false);
  expect((error.details as { value: unknown }).value).toBe(value);
});

test("a large value is there, and does not fill a log", () => {
  const value = { state: "paused", text: "é".repeat(40_000) };
  const { details } = refusal(ref("Leaf"), value);
  expect(details).toMatchObject({ bytes: 80_028 });
  expect((details as { value: unknown }).value).toBe(value);
  expect(JSON.stringify(details).length).toBeLessThan(200);
  const small = refusal(ref("Leaf"), { state: "paused" });
  expect(JSON.stringify(small.details)).toContain('"value":{"state":"paused"}');
});

test("the verdict of the schema itself stays what it is", () => {
  const validator = new TaskValidator(contractOf("a.task", { result: ref("Leaf"), $defs }));
  expect(validator.result({ state: "new", ...more })).toMatchObject([{ path: "/added" }]);
});
