import { InvalidContractError } from "../errors.js";
import type { Streams } from "../streams.js";
import { type GenerateOptions, generate, outcomeLine } from "./output.js";
import { PathWatcher } from "./pathWatcher.js";

/**
 * Writes the module, and again whenever the contracts change, with a line each time. Contracts that cannot be used, at
 * the start as well as later, are reported and leave the module alone.
 *
 * @param path what is watched: the source's
 * @param signal ends it; it then resolves
 * @throws where the module cannot be written at the start, or the system can watch no more
 */
export async function generateOnChange(
  options: GenerateOptions & { readonly signal: AbortSignal },
  path: string,
  streams: Streams,
): Promise<void> {
  const { source, output, signal } = options;
  // Before the first reading, so that no change falls between the two.
  const watcher = new PathWatcher(path, signal);
  try {
    streams.out(`watching ${source.name} for changes, Ctrl-C ends it\n`);
    for (let isFirst = true; isFirst || (await watcher.changed()); isFirst = false) {
      try {
        streams.out(outcomeLine(output, await generate(options)));
      } catch (error) {
        if (signal.aborted) return;
        if (isFirst && !(error instanceof InvalidContractError)) throw error;
        streams.err(`taskgate: ${(error as Error).message} ${output} is left as it is until that changes.\n`);
      }
    }
  } finally {
    watcher.close();
  }
}
