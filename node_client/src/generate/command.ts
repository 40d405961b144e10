import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate } from "./output.js";

const HELP = `taskgate: call Python Celery tasks from Node.js as typed functions

  taskgate generate <folder|bundle.json> -o <file> [--check]
      Writes a TypeScript module from the contracts of Python tasks.
      <folder>       a folder of contracts, such as protocol/tasks
      <bundle.json>  all of them in one file, such as protocol/bundle.json
      -o, --output   the module to write, such as src/tasks.generated.ts
      --check        write nothing; exit 1 where the module is not up to date
  taskgate --help, --version

The Python package (pip install taskgate) has these commands of the same name:
  taskgate contracts export   writes the contracts from the hints of the Python tasks
  taskgate dev                runs a development worker with a Redis of its own

Exit codes: 0 done, 1 the contracts or the module are not as they should be, 2 the command was not understood.
`;

/** What the Python package answers to. Asked for here, the reader is sent there. */
const PYTHON_COMMANDS: Readonly<Record<string, string>> = {
  contracts: "taskgate contracts export -A worker -o protocol",
  dev: "taskgate dev -A worker",
};

/** Where the command writes to. */
export interface Streams {
  readonly out: (text: string) => unknown;
  readonly err: (text: string) => unknown;
}

const PROCESS: Streams = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

class UsageError extends Error {}

/**
 * Runs the command line.
 *
 * @param args the arguments after the name of the program
 * @returns the exit code: 0, 1 where something is wrong with the contracts or the module, 2 for a usage error
 */
export async function main(args: readonly string[], streams: Streams = PROCESS): Promise<number> {
  try {
    return await run(args, streams);
  } catch (error) {
    // One sentence: a stack says nothing to somebody who has a contract to mend.
    streams.err(`taskgate: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) return 2;
    return 1;
  }
}

async function run(args: readonly string[], streams: Streams): Promise<number> {
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
  return runGenerate(rest, streams);
}

async function runGenerate(args: readonly string[], streams: Streams): Promise<number> {
  const { values, positionals } = parsed(args);
  const [source, ...others] = positionals;
  const output = values.output;
  if (values.help) {
    streams.out(HELP);
    return 0;
  }
  if (source === undefined || others.length > 0) {
    throw new UsageError(
      "`generate` takes one folder of contracts or one bundle: `taskgate generate protocol/tasks -o src/tasks.generated.ts`.",
    );
  }
  if (!output) throw new UsageError("`generate` needs the file to write: add `-o src/tasks.generated.ts`.");

  const check = values.check === true;
  const { tasks, current, written } = await generate({ source, output, check });
  if (!current) {
    streams.err(
      `taskgate: ${output} is not what ${source} says: run \`npx taskgate generate ${source} -o ${output}\`.\n`,
    );
    return 1;
  }
  streams.out(
    `${output}: ${tasks} ${tasks === 1 ? "task" : "tasks"}, ${written ? "written" : "up to date"}\n`,
  );
  return 0;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        output: { type: "string", short: "o" },
        check: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}: see \`npx taskgate --help\`.`);
  }
}

function version(): string {
  const manifest = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
