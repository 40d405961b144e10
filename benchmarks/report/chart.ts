/** The results as a picture: a panel a scenario and broker, a bar a client. SVG with nothing outside of it. */

import type { Measurement, Series } from "../results.js";
import { scenarios } from "../scenarios.js";
import { amount, BROKERS, PEERS } from "./names.js";

const WIDTH = 920;
const MARGIN = 20;
const GAP = 40;
const PANEL = (WIDTH - 2 * MARGIN - GAP) / 2;
const LABEL = 142;
const VALUE = 62;
const TRACK = PANEL - LABEL - VALUE;
const ROW = 26;
const BAR = 14;
const HEAD = 46;
/** A bar that is so many times as long as the middle one is cut, so that the others can be told apart. */
const CUT = 6;

const INK = "#1f2933";
const QUIET = "#616e7c";
const OWN = "#0f766e";
const OTHER = "#9fb3c8";
const FLOOR = "#d9e2ec";

/** Left Redis, right RabbitMQ; from the top the scenarios. */
export function chartOf(measurements: readonly Measurement[]): string {
  const parts: string[] = [];
  let y = MARGIN;
  for (const { id } of scenarios) {
    const panels = measurements.filter(({ scenario }) => scenario === id);
    if (panels.length === 0) continue;
    for (const panel of panels) {
      const x = panel.broker === "redis" ? MARGIN : MARGIN + PANEL + GAP;
      parts.push(panelOf(panel, x, y));
    }
    y += HEAD + Math.max(...panels.map(({ series }) => series.length)) * ROW + 18;
  }
  const height = y - 18 + MARGIN;
  const font = "font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\"";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ${font} font-size="12" role="img" aria-label="Benchmarks of Taskgate and others">`,
    `<rect width="${WIDTH}" height="${height}" rx="8" fill="#ffffff" stroke="${FLOOR}"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function panelOf(
  { scenario, broker, unit, isLessBetter, series }: Measurement,
  x: number,
  y: number,
): string {
  const title = scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
  const most = scaleOf(series.map(({ spread }) => spread.most));
  const sorted = series.toSorted(
    (one, other) => (one.spread.median - other.spread.median) * (isLessBetter ? 1 : -1),
  );
  const how = `${unit === "ms" ? "milliseconds" : unit}, ${isLessBetter ? "less" : "more"} is better`;
  return [
    text(x, y + 12, title, `font-weight="600" font-size="13" fill="${INK}"`),
    text(x, y + 30, `${BROKERS[broker]} · ${how}`, `fill="${QUIET}"`),
    ...sorted.map((one, index) => barOf(one, most, x, y + HEAD + index * ROW)),
  ].join("\n");
}

function barOf({ peer, spread }: Series, most: number, x: number, y: number): string {
  const left = x + LABEL;
  const at = (value: number) => (Math.min(value / most, 1) * TRACK).toFixed(1);
  const middle = y + BAR / 2;
  const isCut = spread.median > most;
  const fill = peer === "taskgate" ? OWN : peer === "floor" ? FLOOR : OTHER;
  const parts = [
    text(
      left - 8,
      middle + 4,
      PEERS[peer],
      `text-anchor="end" fill="${INK}"${peer === "taskgate" ? ' font-weight="600"' : ""}`,
    ),
    `<rect x="${left}" y="${y}" width="${Math.max(Number(at(spread.median)), 1)}" height="${BAR}" rx="2" fill="${fill}"/>`,
  ];
  if (isCut) {
    const cut = left + TRACK - 16;
    parts.push(
      `<path d="M${cut} ${y + BAR + 3}l6 ${-BAR - 6}m4 0l-6 ${BAR + 6}" stroke="#ffffff" stroke-width="3" fill="none"/>`,
    );
  } else if (spread.most > spread.least) {
    const [from, to] = [left + Number(at(spread.least)), left + Number(at(spread.most))];
    parts.push(
      `<path d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}m0 -3v6M${from.toFixed(1)} ${middle - 3}v6" stroke="${INK}" stroke-opacity="0.55" fill="none"/>`,
    );
  }
  parts.push(text(left + TRACK + 8, middle + 4, amount(spread.median), `fill="${INK}"`));
  return parts.join("\n");
}

/** The longest value that is drawn to scale. */
function scaleOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] as number;
  return sorted.length < 3
    ? Math.max(...values)
    : Math.max(...sorted.filter((value) => value <= CUT * middle));
}

function text(x: number, y: number, content: string, attributes: string): string {
  const safe = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}" ${attributes}>${safe}</text>`;
}
