import { isObject } from "../json/plainJson.js";

const ONE = ["additionalProperties", "items", "contains"];
const LIST = ["prefixItems", "anyOf", "oneOf", "allOf"];
const NAMED = ["properties", "patternProperties", "$defs"];

/**
 * A copy of a schema whose objects may have members that it does not name, also where it closes them. The members of a
 * union are told apart by their tags alone then: a `oneOf` without them becomes an `anyOf`, for one value may fit several
 * members that have been opened.
 */
export function openSchema(schema: unknown): unknown {
  if (!isObject(schema)) return schema;
  const copy: Record<string, unknown> = { ...schema };
  for (const keyword of ONE) if (keyword in copy) copy[keyword] = openSchema(copy[keyword]);
  for (const keyword of LIST) {
    if (Array.isArray(copy[keyword])) copy[keyword] = (copy[keyword] as unknown[]).map(openSchema);
  }
  for (const keyword of NAMED) {
    if (!isObject(copy[keyword])) continue;
    const members = Object.entries(copy[keyword]);
    copy[keyword] = Object.fromEntries(members.map(([name, member]) => [name, openSchema(member)]));
  }
  for (const keyword of ["additionalProperties", "unevaluatedProperties"]) {
    if (copy[keyword] === false) delete copy[keyword];
  }
  const { oneOf, allOf, ...rest } = copy;
  if (oneOf === undefined || "discriminator" in copy) return copy;
  return { ...rest, allOf: [...((allOf as unknown[] | undefined) ?? []), { anyOf: oneOf }] };
}
