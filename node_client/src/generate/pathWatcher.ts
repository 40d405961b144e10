import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { isContractFile } from "../sources/documents.js";

/** Milliseconds without an event after which what was being written is taken to be written. */
const QUIET_MS = 100;
/** Milliseconds after the first event at which it is read in any case. */
const LONGEST_MS = 1_000;

interface Watched {
  readonly watcher: FSWatcher;
  readonly inode: bigint;
}

/**
 * Tells that a file, or a folder's files, may have changed. The system tells it; nothing is polled. Files and folders that
 * are replaced, removed or not there yet are noticed as well: beside the folder, the nearest one above it is watched.
 */
export class PathWatcher {
  readonly #path: string;
  readonly #signal: AbortSignal;
  readonly #folders = new Map<string, Watched>();
  #firstEventAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isPending = false;
  #failure: { readonly error: unknown } | undefined;
  #wake = () => {};
  readonly #ended = () => this.#wake();

  /**
   * Watches from now on. Throws where the system has no watcher left.
   *
   * @param signal ends every wait
   */
  constructor(path: string, signal: AbortSignal) {
    this.#path = resolve(path);
    this.#signal = signal;
    this.#watchFolders();
    signal.addEventListener("abort", this.#ended);
  }

  /**
   * Resolves when there was a change since it last resolved and 100 ms without one followed, or 1 s of changes.
   *
   * @returns false where the signal has ended the wait
   */
  async changed(): Promise<boolean> {
    if (!this.#isPending && this.#failure === undefined && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    this.#isPending = false;
    return !this.#signal.aborted;
  }

  close(): void {
    this.#signal.removeEventListener("abort", this.#ended);
    clearTimeout(this.#timer);
    for (const folder of [...this.#folders.keys()]) this.#forget(folder);
  }

  #watchFolders(): void {
    const wanted = new Map([nearestFolder(this.#path), nearestFolder(dirname(this.#path))]);
    for (const [folder, { inode }] of [...this.#folders]) {
      if (wanted.get(folder) !== inode) this.#forget(folder);
    }
    for (const [folder, inode] of wanted) {
      if (this.#folders.has(folder)) continue;
      const watcher = watch(folder, (_kind, name) => this.#noticed(folder, name));
      watcher.on("error", () => this.#noticed(folder, basename(folder)));
      this.#folders.set(folder, { watcher, inode });
    }
  }

  #forget(folder: string): void {
    this.#folders.get(folder)?.watcher.close();
    this.#folders.delete(folder);
  }

  #noticed(folder: string, name: string | null): void {
    // The folder itself was removed or moved: another one of its name may have the same inode.
    if (name === basename(folder)) this.#forget(folder);
    else if (name !== null && !this.#concerns(folder, name)) return;
    try {
      this.#watchFolders();
    } catch (error) {
      this.#failure = { error };
      this.#wake();
    }
    const now = performance.now();
    this.#firstEventAt ??= now;
    clearTimeout(this.#timer);
    const latest = this.#firstEventAt + LONGEST_MS - now;
    this.#timer = setTimeout(() => this.#report(), Math.max(0, Math.min(QUIET_MS, latest)));
  }

  #concerns(folder: string, name: string): boolean {
    if (folder === this.#path) return isContractFile(name);
    return relative(folder, this.#path).split(sep)[0] === name;
  }

  #report(): void {
    this.#firstEventAt = undefined;
    this.#isPending = true;
    this.#wake();
  }
}

/** The folder at `path`, or the nearest one above it that there is; and its inode, by which a new one differs. */
function nearestFolder(path: string): [string, bigint] {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats?.isDirectory() || dirname(path) === path) return [path, stats?.ino ?? 0n];
  return nearestFolder(dirname(path));
}
