import type { Outcome } from "./output.js";

/** Where the command writes to. */
export interface Streams {
  readonly out: (text: string) => unknown;
  readonly err: (text: string) => unknown;
}

/** The standard streams of this process. */
export const PROCESS: Streams = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/** What was done, as one line. */
export function outcomeLine(output: string, { tasks, written }: Outcome): string {
  return `${output}: ${tasks} ${tasks === 1 ? "task" : "tasks"}, ${written ? "written" : "up to date"}\n`;
}
