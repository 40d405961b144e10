import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { contract, inFolder, run } from "./sample.js";

const CLI = join(__dirname, "..", "..", "src", "cli.ts");
const FILES = { "a.one.json": contract("a.one"), "a.two.json": contract("a.two") };

test("writes the module, and once more only where something changed", async () => {
  await inFolder(FILES, async (folder) => {
    const output = join(folder, "new", "tasks.generated.ts");
    const first = await run(["generate", folder, "-o", output]);
    expect(first).toEqual({ code: 0, out: `${output}: 2 tasks, written\n`, err: "" });
    expect(readdirSync(join(folder, "new"))).toEqual(["tasks.generated.ts"]);
    const written = statSync(output, { bigint: true }).mtimeNs;

    const second = await run(["generate", folder, "--output", output]);
    expect(second).toEqual({ code: 0, out: `${output}: 2 tasks, up to date\n`, err: "" });
    expect(statSync(output, { bigint: true }).mtimeNs).toBe(written);
  });
});

test("--check writes nothing, and says which command mends it", async () => {
  await inFolder(FILES, async (folder) => {
    const output = join(folder, "tasks.generated.ts");
    const stale = {
      code: 1,
      out: "",
      err: `taskgate: ${output} is not what ${folder} says: run \`npx taskgate generate ${folder} -o ${output}\`.\n`,
    };
    expect(await run(["generate", folder, "-o", output, "--check"])).toEqual(stale);
    expect(existsSync(output)).toBe(false);

    await run(["generate", folder, "-o", output]);
    const text = readFileSync(output, "utf8");
    expect(await run(["generate", folder, "-o", output, "--check"])).toMatchObject({ code: 0, err: "" });
    writeFileSync(output, text.replaceAll("\n", "\r\n"));
    expect(await run(["generate", folder, "-o", output, "--check"])).toMatchObject({ code: 0 });
    writeFileSync(output, text.replace("ATwoResult", "ATwoResults"));
    expect(await run(["generate", folder, "-o", output, "--check"])).toEqual(stale);

    writeFileSync(output, text);
    writeFileSync(join(folder, "a.three.json"), JSON.stringify(contract("a.three")));
    expect(await run(["generate", folder, "-o", output, "--check"])).toEqual(stale);
  });
});

test("the module names the same command wherever it is written from, and no folder of this machine", async () => {
  await inFolder(FILES, async (folder) => {
    const output = join(folder, "src", "tasks.generated.ts");
    await run(["generate", folder, "-o", output]);
    const absolute = readFileSync(output, "utf8");
    await run(["generate", relative(process.cwd(), folder), "-o", relative(process.cwd(), output)]);
    expect(readFileSync(output, "utf8")).toBe(absolute);
    expect(absolute).toContain("npx taskgate generate .. -o tasks.generated.ts\n");
    expect(absolute).not.toContain(folder);
  });
});

test("a contract that cannot be used leaves the module alone", async () => {
  await inFolder({ ...FILES, "a.b.json": "{" }, async (folder) => {
    const output = join(folder, "tasks.generated.ts");
    writeFileSync(output, "before");
    const { code, out, err } = await run(["generate", folder, "-o", output]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^taskgate: .*a\.b\.json: .*JSON.*\n$/);
    expect(readFileSync(output, "utf8")).toBe("before");
  });
});

test("a folder is not written to", async () => {
  await inFolder(FILES, async (folder) => {
    const { code, err } = await run(["generate", folder, "-o", folder]);
    expect({ code, err }).toEqual({
      code: 1,
      err: `taskgate: ${folder} is a folder: give the file to write, such as ${folder}/tasks.generated.ts\n`,
    });
  });
});

test.each<[string[], string]>([
  [["generate"], "-o src/tasks.generated.ts"],
  [["generate", "a", "b", "-o", "c"], "one folder"],
  [["generate", "a"], "add `-o"],
  [["generate", "a", "-o"], "--help"],
  [["generate", "a", "-o", "b", "--chek"], "--chek"],
  [["generate", "a", "-o", "b", "--check", "--watch"], "leave one out"],
  [["generate", "a", "-o", "b", "--repo", "c"], "`--repo` goes with a git revision"],
  [["generate", "git:main", "-o", "b", "--watch"], "git:main cannot be watched"],
  [["generat"], "no command `generat`"],
  [["toString"], "no command `toString`"],
  [["contracts", "export"], "`taskgate contracts export -A worker -o protocol`"],
  [["dev"], "`taskgate dev -A worker`"],
])("not understood: %j", async (args, part) => {
  const { code, out, err } = await run(args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(part);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
});

test("--help names the Python commands too, and no command at all is not understood", async () => {
  const help = await run(["--help"]);
  expect(help).toMatchObject({ code: 0, err: "" });
  for (const part of ["taskgate generate", "--check", "taskgate contracts export", "taskgate dev"]) {
    expect(help.out).toContain(part);
  }
  expect(await run(["generate", "--help"])).toEqual(help);
  expect(await run([])).toEqual({ code: 2, out: "", err: help.out });
});

test("--version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
  expect(await run(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

test("as a process: the exit code and one sentence, no stack", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", CLI, "generate", "nowhere", "-o", "x"],
    {
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^taskgate: nowhere: there is no such file or folder: .*\n$/);
});
