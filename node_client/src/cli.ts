#!/usr/bin/env node
import { JUDGE, judge } from "./compatibility/command.js";
import { VERIFY, verifyCommand } from "./examples/command.js";
import { main } from "./generate/command.js";

const interrupted = new AbortController();
// Once: whoever asks a second time is not kept waiting.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => interrupted.abort());

const args = process.argv.slice(2);
run(args).then((code) => {
  process.exitCode = code;
});

function run([command, ...rest]: readonly string[]): Promise<number> {
  if (command === JUDGE) return judge();
  if (command === VERIFY) return verifyCommand(rest, undefined, interrupted.signal);
  return main(args, undefined, interrupted.signal);
}
