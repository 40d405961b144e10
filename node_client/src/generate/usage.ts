import { checkRepo, parseWords, UsageError, wholeNumber } from "../commandLine.js";
import { MAX_TIMEOUT_MS } from "../waiting/deadline.js";

export const HELP = `taskgate: call Python Celery tasks from Node.js as typed functions

  taskgate generate <source> -o <file> [--check | --watch]
      Writes a TypeScript module from the contracts of Python tasks. The source is
      <folder>         a folder of contracts, such as protocol/tasks
      <bundle.json>    all of them in one file, such as protocol/bundle.json
      git:<revision>   protocol/tasks (or protocol/bundle.json) of a git revision, such as git:v1.2
      git:<revision>:<path>
                       another folder or bundle of it, from the top of the repository
      live:            the workers that answer; live:celery@one,celery@two asks these alone
      -o, --output     the module to write, such as src/tasks.generated.ts
      --repo           of git: another clone, or the URL of a repository (default: the one of this folder)
      --broker         of live: the URL of the workers' broker (default: the variable CELERY_BROKER_URL)
      --timeout-ms     of live: milliseconds that the workers have to answer (default: 3000)
      --check          write nothing; exit 1 where the module is not up to date
      --watch          write it again whenever the contracts in the folder or bundle change, until Ctrl-C
  taskgate verify <source> [--task <name>...] [--junit <file>] [--json]
      Calls every example of every task on the workers that run, and holds what comes back against the contracts:
      see taskgate verify --help
  taskgate --help, --version

The Python package (pip install taskgate) has these commands of the same name:
  taskgate contracts export   writes the contracts from the hints of the Python tasks
  taskgate contracts diff     says what a change of the contracts breaks, and on which payload
  taskgate dev                runs a development worker with a Redis of its own

Exit codes: 0 done, 1 the contracts or the module are not as they should be, 2 the command was not understood.
`;

const SEE_HELP = "see `npx taskgate --help`";

const OPTIONS = {
  output: { type: "string", short: "o" },
  check: { type: "boolean" },
  watch: { type: "boolean" },
  repo: { type: "string" },
  broker: { type: "string" },
  "timeout-ms": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** What `taskgate generate` is asked to do. */
export interface GenerateArguments {
  readonly source: string;
  readonly output: string;
  readonly check: boolean;
  readonly watch: boolean;
  readonly repo: string | undefined;
  readonly broker: string | undefined;
  readonly timeoutMs: number | undefined;
}

/**
 * The arguments after the word `generate`; undefined where help is asked for.
 *
 * @throws UsageError in one sentence
 */
export function generateArguments(args: readonly string[]): GenerateArguments | undefined {
  const { values, positionals } = parseWords(args, OPTIONS, SEE_HELP);
  const [source, ...others] = positionals;
  const { output, check = false, watch = false, repo, broker } = values;
  if (values.help) return undefined;
  if (source === undefined || others.length > 0) {
    throw new UsageError(
      "`generate` takes one folder of contracts, one bundle, one git revision or `live:`: `taskgate generate protocol/tasks -o src/tasks.generated.ts`.",
    );
  }
  if (!output) throw new UsageError("`generate` needs the file to write: add `-o src/tasks.generated.ts`.");
  if (check && watch) throw new UsageError("`--check` looks once and `--watch` does not end: leave one out.");
  checkRepo(repo, source);
  const asked = broker ?? values["timeout-ms"];
  if (asked !== undefined && !source.startsWith("live:"))
    throw new UsageError(
      `\`--broker\` and \`--timeout-ms\` go with \`live:\`, and ${source} is none: leave them out.`,
    );
  const timeout = { option: "timeout-ms", unit: "milliseconds", most: MAX_TIMEOUT_MS, seeHelp: SEE_HELP };
  return {
    source,
    output,
    check,
    watch,
    repo,
    broker,
    timeoutMs: wholeNumber(values["timeout-ms"], timeout),
  };
}
