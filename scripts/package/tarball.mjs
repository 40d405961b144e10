import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { check, root, run } from "./run.mjs";

/** What npm runs on the machine of whoever installs the package. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

/** Packs node_client into `folder`. Returns the tarball's path and the paths of the files in it. */
export function pack(folder) {
  const words = ["pack", "--json", "--loglevel=error", "--pack-destination", folder];
  const packed = JSON.parse(run(join(root, "node_client"), "npm", ...words));
  const [{ filename, files, size }] = Array.isArray(packed) ? packed : Object.values(packed);
  console.log(`${filename}: ${files.length} files, ${Math.round(size / 1024)} KiB`);
  return { tarball: join(folder, filename), paths: files.map(({ path }) => path) };
}

/** Checks what is in the tarball: its files, its scripts, and what publint and are-the-types-wrong say of it. */
export async function checkTarball({ tarball, paths }) {
  const foreign = paths.filter(
    (path) => !/^(dist\/.*\.(js|d\.ts|json)|package\.json|README\.md|LICENSE)$/.test(path),
  );
  check(foreign.length === 0, "it has no files for developers", foreign.join(" "));
  for (const path of ["README.md", "LICENSE", "dist/index.js", "dist/index.d.ts", "dist/cli.js"]) {
    check(paths.includes(path), `it has ${path}`);
  }
  const bytes = Uint8Array.from(readFileSync(tarball));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  const said = messages.map((message) => formatMessage(message, pkg, { color: false }));
  check(said.length === 0, "publint has nothing to say", said.join("; "));
  const hooks = INSTALL_SCRIPTS.filter((name) => name in (pkg.scripts ?? {}));
  check(hooks.length === 0, "npm runs nothing of it while it is installed", hooks.join(" "));

  const { types, problems } = await checkPackage(createPackageFromTarballData(bytes));
  check(types !== false && types?.kind === "included", "it has types of its own");
  check(
    problems.length === 0,
    "are-the-types-wrong finds none wrong, in each way of resolving",
    JSON.stringify(problems),
  );
}
