import { isObject } from "../json/plainJson.js";
import { OPEN } from "./keywords.js";

const NAMED = ["properties", "patternProperties", "$defs"];
const LISTED = ["allOf", "anyOf", "oneOf", "prefixItems"];
const SINGLE = ["items", "additionalProperties"];

/** Keywords that judge nothing. */
const WORDS = new Set(["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"]);

/** A copy of a schema in which every place that takes anything is one for `openPlace`: see keywords.ts. */
export function withOpenPlaces(schema: unknown): unknown {
  if (schema === true) return { [OPEN]: true };
  if (!isObject(schema)) return schema;
  const copy: Record<string, unknown> = { ...schema };
  for (const key of NAMED) {
    const inner = copy[key];
    if (isObject(inner)) {
      copy[key] = Object.fromEntries(
        Object.entries(inner).map(([name, each]) => [name, withOpenPlaces(each)]),
      );
    }
  }
  for (const key of LISTED) {
    const inner = copy[key];
    if (Array.isArray(inner)) copy[key] = inner.map(withOpenPlaces);
  }
  for (const key of SINGLE) {
    if (Object.hasOwn(copy, key)) copy[key] = withOpenPlaces(copy[key]);
  }
  return Object.keys(copy).every((key) => WORDS.has(key)) ? { ...copy, [OPEN]: true } : copy;
}
