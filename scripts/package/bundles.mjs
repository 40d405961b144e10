// Programs in one file, as servers are deployed: by esbuild, and by webpack, on which nest and next build.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import webpack from "webpack";
import { runSending } from "./programs.mjs";
import { check } from "./run.mjs";

/** CommonJS in an ES module asks for the modules of Node.js by require(), which esbuild leaves to whoever bundles. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** Bundles the programs of `home`, and runs each bundle in a folder where there is nothing else. */
export async function checkBundles(home, folder, entries) {
  const alone = join(folder, "alone");
  mkdirSync(alone);
  for (const [file, format, banner] of [
    ["esbuild.cjs", "cjs", ""],
    ["esbuild.mjs", "esm", REQUIRE],
  ]) {
    const result = await esbuild.build({
      entryPoints: [join(home, "send.mjs")],
      outfile: join(alone, file),
      bundle: true,
      minify: true,
      platform: "node",
      format,
      banner: { js: banner },
      logLevel: "silent",
    });
    check(result.warnings.length === 0, `esbuild bundles it as ${format}`, JSON.stringify(result.warnings));
    await runSending(alone, file, entries);
  }
  const warnings = await bundleByWebpack(home, alone, "webpack.cjs");
  check(warnings.length === 0, "webpack bundles it", warnings.join("; "));
  await runSending(alone, "webpack.cjs", entries);
}

/** Returns the warnings, but for the one that every package with `debug` in it gives: colours are optional there. */
function bundleByWebpack(home, alone, file) {
  const configuration = {
    mode: "production",
    target: "node",
    optimization: { minimize: false }, // which takes ten seconds
    context: home,
    entry: "./send.mjs",
    output: { path: alone, filename: file },
  };
  return new Promise((resolve, reject) => {
    webpack(configuration, (error, stats) => {
      if (error) return reject(error);
      const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
      if (errors.length > 0) return reject(new Error(errors.map(({ message }) => message).join("\n")));
      resolve(warnings.map(({ message }) => message).filter((text) => !/'supports-color'/.test(text)));
    });
  });
}
