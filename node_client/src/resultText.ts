import { MalformedResultError, type Place, placesMessage } from "./errors.js";
import { pointer } from "./jsonPointer.js";
import { malformed } from "./malformed.js";

/** What Celery 5.7 puts before a result when `result_compression` is set. */
const COMPRESSED_PREFIX = "\x00celery-compressed\x00";

/** Cheap, and false for ordinary results, many digits after a point included: only then are the tokens looked at. */
const SUSPICIOUS = /NaN|Infinity|(?<![\d.])\d{16}/;

/** The member that holds the task's own value; places inside it are named from there. */
const RESULT_MEMBER = "/result";

/**
 * Parses what a Celery worker wrote to the result backend. Python writes NaN and Infinity bare, which is
 * not JSON, and integers of any size: those inside the result are named in a MALFORMED_RESULT, because
 * JavaScript would change them silently. Elsewhere (the arguments that `result_extended` adds) they are
 * nobody's result and become null.
 */
export function parseResultText(text: string): unknown {
  if (text.startsWith(COMPRESSED_PREFIX)) {
    throw new MalformedResultError(
      "the result is compressed; unset result_compression in the worker's settings, this client reads plain JSON",
    );
  }
  const readable = SUSPICIOUS.test(text) ? withoutBareNumbers(text) : text;
  try {
    return JSON.parse(readable) as unknown;
  } catch (error) {
    throw malformed("", `is not JSON (${(error as Error).message})`, error);
  }
}

// A string, or a token in which a number may hide, or the punctuation that moves the place.
const TOKEN = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d[\d.eE+-]*|[{}[\],:]/gs;

interface Level {
  readonly path: string;
  readonly isArray: boolean;
  key: string | number;
}

function withoutBareNumbers(text: string): string {
  const problems: Place[] = [];
  const levels: Level[] = [];
  let lastString = '""';
  const readable = text.replace(TOKEN, (token) => {
    const level = levels.at(-1);
    switch (token[0]) {
      case '"':
        lastString = token;
        return token;
      case "{":
      case "[":
        levels.push({ path: placeIn(level), isArray: token === "[", key: token === "[" ? 0 : "" });
        return token;
      case "}":
      case "]":
        levels.pop();
        return token;
      case ",":
        if (level?.isArray) level.key = (level.key as number) + 1;
        return token;
      case ":":
        if (level !== undefined && !level.isArray) level.key = unquoted(lastString);
        return token;
    }
    const message = problemOf(token);
    if (message === null) return token;
    const path = placeIn(level);
    if (path === RESULT_MEMBER || path.startsWith(`${RESULT_MEMBER}/`)) {
      problems.push({ path: path.slice(RESULT_MEMBER.length), message });
    }
    return "null";
  });
  if (problems.length > 0) {
    throw new MalformedResultError(placesMessage("the result holds what JavaScript cannot", problems), {
      details: { errors: problems },
    });
  }
  return readable;
}

function placeIn(level: Level | undefined): string {
  return level === undefined ? "" : pointer(level.path, level.key);
}

function unquoted(token: string): string {
  try {
    return JSON.parse(token) as string;
  } catch {
    return token;
  }
}

function problemOf(token: string): string | null {
  if (token === "NaN" || token.endsWith("Infinity"))
    return `is ${token}, which is not JSON; the task should return None`;
  if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) {
    return `is ${token}, beyond 2^53; the task should return it as a string`;
  }
  return null;
}
