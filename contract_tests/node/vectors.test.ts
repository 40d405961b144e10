/** Every case of vectors/, run by the Node client; python/test_vectors.py is the twin. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type Json, operations } from "./adapters.js";

interface Case {
  readonly id: string;
  readonly clause: string;
  readonly description: string;
  readonly given: Json;
  readonly expect: Json;
}

interface Vectors {
  readonly operation: string;
  readonly cases: readonly Case[];
}

const root = join(__dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const documents = readdirSync(join(root, "vectors"))
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...(JSON.parse(read(join("vectors", name))) as Vectors) }));
const cases = documents.flatMap(({ operation, cases }) => cases.map((each) => ({ operation, ...each })));

// toStrictEqual tells a missing member from an undefined one, and null from both.
test.each(cases)("$id $description", ({ operation, given, expect: expected }) => {
  const adapter = operations[operation];
  if (adapter === undefined) throw new Error(`no adapter for the operation ${operation}`);
  expect(adapter(given)).toStrictEqual(expected);
});

test.each(documents)("$name fits its schema", ({ name }) => {
  const validate = new Ajv2020().compile(JSON.parse(read("vector.schema.json")));
  validate(JSON.parse(read(join("vectors", name))));
  expect(validate.errors).toBeNull();
});

test("ids are unique, and the clauses exist", () => {
  const protocol = read("../protocol/PROTOCOL.md");
  expect(cases.length).toBeGreaterThan(0);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect(cases.filter(({ clause }) => !protocol.includes(`| ${clause} |`))).toEqual([]);
});
