/** What a pool does with its time: how busy it is, and what each thing that stands before a task costs. */

import { connect } from "taskgate";
import type { Deliveries } from "./delivery.js";
import type { Program } from "./programs.js";
import type { Bar, Cost, Pool } from "./results.js";
import { bar } from "./scenarios.js";
import { type BrokerName, PROCESSORS, type Settings } from "./settings.js";
import { ratios, type Spread, spreadOf } from "./statistics.js";
import { tasks } from "./tasks.generated.js";
import { startCeleryWorker } from "./workers.js";

const COMPUTES_MS = 50;
const TURNS = 3;
const DONE_MS = 300_000;
const LOOK_MS = 100;
const BUSY_PERCENT = 97;

interface Way {
  readonly id: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Without `@task`, so without validation. */
  readonly isPlain?: boolean;
}

const GUARD = { CELERY_TASKGATE_GUARD: "0" };
const LEASE = { CELERY_TASKGATE_LEASE_RENEWAL: "0" };
const DELIVERIES = { CELERY_TASKGATE_MAX_DELIVERIES: "0" };
const DEAD = { CELERY_TASKGATE_DEAD_LETTERS: "off" };

/** The first is what the others are compared with. */
const WAYS: readonly Way[] = [
  { id: "as-it-is", title: "as it is", settings: {} },
  { id: "no-guard", title: "without the guard", settings: GUARD },
  {
    id: "no-validation",
    title: "without `@task`: no validation, no look whether it was revoked",
    settings: {},
    isPlain: true,
  },
  { id: "no-lease", title: "without the renewal of leases", settings: LEASE },
  { id: "no-count", title: "without the count of deliveries", settings: DELIVERIES },
  {
    id: "nothing",
    title: "without all of them, and without dead letters",
    settings: { ...GUARD, ...LEASE, ...DELIVERIES, ...DEAD },
    isPlain: true,
  },
];

/** Messages that a process has taken ahead of the one that it works on, and that one. */
const PREFETCHES = [1, 2] as const;

type Urls = { readonly name: BrokerName; readonly url: string };
type Send = (
  run: string,
  job: number,
  milliseconds: number,
  queue: string,
  isPlain: boolean,
) => Promise<unknown>;

export async function measurePool(broker: Urls, settings: Settings, deliveries: Deliveries): Promise<Pool> {
  const gate = await connect({ tasks, broker: broker.url, backend: settings.redis });
  const { burn, plain } = gate.tasks.pool;
  const send: Send = (run, job, milliseconds, queue, isPlain) =>
    (isPlain ? plain : burn).send({ run, job, milliseconds }, { queue, expiresMs: DONE_MS });
  try {
    const bench = { broker, settings, deliveries, send };
    return {
      broker: broker.name,
      processes: PROCESSORS,
      computing: settings.sizes.computing * PROCESSORS,
      busy: await busyOf(bench),
      empty: settings.sizes.empty,
      costs: await costsOf(bench),
    };
  } finally {
    await gate.close();
  }
}

export function judgePool({ broker, processes, busy }: Pool): Bar[] {
  return busy
    .filter(({ prefetch }) => prefetch === 1)
    .map(({ percent }) =>
      bar({
        text: `${processes} processes busy with tasks of ${COMPUTES_MS} ms`,
        broker,
        value: percent,
        relation: "at least",
        limit: BUSY_PERCENT,
        unit: "%",
      }),
    );
}

interface Bench {
  readonly broker: Urls;
  readonly settings: Settings;
  readonly deliveries: Deliveries;
  readonly send: Send;
}

