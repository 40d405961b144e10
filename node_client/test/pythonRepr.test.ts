import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pythonRepr } from "../src/json/pythonRepr.js";

// Written by celery.utils.saferepr(value, 1024, maxlevels=3) of Celery 5.7.
const cases = JSON.parse(readFileSync(join(__dirname, "data/saferepr.json"), "utf8")) as {
  value: unknown;
  tuple: boolean;
  expected: string;
}[];

test("the cases are there", () => {
  expect(cases.length).toBeGreaterThan(25);
});

test.each(cases.map((each, index) => [index, each.expected.slice(0, 40), each] as const))(
  "case %i: %s",
  (_index, _start, { value, tuple, expected }) => {
    expect(pythonRepr(value, { tuple })).toBe(expected);
  },
);

test("does not walk what it does not show", () => {
  let reads = 0;
  const long = new Proxy(
    Array.from({ length: 100_000 }, () => "x"),
    {
      get: (target, key) => {
        reads++;
        return Reflect.get(target, key);
      },
    },
  );
  expect(pythonRepr(long)).toMatch(/, \.\.\.\]$/);
  expect(reads).toBeLessThan(1000);
});

// As saferepr(value, maxlen) of Celery 5.7 has them.
test.each([
  [["xx"], 4, "['xx']"],
  [[["xx"]], 5, "[['xx']]"],
  [[["xx"], 1], 5, "[['xx'], ...]"],
])("what is open is closed where the text is full: %j in %i", (value, maxLength, expected) => {
  expect(pythonRepr(value, { maxLength })).toBe(expected);
});
