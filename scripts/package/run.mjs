import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of this repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const TIMEOUT_MS = 240_000;

/** Runs a command and returns what it printed; throws with all of it where it fails or takes longer than four minutes. */
export function run(cwd, command, ...words) {
  try {
    return execFileSync(command, words, {
      cwd,
      timeout: TIMEOUT_MS,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
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
