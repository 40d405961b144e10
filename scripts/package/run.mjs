import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of this repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const TIMEOUT_MS = 240_000;
/** Bytes of output. */
const LARGEST = 64 * 1024 * 1024;

/** Runs a command and returns what it printed; throws with all of it where it fails or takes longer than four minutes. */
export function run(cwd, command, ...words) {
  return runFor(TIMEOUT_MS, cwd, command, ...words);
}

/** The same with another limit, in milliseconds. */
export function runFor(timeout, cwd, command, ...words) {
  const stdio = ["ignore", "pipe", "pipe"];
  try {
    return execFileSync(command, words, { cwd, timeout, encoding: "utf8", maxBuffer: LARGEST, stdio });
  } catch (error) {
    throw new Error(
      `${command} ${words.join(" ")} failed:\n${error.stdout}${error.stderr}${error.code ?? ""}`,
    );
  }
}

/** Prints what is so, and throws where it is not. */
export function check(isSo, statement, detail = "") {
  if (!isSo) throw new Error(`Not so: ${statement} ${detail}`);
  console.log(`  ${statement}`);
}