async function busyOf(bench: Bench): Promise<Pool["busy"]> {
  const { broker, settings } = bench;
  const jobs = settings.sizes.computing * PROCESSORS;
  const found: { prefetch: number; percent: Spread; inside: Spread }[] = [];
  for (const prefetch of PREFETCHES) {
    const queue = `bench-busy-${prefetch}`;
    const variables = { CELERY_WORKER_PREFETCH_MULTIPLIER: String(prefetch) };
    const worker = await start(bench, queue, PROCESSORS, variables);
    const busy: number[] = [];
    const inside: number[] = [];
    await perform(bench, {
      run: `busy-${broker.name}-${prefetch}-warm`,
      queue,
      jobs: PROCESSORS * 4,
      milliseconds: 10,
    });
    for (let turn = 0; turn < settings.rounds; turn++) {
      const run = `busy-${broker.name}-${prefetch}-${turn}`;
      const times = await perform(bench, { run, queue, jobs, milliseconds: COMPUTES_MS });
      const work = await noted(bench, `${run}.work`, jobs);
      const all = PROCESSORS * spanOf(work);
      busy.push((100 * sumOf(work)) / all);
      inside.push((100 * sumOf(times)) / all);
      const shown = `busy ${busy.at(-1)?.toFixed(1)} %, in the functions ${inside.at(-1)?.toFixed(1)} %`;
      console.log(`  pool on ${broker.name}, prefetch ${prefetch}, turn ${turn + 1}: ${shown}`);
    }
    found.push({ prefetch, percent: spreadOf(busy), inside: spreadOf(inside) });
    await worker.stop();
  }
  return found;
}

async function costsOf(bench: Bench): Promise<Cost[]> {
  const { broker, settings } = bench;
  const jobs = settings.sizes.empty;
  const workers = await Promise.all(WAYS.map((way) => start(bench, `bench-${way.id}`, 1, way.settings)));
  const values = new Map<Way, number[]>(WAYS.map((way) => [way, []]));
  const turn = async (way: Way, name: string) => {
    const run = `cost-${broker.name}-${way.id}-${name}`;
    const queue = `bench-${way.id}`;
    const times = await perform(bench, { run, queue, jobs, milliseconds: 0, isPlain: way.isPlain === true });
    return (1000 * spanOf(times)) / (jobs - 1);
  };
  for (const way of WAYS) await turn(way, "warm");
  for (let round = 0; round < settings.rounds * TURNS; round++) {
    // Each time in another order, as the peers.
    const first = round % WAYS.length;
    for (const way of [...WAYS.slice(first), ...WAYS.slice(0, first)]) {
      values.get(way)?.push(await turn(way, String(round)));
    }
    const last = Array.from(values, ([{ id }, each]) => `${id} ${each.at(-1)?.toPrecision(3)}`);
    console.log(`  costs on ${broker.name}, turn ${round + 1}: ${last.join(", ")} ms`);
  }
  await Promise.all(workers.map((worker) => worker.stop()));
  const whole = values.get(WAYS[0] as Way) as number[];
  return Array.from(values, ([{ title }, each]) => ({
    title,
    milliseconds: spreadOf(each),
    share: spreadOf(ratios(each, whole)),
  }));
}

function start(
  { broker, settings, deliveries }: Bench,
  queue: string,
  processes: number,
  variables: Readonly<Record<string, string>>,
): Promise<Program> {
  return startCeleryWorker(broker.url, settings.redis, deliveries.folder, {
    queue,
    processes,
    settings: variables,
  });
}

interface Run {
  readonly run: string;
  readonly queue: string;
  readonly jobs: number;
  readonly milliseconds: number;
  readonly isPlain?: boolean;
}

/** Sends all tasks of a run and waits until each has noted its times; nobody waits for results. */
async function perform(
  bench: Bench,
  { run, queue, jobs, milliseconds, isPlain = false }: Run,
): Promise<number[][]> {
  const { deliveries, send } = bench;
  deliveries.expect(run, jobs);
  await Promise.all(Array.from({ length: jobs }, (_, job) => send(run, job, milliseconds, queue, isPlain)));
  return noted(bench, run, jobs);
}

/** Waits until a file has a line for each task. */
async function noted({ deliveries }: Bench, run: string, jobs: number): Promise<number[][]> {
  const deadline = Date.now() + DONE_MS;
  for (;;) {
    const times = deliveries.lines(run);
    if (times.length >= jobs) return times;
    if (Date.now() > deadline)
      throw new Error(`${run}: ${times.length} of ${jobs} tasks ended in ${DONE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Seconds that all tasks took together. */
function sumOf(times: readonly number[][]): number {
  return times.reduce((sum, [, begin, end]) => sum + ((end as number) - (begin as number)), 0);
}

/** Seconds from the begin of the first task to the end of the last. */
function spanOf(times: readonly number[][]): number {
  const begins = times.map(([, begin]) => begin as number);
  const ends = times.map(([, , end]) => end as number);
  return Math.max(...ends) - Math.min(...begins);
}
