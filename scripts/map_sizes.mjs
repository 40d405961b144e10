// Measures what `chunk` and `concurrency` of `map` do: calls a second, by both, on each broker. Prints the tables that
// docs/many.md has. Run it with nothing else on the machine: `.venv/bin/python scripts/brokers.py -- node scripts/map_sizes.mjs`.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { connect } from "taskgate";

const root = join(import.meta.dirname, "..");
const [COUNT, ROUNDS, PROCESSES] = [6000, 3, 2];
const CHUNKS = [10, 30, 100, 300, 1000];
const CONCURRENCIES = [1, 2, 4, 8, 16];
const backend = process.env.TASKGATE_TEST_REDIS_URL;
const brokers = { Redis: backend, RabbitMQ: process.env.TASKGATE_TEST_AMQP_URL };

async function startWorker(broker, queue) {
  const python = process.env.PYTHON ?? join(root, ".venv", "bin", "python");
  const options = [
    "-Q",
    queue,
    "-c",
    String(PROCESSES),
    "-n",
    `${queue}@%h`,
    "--without-gossip",
    "--without-mingle",
  ];
  const worker = spawn(python, ["-m", "celery", "-A", "guarded", "worker", ...options, "-l", "INFO"], {
    cwd: join(root, "contract_tests", "worker"),
    env: {
      ...process.env,
      CELERY_BROKER_URL: broker,
      CELERY_RESULT_BACKEND: backend,
      CELERY_RESULT_EXPIRES: "600",
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  worker.stderr.on("data", (chunk) => {
    if (log.length < 100_000) log += chunk;
  });
  while (!log.includes(" ready.")) await once(worker.stderr, "data", { signal: AbortSignal.timeout(60_000) });
  return worker;
}

/** Calls a second. */
async function measure(gate, queue, options) {
  const inputs = Array.from({ length: COUNT }, (_, left) => ({ left, right: 1 }));
  const began = performance.now();
  const entries = await gate.task("outcomes.add").map(inputs, { queue, timeoutMs: 300_000, ...options });
  const seconds = (performance.now() - began) / 1000;
  const wrong = entries.filter(({ value }, left) => value !== left + 1).length;
  if (wrong > 0) throw new Error(`${wrong} of ${COUNT} calls had no or a wrong result`);
  return COUNT / seconds;
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
const row = (cells) => `| ${cells.join(" | ")} |`;

for (const [name, broker] of Object.entries(brokers)) {
  const queue = `map-sizes-${randomUUID()}`;
  const worker = await startWorker(broker, queue);
  const gate = await connect({ broker, backend });
  try {
    await measure(gate, queue, { chunk: 100 }); // the first import and the first connection are not what is measured
    const found = new Map();
    for (let round = 0; round < ROUNDS; round++) {
      for (const chunk of CHUNKS) {
        for (const concurrency of CONCURRENCIES) {
          const key = `${chunk} ${concurrency}`;
          const rates = found.get(key) ?? [];
          found.set(key, rates.concat(await measure(gate, queue, { chunk, concurrency })));
        }
      }
    }
    console.log(row([`${name}, chunk`, ...CONCURRENCIES.map((each) => `concurrency ${each}`)]));
    console.log(row(["---", ...CONCURRENCIES.map(() => "---")]));
    for (const chunk of CHUNKS) {
      const rates = CONCURRENCIES.map((concurrency) =>
        Math.round(median(found.get(`${chunk} ${concurrency}`))),
      );
      console.log(row([chunk, ...rates.map((rate) => rate.toLocaleString("en"))]));
    }
  } finally {
    await gate.close();
    worker.kill("SIGTERM");
    await once(worker, "exit");
  }
}
