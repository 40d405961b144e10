/** All scenarios on one broker: the peers take turns, each time in another order. */

import type { Deliveries } from "./delivery.js";
import { type PeerName, type PeerProcess, startPeer } from "./peers/process.js";
import { QUEUE } from "./peers/protocol.js";
import { openQueues, type Queues } from "./queues.js";
import type { Measurement } from "./results.js";
import type { Entry, Scenario } from "./scenarios.js";
import type { BrokerName, Settings } from "./settings.js";
import { percentile, spreadOf } from "./statistics.js";

/** No worker reads it. */
const UNREAD = "bench-unread";
/** Before its first turn each peer does a tenth of its work, or so many jobs of it where that is more: not measured. */
const WARM_UP = 500;

export async function measure(
  broker: { readonly name: BrokerName; readonly url: string },
  scenarios: readonly Scenario[],
  settings: Settings,
  deliveries: Deliveries,
): Promise<Measurement[]> {
  const queues = openQueues(broker.name, broker.url);
  const peers = new Map<PeerName, PeerProcess>();
  const measurements: Measurement[] = [];
  try {
    await queues.declare(UNREAD);
    for (const scenario of scenarios) {
      const entries = scenario.entries(broker.name, settings.sizes);
      for (const { peer } of entries) {
        if (!peers.has(peer)) peers.set(peer, startPeer(peer, broker.name, broker.url, settings.redis));
      }
      const step = async (entry: Entry, turn: string) => {
        const run = `${scenario.id}-${broker.name}-${entry.peer}-${turn}`;
        return perform(peers.get(entry.peer) as PeerProcess, entry, run, queues, deliveries);
      };
      for (const entry of entries) {
        const jobs = Math.max(Math.ceil(entry.jobs / 10), Math.min(entry.jobs, WARM_UP));
        await step({ ...entry, jobs }, "warm");
      }
      const values = new Map<Entry, number[]>(entries.map((entry) => [entry, []]));
      const turns = settings.rounds * scenario.turns;
      for (let turn = 0; turn < turns; turn++) {
        for (const entry of rotated(entries, turn)) values.get(entry)?.push(await step(entry, String(turn)));
        console.log(`  ${scenario.id} on ${broker.name}, turn ${turn + 1} of ${turns}: ${lastOf(values)}`);
      }
      const series = Array.from(values, ([{ peer, jobs }, rounds]) => ({
        peer,
        jobs,
        rounds,
        spread: spreadOf(rounds),
      }));
      const { id, unit, isLessBetter } = scenario;
      measurements.push({ scenario: id, broker: broker.name, unit, isLessBetter, series });
    }
  } finally {
    await Promise.allSettled(Array.from(peers.values(), (peer) => peer.leave()));
    await queues.close();
  }
  return measurements;
}

/** The median of the times, or jobs a second. */
async function perform(
  peer: PeerProcess,
  { work, jobs, size }: Entry,
  run: string,
  queues: Queues,
  deliveries: Deliveries,
): Promise<number> {
  const queue = work === "publish" ? UNREAD : QUEUE;
  deliveries.expect(run, jobs);
  const answer = await peer.ask({ work, run, calls: jobs, queue, ...(size !== undefined && { size }) });
  if (work === "publish") deliveries.record(run, await queues.drain(UNREAD));
  return answer.times === undefined ? jobs / (answer.seconds as number) : percentile(answer.times, 0.5);
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function lastOf(values: ReadonlyMap<Entry, readonly number[]>): string {
  return Array.from(values, ([{ peer }, rounds]) => `${peer} ${rounds.at(-1)?.toPrecision(3)}`).join(", ");
}
