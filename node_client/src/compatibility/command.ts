import { PROCESS, type Streams } from "../streams.js";
import { judgeLines } from "./verdicts.js";

/** The hidden subcommand, asked for by the Python package alone. */
export const JUDGE = "judge-payloads";

/** Reads the standard input to its end. Resolves with the exit code. */
export async function judge(streams: Streams = PROCESS): Promise<number> {
  await judgeLines(process.stdin, streams.out);
  return 0;
}
