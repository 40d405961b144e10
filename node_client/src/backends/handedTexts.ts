/** A longer text is not remembered: it may be told again. */
const MAX_CHARACTERS = 10_000;

/** The last states that were handed on, to tell those apart that RabbitMQ delivers again after a lost connection. */
export class HandedTexts {
  readonly #keys: string[] = [];

  /** `maxTexts`: how many may be without their acknowledgement at once. */
  constructor(readonly maxTexts: number) {}

  add(id: string, text: string): void {
    if (text.length > MAX_CHARACTERS) return;
    this.#keys.push(keyOf(id, text));
    if (this.#keys.length > this.maxTexts) this.#keys.shift();
  }

  has(id: string, text: string): boolean {
    return this.#keys.includes(keyOf(id, text));
  }
}

function keyOf(id: string, text: string): string {
  return `${id}\n${text}`;
}
