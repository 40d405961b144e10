import { gitSource } from "./git.js";
import { liveSource } from "./live.js";
import { pathSource } from "./path.js";
import type { Source, SourceOptions } from "./source.js";

/** What a source begins with that is no path. One more kind is one more line here, and a file beside this one. */
const PREFIXED: Readonly<Record<string, (rest: string, options: SourceOptions) => Source>> = {
  "git:": gitSource,
  "live:": liveSource,
};

/**
 * The source that somebody named on the command line.
 *
 * @param name a folder, a bundle, or a prefix and what that kind understands: `git:v1.2`, `live:`
 * @throws InvalidContractError where the name cannot be understood
 */
export function openSource(name: string, options: SourceOptions = {}): Source {
  for (const [prefix, open] of Object.entries(PREFIXED)) {
    if (name.startsWith(prefix)) return open(name.slice(prefix.length), options);
  }
  return pathSource(name);
}
