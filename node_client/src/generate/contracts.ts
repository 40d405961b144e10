import type { TaskContract } from "../contracts/contract.js";
import { checkTogether } from "./collisions.js";
import type { Source } from "./sources/source.js";

/**
 * Reads and checks contracts.
 *
 * @param signal ends the reading, which then rejects
 * @returns the contracts, sorted by task name
 * @throws InvalidContractError which names the file, the place in it and the remedy
 */
export async function readContracts(source: Source, signal?: AbortSignal): Promise<TaskContract[]> {
  const placed = await source.read(signal);
  checkTogether(placed);
  return placed.map(({ contract }) => contract).sort((a, b) => (a.name < b.name ? -1 : 1));
}
