import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const CLIENT = join(__dirname, "..", "..");
const TSC = join(CLIENT, "..", "node_modules", "typescript", "bin", "tsc");
const BUILD = join(CLIENT, "..", ".build");
const TYPES = join(CLIENT, "test", "types");

/** A folder with the package as it is published, where programs that use it can be compiled. */
let folder: string;

beforeAll(() => {
  mkdirSync(BUILD, { recursive: true });
  folder = mkdtempSync(join(BUILD, "generate-"));
  const taskgate = join(folder, "node_modules", "taskgate");
  const dist = join(taskgate, "dist");
  expect(node([TSC, "-p", join(CLIENT, "tsconfig.build.json"), "--outDir", dist])).toEqual({
    status: 0,
    output: "",
  });
  cpSync(join(CLIENT, "package.json"), join(taskgate, "package.json"));
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function node(args: readonly string[], cwd = CLIENT): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

/** A program of somebody who is strict, with the golden module and the type tests in it. */
function program(name: string, type: "module" | "commonjs", exactOptionalPropertyTypes: boolean): string {
  const root = join(folder, name);
  mkdirSync(join(root, "generate"), { recursive: true });
  mkdirSync(join(root, "types"));
  for (const module of ["golden.generated.ts", "foreign.generated.ts"])
    cpSync(join(__dirname, module), join(root, "generate", module));
  if (name !== "esm-exporting")
    for (const file of readdirSync(TYPES)) cpSync(join(TYPES, file), join(root, "types", file));
  const use =
    'import { tasks } from "./generate/golden.generated.js";\nconsole.log(tasks.contracts.length);\n';
  writeFileSync(join(root, "main.ts"), use);
  writeFileSync(join(root, "package.json"), JSON.stringify({ type }));
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022", "esnext.disposable"],
    types: ["node"],
    module: "nodenext",
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: name === "esm-exporting",
    exactOptionalPropertyTypes,
    isolatedModules: true,
    // CommonJS programs write `import` as well, so only ES modules can keep it as it stands.
    verbatimModuleSyntax: type === "module",
    // What a package asks of itself that exports the module; the type tests are no such package.
    ...(name === "esm-exporting" && { isolatedDeclarations: true, declaration: true }),
    skipLibCheck: true,
    outDir: "out",
    rootDir: ".",
  };
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["."] }));
  return root;
}

test.each([
  ["esm", "module", true],
  ["esm-loose", "module", false],
  ["esm-exporting", "module", true],
  ["cjs", "commonjs", true],
  ["cjs-loose", "commonjs", false],
] as const)(
  "%s: the module and the type tests compile, and the module can be loaded",
  (name, type, exact) => {
    const root = program(name, type, exact);
    expect(node([TSC, "-p", root])).toEqual({ status: 0, output: "" });
    expect(node([join(root, "out", "main.js")])).toEqual({
      status: 0,
      output: expect.stringMatching(/^[1-9]\d+\n$/),
    });
  },
  60_000,
);

test.each<[string, string, string]>([
  ["takes any member", "flag?: boolean | undefined;", "flag?: boolean | undefined; [k: string]: any;"],
  ["takes a longer tuple", "pair: [number, string];", "pair: [number, string, ...any[]];"],
  ["lets required arguments be left out", "nullable: number | null;", "nullable?: number | null;"],
  ["does not say what may be null", "label: string | null;", "label: string;"],
  ["lets a chain feed another parameter", 'unknown, "first">', 'unknown, "second">'],
  ["refuses undefined", "count?: number | undefined;", "count?: number;"],
  ["does not say what a task declares", '"point", AtlasEuropeFindErrors>', '"point">'],
  ["leaves out a declared exception", "  ValueError: unknown;\n", ""],
])(
  "the type tests fail for a module that %s",
  (name, before, after) => {
    const root = program(name.replaceAll(" ", "-"), "module", true);
    const file = join(root, "generate", "golden.generated.ts");
    const text = readFileSync(file, "utf8");
    expect(text).toContain(before);
    writeFileSync(file, text.replace(before, after));
    const { status, output } = node([TSC, "-p", root, "--noEmit"]);
    expect(status).not.toBe(0);
    expect(output).toContain("types/");
  },
  60_000,
);

test("a step that does not fit is told in words, with its position", () => {
  const root = program("misfit", "module", true);
  const misfit = `import { chain, type Step } from "taskgate";
declare const text: Step<unknown, string>;
declare const takesNumber: Step<number, number>;
export const workflow = chain(
  text,
  takesNumber,
);
`;
  writeFileSync(join(root, "main.ts"), misfit);
  const { status, output } = node([TSC, "-p", root, "--noEmit", "--pretty", "false"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(/main\.ts\(5,3\): error/);
  expect(output).toContain("Type at position 1");
  expect(output).toContain("StepDoesNotFit<string, number>");
  expect(output).toContain(
    '"the result of the step before", "does not fit the first parameter of this step"',
  );
}, 60_000);
