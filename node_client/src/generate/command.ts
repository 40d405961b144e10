import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../commandLine.js";
import { InvalidOptionsError } from "../errors.js";
import { withoutPassword } from "../sources/gitUrl.js";
import { shownBroker } from "../sources/live.js";
import { openSource } from "../sources/open.js";
import { PROCESS, type Streams } from "../streams.js";
import { commandOf, generate, outcomeLine } from "./output.js";
import { generateArguments, HELP } from "./usage.js";
import { generateOnChange } from "./watch.js";

/** What the Python package answers to. Asked for here, the reader is sent there. */
const PYTHON_COMMANDS: Readonly<Record<string, string>> = {
  contracts: "taskgate contracts export -A worker -o protocol",
  dev: "taskgate dev -A worker",
};

/** The exit code of a command that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/**
 * Runs the command line.
 *
 * @param args the arguments after the name of the program
 * @param signal ends it: whatever is running is ended and temporary files are removed
 * @returns the exit code: 0, 1 where something is wrong with the contracts or the module, 2 for a usage error, 130 where
 *   the signal has ended it (`--watch` is done then: 0)
 */
export async function main(
  args: readonly string[],
  streams: Streams = PROCESS,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  try {
    return await run(args, streams, signal);
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    // One sentence: a stack says nothing to somebody who has a contract to mend.
    streams.err(`taskgate: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError || error instanceof InvalidOptionsError) return 2;
    return 1;
  }
}

async function run(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined || command === "--help" || command === "-h" || command === "help") {
    (command === undefined ? streams.err : streams.out)(HELP);
    return command === undefined ? 2 : 0;
  }
  if (command === "--version") {
    streams.out(`${version()}\n`);
    return 0;
  }
  const python = Object.hasOwn(PYTHON_COMMANDS, command) ? PYTHON_COMMANDS[command] : undefined;
  if (python !== undefined) {
    throw new UsageError(
      `\`${command}\` is a command of the Python package: run \`${python}\` where the Python tasks are, in their virtual environment.`,
    );
  }
  if (command !== "generate")
    throw new UsageError(`there is no command \`${command}\`: see \`npx taskgate --help\`.`);
  return runGenerate(rest, streams, signal);
}

async function runGenerate(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  const asked = generateArguments(args);
  if (asked === undefined) {
    streams.out(HELP);
    return 0;
  }
  const { output, check, repo, broker, timeoutMs } = asked;
  const warn = (sentence: string) => streams.err(`taskgate: ${sentence}\n`);
  const source = openSource(asked.source, { repo, broker, timeoutMs, warn });
  if (asked.watch) {
    if (source.watched === undefined) {
      throw new UsageError(
        `${source.name} cannot be watched, for nothing tells of its changes; a folder or a bundle can: leave \`--watch\` out.`,
      );
    }
    await generateOnChange({ source, output, signal }, source.watched, streams);
    return 0;
  }
  const outcome = await generate({ source, output, check, signal });
  if (!outcome.current) {
    const remedy = commandOf([
      asked.source,
      ...(repo === undefined ? [] : ["--repo", withoutPassword(repo)]),
      ...(broker === undefined ? [] : ["--broker", shownBroker(broker)]),
      "-o",
      output,
    ]);
    streams.err(`taskgate: ${output} is not what ${source.name} says: run \`${remedy}\`.\n`);
    return 1;
  }
  streams.out(outcomeLine(output, outcome));
  return 0;
}

function version(): string {
  const manifest = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
