import { argumentsSchema, bindArguments, splitArguments } from "../src/contracts/arguments.js";
import { indexContracts } from "../src/contracts/contract.js";
import { TaskValidator } from "../src/contracts/validation.js";
import { InvalidArgumentsError, InvalidContractError } from "../src/errors.js";
import { contractOf, parameter } from "./fakes.js";

const contract = contractOf("a.b", {
  parameters: [
    parameter("first", { type: "integer" }, { kind: "positionalOnly" }),
    parameter("second", { type: "integer" }, { kind: "positionalOnly", default: 20 }),
    parameter("third", { type: "integer" }, { kind: "positionalOnly", default: 30 }),
    parameter("width", { $ref: "#/$defs/m.Width" }, { default: null }),
    parameter("strict", { type: "boolean" }, { kind: "keywordOnly", default: false }),
  ],
  $defs: { "m.Width": { type: "integer" } },
});

test("the arguments schema is closed and has the definitions", () => {
  expect(argumentsSchema(contract)).toEqual({
    type: "object",
    properties: {
      first: { type: "integer" },
      second: { type: "integer" },
      third: { type: "integer" },
      width: { $ref: "#/$defs/m.Width" },
      strict: { type: "boolean" },
    },
    required: ["first"],
    additionalProperties: false,
    $defs: { "m.Width": { type: "integer" } },
  });
});

test.each([
  [{ first: 1 }, [1], {}],
  [{ first: 1, width: 5, strict: true }, [1], { width: 5, strict: true }],
  [{ first: 1, third: 3 }, [1, 20, 3], {}],
  [{ third: 3, second: 2, first: 1, width: null }, [1, 2, 3], { width: null }],
])("%j travels as %j and %j", (values, args, kwargs) => {
  expect(splitArguments(contract, values)).toEqual({ args, kwargs });
});

/** `def f(only, either, other=20, *rest: int, last=None, **more: str)`. */
const variadic = contractOf("a.v", {
  parameters: [
    parameter("only", { type: "integer" }, { kind: "positionalOnly" }),
    parameter("either", { type: "integer" }),
    parameter("other", { type: "integer" }, { default: 20 }),
    parameter("rest", { type: "integer" }, { kind: "variadicPositional", required: false }),
    parameter("last", {}, { kind: "keywordOnly", default: null }),
    parameter("more", { type: "string" }, { kind: "variadicKeyword", required: false }),
  ],
});

test("variadic parameters are members of the arguments, an array and an object without the names of others", () => {
  expect(argumentsSchema(variadic)).toMatchObject({
    properties: {
      rest: { type: "array", items: { type: "integer" } },
      more: {
        type: "object",
        additionalProperties: { type: "string" },
        propertyNames: { not: { enum: ["either", "other", "last"] } },
      },
    },
    required: ["only", "either"],
  });
});

test.each<[Record<string, unknown>, unknown[], Record<string, unknown>]>([
  [{ only: 1, either: 2 }, [1], { either: 2 }],
  [{ only: 1, either: 2, rest: [] }, [1], { either: 2 }],
  [{ only: 1, either: 2, rest: [3, 4], last: 5 }, [1, 2, 20, 3, 4], { last: 5 }],
  [{ only: 1, either: 2, more: { x: "y", rest: "z" } }, [1], { either: 2, x: "y", rest: "z" }],
])(
  "%j of variadic parameters travels as %j and %j, and is bound again to the same",
  (values, args, kwargs) => {
    expect(new TaskValidator(variadic).arguments(values)).toEqual([]);
    expect(splitArguments(variadic, values)).toEqual({ args, kwargs });
    const bound = bindArguments(variadic, args, kwargs);
    expect(bound.places).toEqual([]);
    expect(splitArguments(variadic, bound.values)).toEqual({ args, kwargs });
    expect(new TaskValidator(variadic).arguments(bound.values)).toEqual([]);
  },
);

test.each<[Record<string, unknown>, string]>([
  [{ only: 1, either: 2, rest: ["x"] }, "/rest/0"],
  [{ only: 1, either: 2, rest: 3 }, "/rest"],
  [{ only: 1, either: 2, more: { x: 1 } }, "/more/x"],
  [{ only: 1, either: 2, more: { last: "x" } }, "/more/last"],
  [{ only: 1, either: 2, x: "y" }, "/x"],
])("%j does not fit variadic parameters at %s", (values, path) => {
  expect(new TaskValidator(variadic).arguments(values).map((place) => place.path)).toEqual([path]);
});

test("another parameter among `**more` is told what it is", () => {
  const places = new TaskValidator(variadic).arguments({ only: 1, either: 2, more: { last: "x" } });
  expect(places).toEqual([{ path: "/more/last", message: "is an argument of its own" }]);
});

test("a parameter may be called as what every object has", () => {
  const named = contractOf("a.n", { parameters: [parameter("constructor", { type: "string" })] });
  expect(new TaskValidator(named).arguments({})).toEqual([{ path: "/constructor", message: "is required" }]);
  expect(new TaskValidator(named).arguments({ constructor: "x" })).toEqual([]);
});

test("a name that a positional-only parameter bears may be one of `**more`, the name of a list is no list", () => {
  expect(bindArguments(variadic, [1, 2], { only: "x" })).toEqual({
    values: { only: 1, either: 2, more: { only: "x" } },
    places: [],
  });
  const closed = contractOf("a.c", { parameters: variadic.parameters.slice(0, 4) });
  expect(bindArguments(closed, [1], { either: 2, rest: [3] }).places).toEqual([
    expect.objectContaining({ path: "/rest" }),
  ]);
  expect(bindArguments(closed, [1, 2, 3, 4, 5], {}).values).toEqual({
    only: 1,
    either: 2,
    other: 3,
    rest: [4, 5],
  });
});

test("a default that only Python knows is left to Python, and cannot fill a position", () => {
  const pythons = contractOf("a.p", {
    parameters: [
      parameter("first", {}, { kind: "positionalOnly", required: false }),
      parameter("second", {}, { kind: "positionalOnly", required: false }),
    ],
  });
  expect(splitArguments(pythons, { first: 1 })).toEqual({ args: [1], kwargs: {} });
  expect(() => splitArguments(pythons, { second: 1 })).toThrow(InvalidArgumentsError);
  expect(() => splitArguments(pythons, { second: 1 })).toThrow(/\/first/);
});

test.each([
  ["another format", [{ ...contractOf("a.b"), formatVersion: 2 }], /format 2.*reads 1/],
  ["two of one name", [contractOf("a.b"), contractOf("a.b")], /two contracts/],
  ["a name that is the start of another", [contractOf("a.b.c"), contractOf("a.b")], /a\.b .*a\.b\.c/],
])("%s is INVALID_CONTRACT", (_name, contracts, message) => {
  expect(() => indexContracts(contracts)).toThrow(InvalidContractError);
  expect(() => indexContracts(contracts)).toThrow(message);
});
