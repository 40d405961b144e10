/** Numbers by the digits that JSON has of them, which both languages read alike: 0.3 is a multiple of 0.1. */

/** `digits` times ten to the power of `exponent`. */
interface Digits {
  readonly digits: bigint;
  readonly exponent: number;
}

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** Whether a number is a whole multiple of another, both as JSON writes them. */
export function isMultiple(value: number, step: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  const [left, right] = [digitsOf(String(value)), digitsOf(String(step))];
  if (left === null || right === null) return false;
  const exponent = Math.min(left.exponent, right.exponent);
  return scaled(left, exponent) % scaled(right, exponent) === 0n;
}

/** Below, at or above zero, as `left` is less than, equal to or greater than `right`; 0 where one is no number. */
export function compareDecimals(left: string, right: string): number {
  const [one, other] = [digitsOf(left), digitsOf(right)];
  if (one === null || other === null) return 0;
  const signs = sign(one) - sign(other);
  if (signs !== 0 || one.digits === 0n) return signs;
  // By the place of the first digit before they are brought to one exponent: 1e999999999 is a short text.
  const sizes = size(one) - size(other);
  if (sizes !== 0) return sizes * sign(one);
  const exponent = Math.min(one.exponent, other.exponent);
  const difference = scaled(one, exponent) - scaled(other, exponent);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

function digitsOf(text: string): Digits | null {
  const [, minus, whole, behind = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (whole === undefined) return null;
  const digits = BigInt(whole + behind);
  return { digits: minus === "-" ? -digits : digits, exponent: Number(exponent) - behind.length };
}

function scaled({ digits, exponent }: Digits, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}

function sign({ digits }: Digits): number {
  return digits === 0n ? 0 : digits < 0n ? -1 : 1;
}

/** The power of ten that is above the number. */
function size({ digits, exponent }: Digits): number {
  return String(digits).replace("-", "").length + exponent;
}
