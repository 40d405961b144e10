/** Celery's `argsrepr_maxsize` and `task_repr_maxlevels`. */
const MAX_LENGTH = 1024;
const MAX_LEVELS = 3;

/**
 * What `celery.utils.saferepr` writes for the same value: Python's repr, but three levels deep, cut at
 * some 1024 characters, and with newlines left as they are. It feeds logs, events and Flower.
 * `tuple` writes the outermost list as a tuple, as the arguments of `delay(2, 3)` are.
 */
export function pythonRepr(value: unknown, { tuple = false, maxLength = MAX_LENGTH } = {}): string {
  const writer = new Writer(maxLength);
  write(writer, value, 0, tuple);
  return writer.text;
}

/** Takes the pieces of the text until it is long enough, then only closes what is open. */
class Writer {
  /** Joined at the end: V8 keeps a text that is added to as a tree of its pieces, and 50,000 of them may wait. */
  readonly #pieces: string[] = [];
  /** Nothing more is taken: the text says so itself. */
  isCut = false;
  #left: number;
  readonly #open: string[] = [];

  constructor(maxLength: number) {
    this.#left = maxLength;
  }

  get text(): string {
    return this.#pieces.join("");
  }

  /** Punctuation, or what stands for a container that is too deep. */
  literal(text: string): void {
    if (this.#hasRoom()) this.#add(text);
  }

  /** The start of a container, and its end, which is owed from now on. */
  open(start: string, end: string): void {
    if (!this.#hasRoom()) return;
    this.#open.push(end);
    this.#add(start);
  }

  close(): void {
    if (this.isCut) return;
    const end = this.#open.pop() ?? "";
    if (this.#left > 0) this.#add(end);
    else this.#pieces.push(end);
  }

  scalar(text: string): void {
    if (this.#hasRoom()) this.#add(truncate(text, this.#left));
  }

  quoted(text: string): void {
    if (!this.#hasRoom()) return;
    const cut = truncate(text, this.#left);
    this.#add(`'${cut.includes("'") ? cut.replace(/'/g, "\\'") : cut}'`);
  }

  #hasRoom(): boolean {
    if (this.#left > 0) return true;
    if (!this.isCut) {
      this.#pieces.push(`, ...${this.#open.reverse().join("")}`);
      this.isCut = true;
    }
    return false;
  }

  #add(piece: string): void {
    this.#pieces.push(piece);
    this.#left -= lengthOf(piece);
  }
}

function write(writer: Writer, value: unknown, level: number, tuple = false): void {
  if (typeof value === "string") writer.quoted(value);
  else if (typeof value === "number") writer.scalar(numberRepr(value));
  else if (typeof value === "boolean") writer.scalar(value ? "True" : "False");
  else if (Array.isArray(value)) writeArray(writer, value, level, tuple);
  else if (typeof value === "object" && value !== null) writeObject(writer, value, level);
  else writer.scalar("None");
}

function writeArray(writer: Writer, value: readonly unknown[], level: number, tuple: boolean): void {
  const [start, end] = tuple ? ["(", value.length === 1 ? ",)" : ")"] : ["[", "]"];
  if (level >= MAX_LEVELS) {
    writer.literal(`${start}...${end}`);
    return;
  }
  writer.open(start, end);
  for (let index = 0; index < value.length && !writer.isCut; index++) {
    if (index > 0) writer.literal(", ");
    write(writer, value[index], level + 1);
  }
  writer.close();
}

function writeObject(writer: Writer, value: object, level: number): void {
  if (level >= MAX_LEVELS) {
    writer.literal("{...}");
    return;
  }
  writer.open("{", "}");
  let isFirst = true;
  for (const key of Object.keys(value)) {
    if (writer.isCut) return;
    if (!isFirst) writer.literal(", ");
    isFirst = false;
    writer.quoted(key);
    writer.literal(": ");
    write(writer, (value as Record<string, unknown>)[key], level + 1);
  }
  writer.close();
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
