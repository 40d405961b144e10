import { nameOf, sentences, type Trial } from "./finding.js";
import type { Run } from "./run.js";

/** What was verified, and how it went. */
export interface Report extends Run {
  /** What a person calls the contracts: the words of the command line. */
  readonly source: string;
  /** How many tasks were looked at. */
  readonly tasks: number;
}

/** Whether every example that could be tried was kept. */
export function isKept({ trials }: Run): boolean {
  return trials.every(({ status }) => status !== "wrong");
}

/** What is read in a terminal; what is wrong comes first, the number of everything last. */
export function people(report: Report): string {
  const lines: string[] = [];
  for (const trial of report.trials.filter(({ status }) => status === "wrong")) {
    lines.push(`${nameOf(trial)}: wrong`, ...sentences(trial).map((each) => `  ${each}`), "");
  }
  for (const trial of report.trials.filter(({ status }) => status === "not run")) {
    lines.push(`${nameOf(trial)}: not run: ${sentences(trial).join("; ")}`);
  }
  if (report.without.length > 0) lines.push(`without an example: ${report.without.join(", ")}`);
  return `${[...lines, summary(report)].join("\n")}\n`;
}

/** The last line: `wrong: 1 of 18 examples of 7 tasks, 17 kept (protocol/tasks, 1 worker answered)`. */
export function summary(report: Report): string {
  const of = (status: Trial["status"]) => report.trials.filter((trial) => trial.status === status).length;
  const tasks = plural(report.tasks, "task");
  const said = isKept(report)
    ? [`kept: ${plural(of("kept"), "example")} of ${tasks}`]
    : [`wrong: ${of("wrong")} of ${plural(report.trials.length, "example")} of ${tasks}, ${of("kept")} kept`];
  if (of("not run") > 0) said.push(`${of("not run")} not run`);
  return `${said.join(", ")} (${report.source}, ${plural(report.workers.length, "worker")} answered)`;
}

/** The report as plain JSON. */
export function document(report: Report): object {
  return {
    formatVersion: 1,
    source: report.source,
    outcome: isKept(report) ? "kept" : "wrong",
    tasks: report.tasks,
    workers: report.workers,
    withoutExample: report.without,
    examples: report.trials,
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
