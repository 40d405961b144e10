import type { CeleryEvent, Command, RemoteControl, Replies } from "../control/index.js";

/** What a name of a worker looks like in Celery. */
const WORKER = "celery@memory";

/** What the workers of a memory are asked and told. */
export interface Commanded {
  revoke(id: string, terminate: boolean): void;
  /** The answer to a question of Celery's `inspect`, or undefined where this one is not known. */
  answer(method: string): unknown;
}

/** Remote control and events of one worker in memory. */
export class MemoryControl implements RemoteControl {
  readonly #worker: Commanded;
  readonly #listeners = new Set<(body: string) => void>();

  constructor(worker: Commanded) {
    this.#worker = worker;
  }

  async broadcast({ method, arguments: given }: Command): Promise<void> {
    if (method !== "revoke") return;
    const { task_id: id, terminate } = given as { task_id: string; terminate: boolean };
    this.#worker.revoke(id, terminate);
  }

  async ask({ method, destination }: Command): Promise<Replies> {
    const answer = destination?.includes(WORKER) === false ? undefined : this.#worker.answer(method);
    return { replies: answer === undefined ? [] : [{ worker: WORKER, answer }], silent: 0 };
  }

  listen(onBody: (body: string) => void): () => void {
    this.#listeners.add(onBody);
    return () => this.#listeners.delete(onBody);
  }

  publishEvent(event: CeleryEvent): void {
    const body = JSON.stringify(event);
    for (const onBody of Array.from(this.#listeners)) onBody(body);
  }

  /** Publishes an event of the worker's. */
  publish(type: string, members: object): void {
    if (this.#listeners.size === 0) return;
    this.publishEvent({ type, hostname: WORKER, timestamp: Date.now() / 1000, ...members });
  }

  async close(): Promise<void> {}
}
