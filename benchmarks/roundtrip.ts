/**
 * The round trip of a trivial task, one call after the other, by this client and by celery-node's own, against the
 * same worker in the same run. Run by `make bench`, which gives the broker and starts the worker.
 */

import { createClient } from "celery-node";
import { connect } from "taskgate";

const CALLS = 200;
const TASK = "primes.below";
const QUEUE = "cpu";

const { CELERY_BROKER_URL: broker = "", CELERY_RESULT_BACKEND: backend = "" } = process.env;
const gate = await connect();
const celery = createClient(broker, backend, QUEUE);

const peers: Readonly<Record<string, (limit: number) => Promise<unknown>>> = {
  taskgate: (limit) => gate.task(TASK).call([], { limit }, { queue: QUEUE }),
  // As its README says; get() looks every 500 ms.
  "celery-node": (limit) => celery.createTask(TASK).applyAsync([], { limit }).get(),
};

const medians = new Map<string, number>();
console.log(`${TASK}, ${CALLS} calls in a row, milliseconds`);
console.log("client            p50      p95      max");
for (const [name, call] of Object.entries(peers)) {
  await call(10); // connections are opened before the clock runs
  const times: number[] = [];
  for (let index = 0; index < CALLS; index++) {
    const begin = performance.now();
    const primes = (await call(10)) as number[];
    times.push(performance.now() - begin);
    if (primes.join() !== "2,3,5,7") throw new Error(`${name} got ${primes.join()}`);
  }
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] as number;
  medians.set(name, at(0.5));
  const columns = [at(0.5), at(0.95), at(1)].map((time) => time.toFixed(2).padStart(8));
  console.log(`${name.padEnd(12)} ${columns.join(" ")}`);
}
const ratio = (medians.get("celery-node") as number) / (medians.get("taskgate") as number);
console.log(`celery-node / taskgate, p50: ${ratio.toFixed(0)}`);

await celery.disconnect();
await gate.close();
