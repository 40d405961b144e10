import { InvalidOptionsError, type Place, placesMessage } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import { isObject, isWellFormed } from "../json/plainJson.js";
import { MAX_TIMEOUT_MS } from "../waiting/deadline.js";

/** What is wrong with a value, or null. */
export type Rule = (value: unknown) => string | null;
/** A rule for each option that is known. */
export type Rules = Readonly<Record<string, Rule>>;

export const text: Rule = (value) => {
  if (typeof value !== "string" || value === "") return "must be a string that is not empty";
  return isWellFormed(value) ? null : "must be well-formed Unicode (it holds a lone surrogate)";
};
/** AMQP's short strings, which rabbitmq-client cuts without a word. */
export const shortText: Rule = (value) =>
  text(value) ?? (Buffer.byteLength(value as string) <= 255 ? null : "must be at most 255 bytes of UTF-8");
export const flag: Rule = (value) => (typeof value === "boolean" ? null : "must be true or false");
/** Python reads no year beyond these: the worker would drop the message, and the caller wait for nothing. */
export const date: Rule = (value) =>
  value instanceof Date && value.getUTCFullYear() >= 1 && value.getUTCFullYear() <= 9998
    ? null
    : "must be a valid Date, of the years 1 to 9998";
export const signal: Rule = (value) =>
  value instanceof AbortSignal || isSignalOfAnother(value as Partial<AbortSignal> | null)
    ? null
    : "must be an AbortSignal";
/** Of another realm, or a polyfill. */
function isSignalOfAnother(value: Partial<AbortSignal> | null): boolean {
  return typeof value?.addEventListener === "function" && typeof value.throwIfAborted === "function";
}
export const names: Rule = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((name) => text(name) === null)
    ? null
    : "must be a list of names that is not empty";

/** Above 0 (from 0 where `zero` is true), up to `maximum`: what a timer can wait. */
export function milliseconds({ zero = false, maximum = MAX_TIMEOUT_MS } = {}): Rule {
  return (value) =>
    typeof value === "number" && value <= maximum && (zero ? value >= 0 : value > 0)
      ? null
      : `must be a number of milliseconds ${zero ? "from" : "above"} 0, at most ${maximum}`;
}

export function integer(minimum: number, maximum: number): Rule {
  return (value) =>
    Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
      ? null
      : `must be an integer from ${minimum} to ${maximum}`;
}

export function oneOf(...words: readonly string[]): Rule {
  return (value) => (words.includes(value as string) ? null : `must be one of ${words.join(", ")}`);
}

export function without(rules: Rules, ...names: readonly string[]): Rules {
  return Object.fromEntries(Object.entries(rules).filter(([name]) => !names.includes(name)));
}

/** Throws INVALID_OPTIONS with every option that is unknown or wrong. An undefined option is one not given. */
export function check<Given>(
  what: string,
  rules: Rules,
  options: unknown,
  more?: (given: Given) => Place[],
): void {
  if (options === undefined) return;
  if (!isObject(options)) throw invalidOptions(what, [{ path: "", message: "must be an object" }]);
  const places = problems(what, rules, options);
  if (places.length === 0 && more !== undefined) places.push(...more(options as Given));
  if (places.length > 0) throw invalidOptions(what, places);
}

/** What is wrong with each option that is given, each by its own rule. */
export function problems(what: string, rules: Rules, options: Record<string, unknown>): Place[] {
  const places: Place[] = [];
  for (const name of Object.keys(options)) {
    const value = options[name];
    if (value === undefined) continue;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const message = rule === undefined ? unknownOption(what, name, rules) : rule(value);
    if (message !== null) places.push({ path: pointer("", name), message });
  }
  return places;
}

function unknownOption(what: string, name: string, rules: Rules): string {
  if (what === "send" && name === "timeoutMs") {
    return "is for a call and for job.result(); send() has publishTimeoutMs and expiresMs";
  }
  return `is not an option; known are ${Object.keys(rules).join(", ")}`;
}

/** The error with a place for each option that is wrong. */
export function invalidOptions(what: string, places: Place[]): InvalidOptionsError {
  return new InvalidOptionsError(placesMessage(`options of ${what}`, places), {
    details: { errors: places },
  });
}
