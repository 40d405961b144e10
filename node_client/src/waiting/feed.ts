/** What comes by callbacks, for one who reads it in a loop. Bounded: of what a slow reader leaves, the oldest goes. */
export class Feed<T> {
  readonly #most: number;
  readonly #waiting: T[] = [];
  #isOver = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: () => void = () => {};

  /** `most` is how many a reader may lag behind by. */
  constructor(most: number) {
    this.#most = most;
  }

  push(item: T): void {
    this.#waiting.push(item);
    if (this.#waiting.length > this.#most) this.#waiting.shift();
    this.#wake();
  }

  /** Nothing comes any more. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  /** The reader gets the error once it has read what is here; the first one counts. */
  readonly fail = (error: unknown): void => {
    this.#failure ??= { error };
    this.#wake();
  };

  /** All, until the end. `wait` bounds each wait for more: it resolves with what it is given, or rejects. */
  async *read(
    wait: (more: Promise<void>) => Promise<void> = (more) => more,
  ): AsyncGenerator<T, void, undefined> {
    while (true) {
      const more = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) yield item;
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#isOver) return;
      await wait(more);
    }
  }
}
