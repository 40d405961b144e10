import type { TaskContract } from "../contracts/contract.js";
import { definitionName, referencesIn, type Schema } from "../contracts/schema.js";
import { escapeComment } from "./comments.js";
import { declarations } from "./declarations.js";
import { embeddedContract } from "./embedding.js";
import type { Surroundings } from "./lowering.js";
import { chooseNames } from "./names.js";
import { taskDeclarations } from "./tasks.js";
import { taskTree } from "./tree.js";

/** Where a module comes from, for its first lines. */
export interface Origin {
  /** The command that writes the module, to be run in its folder. */
  readonly command: string;
}

/**
 * The text of the TypeScript module for `contracts`: the same for the same contracts, whatever their order.
 */
export async function moduleText(contracts: readonly TaskContract[], origin: Origin): Promise<string> {
  const sorted = [...contracts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const definitions = new Map<string, Schema>();
  for (const { $defs } of sorted)
    for (const [name, schema] of Object.entries($defs)) definitions.set(name, schema as Schema);
  const names = chooseNames(
    sorted.map(({ name }) => name),
    definitions,
  );
  const written = reachable(
    sorted.flatMap(({ parameters }) => parameters.map(({ schema }) => schema as Schema)),
    definitions,
  );

  const around = (acceptsUndefined: boolean): Surroundings => ({
    names: names.definitions,
    definitions,
    acceptsUndefined,
  });
  const types = sorted.flatMap((contract) =>
    taskDeclarations(contract, names.tasks.get(contract.name) as string, around),
  );
  for (const [definition, name] of [...names.definitions].sort(([, a], [, b]) => (a < b ? -1 : 1))) {
    const schema = definitions.get(definition) as Schema;
    types.push({ name, schema, around: around(written.has(definition)) });
  }
  const parts: string[] = [
    header(origin),
    'import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";\n',
    ...(await declarations(types)),
  ];
  parts.push(taskTree(sorted, names.tasks));
  parts.push(
    `/** What \`connect({ tasks })\` takes: the contracts, and with them the types above. */\n${embedded(sorted)}`,
  );
  return parts.join("\n");
}

function header({ command }: Origin): string {
  return `/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: ${escapeComment(command)}
`;
}

function embedded(contracts: readonly TaskContract[]): string {
  return `export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([\n${contracts.map((contract) => `${embeddedContract(contract)},\n`).join("")}]);\n`;
}

/** The definitions that `schemas` refer to, directly or by way of others. */
function reachable(schemas: readonly Schema[], definitions: ReadonlyMap<string, Schema>): Set<string> {
  const found = new Set<string>();
  const open = [...schemas];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    for (const reference of referencesIn(schema)) {
      const name = definitionName(reference);
      const target = name === undefined ? undefined : definitions.get(name);
      if (name === undefined || target === undefined || found.has(name)) continue;
      found.add(name);
      open.push(target);
    }
  }
  return found;
}
