// Packs node_client, installs the tarball in an empty folder, and uses it from there as a stranger would: from an ES
// module, from CommonJS, from strict TypeScript, bundled, and by its command. With TASKGATE_TEST_REDIS_URL and
// TASKGATE_TEST_AMQP_URL set, the programs send a task to these brokers; otherwise they have to say that there are none.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkBundles } from "./package/bundles.mjs";
import { entriesOf } from "./package/entries.mjs";
import { install } from "./package/home.mjs";
import { runPrograms, writePrograms } from "./package/programs.mjs";
import { check, run } from "./package/run.mjs";
import { checkTarball, pack } from "./package/tarball.mjs";
import { compile } from "./package/types.mjs";

const folder = mkdtempSync(join(tmpdir(), "taskgate-package-"));
try {
  const packed = pack(folder);
  await checkTarball(packed);
  const home = install(folder, packed.tarball);
  const entries = entriesOf(home);
  writePrograms(home, entries);
  await runPrograms(home, entries);
  compile(home, entries);
  await checkBundles(home, folder, entries);
  check(/generate/.test(run(home, "npx", "--no-install", "taskgate", "--help")), "npx taskgate --help runs");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
