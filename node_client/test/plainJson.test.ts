import { runInNewContext } from "node:vm";
import { toPlainJson } from "../src/json/plainJson.js";

class Point {
  x = 1;
}
class Money {
  toJSON() {
    return { amount: "1.50", currency: undefined };
  }
}

const plain: [string, unknown, unknown][] = [
  ["scalars", [1, -1.5, "a", true, null], [1, -1.5, "a", true, null]],
  ["undefined members are left out", { a: 1, b: undefined }, { a: 1 }],
  ["toJSON is called, and what it gives is copied", { price: new Money() }, { price: { amount: "1.50" } }],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ["an object of another realm", runInNewContext("({ a: [1] })"), { a: [1] }],
  ["the same object twice is no cycle", ((shared) => [shared, shared])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
  ["a URL has toJSON", new URL("https://example.org/x"), "https://example.org/x"],
];

test.each(plain)("%s", (_name, value, expected) => {
  const { value: copied, problems } = toPlainJson(value);
  expect(problems).toEqual([]);
  expect(copied).toEqual(expected);
  expect(JSON.stringify(copied)).toBe(JSON.stringify(value));
});

const cycle: Record<string, unknown> = {};
cycle.me = { again: cycle };
let deep: unknown = 1;
for (let level = 0; level < 300; level++) deep = [deep];

const refused: [string, unknown, string, RegExp][] = [
  ["NaN", { a: [1, Number.NaN] }, "/a/1", /NaN.*null/],
  ["Infinity", { a: Number.NEGATIVE_INFINITY }, "/a", /-Infinity/],
  ["bigint", { a: 1n }, "/a", /string/],
  ["undefined in an array", [1, undefined], "/1", /null/],
  // biome-ignore lint/suspicious/noSparseArray: the hole is the case
  ["a hole in an array", [1, , 2], "/1", /null/],
  ["a function", { f: () => 1 }, "/f", /function/],
  ["a symbol", { s: Symbol("x") }, "/s", /symbol/],
  ["a Date", { when: new Date(0) }, "/when", /toISOString/],
  ["a Buffer", { image: Buffer.from("x") }, "/image", /path or a URL.*base64/],
  ["a typed array", { data: new Float64Array(2) }, "/data", /base64/],
  ["a Map", { m: new Map() }, "/m", /Object\.fromEntries/],
  ["a Set", { s: new Set() }, "/s", /Array\.from/],
  ["a promise", { p: Promise.resolve(1) }, "/p", /await/],
  ["a class instance", { p: new Point() }, "/p", /Point/],
  ["a cycle", cycle, "/me/again", /cycle/],
  ["too deep", deep, "/0".repeat(201), /201/],
  ["a lone surrogate", { "a/b~c": "\ud800" }, "/a~1b~0c", /Unicode/],
  ["a lone surrogate in a name", { "\udfff": 1 }, "/\udfff", /Unicode/],
];

test.each(refused)("%s is refused by its place", (_name, value, path, message) => {
  expect(toPlainJson(value).problems).toEqual([{ path, message: expect.stringMatching(message) }]);
});

const revoked = Proxy.revocable({}, {});
revoked.revoke();

test.each<[string, unknown, RegExp]>([
  ["a getter", Object.defineProperty({}, "x", { enumerable: true, get: () => fail("no x") }), /no x/],
  ["toJSON()", { toJSON: () => fail("no JSON") }, /no JSON/],
  ["a Proxy", new Proxy({}, { ownKeys: () => fail("no keys") }), /no keys/],
  ["a Proxy that was revoked", revoked.proxy, /revoked/],
])("what %s throws is told with its place", (_name, value, message) => {
  const expected = expect.stringMatching(new RegExp(`^cannot be read \\(.*${message.source}`));
  expect(toPlainJson({ a: 1, in: [value], z: undefined }).problems).toEqual([
    { path: "/in/0", message: expected },
  ]);
});

function fail(message: string): never {
  throw new Error(message);
}

test("of places without number, a hundred are named", () => {
  const { problems } = toPlainJson({ sparse: new Array(2 ** 31), more: Number.NaN });
  expect(problems).toHaveLength(100);
  expect(
    toPlainJson(Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [n, 1n]))).problems,
  ).toHaveLength(100);
});

test("every place is named, not only the first", () => {
  const { problems } = toPlainJson({ a: Number.NaN, b: { c: [1n, new Date()] } });
  expect(problems.map(({ path }) => path)).toEqual(["/a", "/b/c/0", "/b/c/1"]);
});

test("__proto__ is a member like any other", () => {
  const value = JSON.parse('{"__proto__": {"polluted": true}}') as object;
  const copied = toPlainJson(value).value as Record<string, unknown>;
  expect(JSON.stringify(copied)).toBe('{"__proto__":{"polluted":true}}');
  expect(copied.polluted).toBeUndefined();
});
