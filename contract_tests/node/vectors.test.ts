/** Every case of vectors/, run by the Node client; python/test_vectors.py is the twin. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Json, operations } from "./adapters.js";
import { type Case, load } from "./cases.js";
import { exact, parseExact, same } from "./exact.js";

const LANGUAGE = "node";
const cases = load(Object.keys(operations));
const ran: string[] = [];

afterAll(() => {
  const folder = join(__dirname, "..", "..", ".build", "vectors");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${LANGUAGE}.json`), JSON.stringify({ ran: ran.sort() }));
});

test.each(cases)("$id $description", (given) => {
  ran.push(given.id);
  const { file, id, knownFailure } = given;
  if (knownFailure?.language !== LANGUAGE) return holds(given);
  let passes = true;
  try {
    holds(given);
  } catch {
    passes = false;
  }
  if (passes) throw new Error(`${file}, ${id}: passes; take out knownFailure (${knownFailure.reason})`);
});

function holds({ operation, given, expect: expected }: Case): void {
  const actual = exact((operations[operation] as (given: Json) => Json)(given));
  if (same(actual, expected)) return;
  expect(actual).toStrictEqual(expected);
  throw new Error("what differs is a member that jest does not look at, `constructor` for instance");
}

test("every case was run", () => {
  const expected = load(Object.keys(operations)).map(({ id }) => id);
  expect(new Set(ran)).toEqual(new Set(expected));
});

test.each([
  ["true", "1"],
  ["1", "1.0"],
  ['{"a":null}', "{}"],
  ["[1]", "[1,2]"],
  ["[]", "{}"],
])("the comparison tells %s from %s", (left, right) => {
  expect(same(parseExact(left), parseExact(right))).toBe(false);
  expect(same(parseExact(right), parseExact(left))).toBe(false);
  expect(same(exact(parseExact(left)), parseExact(left))).toBe(true);
});

test("a number in a text stays text, and undefined is like nothing", () => {
  expect(parseExact('{"a 1":"2, \\"3.0\\""}')).toStrictEqual({ "a 1": '2, "3.0"' });
  expect(same({ a: undefined }, { a: undefined })).toBe(false);
});
