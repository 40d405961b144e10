import { Ajv2020 } from "ajv/dist/2020.js";
import { TaskValidator } from "../src/contracts/validation.js";
import { InvalidContractError } from "../src/errors.js";
import { contractOf, parameter } from "./fakes.js";

const SAFE = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
const validator = new TaskValidator(
  contractOf("images.thumbnail", {
    parameters: [
      parameter("path", { type: "string", minLength: 1 }),
      parameter("width", { type: "integer", ...SAFE, exclusiveMinimum: 0 }, { default: 256 }),
      parameter("fit", { enum: ["crop", "pad"] }, { default: "crop" }),
      parameter(
        "when",
        { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
        { default: null },
      ),
      parameter("day", { type: "string", format: "date" }, { default: "2024-01-01" }),
      parameter(
        "id",
        { type: "string", format: "uuid" },
        { default: "0e7a1f6e-6d53-4d2c-9a43-3b1f7e1f4c11" },
      ),
      parameter("box", { $ref: "#/$defs/images.Box" }, { default: null }),
      parameter(
        "pair",
        { type: "array", prefixItems: [{ type: "integer" }, { type: "string" }], minItems: 2, maxItems: 2 },
        { default: [1, "a"] },
      ),
    ],
    $defs: {
      "images.Box": {
        type: "object",
        properties: { left: { type: "integer" }, inner: { $ref: "#/$defs/images.Box" } },
        required: ["left"],
        additionalProperties: false,
      },
    },
    result: { type: "array", items: { type: "integer" } },
  }),
);

const paths = (values: unknown) => validator.arguments(values).map(({ path }) => path);
const message = (values: unknown) =>
  validator
    .arguments(values)
    .map((place) => place.message)
    .join("; ");

test("what fits has no places", () => {
  const box = { left: 1, inner: { left: 2, inner: { left: 3 } } };
  expect(
    validator.arguments({
      path: "x",
      width: 1,
      when: "2024-01-02T03:04:05+02:00",
      day: "2024-02-29",
      box,
      pair: [1, "a"],
    }),
  ).toEqual([]);
});

test.each<[object, string[]]>([
  [{}, ["/path"]],
  [{ path: 1, width: "1", fit: "stretch" }, ["/path", "/width", "/fit"]],
  [{ path: "x", width: 0 }, ["/width"]],
  [{ path: "x", width: 1.5 }, ["/width"]],
  [{ path: "x", width: 2 ** 53 }, ["/width"]],
  [{ path: "x", when: "2024-01-02T03:04:05" }, ["/when"]],
  [{ path: "x", when: "2024-13-02T03:04:05Z" }, ["/when"]],
  [{ path: "x", day: "2023-02-29" }, ["/day"]],
  [{ path: "x", id: "nope" }, ["/id"]],
  [{ path: "x", box: { left: 1, inner: { left: "2" } } }, ["/box/inner/left"]],
  [{ path: "x", box: { inner: { left: 2, rigth: 1 } } }, ["/box/left", "/box/inner/rigth"]],
  [{ path: "x", pair: ["a", 1] }, ["/pair/0", "/pair/1"]],
  [{ path: "x", pair: [1, "a", 2] }, ["/pair"]],
  [{ pathh: "x", "a/b": 1 }, ["/path", "/pathh", "/a~1b"]],
])("%j is wrong at %j", (values, expected) => {
  expect(paths(values).sort()).toEqual(expected.sort());
});

test("arguments that are no object are wrong as a whole", () => {
  expect(paths([1])).toEqual([""]);
});

test("messages name the remedy", () => {
  expect(message({ path: "x", Width: 1 })).toBe("is not known; did you mean width?");
  expect(message({ path: "x", nothingLikeIt: 1 })).toContain("the arguments are path, width");
  expect(message({ path: "x", fit: "stretch" })).toBe('must be one of ["crop","pad"]');
  expect(message({ path: "x", when: 5 })).toBe("must be string, or must be null");
  expect(message({})).toBe("is required");
});

test("results are checked too", () => {
  expect(validator.result([1, 2])).toEqual([]);
  expect(validator.result([1, "2", null]).map(({ path }) => path)).toEqual(["/1", "/2"]);
});

test.each([
  ["a keyword that would not be checked", { type: "string", lenght: 3 }],
  ["a format that would not be checked", { type: "string", format: "colour" }],
  ["a reference to nowhere", { $ref: "#/$defs/none" }],
])("%s is INVALID_CONTRACT when it is used", (_name, schema) => {
  const broken = new TaskValidator(contractOf("a.b", { parameters: [parameter("x", schema)] }));
  expect(() => broken.arguments({ x: "a" })).toThrow(InvalidContractError);
  expect(() => broken.arguments({ x: "a" })).toThrow(/a\.b/);
});

test("two contracts may define a model of one name", () => {
  const other = new TaskValidator(
    contractOf("c.d", {
      parameters: [parameter("box", { $ref: "#/$defs/images.Box" })],
      $defs: { "images.Box": { type: "string" } },
    }),
  );
  expect(other.arguments({ box: "x" })).toEqual([]);
  expect(paths({ path: "x", box: "x" })).toEqual(["/box"]);
});

test("compiled schemas are not kept: a program may connect many times", () => {
  const kept = jest.spyOn(Ajv2020.prototype, "removeSchema");
  const contract = contractOf("a.b", { parameters: [parameter("x", { type: "string" })] });
  new TaskValidator(contract).arguments({ x: "a" });
  expect(kept).toHaveBeenCalledWith(expect.objectContaining({ additionalProperties: false }));
});
