import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, run } from "./run.mjs";

/** An empty folder of a stranger, in which the tarball is installed. */
export function install(folder, tarball) {
  const home = join(folder, "home of a stranger");
  mkdirSync(home);
  writeFileSync(join(home, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  run(home, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", tarball);
  check(true, "it installs from the tarball in an empty folder");
  return home;
}
