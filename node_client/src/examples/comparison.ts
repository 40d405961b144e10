import type { Place } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import { isObject } from "../json/plainJson.js";

/** Characters of a value that are shown. */
const LONGEST = 120;
/** Places that are named; a large table may differ everywhere. */
const MAX_PLACES = 100;

/**
 * Every place where a value is not what an example says. A missing member is not null, true not 1, and "1" not 1; 1.0 is
 * 1, for JavaScript has one kind of number.
 */
export function differences(expected: unknown, actual: unknown, path = "", found: Place[] = []): Place[] {
  if (found.length >= MAX_PLACES) return found;
  if (Array.isArray(expected) && Array.isArray(actual)) return items(expected, actual, path, found);
  if (isObject(expected) && isObject(actual)) return members(expected, actual, path, found);
  // Object.is would tell 0 from -0, which JSON readers do not agree on.
  if (expected !== actual) found.push({ path, message: `is ${shown(actual)}, and ${says(expected)}` });
  return found;
}

function items(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: string,
  found: Place[],
): Place[] {
  if (expected.length !== actual.length) {
    found.push({ path, message: `has ${actual.length} items, and the example has ${expected.length}` });
  }
  for (let index = 0; index < Math.min(expected.length, actual.length); index++) {
    differences(expected[index], actual[index], pointer(path, index), found);
  }
  return found;
}

function members(
  expected: Record<string, unknown>,
  actual: Record<string, unknown>,
  path: string,
  found: Place[],
): Place[] {
  for (const [name, value] of Object.entries(expected)) {
    const place = pointer(path, name);
    if (Object.hasOwn(actual, name)) differences(value, actual[name], place, found);
    else found.push({ path: place, message: `is missing, and ${says(value)}` });
  }
  for (const [name, value] of Object.entries(actual)) {
    if (Object.hasOwn(expected, name)) continue;
    found.push({
      path: pointer(path, name),
      message: `is ${shown(value)}, and the example does not have it`,
    });
  }
  return found;
}

function says(value: unknown): string {
  return `the example says ${shown(value)}`;
}

/** A value as JSON, or the beginning of it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}
