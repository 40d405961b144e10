import { EXPORT_AGAIN, invalidContract } from "./problem.js";
import type { PlacedContract } from "./source.js";

/** What JavaScript would take for something else: a promise, or the parent of an object. */
const REFUSED_SEGMENTS = ["then", "__proto__"];

/** Checks what no contract can show alone: names that collide, and one name for two different models. */
export function checkTogether(contracts: readonly PlacedContract[]): void {
  const byName = checkNames(contracts);
  checkPrefixes(contracts, byName);
  checkDefinitions(contracts);
}

function checkNames(contracts: readonly PlacedContract[]): Map<string, PlacedContract> {
  const byName = new Map<string, PlacedContract>();
  for (const placed of contracts) {
    const { name } = placed.contract;
    const twin = byName.get(name);
    if (twin !== undefined) {
      throw invalidContract(
        placed.place,
        `the task \`${name}\` is also in ${twin.place}: rename one with @task(name=...), or remove the file that is left over`,
      );
    }
    byName.set(name, placed);
    const refused = name.split(".").find((segment) => REFUSED_SEGMENTS.includes(segment));
    if (refused !== undefined) {
      throw invalidContract(
        placed.place,
        `the task \`${name}\` has the segment \`${refused}\`, which JavaScript would take for something else: rename it with @task(name=...)`,
      );
    }
  }
  return byName;
}

function checkPrefixes(
  contracts: readonly PlacedContract[],
  byName: ReadonlyMap<string, PlacedContract>,
): void {
  for (const { place, contract } of contracts) {
    const segments = contract.name.split(".");
    for (let length = 1; length < segments.length; length += 1) {
      const prefix = byName.get(segments.slice(0, length).join("."));
      if (prefix === undefined) continue;
      throw invalidContract(
        place,
        `the task \`${contract.name}\` would be a member of the task \`${prefix.contract.name}\` (${prefix.place}): rename one with @task(name=...)`,
      );
    }
  }
}

function checkDefinitions(contracts: readonly PlacedContract[]): void {
  const definitions = new Map<string, { place: string; text: string }>();
  for (const { place, contract } of contracts) {
    for (const [name, schema] of Object.entries(contract.$defs)) {
      const text = canonical(schema);
      const known = definitions.get(name);
      if (known !== undefined && known.text !== text) {
        throw invalidContract(
          place,
          `the definition \`${name}\` differs from the one in ${known.place}: the files are of different exports, ${EXPORT_AGAIN}`,
        );
      }
      definitions.set(name, { place, text });
    }
  }
}

/** JSON text that does not depend on the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
