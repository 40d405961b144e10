import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../src/generate/command.js";
import { PathWatcher } from "../../src/generate/pathWatcher.js";
import { contract, inFolder, write } from "./sample.js";

const CLI = join(__dirname, "..", "..", "src", "cli.ts");
const MOST_MS = 50_000;

/** What the command prints, line by line. */
class Lines {
  readonly #lines: string[] = [];
  #wake = () => {};

  readonly add = (text: string): void => {
    this.#lines.push(text.trimEnd());
    this.#wake();
  };

  /** The next line, which has to come. */
  async next(): Promise<string> {
    const deadline = AbortSignal.timeout(MOST_MS);
    while (this.#lines.length === 0) {
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve;
        deadline.addEventListener("abort", () => reject(new Error("there is no further line")));
      });
    }
    return this.#lines.shift() as string;
  }

  get rest(): readonly string[] {
    return this.#lines;
  }
}

/** The command with --watch on protocol/`source`, with one task `a.one`, and what it prints. */
async function watching(
  source: "tasks" | "bundle.json",
  body: (watched: { folder: string; path: string; output: string; lines: Lines }) => Promise<void>,
): Promise<void> {
  const tasks = [contract("a.one")];
  const files = {
    "protocol/tasks/a.one.json": tasks[0],
    "protocol/bundle.json": { formatVersion: 1, tasks },
  };
  await inFolder(files, async (folder) => {
    const path = join(folder, "protocol", source);
    const output = join(folder, "src", "tasks.generated.ts");
    const lines = new Lines();
    const ended = new AbortController();
    const streams = { out: lines.add, err: lines.add };
    const code = main(["generate", path, "-o", output, "--watch"], streams, ended.signal);
    try {
      expect(await lines.next()).toBe(`watching ${path} for changes, Ctrl-C ends it`);
      expect(await lines.next()).toBe(`${output}: 1 task, written`);
      await body({ folder, path, output, lines });
    } finally {
      ended.abort();
      expect(await code).toBe(0);
    }
    expect(lines.rest).toEqual([]);
  });
}

test("a change, a new file, one that goes and one that changes nothing are each a line", async () => {
  await watching("tasks", async ({ path, output, lines }) => {
    write(path, { "a.one.json": contract("a.one", { result: { type: "string" } }) });
    expect(await lines.next()).toBe(`${output}: 1 task, written`);
    expect(readFileSync(output, "utf8")).toContain("AOneResult = string");
    write(path, { "a.two.json": contract("a.two") });
    expect(await lines.next()).toBe(`${output}: 2 tasks, written`);
    rmSync(join(path, "a.two.json"));
    expect(await lines.next()).toBe(`${output}: 1 task, written`);
    const { mtimeNs } = statSync(output, { bigint: true });
    write(path, { "a.one.json": contract("a.one", { result: { type: "string" } }) });
    expect(await lines.next()).toBe(`${output}: 1 task, up to date`);
    expect(statSync(output, { bigint: true }).mtimeNs).toBe(mtimeNs);
  });
});

test("a file that is broken for a moment is reported and survived", async () => {
  await watching("tasks", async ({ path, output, lines }) => {
    const text = readFileSync(output, "utf8");
    write(path, { "a.one.json": '{"formatVersion"' });
    const problem = await lines.next();
    expect(problem).toMatch(/^taskgate: .*a\.one\.json: .*JSON.*left as it is until that changes\.$/);
    expect(readFileSync(output, "utf8")).toBe(text);
    write(path, { "a.one.json": contract("a.one", { storesResult: false }) });
    expect(await lines.next()).toBe(`${output}: 1 task, written`);
  });
});

test("a folder that is removed with all above it, and comes back, is still watched", async () => {
  await watching("tasks", async ({ folder, path, output, lines }) => {
    rmSync(join(folder, "protocol"), { recursive: true });
    expect(await lines.next()).toContain("there is no such file or folder");
    write(path, { "a.one.json": contract("a.one"), "a.two.json": contract("a.two") });
    expect(await lines.next()).toBe(`${output}: 2 tasks, written`);

    renameSync(path, `${path}-before`);
    expect(await lines.next()).toContain("there is no such file or folder");
    renameSync(`${path}-before`, path);
    expect(await lines.next()).toBe(`${output}: 2 tasks, up to date`);
    write(path, { "a.three.json": contract("a.three") });
    expect(await lines.next()).toBe(`${output}: 3 tasks, written`);
  });
});

