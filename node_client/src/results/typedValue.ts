import { MalformedResultError } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import { MAX_RESULT_DEPTH, tooDeep } from "./malformed.js";

/**
 * Unwraps kombu's typed values, `{"__type__": ..., "__value__": ...}`, which a task that is not Taskgate's
 * may return: datetime, date, time and decimal as their text, uuid as its canonical text, bytes as a
 * Buffer. `path` is where `value` stands.
 */
export function unwrapTypedValues(value: unknown, path = "", depth = 0): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_RESULT_DEPTH) throw tooDeep();
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      value[index] = unwrapTypedValues(value[index], pointer(path, index), depth + 1);
    }
    return value;
  }
  const members = value as Record<string, unknown>;
  const keys = Object.keys(members);
  if (keys.length === 2 && "__type__" in members && "__value__" in members) return unwrap(members, path);
  for (const key of keys) {
    const item = members[key];
    if (typeof item === "object" && item !== null && key !== "__proto__") {
      members[key] = unwrapTypedValues(item, pointer(path, key), depth + 1);
    }
  }
  return members;
}

function unwrap({ __type__: type, __value__: value }: Record<string, unknown>, path: string): unknown {
  switch (type) {
    case "datetime":
    case "date":
    case "time":
    case "decimal":
      if (typeof value === "string") return value;
      break;
    case "uuid": {
      const hex = (value as { hex?: unknown } | null)?.hex;
      const parts = typeof hex === "string" && /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex);
      if (parts) return parts.slice(1).join("-");
      break;
    }
    case "bytes":
      if (typeof value === "string") return Buffer.from(value, "utf8");
      break;
    case "base64":
      if (typeof value === "string") return Buffer.from(value, "base64");
      break;
  }
  throw new MalformedResultError(
    `${path || "the result"} holds a typed value of kombu's that is not known: ${String(type)}`,
    {
      details: { errors: [{ path, message: `is a typed value ${String(type)} that cannot be read` }] },
    },
  );
}
