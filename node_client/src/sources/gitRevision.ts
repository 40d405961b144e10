import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Git, GitError, gitIn } from "./gitCommand.js";
import { isRemote, withoutPassword } from "./gitUrl.js";
import { invalidContract } from "./problem.js";

/** The files of one commit. Paths are from the top of the repository. */
export interface Revision extends AsyncDisposable {
  /** As it was asked for, `v1.2` for instance. */
  readonly name: string;
  kindOf(path: string): Promise<"tree" | "blob" | undefined>;
  /** The names of the files in a folder, without what is in folders of it. */
  filesIn(folder: string): Promise<string[]>;
  /** The texts of files, in the same order. */
  texts(paths: readonly string[]): Promise<string[]>;
}

/**
 * Finds a revision, in a clone or at a URL. Of a URL only this revision is fetched, into a temporary folder that goes when
 * the revision is disposed of.
 *
 * @param place how an error calls it
 */
export async function openRevision(
  place: string,
  revision: string,
  repo: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Revision> {
  if (repo === undefined || !isRemote(repo)) {
    const git = gitIn(repo ?? ".", signal);
    await git(["rev-parse", "--git-dir"]).catch((error: unknown) => {
      throw explained(error, place, notARepository(repo));
    });
    const commit = await resolved(git, revision).catch((error: unknown) => {
      const remedy = `there is no such revision here: look with \`git branch --all\` and \`git tag\`, or get it with \`git fetch origin ${revision}\` (the clone of a CI job often has one commit only)`;
      throw explained(error, place, remedy);
    });
    return filesOf(git, revision, commit, async () => {});
  }
  const folder = await mkdtemp(join(tmpdir(), "taskgate-git-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const git = gitIn(folder, signal);
    await git(["init", "--quiet", "--bare"]);
    await git(["fetch", "--quiet", "--depth=1", "--no-tags", repo, revision]);
    return filesOf(git, revision, await resolved(git, "FETCH_HEAD"), remove);
  } catch (error) {
    await remove();
    const remedy = `cannot be fetched from ${withoutPassword(repo)}: give a branch, a tag or a whole commit id that it has, and see that \`git ls-remote\` works there without asking for a password`;
    throw explained(error, place, remedy);
  }
}

function filesOf(git: Git, name: string, commit: string, dispose: () => Promise<void>): Revision {
  return {
    name,
    [Symbol.asyncDispose]: dispose,
    async kindOf(path) {
      // The whole entry, since `cat-file -t` cannot tell a missing path from any other failure.
      const entry = (await git(["ls-tree", "-z", "--full-tree", commit, "--", path])).toString();
      const kind = /^\d+ (\w+) /.exec(entry)?.[1];
      return kind === "tree" || kind === "blob" ? kind : undefined;
    },
    async filesIn(folder) {
      const listed = (await git(["ls-tree", "-z", "--full-tree", `${commit}:${folder}`])).toString();
      return listed.split("\0").flatMap((entry) => /^100\d{3} blob [^\t]*\t(.*)$/s.exec(entry)?.[1] ?? []);
    },
    async texts(paths) {
      const names = paths.map((path) => `${commit}:${path}\n`).join("");
      return contentsOf(await git(["cat-file", "--batch"], names), paths.length);
    },
  };
}

/** What `git cat-file --batch` answers: for each name `<id> <kind> <size>`, a line end, the content, a line end. */
function contentsOf(answer: Buffer, count: number): string[] {
  const texts: string[] = [];
  for (let at = 0; texts.length < count; ) {
    const end = answer.indexOf("\n", at);
    const head = answer.subarray(at, end).toString();
    const size = Number(/ blob (\d+)$/.exec(head)?.[1]);
    if (end < 0 || Number.isNaN(size)) throw new Error(`git cat-file has answered ${JSON.stringify(head)}`);
    texts.push(answer.subarray(end + 1, end + 1 + size).toString());
    at = end + 1 + size + 1;
  }
  return texts;
}

async function resolved(git: Git, revision: string): Promise<string> {
  const words = ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`];
  return (await git(words)).toString().trim();
}

function notARepository(repo: string | undefined): string {
  if (repo === undefined)
    return "this folder is in no git repository: add `--repo` and a clone of the Python repository, or its URL";
  if (!existsSync(repo)) return `there is no folder ${repo}: give \`--repo\` a clone or a URL`;
  return `${repo} is in no git repository that can be read: give \`--repo\` a clone or a URL`;
}

/** With git's own words, where it had any; only a refusal of git's is explained by us. */
function explained(error: unknown, place: string, remedy: string): unknown {
  if (!(error instanceof GitError)) return error;
  if (error.isFatal) return invalidContract(place, error.message);
  return invalidContract(place, error.said === "" ? remedy : `${remedy} (git: ${error.said})`);
}
