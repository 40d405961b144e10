// Packs node_client, installs the tarball in an empty folder, and uses it from there as a stranger would: from an ES
// module, from CommonJS, from strict TypeScript, and by its command.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "taskgate-package-"));
const timeout = 240_000;

function run(cwd, command, ...words) {
  try {
    return execFileSync(command, words, {
      cwd,
      timeout,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    throw new Error(`${command} ${words.join(" ")} failed:\n${error.stdout}${error.stderr}`);
  }
}

/** Prints what is so, and throws where it is not. */
function check(isSo, statement, detail = "") {
  if (!isSo) throw new Error(`Not so: ${statement} ${detail}`);
  console.log(`  ${statement}`);
}

/** What is exported has to be seen by name in an ES module, too, although the package is CommonJS. */
const program = `
class Unlike extends TaskgateError {}
if (typeof connect !== "function" || typeof defineTasks !== "function") throw new Error("connect, defineTasks");
if (!(Unlike.prototype instanceof Error)) throw new Error("TaskgateError");
connect({ tasks: defineTasks([]), broker: "http://nowhere" }).then(
  () => { throw new Error("a broker of an unknown kind was taken"); },
  (error) => { if (!(error instanceof TaskgateError)) throw error; console.log(error.code); },
);
`;

const typed = `
import { connect, defineTasks, TaskgateError, type TaskSpec } from "taskgate";
interface Tasks { numbers: { add: TaskSpec<{ x: number; y?: number }, number> } }
const tasks = defineTasks<Tasks>([]);
export async function main(): Promise<number> {
  await using gate = await connect({ tasks });
  // @ts-expect-error: a misspelt optional argument
  await gate.tasks.numbers.add({ x: 1, z: 2 });
  // @ts-expect-error: the result is a number
  const wrong: string = await gate.tasks.numbers.add({ x: 1 });
  if (wrong) throw new TypeError(TaskgateError.name);
  return gate.tasks.numbers.add({ x: 1, y: 2 });
}
`;

const options = {
  compilerOptions: {
    module: "nodenext",
    moduleResolution: "nodenext",
    target: "es2022",
    lib: ["es2022", "esnext.disposable"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: ["node"],
    // Its own declarations are checked as well.
    skipLibCheck: false,
  },
  include: ["*.mts", "*.cts"],
};

try {
  const packed = JSON.parse(
    run(join(root, "node_client"), "npm", "pack", "--json", "--loglevel=error", "--pack-destination", folder),
  );
  const [{ filename, files, size }] = Array.isArray(packed) ? packed : Object.values(packed);
  const paths = files.map((file) => file.path);
  console.log(`${filename}: ${paths.length} files, ${Math.round(size / 1024)} KiB`);
  const foreign = paths.filter(
    (path) => !/^(dist\/.*\.(js|d\.ts|json)|package\.json|README\.md|LICENSE)$/.test(path),
  );
  check(foreign.length === 0, "it has no files for developers", foreign.join(" "));
  for (const path of ["README.md", "LICENSE", "dist/index.js", "dist/index.d.ts", "dist/cli.js"]) {
    check(paths.includes(path), `it has ${path}`);
  }

  const home = join(folder, "home of a stranger");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  run(
    home,
    "npm",
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    join(folder, filename),
  );
  const manifest = JSON.parse(readFileSync(join(home, "node_modules", "taskgate", "package.json"), "utf8"));
  const hooks = ["preinstall", "install", "postinstall"].filter((name) => name in (manifest.scripts ?? {}));
  check(hooks.length === 0, "it installs from the tarball, without install scripts", hooks.join(" "));

  const names = "connect, defineTasks, TaskgateError";
  writeFileSync(join(home, "program.mjs"), `import { ${names} } from "taskgate";${program}`);
  writeFileSync(join(home, "program.cjs"), `const { ${names} } = require("taskgate");${program}`);
  for (const file of ["program.mjs", "program.cjs"]) {
    check(/^[A-Z_]+$/.test(run(home, "node", file).trim()), `${file} runs`);
  }

  writeFileSync(join(home, "typed.mts"), typed);
  writeFileSync(join(home, "typed.cts"), typed);
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify(options));
  // The compiler is this repository's, so that only the package itself is installed anew.
  const types = ["--typeRoots", join(root, "node_modules", "@types")];
  run(home, "node", join(root, "node_modules", "typescript", "bin", "tsc"), "-p", ".", ...types);
  check(true, "strict TypeScript compiles against it (NodeNext, ESM and CommonJS)");

  check(/generate/.test(run(home, "npx", "--no-install", "taskgate", "--help")), "npx taskgate --help runs");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
