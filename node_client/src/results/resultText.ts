import { MalformedResultError, type Place, placesMessage } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import { isObject } from "../json/plainJson.js";
import { MAX_RESULT_DEPTH, malformed, tooDeep } from "./malformed.js";

/** What Celery 5.7 puts before a result when `result_compression` is set. */
const COMPRESSED_PREFIX = "\x00celery-compressed\x00";

/** Cheap, and false for ordinary results, many digits after a point included: only then are the tokens looked at. */
const SUSPICIOUS = /NaN|Infinity|(?<![\d.])\d{16}/;

/** The member that holds the task's own value; places inside it are named from there. */
const RESULT_MEMBER = "/result";

/**
 * Parses what a Celery worker wrote to the result backend. Python writes NaN and Infinity bare, which is
 * not JSON, and integers of any size. Inside the value of a SUCCESS they are named in a MALFORMED_RESULT,
 * because JavaScript would change them silently. Elsewhere (a report of progress, the arguments of an
 * exception, those that `result_extended` adds) they end nothing, and become the text that stands there.
 */
export function parseResultText(text: string): unknown {
  if (text.startsWith(COMPRESSED_PREFIX)) {
    throw malformed(
      "",
      "is compressed; unset result_compression in the worker's settings, this client reads plain JSON",
    );
  }
  if (!SUSPICIOUS.test(text)) return parse(text);
  const { readable, problems } = withoutBareNumbers(text);
  const meta = parse(readable);
  const isValue = !isObject(meta) || meta.status === undefined || meta.status === "SUCCESS";
  if (isValue && problems.length > 0) {
    throw new MalformedResultError(placesMessage("the result holds what JavaScript cannot", problems), {
      details: { errors: problems },
    });
  }
  return meta;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw malformed("", `is not JSON (${(error as Error).message})`, error);
  }
}

// The start of a string, or a token in which a number may hide, or the punctuation that moves the place.
// The rest of a string is not left to the expression, whose stack a long one would overflow.
const TOKEN = /"|-?Infinity|NaN|-?\d[\d.eE+-]*|[{}[\],:]/g;

interface Level {
  readonly path: string;
  readonly isArray: boolean;
  key: string | number;
}

/** The text with every bare number as a string, and where in the result they were. */
function withoutBareNumbers(text: string): { readable: string; problems: Place[] } {
  const problems: Place[] = [];
  const levels: Level[] = [];
  let lastString = '""';
  let readable = "";
  let copied = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    const level = levels.at(-1);
    if (token === '"') {
      TOKEN.lastIndex = endOfString(text, match.index);
      lastString = text.slice(match.index, TOKEN.lastIndex);
    } else if (token === "{" || token === "[") {
      // One level is the meta itself.
      if (levels.length > MAX_RESULT_DEPTH) throw tooDeep();
      levels.push({ path: placeIn(level), isArray: token === "[", key: token === "[" ? 0 : "" });
    } else if (token === "}" || token === "]") {
      levels.pop();
    } else if (token === ",") {
      if (level?.isArray) level.key = (level.key as number) + 1;
    } else if (token === ":") {
      if (level !== undefined && !level.isArray) level.key = unquoted(lastString);
    } else {
      const message = problemOf(token);
      if (message === null) continue;
      readable += `${text.slice(copied, match.index)}"${token}"`;
      copied = TOKEN.lastIndex;
      const path = placeIn(level);
      if (path === RESULT_MEMBER || path.startsWith(`${RESULT_MEMBER}/`)) {
        problems.push({ path: path.slice(RESULT_MEMBER.length), message });
      }
    }
  }
  return { readable: readable + text.slice(copied), problems };
}

/** Where the string that starts at `start` ends, its closing quote included. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  return end + 1;
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
