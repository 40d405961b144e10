import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TaskContract } from "../src/contracts/contract.js";
import { formats } from "../src/contracts/formats.js";
import { compareDecimals, isMultiple } from "../src/contracts/numbers.js";
import { TaskValidator } from "../src/contracts/validation.js";
import { RequestBuilder } from "../src/messages/request.js";

// contract_tests/parity holds all of this against Python; here are the reasons, one value each.

const contracts = join(__dirname, "..", "..", "python_workers", "tests", "golden");
const anything = JSON.parse(readFileSync(join(contracts, "shapes.anything.json"), "utf8")) as TaskContract;

test.each([
  [0.3, 0.1, true],
  [0.30000000000000004, 0.1, false],
  [1e10 + 0.5, 1, false],
  [1, 1e10, false],
  [1e300, 0.1, true],
  [-6, 3, true],
  [0, 7, true],
  [9007199254740991, 10, false],
  [1.1, 0.01, true],
])("%p is a multiple of %p by its digits: %p", (value, step, expected) => {
  expect(isMultiple(value, step)).toBe(expected);
});

test.each([
  ["1", "1.0", 0],
  ["-0", "0e5", 0],
  ["0.1", "0.09", 1],
  ["-2", "1", -1],
  ["-2", "-10", 1],
  ["1e999999999", "1e999999998", 1],
  ["1e-999999999", "0", 1],
  ["12e1", "120", 0],
  ["9".repeat(60), `1${"0".repeat(60)}`, -1],
])("the decimals %p and %p are in order", (left, right, order) => {
  expect(Math.sign(compareDecimals(left, right))).toBe(order);
  expect(Math.sign(compareDecimals(right, left))).toBe(order === 0 ? 0 : -order);
});

test.each([
  ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", 0],
  ["2026-01-01T00:00:00.000001Z", "2026-01-01t00:00:00z", 1],
  ["2026-01-01T00:00:00.0000009Z", "2026-01-01T00:00:00Z", 0],
  ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", -1],
])("the moments %p and %p are in order", (left, right, order) => {
  expect(Math.sign(formats["date-time"]?.compare?.(left, right) ?? Number.NaN)).toBe(order);
});

test.each([
  ["https://example.com/a?b=c#d", true],
  ["urn:a:b", true],
  ["http://256.256.256.256/", false],
  ["http://example.com:99999", false],
  ["http://example.com/a b", false],
  ["http://ex\u00e4mple.com/", false],
  ["example.com", false],
])("%p is a URL that both languages read: %p", (text, expected) => {
  expect(formats.uri?.validate(text)).toBe(expected);
});

describe("where a contract says nothing of a value", () => {
  const validator = new TaskValidator(anything);
  const given = (value: unknown) => validator.arguments({ value, items: [], members: {} });

  test("an integer that JavaScript has rounded is refused with its place", () => {
    expect(given({ a: [1, 2 ** 53] })).toEqual([
      {
        path: "/value/a/1",
        message: "is an integer beyond 2^53 - 1, which JavaScript has rounded; use a string",
      },
    ]);
    expect(validator.arguments({ value: 0, items: [-(2 ** 60)], members: {} })).toHaveLength(1);
    expect(validator.arguments({ value: 0, items: [], members: { a: 1e20 } })).toHaveLength(1);
  });

  test("what is written as a float is one in Python, too", () => {
    expect(given(1e21)).toEqual([]);
    expect(given(2 ** 53 - 1)).toEqual([]);
    expect(given(0.1)).toEqual([]);
  });

  test("a result is not judged by it: a float of Python may be as large as it likes", () => {
    expect(validator.result(1e17)).toEqual([]);
  });

  test("an object that Celery would take for a value of its own is not sent", () => {
    const requests = new RequestBuilder(new Map([[anything.name, anything]]));
    const value = [{ __type__: "datetime", __value__: "2026-01-01" }];
    const call = { value, items: [], members: {} };
    expect(() => requests.named(anything, call)).toThrow(
      "/value/0 is what Celery takes for a value of its own",
    );
    expect(() => requests.positional(anything.name, [], call)).toThrow("Celery takes for a value of its own");
    const further = { __type__: "datetime", __value__: "2026-01-01", more: 1 };
    expect(requests.named(anything, { ...call, value: further }).kwargs.value).toEqual(further);
    // A task that nobody knows may want one.
    expect(requests.positional("any.task", [value]).args).toEqual([value]);
  });
});
