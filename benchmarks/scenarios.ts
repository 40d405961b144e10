/** What is measured with whom, and what must come of it. */

import type { PeerName } from "./peers/process.js";
import type { Work } from "./peers/protocol.js";
import type { Bar, Measurement } from "./results.js";
import type { BrokerName, Sizes } from "./settings.js";
import { ratios, spreadOf } from "./statistics.js";

export interface Entry {
  readonly peer: PeerName;
  readonly work: Work;
  readonly jobs: number;
  readonly size?: number;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly isLessBetter: boolean;
  /**
   * How often the peers take turns in a round. Where a turn is short, the median of more of them says more than a longer
   * turn: a machine that is shared is slow for half a minute at a time.
   */
  readonly turns: number;
  entries(broker: BrokerName, sizes: Sizes): readonly Entry[];
}

interface Claim {
  readonly scenario: string;
  readonly text: string;
  readonly peer: PeerName;
  readonly other: PeerName;
  readonly relation: Bar["relation"];
  readonly limit: Readonly<Record<BrokerName, number>>;
}

export const scenarios: readonly Scenario[] = [
  {
    id: "serial",
    title: "One call after the other, p50",
    unit: "ms",
    isLessBetter: true,
    turns: 3,
    entries: (broker, sizes) => [
      { peer: "taskgate", work: "serial", jobs: sizes.serial },
      { peer: "floor", work: "serial", jobs: sizes.serial },
      { peer: "celery-python", work: "serial", jobs: sizes.serial },
      ...confirmed(broker, { work: "serial", jobs: sizes.serial }),
      // BullMQ knows no RabbitMQ.
      ...(broker === "redis" ? [{ peer: "bullmq", work: "serial", jobs: sizes.serial } as const] : []),
      { peer: "celery-node", work: "serial", jobs: sizes.serialPolled },
    ],
  },
  {
    id: "publish",
    title: "Messages published and confirmed",
    unit: "a second",
    isLessBetter: false,
    turns: 3,
    entries: (_, sizes) => [
      { peer: "taskgate", work: "publish", jobs: sizes.publish },
      { peer: "floor", work: "publish", jobs: sizes.publish },
      { peer: "celery-python", work: "publish", jobs: sizes.publishInTurn },
    ],
  },
  {
    id: "jobs",
    title: "Jobs with one message each, sent and waited for",
    unit: "a second",
    isLessBetter: false,
    turns: 5,
    entries: (broker, { jobs, window: size }) => [
      { peer: "taskgate", work: "window", jobs, size },
      { peer: "floor", work: "window", jobs, size },
      { peer: "celery-python", work: "window", jobs, size },
      ...confirmed(broker, { work: "window", jobs, size }),
      ...(broker === "redis" ? [{ peer: "bullmq", work: "window", jobs, size } as const] : []),
    ],
  },
  {
    id: "small",
    title: "Tiny calls: Taskgate's map, celery-node's one message each",
    unit: "a second",
    isLessBetter: false,
    turns: 1,
    entries: (broker, sizes) => {
      const jobs = broker === "redis" ? sizes.smallOneByOne : sizes.smallOneByOneSlow;
      return [
        { peer: "taskgate", work: "map", jobs: sizes.small },
        { peer: "celery-node", work: "window", jobs, size: jobs },
      ];
    },
  },
];

/** On RabbitMQ Celery's client asks for no confirmation unless it is told to; Redis answers each command. */
function confirmed(broker: BrokerName, entry: Omit<Entry, "peer">): Entry[] {
  return broker === "rabbitmq" ? [{ peer: "celery-python-confirmed", ...entry }] : [];
}

const claims: readonly Claim[] = [
  {
    scenario: "serial",
    text: "a call in a row, validated and typed, p50, against the floor",
    peer: "taskgate",
    other: "floor",
    relation: "at most",
    limit: { redis: 1.1, rabbitmq: 1.1 },
  },
  {
    scenario: "serial",
    text: "the same against Celery's Python client",
    peer: "taskgate",
    other: "celery-python",
    relation: "at most",
    limit: { redis: 1, rabbitmq: 1 },
  },
  {
    scenario: "publish",
    text: "messages a second, published at once, against the bare library",
    peer: "taskgate",
    other: "floor",
    relation: "at least",
    limit: { redis: 0.8, rabbitmq: 0.9 },
  },
  {
    scenario: "jobs",
    text: "jobs a second, one message each, against Celery's Python client",
    peer: "taskgate",
    other: "celery-python",
    relation: "at least",
    limit: { redis: 1, rabbitmq: 1 },
  },
  {
    scenario: "small",
    text: "tiny calls a second through map against celery-node's one message a call",
    peer: "taskgate",
    other: "celery-node",
    relation: "at least",
    limit: { redis: 20, rabbitmq: 20 },
  },
];

/** The claims that what was measured can answer. */
export function judge(measurements: readonly Measurement[]): Bar[] {
  return measurements.flatMap(({ scenario, broker, series }) =>
    claims
      .filter((claim) => claim.scenario === scenario)
      .flatMap(({ text, peer, other, relation, limit }) => {
        const own = series.find((one) => one.peer === peer);
        const theirs = series.find((one) => one.peer === other);
        if (own === undefined || theirs === undefined) return [];
        const value = spreadOf(ratios(own.rounds, theirs.rounds));
        return [bar({ text, broker, value, relation, limit: limit[broker], unit: "x" })];
      }),
  );
}

/** A bar is met where the median meets it. */
export function bar(facts: Omit<Bar, "passed">): Bar {
  const { value, relation, limit } = facts;
  return { ...facts, passed: relation === "at most" ? value.median <= limit : value.median >= limit };
}
