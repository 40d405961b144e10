/**
 * JSON whose numbers keep what JavaScript forgets: 1 and 1.0 are one number here, and two in Python. A number stands as
 * `int 1` or `float 1`, in an object of its own, so that no text is taken for it.
 */

import type { Json } from "./adapters.js";

class Numeral {
  constructor(readonly number: string) {}
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARK = "\u0000number ";

/** Reads JSON text. */
export function parseExact(text: string): Json {
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(marked, (_, value) =>
    typeof value === "string" && value.startsWith(MARK) ? numeral(value.slice(MARK.length)) : value,
  );
}

/** Writes the numbers of a value as `parseExact` does, and leaves all else, what is undefined too, as it is. */
export function exact(value: Json): Json {
  if (typeof value === "number") return numeral(Number.isFinite(value) ? JSON.stringify(value) : `${value}`);
  if (value instanceof Numeral || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(exact);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, exact(item)]));
}

/** Whether two values of `exact` are the same: a missing member is not null, and one that is undefined is like nothing. */
export function same(left: Json, right: Json): boolean {
  if (left instanceof Numeral || right instanceof Numeral) {
    return left instanceof Numeral && right instanceof Numeral && left.number === right.number;
  }
  if (left === null || typeof left !== "object") return left !== undefined && left === right;
  if (right === null || typeof right !== "object" || Array.isArray(left) !== Array.isArray(right))
    return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  );
}

function numeral(text: string): Numeral {
  const isInteger = /^-?\d+$/.test(text);
  return new Numeral(isInteger ? `int ${BigInt(text)}` : `float ${Number(text)}`);
}
