/** What is wrong with the files of cases is said with the file and the id, and fails the run. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, load } from "./cases.js";

const good = {
  id: "redis-001",
  level: "MUST",
  clause: "M1",
  description: "It is so.",
  given: {},
  expect: {},
};
const { level: _, ...withoutLevel } = good;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vectors-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function loaded(cases: readonly (object | null)[], operation = "encode-redis"): Case[] {
  writeFileSync(join(folder, "some.json"), JSON.stringify({ operation, description: "Cases.", cases }));
  return load(["encode-redis"], folder);
}

test("cases are read, but for those of the other language alone and of live tests", () => {
  const other = { ...good, id: "redis-002", sides: { only: "python", reason: "r" } };
  expect(loaded([good, other])).toMatchObject([{ id: "redis-001", file: "some.json" }]);
  const { given, expect: expected, ...rest } = good;
  expect(loaded([{ ...rest, tests: [{ file: "f", title: "t" }] }], "live")).toEqual([]);
});

test.each([
  ["double id", [good, good], "encode-redis", /some\.json, redis-001: some\.json has this id/],
  ["unknown operation", [good], "encode-smoke", /some\.json: the operation encode-smoke is unknown/],
  [
    "clause that does not exist",
    [{ ...good, clause: "M99" }],
    "encode-redis",
    /redis-001: there is no clause M99/,
  ],
  ["level missing", [withoutLevel], "encode-redis", /some\.json, redis-001: .*level/],
  ["case that is none", [null], "encode-redis", /some\.json, \/cases\/0: must be object/],
  ["no case", [], "encode-redis", /some\.json, .*fewer than 1/],
])("bad input: %s", (_name, cases, operation, said) => {
  expect(() => loaded(cases, operation)).toThrow(said);
});

test.each(["{", "null", '{"cases": 1}'])("a file that is none of cases is named: %s", (text) => {
  writeFileSync(join(folder, "some.json"), text);
  expect(() => load([], folder)).toThrow(/^some\.json[:,] /);
});

test("finding no case is an error", () => {
  expect(() => load([], folder)).toThrow("no case was found");
});