test("a folder that is made anew at once, and one behind a link that is changed, are still watched", async () => {
  await watching("tasks", async ({ folder, path, output, lines }) => {
    rmSync(path, { recursive: true });
    write(path, { "a.one.json": contract("a.one"), "a.two.json": contract("a.two") });
    expect(await lines.next()).toBe(`${output}: 2 tasks, written`);
    write(path, { "a.three.json": contract("a.three") });
    expect(await lines.next()).toBe(`${output}: 3 tasks, written`);

    write(folder, { "one/a.one.json": contract("a.one"), "none/README.md": "" });
    rmSync(path, { recursive: true });
    symlinkSync(join(folder, "one"), path);
    expect(await lines.next()).toBe(`${output}: 1 task, written`);
    symlinkSync(join(folder, "none"), join(folder, "link"));
    renameSync(join(folder, "link"), path);
    expect(await lines.next()).toContain("the folder holds no contract");
    write(folder, { "none/a.four.json": contract("a.four") });
    expect(await lines.next()).toBe(`${output}: 1 task, written`);
  });
});

test("a bundle that is replaced by another file is still watched", async () => {
  await watching("bundle.json", async ({ folder, path, output, lines }) => {
    for (const count of [2, 3]) {
      const tasks = Array.from({ length: count }, (_, index) => contract(`a.t${index}`));
      write(folder, { "protocol/draft.tmp": { formatVersion: 1, tasks } });
      renameSync(join(folder, "protocol", "draft.tmp"), path);
      expect(await lines.next()).toBe(`${output}: ${count} tasks, written`);
    }
  });
});

test("where something is written all the time, a change is told all the same", async () => {
  await inFolder({ "a.json": "0" }, async (folder) => {
    const watcher = new PathWatcher(folder, AbortSignal.timeout(MOST_MS));
    const writing = setInterval(() => writeFileSync(join(folder, "a.json"), String(Math.random())), 20);
    try {
      expect(await watcher.changed()).toBe(true);
    } finally {
      clearInterval(writing);
      watcher.close();
    }
  });
});

test("what is no contract wakes nobody", async () => {
  await inFolder({ "tasks/a.json": "0" }, async (folder) => {
    const ended = new AbortController();
    const watcher = new PathWatcher(join(folder, "tasks"), ended.signal);
    const other = new PathWatcher(join(folder, "other.json"), AbortSignal.timeout(MOST_MS));
    try {
      const changed = watcher.changed();
      write(folder, { "tasks/README.md": "x", "tasks/x.generated.ts": "x", "unrelated.json": "x" });
      write(folder, { "other.json": "0" });
      // The second watcher's report comes after all that the first might have seen.
      expect(await other.changed()).toBe(true);
      ended.abort();
      expect(await changed).toBe(false);
    } finally {
      watcher.close();
      other.close();
    }
  });
});

test("a module that cannot be written ends it at the start", async () => {
  await inFolder({ "tasks/a.json": contract("a.one") }, async (folder) => {
    const lines = new Lines();
    const streams = { out: lines.add, err: lines.add };
    const words = ["generate", join(folder, "tasks"), "-o", folder, "--watch"];
    expect(await main(words, streams, AbortSignal.timeout(MOST_MS))).toBe(1);
    expect(await lines.next()).toContain("watching");
    expect(await lines.next()).toContain("is a folder: give the file to write");
  });
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "as a process it ends on %s",
  async (signal) => {
    await inFolder({ "tasks/a.json": contract("a.one") }, async (folder) => {
      const words = ["generate", join(folder, "tasks"), "-o", join(folder, "x.ts"), "--watch"];
      const child = spawn(process.execPath, ["--import", "tsx", CLI, ...words], { timeout: 60_000 });
      const ended = once(child, "exit");
      let out = "";
      for await (const chunk of child.stdout) {
        out += String(chunk);
        if (out.includes(", written\n")) break;
      }
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
    });
  },
  60_000,
);
