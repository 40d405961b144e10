import type { Place } from "../errors.js";
import { pointer } from "./jsonPointer.js";

/** As deep as a worker's parser goes: 200 levels in the object of the arguments. */
const MAX_DEPTH = 201;

/** Problems that are named; a sparse array can have 2^32 of them. */
const MAX_PROBLEMS = 100;

/** Whether it can be written as UTF-8: a lone surrogate would arrive as another character. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

export interface PlainJson {
  /** A copy that holds nothing but JSON. Only meaningful where `problems` is empty. */
  readonly value: unknown;
  readonly problems: readonly Place[];
  /** Objects that Celery would take for a value of its own. They are JSON, and arrive as something else. */
  readonly typed: readonly Place[];
}

/**
 * Copies `value` as JSON would carry it (members that are undefined are left out, `toJSON` is
 * called) and names the places, 100 at most, that JSON would change silently or cannot carry.
 */
export function toPlainJson(value: unknown, path = ""): PlainJson {
  const problems: Place[] = [];
  const typed: Place[] = [];
  return { value: copy(value, path, [], { problems, typed }), problems, typed };
}

interface Found {
  readonly problems: Place[];
  readonly typed: Place[];
}

function copy(value: unknown, path: string, parents: object[], found: Found): unknown {
  const { problems } = found;
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      if (!isWellFormed(value)) refuse(problems, path, "is not well-formed Unicode (a lone surrogate)");
      return value;
    case "number":
      if (!Number.isFinite(value)) refuse(problems, path, `is ${value}, which JSON cannot carry; use null`);
      return value;
    case "bigint":
      return refuse(problems, path, "is a bigint, which JSON cannot carry; use a string");
    case "undefined":
      return refuse(problems, path, "is undefined; use null, or leave it out");
    case "function":
    case "symbol":
      return refuse(problems, path, `is a ${typeof value}, which JSON cannot carry`);
  }
  if (value === null) return null;
  const depth = parents.length;
  try {
    return copyObject(value as object, path, parents, found);
  } catch (error) {
    // What a getter, a toJSON() or a Proxy has thrown.
    return refuse(
      problems,
      path,
      `cannot be read (${error instanceof Error ? error.message : typeof error})`,
    );
  } finally {
    parents.length = depth;
  }
}

function copyObject(value: object, path: string, parents: object[], found: Found): unknown {
  const { problems } = found;
  const problem = unsuitable(value);
  if (problem !== null) return refuse(problems, path, problem);
  if (parents.includes(value)) return refuse(problems, path, "contains itself (a cycle)");
  if (parents.length >= MAX_DEPTH) return refuse(problems, path, `is nested deeper than ${MAX_DEPTH} levels`);
  parents.push(value);
  if (Array.isArray(value)) return copyItems(value, path, parents, found);
  const toJSON = (value as { toJSON?: unknown }).toJSON;
  if (typeof toJSON === "function") return copy(toJSON.call(value, ""), path, parents, found);
  return copyMembers(value as Record<string, unknown>, path, parents, found);
}

/** Holes are visited, too, so that they are named like undefined. */
function copyItems(source: readonly unknown[], path: string, parents: object[], found: Found) {
  const target: unknown[] = [];
  for (let index = 0; index < source.length && found.problems.length < MAX_PROBLEMS; index++) {
    target.push(copy(source[index], pointer(path, index), parents, found));
  }
  return target;
}

function copyMembers(source: Record<string, unknown>, path: string, parents: object[], found: Found) {
  const { problems } = found;
  const target: Record<string, unknown> = {};
  for (const key of Object.keys(source)) {
    if (problems.length >= MAX_PROBLEMS) break;
    const item = source[key];
    if (item === undefined) continue;
    const place = pointer(path, key);
    if (!isWellFormed(key)) refuse(problems, place, "has a name that is not well-formed Unicode");
    const copied = copy(item, place, parents, found);
    setMember(target, key, copied);
  }
  if (target.__type__ !== undefined && target.__value__ !== undefined && Object.keys(target).length === 2) {
    const message =
      "is what Celery takes for a value of its own (__type__, __value__); name a member otherwise";
    if (found.typed.length < MAX_PROBLEMS) found.typed.push({ path, message });
  }
  return target;
}

/** Why this object is not for JSON, with the remedy, or null. */
function unsuitable(value: object): string | null {
  if (Array.isArray(value)) return null;
  if (value instanceof Date) return "is a Date; use its toISOString()";
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return "is binary data; send a path or a URL that the worker reads, or base64 text";
  }
  if (value instanceof Map) return "is a Map; use Object.fromEntries()";
  if (value instanceof Set) return "is a Set; use Array.from()";
  if (value instanceof Promise) return "is a Promise; await it first";
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return null;
  if (typeof (value as { toJSON?: unknown }).toJSON === "function") return null;
  // Objects of another realm (a vm context, a test runner) have another Object.prototype.
  if (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty")) return null;
  const name = (value.constructor as { name?: string } | undefined)?.name || "class";
  return `is an instance of ${name} with no toJSON(); use a plain object`;
}

function refuse(problems: Place[], path: string, message: string): null {
  problems.push({ path, message });
  return null;
}

/** A JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets a member by its name, whatever that is: a plain assignment to "__proto__" would set the prototype instead. */
export function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(target, name, { value, enumerable: true });
  else target[name] = value;
}
