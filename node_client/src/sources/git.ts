import { contractsOfBundle, contractsOfFolder, isContractFile, type PlacedText } from "./documents.js";
import { openRevision, type Revision } from "./gitRevision.js";
import { isRemote, withoutPassword } from "./gitUrl.js";
import { pathFrom } from "./path.js";
import { invalidContract } from "./problem.js";
import type { PlacedContract, Source, SourceOptions } from "./source.js";

/** Where `taskgate contracts export` writes to, as one task a file and as one file. */
const USUAL = ["protocol/tasks", "protocol/bundle.json"] as const;

/** A revision may hold colons within braces: `HEAD@{2026-01-02 10:00}`. */
const NAMED = /^((?:[^:{]|\{[^}]*\})+)(?::(.*))?$/;

/**
 * A revision in a git repository: `v1.2`, or `v1.2:services/protocol/tasks` with the path from the top of the repository.
 * What is checked out plays no part.
 */
export function gitSource(rest: string, { repo }: SourceOptions): Source {
  const [, revision, written] = NAMED.exec(rest) ?? [];
  const path = written?.replace(/\/+$/, "");
  const name = `git:${rest}`;
  // Git would take what begins with a hyphen for an option.
  if (revision === undefined || revision.startsWith("-") || path === "") {
    throw invalidContract(
      name,
      "give a revision, and a path where it is not protocol/tasks: `git:v1.2:protocol/tasks`",
    );
  }
  if (path !== undefined && /^(\/|\.\.?(\/|$))/.test(path)) {
    throw invalidContract(
      name,
      "the path begins at the top of the repository: give it without `/`, `./` or `../`",
    );
  }
  return {
    name: repo === undefined ? name : `${name} --repo ${withoutPassword(repo)}`,
    watched: undefined,
    argumentsFrom: (folder) => [name, ...(repo === undefined ? [] : ["--repo", repoFrom(folder, repo)])],
    read: async (signal) => {
      await using opened = await openRevision(name, revision, repo, signal);
      return await read(name, opened, path);
    },
  };
}

async function read(name: string, revision: Revision, path: string | undefined): Promise<PlacedContract[]> {
  for (const candidate of path === undefined ? USUAL : [path]) {
    const at = path === undefined ? `${name}:${candidate}` : name;
    const kind = await revision.kindOf(candidate);
    if (kind === "blob")
      return contractsOfBundle(placed(at, await revision.texts([candidate]))[0] as PlacedText);
    if (kind !== "tree") continue;
    const names = (await revision.filesIn(candidate)).filter(isContractFile).sort();
    const texts = await revision.texts(names.map((file) => `${candidate}/${file}`));
    return contractsOfFolder(
      at,
      texts.map((text, index) => ({ place: `${at}/${names[index]}`, text })),
    );
  }
  const missing =
    path === undefined ? "neither a folder protocol/tasks nor a file protocol/bundle.json" : `no ${path}`;
  throw invalidContract(
    name,
    `the revision has ${missing}: commit what \`taskgate contracts export\` writes, or give its path (\`git:${revision.name}:services/protocol/tasks\`)`,
  );
}

function placed(place: string, texts: readonly string[]): PlacedText[] {
  return texts.map((text) => ({ place, text }));
}

function repoFrom(folder: string, repo: string): string {
  return isRemote(repo) ? withoutPassword(repo) : pathFrom(folder, repo);
}
