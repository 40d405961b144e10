/** Types from the workers that answer: the command line as a process, as a build runs it. */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { backend, brokers, Worker } from "./harness.js";

const cli = join(dirname(require.resolve("taskgate/package.json")), "dist", "cli.js");
const committed = readFileSync(join(__dirname, "..", "tasks.generated.ts"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "taskgate-generate-"));
const output = join(folder, "tasks.generated.ts");
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `taskgate generate`, its broker in the environment as a worker has it. */
function generate(broker: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { CELERY_RESULT_BACKEND: _, ...environment } = process.env;
  return new Promise((resolve) => {
    const env = { ...environment, CELERY_BROKER_URL: broker };
    const child = execFile(
      process.execPath,
      [cli, "generate", ...words],
      { env, timeout: 150_000 },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

const nameOf = ({ queue }: Worker) => `${queue}@${hostname()}`;
/** Without the line that names the command, which is another one. */
const tasksIn = (text: string) => text.replace(/^\/\/ .*npx taskgate generate.*$/m, "");

/** A database of its own: on Redis nobody else's workers answer. */
function ownDatabase(url: string, database: number): string {
  return url.replace(/\/\d*$/, `/${database}`);
}

describe.each(brokers)("generate live: on %s", (kind, shared) => {
  const broker = kind === "redis" ? ownDatabase(shared, 7) : shared;
  let [first, second, plain]: Worker[] = [];

  beforeAll(async () => {
    [first, second, plain] = await Promise.all([
      Worker.start("guarded", broker),
      Worker.start("guarded", broker),
      Worker.start("plain", broker),
    ]);
  });
  afterAll(() => Promise.all([first, second, plain].map((worker) => worker?.stop())));

  test("the module is the one that the exported contracts give; who has no contracts is named", async () => {
    const written = await generate(broker, "live:", "-o", output);
    expect(written).toMatchObject({ code: 0, out: expect.stringMatching(/: \d+ tasks, written\n$/) });
    expect(written.err).toContain(`${nameOf(plain as Worker)} is left out: it has no contracts`);
    expect(written.err).not.toContain(nameOf(first as Worker));
    const text = readFileSync(output, "utf8");
    expect(tasksIn(text)).toBe(tasksIn(committed));
    expect(text).toContain("npx taskgate generate live: -o tasks.generated.ts\n");
    expect(await generate(broker, "live:", "-o", output, "--check")).toMatchObject({ code: 0 });
  });

  test("--check of a module that is not up to date writes nothing, and its remedy shows no password", async () => {
    writeFileSync(output, "before");
    const asked = `live:${nameOf(first as Worker)}`;
    const stale = await generate("", asked, "-o", output, "--check", "--broker", broker);
    expect(stale).toMatchObject({ code: 1, out: "", err: expect.stringContaining(`run \`npx taskgate`) });
    expect(stale.err).not.toMatch(/:guest@/);
    expect(readFileSync(output, "utf8")).toBe("before");
  });

  test("workers that do not agree on a task are both named, and nothing is written", async () => {
    const other = await Worker.start("guarded", broker, { CELERY_TASK_DEFAULT_QUEUE: "elsewhere" });
    try {
      writeFileSync(output, "before");
      const names = [nameOf(first as Worker), nameOf(other)];
      const { code, err } = await generate(broker, `live:${names}`, "-o", output);
      expect(code).toBe(1);
      for (const name of names) expect(err).toContain(name);
      // The first of them; all tasks without a queue differ.
      expect(err).toMatch(/`\w+\.\w+` is not the same in/);
      expect(readFileSync(output, "utf8")).toBe("before");
    } finally {
      await other.stop();
    }
  });

  test("where no contracts are to be had, it says why and what to do", async () => {
    const unknowing = await generate(broker, `live:${nameOf(plain as Worker)}`, "-o", output);
    expect(unknowing).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no contract came from .*create_app/),
    });
    const absent = await generate(broker, "live:nobody@nowhere", "-o", output, "--timeout-ms", "200");
    expect(absent.err).toMatch(/nobody@nowhere did not answer within 200 ms: `celery inspect ping`/);
    expect(absent.code).toBe(1);
  });
});

test("where no worker listens, nobody is waited for", async () => {
  const url = ownDatabase(backend, 8);
  const nobody = await generate(url, "live:", "-o", output, "--timeout-ms", "149000");
  expect(nobody).toMatchObject({
    code: 1,
    err: expect.stringContaining(`no worker listens on ${url}: start one`),
  });
});

test("a broker that is away is an error that ends", async () => {
  const away = await generate("redis://:secret@127.0.0.1:1/0", "live:", "-o", output);
  expect(away).toMatchObject({ code: 1, err: expect.stringContaining("ECONNREFUSED") });
  expect(away.err).not.toMatch(/secret/);
});
