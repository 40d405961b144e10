#!/usr/bin/env node
import { JUDGE, judge } from "./compatibility/command.js";
import { main } from "./generate/command.js";

const interrupted = new AbortController();
// Once: whoever asks a second time is not kept waiting.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => interrupted.abort());

const args = process.argv.slice(2);
const done = args[0] === JUDGE ? judge() : main(args, undefined, interrupted.signal);
done.then((code) => {
  process.exitCode = code;
});
