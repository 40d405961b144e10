/** What a person sees: progress bars on a terminal, plain lines elsewhere, and a table at the end. */

import { MultiBar, Presets, type SingleBar } from "cli-progress";
import Table from "cli-table3";
import type { Progress } from "taskgate";

interface Row {
  readonly call: string;
  readonly outcome: string;
  readonly milliseconds: number;
}

export class Screen {
  readonly #bars: MultiBar | null = process.stdout.isTTY
    ? new MultiBar(
        {
          format: "{name} {bar} {percentage} % {note}",
          // What stands beside the bar takes 55 columns.
          barsize: Math.max(10, Math.min(40, process.stdout.columns - 56)),
          hideCursor: true,
          autopadding: true,
          gracefulExit: false,
        },
        Presets.shades_classic,
      )
    : null;
  readonly #rows: Row[] = [];

  /** Shows the bars while `work` runs, and gives the terminal back however it ends, also by Ctrl-C. */
  async during(work: () => Promise<void>): Promise<void> {
    const interrupted = () => {
      this.#bars?.stop();
      process.exit(130);
    };
    process.once("SIGINT", interrupted);
    try {
      await work();
    } finally {
      process.off("SIGINT", interrupted);
      this.#bars?.stop();
    }
  }

  /** Runs a call, keeps what it says for the table, and gives back what comes after that. */
  async call<T = void>(name: string, run: () => Promise<string | readonly [string, T]>): Promise<T> {
    const begin = performance.now();
    const result = await run();
    const [outcome, value] = typeof result === "string" ? [result, undefined as T] : result;
    const milliseconds = Math.round(performance.now() - begin);
    this.#rows.push({ call: name, outcome, milliseconds });
    if (this.#bars === null) console.log(`${name}: ${outcome} (${milliseconds} ms)`);
    return value;
  }

  /** Follows a job's progress to its end. */
  async follow<P>(
    name: string,
    progress: AsyncIterable<Progress<P>>,
    note: (step: Progress<P>) => string,
  ): Promise<void> {
    let bar: SingleBar | undefined;
    let quarter = 0;
    for await (const step of progress) {
      const total = step.total ?? step.done;
      if (this.#bars !== null) {
        bar ??= this.#bars.create(total, 0, { name: name.padEnd(28), note: "" });
        bar.update(step.done, { note: note(step) });
      } else if (Math.floor((4 * step.done) / total) > quarter) {
        quarter = Math.floor((4 * step.done) / total);
        console.log(`${name}: ${quarter * 25} %, ${note(step)}`);
      }
    }
  }

  /** Shows every call in a table on a terminal; the lines of a log have said it already. */
  table(): void {
    if (this.#bars === null) return;
    const width = Math.max(20, Math.min(process.stdout.columns, 120) - 50);
    const table = new Table({
      head: ["call", "result", "ms"],
      colAligns: ["left", "left", "right"],
      colWidths: [34, width, 8],
      wordWrap: true,
      style: { head: ["bold"], border: ["gray"], compact: true },
    });
    for (const { call, outcome, milliseconds } of this.#rows) table.push([call, outcome, milliseconds]);
    console.log(table.toString());
  }
}
