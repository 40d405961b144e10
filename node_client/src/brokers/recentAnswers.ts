/** Milliseconds for which an answer is used for others, so that a thousand who time out together ask once. */
const AGE_MS = 1000;

/** The answers to what was asked within the last second, by what was asked. */
export class RecentAnswers<T> {
  readonly #answers = new Map<string, Promise<T>>();

  /** That to the question of a moment ago, be it under way; else `ask` is called. */
  to(question: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const answer = ask();
    this.#answers.set(question, answer);
    setTimeout(() => this.#answers.delete(question), AGE_MS).unref();
    return answer;
  }
}
