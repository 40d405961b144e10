/** `make bench`: measures everything on brokers of its own and writes the table, the chart and the data. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deliveries, tryTheCheck } from "./delivery.js";
import { measure } from "./measurement.js";
import { judgeMemory, measureMemory } from "./memory.js";
import { judgePool, measurePool } from "./pool.js";
import { type Program, root, stopAll } from "./programs.js";
import { chartOf } from "./report/chart.js";
import { machineOf } from "./report/machine.js";
import { markdownOf, replaceResults } from "./report/markdown.js";
import { BROKERS, verdict } from "./report/names.js";
import type { Holdings, Measurement, Pool, Results } from "./results.js";
import { judge, scenarios } from "./scenarios.js";
import { readSettings, type Settings } from "./settings.js";
import { startBullmqWorker, startCeleryWorker } from "./workers.js";

const settings = readSettings(process.env);
const wanted = (id: string) => settings.only.length === 0 || settings.only.includes(id);
const folder = mkdtempSync(join(tmpdir(), "taskgate-bench-"));
const deliveries = new Deliveries(folder);
const measurements: Measurement[] = [];
const holdings: Holdings[] = [];
const pools: Pool[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => stopAll().then(() => process.exit(1)));
}

tryTheCheck();
try {
  const timed = scenarios.filter(({ id }) => wanted(id));
  for (const broker of timed.length > 0 ? settings.brokers : []) {
    await withWorkers(broker, async () => {
      measurements.push(...(await measure(broker, timed, settings, deliveries)));
    });
  }
  // Afterwards, because it takes the longest and is no matter of time.
  for (const broker of wanted("memory") ? settings.brokers : []) {
    await withWorkers(broker, async (worker) => {
      holdings.push(await measureMemory(broker, worker, settings, deliveries));
    });
  }
  // With workers of its own.
  for (const broker of wanted("pool") ? settings.brokers : []) {
    pools.push(await measurePool(broker, settings, deliveries));
  }
  const results: Results = {
    date: new Date().toISOString(),
    scale: settings.scale,
    rounds: settings.rounds,
    machine: await machineOf(settings.redis, process.env.TASKGATE_TEST_AMQP_URL as string),
    measurements,
    holdings,
    pools,
    bars: [...judge(measurements), ...holdings.flatMap(judgeMemory), ...pools.flatMap(judgePool)],
    deliveries: { jobs: deliveries.jobs, problems: deliveries.problems() },
  };
  write(results);
  tell(results);
} finally {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
}

async function withWorkers(
  { name, url }: Settings["brokers"][number],
  work: (celery: Program) => Promise<void>,
): Promise<void> {
  const celery = await startCeleryWorker(url, settings.redis, folder);
  const workers = name === "redis" ? [celery, await startBullmqWorker(settings.redis, folder)] : [celery];
  await work(celery);
  // What a worker still does after its last result belongs to the check.
  await Promise.all(workers.map((worker) => worker.stop()));
}

/** A whole run writes the documentation; a part of one, or a small one, leaves it as it is. */
function write(results: Results): void {
  const isWhole = settings.scale === "full" && settings.only.length === 0 && settings.brokers.length === 2;
  const target = isWhole ? join(root, "docs") : join(root, ".build", "bench");
  mkdirSync(target, { recursive: true });
  const page = isWhole
    ? replaceResults(readFileSync(join(target, "benchmarks.md"), "utf8"), results)
    : markdownOf(results);
  writeFileSync(join(target, "benchmarks.md"), page);
  writeFileSync(join(target, "benchmarks.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(target, "benchmarks.svg"), chartOf(results.measurements));
  console.log(`\nwritten: benchmarks.md, benchmarks.json and benchmarks.svg in ${target}\n`);
}

/** Only a wrong delivery is a failure: how fast a machine is, is not. */
function tell({ bars, deliveries: { jobs, problems } }: Results): void {
  for (const bar of bars) {
    const { least, most } = bar.value;
    const range = least === most ? "" : ` (turns: ${least.toFixed(2)} to ${most.toFixed(2)})`;
    console.log(
      `${bar.passed ? "met   " : "MISSED"} ${BROKERS[bar.broker]}: ${bar.text}: ${verdict(bar)}${range}`,
    );
  }
  if (problems.length === 0) {
    console.log(`\n${jobs.toLocaleString("en")} jobs, each delivered exactly once`);
    return;
  }
  console.error(`\nwrong deliveries:\n${problems.join("\n")}`);
  process.exitCode = 1;
}
