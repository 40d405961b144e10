import { type ParseArgsConfig, parseArgs } from "node:util";

/** The command line was not understood. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Words<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; allowPositionals: true; options: T }>
>;

/**
 * The words after a command: options and what is none.
 *
 * @param seeHelp where the reader is sent: "see `npx taskgate --help`"
 * @throws UsageError in one sentence
 */
export function parseWords<T extends Options>(
  args: readonly string[],
  options: T,
  seeHelp: string,
): Words<T> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}: ${seeHelp}.`);
  }
}

interface WholeNumber {
  /** Without its hyphens. */
  readonly option: string;
  /** Of what it is a number: "milliseconds". */
  readonly unit: string;
  readonly most: number;
  readonly seeHelp: string;
}

/**
 * A whole number from 1 to `most`; undefined where the option is not given.
 *
 * @throws UsageError in one sentence
 */
export function wholeNumber(
  text: string | undefined,
  { option, unit, most, seeHelp }: WholeNumber,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UsageError(
    `\`--${option}\` is a whole number of ${unit} from 1 to ${most}, not ${text}: ${seeHelp}.`,
  );
}

/** @throws UsageError where another clone is named for a source that is no git revision */
export function checkRepo(repo: string | undefined, source: string): void {
  if (repo !== undefined && !source.startsWith("git:"))
    throw new UsageError(`\`--repo\` goes with a git revision, and ${source} is none: leave it out.`);
}
