#!/usr/bin/env node
import { main } from "./generate/command.js";

const interrupted = new AbortController();
// Once: whoever asks a second time is not kept waiting.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => interrupted.abort());

main(process.argv.slice(2), undefined, interrupted.signal).then((code) => {
  process.exitCode = code;
});
