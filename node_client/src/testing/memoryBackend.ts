import type { ResultBackend, Watcher } from "../backends/index.js";
import type { Claimed } from "../idempotency.js";
import type { Deadline } from "../waiting/deadline.js";

/** A result backend in memory. */
export class MemoryBackend implements ResultBackend {
  readonly stored = new Map<string, string>();
  readonly watchers = new Map<string, Set<Watcher>>();
  /** How many tasks a chord waits for, by the id of its group. */
  readonly chordSizes = new Map<string, number>();
  /** The digests of the arguments that idempotency keys stand for, by the ids of their tasks. */
  readonly claims = new Map<string, string>();
  readonly replyTo = "reply-to";
  storeless: string | null = null;
  isConnected = true;

  constructor(readonly unsupported: string | null = null) {}

  async ready(): Promise<void> {}

  async ping(): Promise<void> {}

  watch(id: string, watcher: Watcher): () => void {
    const watchers = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, watchers.add(watcher));
    const text = this.stored.get(id);
    if (text !== undefined) setImmediate(() => watcher.onText(text));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.watchers.delete(id);
    };
  }

  /** A worker stores a state. */
  store(id: string, meta: object): void {
    const text = JSON.stringify(meta);
    this.stored.set(id, text);
    for (const watcher of Array.from(this.watchers.get(id) ?? [])) watcher.onText(text);
  }

  async read(id: string): Promise<string | null> {
    return this.stored.get(id) ?? null;
  }

  expect(_id: string): void {}

  async markRevoked(_id: string): Promise<void> {}

  async claim(id: string, digest: string): Promise<Claimed> {
    const stored = this.stored.get(id);
    const status = stored === undefined ? null : (JSON.parse(stored) as { status: string }).status;
    const known = status === "FAILURE" || status === "REVOKED" ? undefined : this.claims.get(id);
    if (known === undefined) {
      this.stored.delete(id);
      this.claims.set(id, digest);
      return "new";
    }
    if (known !== digest) return "conflict";
    return status === "SUCCESS" ? "succeeded" : "claimed";
  }

  async prepareChord(groupId: string, size: number, _options: Deadline): Promise<void> {
    this.chordSizes.set(groupId, size);
  }

  async close(): Promise<void> {}
}
