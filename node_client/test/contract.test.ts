import { argumentsSchema, indexContracts, splitArguments } from "../src/contracts/contract.js";
import { InvalidContractError } from "../src/errors.js";
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

test.each([
  ["another format", [{ ...contractOf("a.b"), formatVersion: 2 }], /format 2.*reads 1/],
  ["two of one name", [contractOf("a.b"), contractOf("a.b")], /two contracts/],
  ["a name that is the start of another", [contractOf("a.b.c"), contractOf("a.b")], /a\.b .*a\.b\.c/],
])("%s is INVALID_CONTRACT", (_name, contracts, message) => {
  expect(() => indexContracts(contracts)).toThrow(InvalidContractError);
  expect(() => indexContracts(contracts)).toThrow(message);
});
