/** How often and how much is measured. */

import { availableParallelism } from "node:os";

/** How many jobs one turn of a peer is made of. */
export interface Sizes {
  /** Calls in a row. */
  readonly serial: number;
  /** Calls in a row for a client that looks for its result every 500 ms. */
  readonly serialPolled: number;
  /** Messages that are published at once. */
  readonly publish: number;
  /** Messages of a client that publishes one after the other. */
  readonly publishInTurn: number;
  /** Tiny calls through `map`. */
  readonly small: number;
  /** Tiny calls as one message each. */
  readonly smallOneByOne: number;
  /** The same where the client sends some 45 a second. */
  readonly smallOneByOneSlow: number;
  /** Jobs that are sent and waited for with `window` under way. */
  readonly jobs: number;
  readonly window: number;
  /** Calls that wait at once. */
  readonly waiting: number;
  /** Tasks that compute for 50 ms, for each processor. */
  readonly computing: number;
  /** Tasks that do nothing, for what a worker adds to each. */
  readonly empty: number;
  /** Calls after which the memory is compared with that after a tenth of them. */
  readonly inARow: number;
}

const FULL: Sizes = {
  serial: 100,
  serialPolled: 2,
  publish: 50_000,
  publishInTurn: 5_000,
  small: 20_000,
  smallOneByOne: 5_000,
  smallOneByOneSlow: 200,
  jobs: 500,
  window: 100,
  waiting: 10_000,
  computing: 200,
  empty: 1_000,
  inARow: 100_000,
};

const SMALL: Sizes = {
  serial: 50,
  serialPolled: 1,
  publish: 5_000,
  publishInTurn: 500,
  small: 5_000,
  smallOneByOne: 500,
  smallOneByOneSlow: 50,
  jobs: 200,
  window: 100,
  waiting: 2_000,
  computing: 60,
  empty: 300,
  inARow: 5_000,
};

export interface Settings {
  readonly scale: "full" | "small";
  readonly sizes: Sizes;
  readonly rounds: number;
  /** The scenarios to be run, by id; empty: all. */
  readonly only: readonly string[];
  readonly brokers: readonly { readonly name: BrokerName; readonly url: string }[];
  /** Where results are stored, and Redis as a broker. */
  readonly redis: string;
}

export type BrokerName = "redis" | "rabbitmq";

/** Reads SCALE, ROUNDS, ONLY and BROKERS, and the URLs that scripts/brokers.py sets. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const scale = environment.SCALE || "full";
  if (scale !== "full" && scale !== "small") throw new Error(`SCALE=${scale}: it is "full" or "small"`);
  const rounds = Number(environment.ROUNDS || (scale === "full" ? 3 : 2));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("ROUNDS must be an integer above 0");
  const redis = required(environment, "TASKGATE_TEST_REDIS_URL");
  const urls = { redis, rabbitmq: required(environment, "TASKGATE_TEST_AMQP_URL") };
  const names = words(environment.BROKERS || "redis,rabbitmq");
  const brokers = names.map((name) => {
    if (name !== "redis" && name !== "rabbitmq")
      throw new Error(`BROKERS=${name}: known are redis and rabbitmq`);
    return { name, url: urls[name] } as const;
  });
  return {
    scale,
    sizes: scale === "full" ? FULL : SMALL,
    rounds,
    only: words(environment.ONLY ?? ""),
    brokers,
    redis,
  };
}

/** The number of processors, for the report. */
export const PROCESSORS = availableParallelism();

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set: run \`make bench\``);
  return value;
}

function words(text: string): string[] {
  return text.split(",").filter((word) => word !== "");
}
