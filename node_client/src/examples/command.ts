import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../commandLine.js";
import type { TaskContract } from "../contracts/contract.js";
import { TaskgateError } from "../errors.js";
import { connect, type Gate } from "../gate.js";
import type { ConnectOptions } from "../options/options.js";
import { readContracts } from "../sources/contracts.js";
import { shownBroker } from "../sources/live.js";
import { openSource } from "../sources/open.js";
import { PROCESS, type Streams } from "../streams.js";
import { junit } from "./junit.js";
import { document, isKept, people, type Report } from "./report.js";
import { CouldNotRun, runExamples } from "./run.js";
import { VERIFY_HELP, type VerifyArguments, verifyArguments } from "./usage.js";

/** The word on the command line. */
export const VERIFY = "verify";

/** Exit codes: as shells have it for what was interrupted, and as BSD's sysexits for a defect. */
const [WRONG, COULD_NOT_RUN, DEFECT, INTERRUPTED] = [1, 2, 70, 130];

/** What opens a gate; a test gives one that needs no broker. */
export type Open = (options: ConnectOptions) => Gate | Promise<Gate>;

/**
 * Runs `taskgate verify`.
 *
 * @param args the arguments after the word `verify`
 * @param signal ends it: what is under way is revoked
 * @returns the exit code: 0, 1 where an example was not kept, 2 where they could not be run, 70 for a defect, 130 where
 *   the signal has ended it
 */
export async function verifyCommand(
  args: readonly string[],
  streams: Streams = PROCESS,
  signal: AbortSignal = new AbortController().signal,
  open: Open = connect,
): Promise<number> {
  try {
    const asked = verifyArguments(args);
    if (asked === undefined) {
      streams.out(VERIFY_HELP);
      return 0;
    }
    return await run(asked, streams, signal, open);
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    const isForeseen =
      error instanceof CouldNotRun || error instanceof UsageError || error instanceof TaskgateError;
    // One sentence for what somebody can mend; a defect is for whoever reads the stack.
    const said = isForeseen ? error.message : error instanceof Error ? error.stack : String(error);
    streams.err(`taskgate: ${said}\n`);
    return isForeseen ? COULD_NOT_RUN : DEFECT;
  }
}

async function run(
  asked: VerifyArguments,
  streams: Streams,
  signal: AbortSignal,
  open: Open,
): Promise<number> {
  const { source: name, repo, timeoutMs, concurrency } = asked;
  const broker = required(asked.broker, "--broker", "CELERY_BROKER_URL", "where the workers are");
  const backend = required(asked.backend, "--backend", "CELERY_RESULT_BACKEND", "where their results are");
  const warn = (sentence: string) => streams.err(`taskgate: ${sentence}\n`);
  const source = openSource(name, { repo, broker, warn });
  const contracts = chosen(await readContracts(source, signal), asked.tasks);
  const gate = await open({ tasks: { contracts }, broker, backend });
  try {
    const options = { timeoutMs, concurrency, signal, broker: shownBroker(broker) };
    const ran = await runExamples(gate, contracts, options);
    const report: Report = { ...ran, source: name, tasks: contracts.length };
    streams.out(asked.json ? `${JSON.stringify(document(report), null, 2)}\n` : people(report));
    if (asked.junit !== undefined) write(asked.junit, junit(report));
    return isKept(report) ? 0 : WRONG;
  } finally {
    await gate.close();
  }
}

function required(given: string | undefined, option: string, variable: string, what: string): string {
  const url = given || process.env[variable];
  if (url) return url;
  throw new CouldNotRun(`it is not said ${what}: add \`${option}\` with a URL, or set ${variable}`);
}

function chosen(contracts: readonly TaskContract[], names: readonly string[]): readonly TaskContract[] {
  if (names.length === 0) return contracts;
  const known = contracts.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new CouldNotRun(`there is no contract of ${unknown.join(", ")}: there are ${known.join(", ")}`);
  return contracts.filter(({ name }) => names.includes(name));
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CouldNotRun(
      `${file} cannot be written (${(error as Error).message}): give \`--junit\` another file`,
    );
  }
}
