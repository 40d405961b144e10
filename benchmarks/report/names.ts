/** How peers, brokers and numbers are shown to a reader. */

import type { PeerName } from "../peers/process.js";
import type { Bar } from "../results.js";
import type { BrokerName } from "../settings.js";
import type { Spread } from "../statistics.js";

export const PEERS: Readonly<Record<PeerName, string>> = {
  taskgate: "Taskgate",
  floor: "the floor",
  "celery-python": "Celery's Python client",
  "celery-python-confirmed": "the same, with confirmations",
  "celery-node": "celery-node",
  bullmq: "BullMQ",
};

export const BROKERS: Readonly<Record<BrokerName, string>> = { redis: "Redis", rabbitmq: "RabbitMQ" };

/** Three digits that say something, and thousands apart: 1.24, 15,200. */
export function amount(value: number): string {
  const digits = Math.max(2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.01))), 0);
  const rounded = digits === 0 ? Number(value.toPrecision(3)) : value;
  return rounded.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "1.24 (1.20 to 1.31)" */
export function withRange({ median, least, most }: Spread): string {
  return least === most ? amount(median) : `${amount(median)} (${amount(least)} to ${amount(most)})`;
}

/** "1.08 x, at most 1.10 x" */
export function verdict({ value, unit, relation, limit }: Bar): string {
  const shown = unit === "" ? "" : ` ${unit}`;
  const digits = unit === "x" ? 2 : unit === "" ? 0 : 1;
  return `${value.median.toFixed(digits)}${shown}, ${relation} ${limit.toFixed(digits)}${shown}`;
}
