import { checkRepo, parseWords, UsageError, wholeNumber } from "../commandLine.js";
import { MAX_TIMEOUT_MS } from "../waiting/deadline.js";

const [TIMEOUT_MS, CONCURRENCY] = [30_000, 1];
const SEE_HELP = "see `npx taskgate verify --help`";
const TIMEOUT = { option: "timeout-ms", unit: "milliseconds", most: MAX_TIMEOUT_MS, seeHelp: SEE_HELP };
const EXAMPLES = { option: "concurrency", unit: "examples", most: 1000, seeHelp: SEE_HELP };

const OPTIONS = {
  task: { type: "string", multiple: true },
  broker: { type: "string" },
  backend: { type: "string" },
  repo: { type: "string" },
  "timeout-ms": { type: "string" },
  concurrency: { type: "string" },
  junit: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const VERIFY_HELP = `taskgate verify <contracts> [--task <name>...] [--junit <file>] [--json]

Calls every example of every task through a real broker and a worker that runs, and holds arguments, reports of
progress, results and declared errors against the contract, and the outcome against the example.

  <contracts>      a folder, a bundle, git:<revision>[:<path>] or live: as for \`taskgate generate\`
  --task           only this task; may be given more than once
  --broker         the URL of the workers' broker (default: the variable CELERY_BROKER_URL)
  --backend        the URL of their results (default: the variable CELERY_RESULT_BACKEND)
  --repo           of git: another clone, or the URL of a repository (default: the one of this folder)
  --timeout-ms     milliseconds until an example must have ended; then it is revoked (default: ${TIMEOUT_MS})
  --concurrency    examples that are under way at once (default: ${CONCURRENCY})
  --junit          also write a JUnit report to this file
  --json           print the report as JSON

Exit codes: 0 every example was kept, 1 at least one was not, 2 they could not be run, 70 a defect of this program.
`;

/** What `taskgate verify` is asked to do. */
export interface VerifyArguments {
  readonly source: string;
  readonly tasks: readonly string[];
  readonly broker: string | undefined;
  readonly backend: string | undefined;
  readonly repo: string | undefined;
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly junit: string | undefined;
  readonly json: boolean;
}

/**
 * The arguments after the word `verify`; undefined where help is asked for.
 *
 * @throws UsageError in one sentence
 */
export function verifyArguments(args: readonly string[]): VerifyArguments | undefined {
  const { values, positionals } = parseWords(args, OPTIONS, SEE_HELP);
  if (values.help) return undefined;
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0) {
    throw new UsageError(
      "`verify` takes one folder of contracts, one bundle, one git revision or `live:`: `taskgate verify protocol/tasks`.",
    );
  }
  checkRepo(values.repo, source);
  if (values.junit === "") throw new UsageError("`--junit` needs a file: `--junit verify.xml`.");
  return {
    source,
    tasks: values.task ?? [],
    broker: values.broker,
    backend: values.backend,
    repo: values.repo,
    timeoutMs: wholeNumber(values["timeout-ms"], TIMEOUT) ?? TIMEOUT_MS,
    concurrency: wholeNumber(values.concurrency, EXAMPLES) ?? CONCURRENCY,
    junit: values.junit,
    json: values.json ?? false,
  };
}
