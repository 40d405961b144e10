/** `taskgate verify` as a process: a worker that keeps its contracts, and one that breaks each in its own way. */

import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { backend, brokers, python, root, Worker } from "./harness.js";

const cli = join(dirname(require.resolve("taskgate/package.json")), "dist", "cli.js");
const workers = join(root, "contract_tests", "worker");

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(program: string, words: readonly string[], more: Record<string, string>): Promise<Ran> {
  const { CELERY_BROKER_URL: _, CELERY_RESULT_BACKEND: __, ...environment } = process.env;
  return new Promise((resolve) => {
    const options = { env: { ...environment, ...more }, cwd: workers, timeout: 150_000 };
    const child = execFile(program, [...words], options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

describe.each(brokers)("taskgate verify on %s", (kind, shared) => {
  // On Redis a database of its own: nobody else's workers answer.
  const broker = kind === "redis" ? shared.replace(/\/\d*$/, "/9") : shared;
  const folder = mkdtempSync(join(tmpdir(), "taskgate-verify-"));
  const queue = `live-${randomUUID()}`;
  const urls = { CELERY_BROKER_URL: broker, CELERY_RESULT_BACKEND: backend };
  const verify = (...words: string[]) =>
    run(process.execPath, [cli, "verify", join(folder, "tasks"), ...words], urls);

  beforeAll(async () => {
    const words = ["-m", "taskgate.cli", "contracts", "export", "-A", "promised", "-o", folder];
    const main = ["-c", "from taskgate.cli import main; main()", ...words.slice(2)];
    const exported = await run(python, main, { CELERY_TASK_DEFAULT_QUEUE: queue });
    if (exported.code !== 0) throw new Error(exported.err);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("where no worker listens, it says so and ends with 2", async () => {
    const nobody = await verify(
      "--broker",
      kind === "redis" ? broker.replace(/\/\d*$/, "/10") : "amqp://guest@127.0.0.1:1//",
    );
    expect(nobody).toMatchObject({ code: 2, out: "" });
    expect(nobody.err).toMatch(
      kind === "redis"
        ? /^taskgate: no worker answered within 3000 ms on redis:.*start one.*\n$/
        : /ECONNREFUSED/,
    );
    expect(nobody.err.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a worker that keeps its contracts: 0, and the task without an example is listed", async () => {
    await using _worker = await Worker.start("promised", broker, {}, queue);
    const report = join(folder, "kept.xml");
    const { code, out, err } = await verify("--junit", report);
    expect(err).toBe("");
    expect(out).toContain("without an example: deals.plain\n");
    expect(out).toMatch(/\nkept: 7 examples of 7 tasks \(.*\)\n$/);
    expect(code).toBe(0);
    expect(readFileSync(report, "utf8")).toMatch(/tests="8" failures="0" errors="0" skipped="1"/);
  });

  test("a worker that breaks each: 1, and each is named with its example and the place", async () => {
    await using _worker = await Worker.start("broken", broker, {}, queue);
    const report = join(folder, "wrong.xml");
    const { code, out, err } = await verify("--timeout-ms", "5000", "--junit", report);
    expect(err).toBe("");
    for (const line of [
      "deals.add, examples[0]: wrong\n  result must be integer\n",
      "deals.price, examples[0]: wrong\n  result/currency is required\n",
      "deals.take, examples[1]: wrong\n  exception is KeyError (9), and the contract declares promised.deals.SoldOut\n",
      "deals.steps, examples[0]: wrong\n  progress[1]/data/label must be string\n",
      "deals.quick, examples[0]: wrong\n  end is TIMEOUT: deals.quick (job ",
      "deals.there, examples[0]: wrong\n  worker is missing: ",
    ])
      expect(out).toContain(line);
    expect(out).toMatch(/\nwrong: 6 of 7 examples of 7 tasks, 1 kept \(.*\)\n$/);
    expect(code).toBe(1);
    expect(readFileSync(report, "utf8")).toContain('failures="6"');
    // What hung was revoked and killed: the one process of the worker is free.
    expect(await verify("--task", "deals.take", "--json")).toMatchObject({ code: 1 });
  });
});
