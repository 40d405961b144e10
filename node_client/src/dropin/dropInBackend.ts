import type { ResultBackend, Watcher } from "../backends/index.js";
import type { Claimed } from "../idempotency.js";
import type { Deadline } from "../waiting/deadline.js";
import { withCeleryForm } from "./nodeResult.js";
import type { ResultQueues } from "./resultQueues.js";

/** A result backend that also understands what celery-node's own worker stores. */
export class DropInBackend implements ResultBackend {
  readonly unsupported;
  readonly storeless;
  readonly replyTo;
  readonly #backend: ResultBackend;
  readonly #queues: ResultQueues | null;

  /** With `queues`, results may come either way: a Python worker answers by `rpc`, celery-node's by a queue a task. */
  constructor(backend: ResultBackend, queues: ResultQueues | null) {
    this.#backend = backend;
    this.#queues = queues;
    this.unsupported = queues === null ? backend.unsupported : null;
    this.storeless = backend.storeless;
    this.replyTo = backend.replyTo;
  }

  get isConnected(): boolean {
    return this.#backend.isConnected;
  }

  ready(options: Deadline): Promise<void> {
    return this.#backend.ready(options);
  }

  ping(options: Deadline): Promise<void> {
    return this.#backend.ping(options);
  }

  expect(id: string): void {
    this.#backend.expect(id);
  }

  watch(id: string, watcher: Watcher, isNew?: boolean): () => void {
    const translating: Watcher = {
      onText: (text) => watcher.onText(withCeleryForm(text)),
      onError: (error) => watcher.onError(error),
    };
    const ends = [this.#queues?.watch(id, translating)];
    if (this.#backend.unsupported === null) ends.push(this.#backend.watch(id, translating, isNew));
    return () => {
      for (const end of ends) end?.();
    };
  }

  async read(id: string, options: Deadline): Promise<string | null> {
    const text = this.#backend.unsupported === null ? await this.#backend.read(id, options) : null;
    const found = text ?? (await this.#queues?.read(id, options)) ?? null;
    return found === null ? null : withCeleryForm(found);
  }

  markRevoked(id: string, options: Deadline): Promise<void> {
    return this.#backend.markRevoked(id, options);
  }

  claim(id: string, digest: string, options: Deadline): Promise<Claimed> {
    return this.#backend.claim(id, digest, options);
  }

  prepareChord(groupId: string, size: number, options: Deadline): Promise<void> {
    return this.#backend.prepareChord(groupId, size, options);
  }

  async close(timeoutMs: number): Promise<void> {
    await Promise.all([this.#backend.close(timeoutMs), this.#queues?.close(timeoutMs)]);
  }
}
