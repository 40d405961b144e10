import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TaskContract } from "../../src/contracts/contract.js";
import { TaskValidator } from "../../src/contracts/validation.js";
import { moduleText } from "../../src/generate/module.js";
import { readContracts } from "../../src/sources/contracts.js";
import { pathSource } from "../../src/sources/path.js";
import { tasks as foreign } from "./foreign.generated.js";
import { tasks } from "./golden.generated.js";

// The contracts that the Python library writes for tasks of every shape and for those of Celery's own decorators, and the
// modules that come of them. To write one again (in node_client/):
// npx tsx src/cli.ts generate ../python_workers/tests/golden -o test/generate/golden.generated.ts
// npx tsx src/cli.ts generate ../python_workers/tests/foreign/golden -o test/generate/foreign.generated.ts
const CLIENT = join(__dirname, "..", "..");
const SOURCE = "../python_workers/tests/golden";
const MODULE = "test/generate/golden.generated.ts";
const FOREIGN = "../python_workers/tests/foreign/golden";
let contracts: readonly TaskContract[];

beforeAll(async () => {
  contracts = await readContracts(pathSource(join(CLIENT, SOURCE)));
});

test.each([
  [SOURCE, MODULE, 10],
  [FOREIGN, "test/generate/foreign.generated.ts", 100],
])(
  "the module of %s is what the contracts say, by the command as a user runs it",
  async (source, module, atLeast) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "src/cli.ts", "generate", source, "-o", module, "--check"],
      { cwd: CLIENT, encoding: "utf8", timeout: 60_000 },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { length } = await readContracts(pathSource(join(CLIENT, source)));
    expect(stdout).toBe(`${module}: ${length} tasks, up to date\n`);
    expect(length).toBeGreaterThan(atLeast);
  },
);

test("every contract of a task that was not made for Taskgate can be judged by, and knows its own arguments", () => {
  for (const contract of foreign.contracts) {
    const validator = new TaskValidator(contract);
    const missing = contract.parameters.filter(({ required }) => required).map(({ name }) => `/${name}`);
    expect(validator.arguments({}).map(({ path }) => path)).toEqual(missing);
    expect(validator.arguments({ unheardOf: 1 })).not.toEqual([]);
    validator.result(null);
  }
});

test("the module does not depend on the order of the contracts", async () => {
  const origin = { command: "c" };
  const forth = await moduleText(contracts, origin);
  expect(await moduleText([...contracts].reverse(), origin)).toBe(forth);
});

test("what is embedded is the contract, but for what only people read", () => {
  expect(tasks.contracts.map(({ name }) => name)).toEqual(contracts.map(({ name }) => name));
  for (const [index, embedded] of tasks.contracts.entries()) {
    const original = contracts[index];
    if (original === undefined) throw new Error("a contract is missing");
    const { name, queue, limits, storesResult, idempotent, fingerprint } = original;
    expect(embedded).toMatchObject({ name, queue, limits, storesResult, idempotent, fingerprint });
    expect(embedded.parameters.map(({ schema: _, ...parameter }) => parameter)).toEqual(
      original.parameters.map(({ schema: _, description: __, ...parameter }) => parameter),
    );
    expect(Object.keys(embedded.$defs)).toEqual(Object.keys(original.$defs));
  }
  const text = readFileSync(join(CLIENT, MODULE), "utf8");
  const embedded = text.slice(text.indexOf("export const tasks"));
  for (const forPeople of ["In pixels", "Width times height", "Everything that"])
    expect(text).toContain(forPeople);
  for (const forPeople of ["In pixels", "Width times height", '"title": "'])
    expect(embedded).not.toContain(forPeople);
});

test("both judge the arguments of the examples alike", () => {
  for (const [index, embedded] of tasks.contracts.entries()) {
    const original = contracts[index];
    for (const example of (original?.examples ?? []) as Array<{ arguments: object }>) {
      expect(new TaskValidator(embedded).arguments(example.arguments)).toEqual([]);
      expect(new TaskValidator(embedded).arguments({ unheardOf: 1 })).not.toEqual([]);
    }
  }
});
