import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contract, inFolder, run, write } from "../generate/sample.js";

const SETTINGS = ["-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false"];
const before = { ...process.env };

afterEach(() => {
  process.env = { ...before };
});

function git(folder: string, ...words: string[]): string {
  return execFileSync("git", ["-C", folder, ...SETTINGS, ...words], {
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

function commit(folder: string, tag: string, files: Record<string, unknown>): void {
  write(folder, files);
  git(folder, "add", ".");
  git(folder, "commit", "--quiet", "--message", tag);
  git(folder, "tag", tag);
}

/**
 * A clone with three tags: `folder` (one task, in protocol/tasks), `bundle` (two, in protocol/bundle.json only) and
 * `elsewhere` (in services/a b/tasks only). What is checked out is none of them.
 */
async function inClone(body: (clone: string, folder: string) => Promise<void>): Promise<void> {
  await inFolder({}, async (folder) => {
    const clone = join(folder, "clone");
    git(folder, "init", "--quiet", "--initial-branch=main", "clone");
    const tasks = [contract("a.one"), contract("a.two")];
    commit(clone, "folder", { "protocol/tasks/a.one.json": tasks[0], "protocol/tasks/README.md": "x" });
    git(clone, "rm", "--quiet", "-r", "protocol");
    commit(clone, "bundle", { "protocol/bundle.json": { formatVersion: 1, tasks } });
    git(clone, "rm", "--quiet", "-r", "protocol");
    commit(clone, "elsewhere", { "services/a b/tasks/a.one.json": tasks[0], "services/empty/x": "" });
    commit(clone, "broken", { "broken/a.one.json": "{" });
    write(clone, { "protocol/tasks/b.json": "not committed" });
    await body(clone, folder);
  });
}

test.each([
  ["folder", 1, "the usual folder"],
  ["bundle", 2, "the usual bundle"],
  ["bundle:protocol/bundle.json", 2, "a bundle by its path"],
  ["elsewhere:services/a b/tasks/", 1, "a folder by its path"],
  ["bundle~1", 1, "a revision by its relation to another"],
])(
  "git:%s has %d tasks: %s",
  async (source, count) => {
    await inClone(async (clone, folder) => {
      const output = join(folder, "src", "tasks.generated.ts");
      const words = ["generate", `git:${source}`, "--repo", clone, "-o", output];
      const counted = `${output}: ${count} task${count === 1 ? "" : "s"}`;
      expect(await run(words)).toEqual({ code: 0, out: `${counted}, written\n`, err: "" });
      const named = /[ ~]/.test(source) ? `"git:${source}"` : `git:${source}`;
      expect(readFileSync(output, "utf8")).toContain(
        `npx taskgate generate ${named} --repo ../clone -o tasks.generated.ts\n`,
      );
      expect(await run([...words, "--check"])).toEqual({ code: 0, out: `${counted}, up to date\n`, err: "" });
    });
  },
  30_000,
);

test("--check names the command that mends it", async () => {
  await inClone(async (clone, folder) => {
    const output = join(folder, "tasks.generated.ts");
    await run(["generate", "git:folder", "--repo", clone, "-o", output]);
    expect(await run(["generate", "git:bundle", "--repo", clone, "-o", output, "--check"])).toEqual({
      code: 1,
      out: "",
      err: `taskgate: ${output} is not what git:bundle --repo ${clone} says: run \`npx taskgate generate git:bundle --repo ${clone} -o ${output}\`.\n`,
    });
  });
});

test("at a URL, one revision is fetched, and nothing is left behind", async () => {
  await inClone(async (clone, folder) => {
    const output = join(folder, "tasks.generated.ts");
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("taskgate-git-"));
    const known = left();
    const url = `file://${clone}`;
    expect(await run(["generate", "git:folder", "--repo", url, "-o", output])).toMatchObject({
      code: 0,
      err: "",
    });
    expect(readFileSync(output, "utf8")).toContain(`generate git:folder --repo ${url} -o`);
    const missing = await run(["generate", "git:nowhere", "--repo", url, "-o", output]);
    expect(missing).toMatchObject({ code: 1, out: "" });
    expect(missing.err).toContain("give a branch, a tag or a whole commit id");
    expect(left()).toEqual(known);
  });
});

test("a hook's own repository is not taken for the one that was named", async () => {
  await inClone(async (clone, folder) => {
    process.env.GIT_DIR = join(folder, "elsewhere");
    const output = join(folder, "tasks.generated.ts");
    expect(await run(["generate", "git:folder", "--repo", clone, "-o", output])).toMatchObject({ code: 0 });
  });
});

test.each<[string, string[], string[]]>([
  [
    "a revision that there is not",
    ["git:v9"],
    ["git:v9: there is no such revision here", "git fetch origin v9"],
  ],
  [
    "a tag without contracts",
    ["git:elsewhere"],
    ["neither a folder protocol/tasks nor", "taskgate contracts export"],
  ],
  ["a path that there is not", ["git:folder:tasks"], ["git:folder:tasks: the revision has no tasks"]],
  ["an empty folder", ["git:elsewhere:services/empty"], ["holds no contract"]],
  [
    "a broken file",
    ["git:broken:broken"],
    ["git:broken:broken/a.one.json: ", "JSON", "export the contracts again"],
  ],
  ["no revision", ["git:"], ["give a revision"]],
  ["an option for a revision", ["git:--output=x"], ["give a revision"]],
  ["an empty path", ["git:folder:"], ["give a revision, and a path"]],
  ["a path from here", ["git:folder:./tasks"], ["without `/`, `./` or `../`"]],
  ["a path out of the repository", ["git:folder:../tasks"], ["without `/`, `./` or `../`"]],
])("refused: %s", async (_case, [source], parts) => {
  await inClone(async (clone, folder) => {
    const output = join(folder, "tasks.generated.ts");
    const { code, out, err } = await run(["generate", source as string, "--repo", clone, "-o", output]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    for (const part of parts) expect(err).toContain(part);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["clone"]);
  });
});

test("a repository that there is not, and one that is none", async () => {
  await inFolder({}, async (folder) => {
    const output = join(folder, "x.ts");
    const nowhere = await run(["generate", "git:main", "--repo", join(folder, "nowhere"), "-o", output]);
    expect(nowhere.err).toContain("there is no folder");
    // Git would look in the folders above, which may be a repository where the tests run.
    process.env.GIT_CEILING_DIRECTORIES = tmpdir();
    const none = await run(["generate", "git:main", "--repo", folder, "-o", output]);
    expect(none.err).toContain("is in no git repository that can be read");
    // Nobody is asked for a password, and the one in the URL is not repeated.
    const refused = await run([
      "generate",
      "git:main",
      "--repo",
      "http://somebody:secret@127.0.0.1:1/a.git",
      "-o",
      output,
    ]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toContain("cannot be fetched from http://127.0.0.1:1/a.git");
    expect(refused.err).not.toContain("secret");
  });
});

test("without git, and with one that does not end", async () => {
  await inFolder({ "bin/git": "#!/bin/sh\nexec /bin/sleep 60\n" }, async (folder) => {
    const words = ["generate", "git:main", "-o", join(folder, "x.ts")];
    mkdirSync(join(folder, "empty"));
    process.env.PATH = join(folder, "empty");
    expect(await run(words)).toMatchObject({ code: 1, err: expect.stringContaining("install it") });

    chmodSync(join(folder, "bin", "git"), 0o755);
    process.env.PATH = join(folder, "bin");
    expect(await run(words, AbortSignal.timeout(200))).toEqual({ code: 130, out: "", err: "" });
  });
});
