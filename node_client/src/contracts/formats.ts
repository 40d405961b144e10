/**
 * The formats that a contract asserts, each as narrow as both languages read it. ajv-formats' own take a space
 * for the `T` of a date-time, an offset without minutes, the leap second and the year 0, none of which Python
 * has, `urn:uuid:` before a UUID, and hosts of a URL that no parser of URLs takes.
 */

import { compareDecimals } from "./numbers.js";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d{1,9})?$/;
/** The characters of a URI after RFC 3986. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+$/;

interface Format {
  readonly validate: (text: string) => boolean;
  /** Orders two texts of the format, for `formatMinimum` and its like; 0 where one is not of it. */
  readonly compare?: (left: string, right: string) => number;
}

export const formats: Readonly<Record<string, Format>> = {
  date: { validate: isDate, compare: (left, right) => (left < right ? -1 : left > right ? 1 : 0) },
  "date-time": { validate: isMoment, compare: compareMoments },
  decimal: { validate: (text) => DECIMAL.test(text), compare: compareDecimals },
  uuid: { validate: (text) => UUID.test(text) },
  // Both languages have the parser of the URL Standard; what it reads into spaces and letters is left out.
  uri: { validate: (text) => URI.test(text) && URL.canParse(text) },
};

function isDate(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1 && day >= 1 && day <= days;
}

function isMoment(text: string): boolean {
  return /^t$/i.test(text.charAt(10)) && isDate(text.slice(0, 10)) && TIME.test(text.slice(11));
}

function compareMoments(left: string, right: string): number {
  if (!isMoment(left) || !isMoment(right)) return 0;
  const [one, other] = [moment(left), moment(right)];
  return one.milliseconds - other.milliseconds || one.microseconds - other.microseconds;
}

/** A moment as Python holds it: digits behind the microseconds are dropped. */
function moment(text: string): { milliseconds: number; microseconds: number } {
  const fraction = (/\.(\d+)/.exec(text)?.[1] ?? "").padEnd(6, "0");
  const iso = text.toUpperCase().replace(/\.\d+/, `.${fraction.slice(0, 3)}`);
  return { milliseconds: Date.parse(iso), microseconds: Number(fraction.slice(3, 6)) };
}
