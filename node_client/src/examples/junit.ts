import { nameOf, sentences, type Trial } from "./finding.js";
import { type Report, summary } from "./report.js";

/** A test suite as CI servers read it, with a case for each example, and one for each task without. */
export function junit(report: Report): string {
  const count = (status: Trial["status"]) => report.trials.filter((trial) => trial.status === status).length;
  const skipped = count("not run") + report.without.length;
  const suite = attributes({
    name: "taskgate verify",
    tests: report.trials.length + report.without.length,
    failures: count("wrong"),
    errors: 0,
    skipped,
    time: seconds(report.trials.reduce((sum, { ms }) => sum + ms, 0)),
  });
  const cases = [...report.trials.map(caseOf), ...report.without.map(absent)];
  const said = `  <system-out>${escaped(summary(report))}</system-out>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<testsuite${suite}>\n${[...cases, said].join("\n")}\n</testsuite>\n`;
}

function caseOf(trial: Trial): string {
  const named = attributes({
    classname: trial.task,
    name: `examples[${trial.index}]`,
    time: seconds(trial.ms),
  });
  if (trial.status === "kept") return `  <testcase${named} />`;
  const lines = sentences(trial);
  const element = trial.status === "wrong" ? "failure" : "skipped";
  const message = attributes({ message: lines[0] ?? "" });
  const text = escaped([nameOf(trial), ...lines].join("\n"));
  return `  <testcase${named}>\n    <${element}${message}>${text}</${element}>\n  </testcase>`;
}

function absent(task: string): string {
  const named = attributes({ classname: task, name: "examples", time: seconds(0) });
  const message = attributes({ message: "the task has no example" });
  return `  <testcase${named}>\n    <skipped${message} />\n  </testcase>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll("\n", "&#10;")}"`)
    .join("");
}

const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as XML has it; what it cannot carry is written as an escape. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"]/g, (each) => NAMED[each] as string)
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g,
      (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
