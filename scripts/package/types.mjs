// A stranger's TypeScript: strict, NodeNext, with the declarations of the package itself checked as well.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, root, run } from "./run.mjs";

const PROGRAM = `
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

const OPTIONS = {
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

/** Compiles programs that use each entry, as an ES module and as CommonJS. */
export function compile(home, entries) {
  const names = entries
    .flatMap(({ entry, names }, index) =>
      names.map((name) => `export { ${name} as ${name}${index} } from ${JSON.stringify(entry)};`),
    )
    .join("\n");
  for (const extension of ["mts", "cts"]) {
    writeFileSync(join(home, `typed.${extension}`), PROGRAM);
    writeFileSync(join(home, `entries.${extension}`), names);
  }
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify(OPTIONS));
  // The compiler is this repository's, so that only the package itself is installed anew.
  const types = ["--typeRoots", join(root, "node_modules", "@types")];
  run(home, "node", join(root, "node_modules", "typescript", "bin", "tsc"), "-p", ".", ...types);
  check(true, "strict TypeScript compiles against it (NodeNext, ESM and CommonJS)");
}
