import { execFile } from "node:child_process";

/** Milliseconds that one command may take, a fetch over the network included. */
const LONGEST_MS = 120_000;
/** Bytes that one command may answer with: some thousand contracts. */
const LARGEST = 256 * 1024 * 1024;

/**
 * What a hook, in which this may well run, says about its own repository. The repository is looked for from a folder,
 * which may be another one.
 */
const OF_A_REPOSITORY = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
];

/** Runs git with these arguments, and this text as its input. */
export type Git = (words: readonly string[], input?: string) => Promise<Buffer>;

export class GitError extends Error {
  /** The last line that git wrote, or an empty string. */
  readonly said: string;
  /** Whether git could not do its work at all, whatever it was asked. */
  readonly isFatal: boolean;

  constructor(message: string, said: string, isFatal: boolean) {
    super(message);
    this.said = said;
    this.isFatal = isFatal;
  }
}

/**
 * Git in a folder, without a shell. Never asks for a password, for nobody may be there to give one; ends after two minutes.
 *
 * @param signal ends the running command; what it was run for rejects with the signal's reason
 */
export function gitIn(folder: string, signal: AbortSignal | undefined): Git {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    // Not `ext::`, which is a command and not a place.
    GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh",
  };
  for (const name of OF_A_REPOSITORY) delete env[name];
  return (words, input = "") =>
    new Promise((resolve, reject) => {
      const options = { encoding: "buffer", env, timeout: LONGEST_MS, maxBuffer: LARGEST } as const;
      const child = execFile("git", ["-C", folder, ...words], { ...options, signal }, (error, out, err) => {
        if (error === null) resolve(out);
        else reject(signal?.aborted ? signal.reason : problem(error, err.toString()));
      });
      // A git that ends early does not read it, and that is not what to report.
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
    });
}

function problem(error: Error & { code?: unknown; killed?: boolean }, err: string): GitError {
  if (error.code === "ENOENT") {
    return new GitError("git cannot be run: install it, or give a folder or a bundle", "", true);
  }
  if (error.killed) return new GitError(`git did not end within ${LONGEST_MS / 1000} s: try again`, "", true);
  const said =
    err
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^fatal: /, "") ?? "";
  return new GitError(`git has failed: ${said}`, said.replace(/(\/\/)[^/@\s]*@/g, "$1"), false);
}
