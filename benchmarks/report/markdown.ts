/** The results as the part of docs/benchmarks.md that is written by the run. */

import type { Bar, Holdings, Measurement, Megabytes, Pool, Results } from "../results.js";
import { scenarios } from "../scenarios.js";
import { BROKERS, PEERS, verdict, withRange } from "./names.js";

const BEGIN = "<!-- written by `make bench` from here -->";
const END = "<!-- to here -->";

/** The page with its results replaced; the rest of it is written by hand. */
export function replaceResults(page: string, results: Results): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no part between "${BEGIN}" and "${END}"`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${markdownOf(results)}\n${page.slice(end)}`;
}

export function markdownOf(results: Results): string {
  const { date, rounds, machine, measurements, holdings, pools, bars, deliveries } = results;
  const about = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const parts = [
    `${date.slice(0, 10)}, ${rounds} round${rounds === 1 ? "" : "s"}${results.scale === "full" ? "" : ` at the scale "${results.scale}", which proves nothing`}; ${about.join(", ")}.`,
    "### What must hold",
    table(["", "Broker", "Found", "Range", ""], bars.map(barRow)),
    "### What was measured",
    table(
      ["", "Broker", "Client", "Median (range of the turns)", "Jobs a turn"],
      measurements.flatMap(rowsOf),
    ),
    ...(holdings.length > 0
      ? [
          "### What is held in memory",
          table(
            [
              "Megabytes above idle: process / without V8's reserve / objects",
              ...holdings.map(({ broker }) => BROKERS[broker]),
            ],
            memoryRows(holdings),
          ),
        ]
      : []),
    ...(pools.length > 0
      ? [
          "### What a pool does with its time",
          table(
            ["Of the time of all processes", "Broker", "at work for a task", "in its function"],
            pools.flatMap(busyRows),
          ),
          table(
            ["One process, empty tasks", "Broker", "Milliseconds a task", "Of the worker as it is"],
            pools.flatMap(costRows),
          ),
        ]
      : []),
    "### Deliveries",
    deliveries.problems.length === 0
      ? `${deliveries.jobs.toLocaleString("en")} jobs, each delivered exactly once.`
      : deliveries.problems.map((problem) => `- **${problem}**`).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function barRow(bar: Bar): string[] {
  const { value } = bar;
  const range = value.least === value.most ? "" : `${value.least.toFixed(2)} to ${value.most.toFixed(2)}`;
  return [bar.text, BROKERS[bar.broker], verdict(bar), range, bar.passed ? "met" : "**missed**"];
}

function rowsOf({ scenario, broker, unit, isLessBetter, series }: Measurement): string[][] {
  const title = scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
  return series
    .toSorted((one, other) => (one.spread.median - other.spread.median) * (isLessBetter ? 1 : -1))
    .map(({ peer, jobs, spread }, index) => [
      index === 0 ? title : "",
      index === 0 ? BROKERS[broker] : "",
      PEERS[peer],
      `${withRange(spread)} ${unit}`,
      jobs.toLocaleString("en"),
    ]);
}

function memoryRows(holdings: readonly Holdings[]): string[][] {
  const { waitingCalls, callsInARow } = holdings[0] as Holdings;
  const [waiting, inARow] = [waitingCalls.toLocaleString("en"), callsInARow.toLocaleString("en")];
  const all = ({ rss, held, heap }: Megabytes) =>
    [rss, held, heap].map((amount) => amount.toFixed(1)).join(" / ");
  return [
    [`${waiting} calls waiting`, ...holdings.map(({ waitingMb }) => all(waitingMb))],
    ["the same calls done", ...holdings.map(({ afterwardsMb }) => all(afterwardsMb))],
    [`${inARow} calls in a row, after the first tenth`, ...holdings.map(({ growthMb }) => all(growthMb))],
    [
      "connections: one call, all waiting",
      ...holdings.map(({ connections }) => `${connections.oneCall}, ${connections.waiting}`),
    ],
    [
      "subscriptions: all waiting, all done",
      ...holdings.map(({ subscriptions }) => `${subscriptions.waiting}, ${subscriptions.afterwards}`),
    ],
  ];
}

function busyRows({ broker, processes, busy, computing }: Pool): string[][] {
  return busy.map(({ prefetch, percent, inside }) => [
    `${computing} tasks of 50 ms in ${processes} processes, ${prefetch === 1 ? "as it is" : `worker_prefetch_multiplier ${prefetch}`}`,
    BROKERS[broker],
    `${withRange(percent)} %`,
    `${withRange(inside)} %`,
  ]);
}

function costRows({ broker, costs }: Pool): string[][] {
  return costs.map(({ title, milliseconds, share }) => [
    title,
    BROKERS[broker],
    withRange(milliseconds),
    `${withRange(share)} x`,
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
