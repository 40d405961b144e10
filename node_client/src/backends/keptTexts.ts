/** The newest text of each of the last ids, within a bound of ids and of characters; the oldest are dropped. */
export class KeptTexts {
  readonly #texts = new Map<string, string | null>();
  #characters = 0;

  constructor(
    readonly maxIds: number,
    readonly maxCharacters: number,
  ) {}

  has(id: string): boolean {
    return this.#texts.has(id);
  }

  /** null where there is none yet, or no more. */
  get(id: string): string | null {
    return this.#texts.get(id) ?? null;
  }

  set(id: string, text: string | null): void {
    this.delete(id);
    this.#texts.set(id, text);
    this.#characters += text?.length ?? 0;
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= this.maxIds && this.#characters <= this.maxCharacters) break;
      this.delete(oldest);
    }
  }

  delete(id: string): void {
    this.#characters -= this.#texts.get(id)?.length ?? 0;
    this.#texts.delete(id);
  }
}
