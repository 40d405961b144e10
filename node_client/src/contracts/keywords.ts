import type { SchemaValidateFunction } from "ajv";
import type { Ajv2020 } from "ajv/dist/2020.js";
import { pointer } from "../json/jsonPointer.js";
import { isObject } from "../json/plainJson.js";
import { isMultiple } from "./numbers.js";

/** What stands where a contract says nothing of a value; put there by openPlaces.ts, and in no contract. */
export const OPEN = "openPlace";

/** From here on JavaScript writes a number with an exponent, which Python reads as a float. */
const WRITTEN_AS_FLOAT = 1e21;

/** Makes an ajv judge as a worker does, where its own keywords judge otherwise or there are none. */
export function addKeywords(ajv: Ajv2020): void {
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    errors: true,
    validate: step,
  });
  ajv.addKeyword({ keyword: OPEN, schemaType: "boolean", errors: true, validate: open });
}

const step: SchemaValidateFunction = (of: number, value: number) => {
  if (isMultiple(value, of)) return true;
  step.errors = [{ message: `must be multiple of ${of}`, params: { multipleOf: of } }];
  return false;
};

const open: SchemaValidateFunction = (_: boolean, value: unknown, __, context) => {
  const path = rounded(value, context?.instancePath ?? "");
  if (path === null) return true;
  const message = "is an integer beyond 2^53 - 1, which JavaScript has rounded; use a string";
  open.errors = [{ instancePath: path, message, params: {} }];
  return false;
};

/** The first place of an integer that a worker would refuse, or null. */
function rounded(value: unknown, path: string): string | null {
  if (typeof value === "number") {
    const isWrittenWhole = Number.isInteger(value) && Math.abs(value) < WRITTEN_AS_FLOAT;
    return isWrittenWhole && !Number.isSafeInteger(value) ? path : null;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = rounded(item, pointer(path, index));
      if (found !== null) return found;
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const found = rounded(member, pointer(path, name));
      if (found !== null) return found;
    }
  }
  return null;
}
