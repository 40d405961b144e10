/** Celery's `argsrepr_maxsize` and `task_repr_maxlevels`. */
const MAX_LENGTH = 1024;
const MAX_LEVELS = 3;

/** A piece of text. `opens`: it starts a container that ends with this text; `closes`: it ends one. */
interface Token {
  readonly text: string;
  readonly kind: "literal" | "quoted" | "scalar";
  readonly opens?: string;
  readonly closes?: true;
}

const SEPARATOR: Token = { kind: "literal", text: ", " };
const COLON: Token = { kind: "literal", text: ": " };

/**
 * What `celery.utils.saferepr` writes for the same value: Python's repr, but three levels deep, cut at
 * some 1024 characters, and with newlines left as they are. It feeds logs, events and Flower.
 * `tuple` writes the outermost list as a tuple, as the arguments of `delay(2, 3)` are.
 */
export function pythonRepr(value: unknown, { tuple = false, maxLength = MAX_LENGTH } = {}): string {
  const open: string[] = [];
  let left = maxLength;
  let text = "";
  for (const token of tokens(value, 0, tuple)) {
    if (left <= 0) {
      if (token.closes) {
        text += token.text;
        open.pop();
        continue;
      }
      return `${text}, ...${open.reverse().join("")}`;
    }
    if (token.opens !== undefined) open.push(token.opens);
    if (token.closes) open.pop();
    const piece = written(token, left);
    text += piece;
    left -= lengthOf(piece);
  }
  return text;
}

function written(token: Token, left: number): string {
  if (token.kind === "literal") return token.text;
  const cut = truncate(token.text, left);
  return token.kind === "quoted" ? `'${cut.replace(/'/g, "\\'")}'` : cut;
}

function* tokens(value: unknown, level: number, tuple = false): Generator<Token> {
  if (typeof value === "string") yield { kind: "quoted", text: value };
  else if (typeof value === "number") yield { kind: "scalar", text: numberRepr(value) };
  else if (typeof value === "boolean") yield { kind: "scalar", text: value ? "True" : "False" };
  else if (Array.isArray(value)) yield* container(tuple ? "(" : "[", value, level);
  else if (typeof value === "object" && value !== null) yield* container("{", value, level);
  else yield { kind: "scalar", text: "None" };
}

function* container(start: "(" | "[" | "{", value: object, level: number): Generator<Token> {
  const isSingle = Array.isArray(value) && value.length === 1;
  const end = start === "{" ? "}" : start === "[" ? "]" : isSingle ? ",)" : ")";
  if (level >= MAX_LEVELS) {
    yield { kind: "literal", text: `${start}...${end}` };
    return;
  }
  yield { kind: "literal", text: start, opens: end };
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      if (index > 0) yield SEPARATOR;
      yield* tokens(value[index], level + 1);
    }
  } else {
    let isFirst = true;
    for (const [key, item] of Object.entries(value)) {
      if (!isFirst) yield SEPARATOR;
      isFirst = false;
      yield { kind: "quoted", text: key };
      yield COLON;
      yield* tokens(item, level + 1);
    }
  }
  yield { kind: "literal", text: end, closes: true };
}

/** The number as Python reads it from our JSON: 1 is an int, 1.5 a float. */
function numberRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Number.isInteger(value) || Math.abs(value) >= 1e-4) return String(value + 0);
  // Python changes to the exponent below 1e-4, JavaScript below 1e-6, and Python pads the exponent.
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** `celery.utils.text.truncate`: counts code points and cuts at the last space. */
function truncate(text: string, maximum: number): string {
  if (text.length < maximum) return text;
  const start = Array.from(text.slice(0, 2 * maximum));
  if (start.length < maximum) return text;
  const cut = start.slice(0, maximum).join("");
  const space = cut.lastIndexOf(" ");
  return `${space < 0 ? cut : cut.slice(0, space)}...`;
}

function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800) length--;
  }
  return length;
}
