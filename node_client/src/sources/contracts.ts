import type { TaskContract } from "../contracts/contract.js";
import { checkTogether } from "./collisions.js";
import { fingerprintOf } from "./fingerprint.js";
import { EXPORT_AGAIN, invalidContract } from "./problem.js";
import type { Source } from "./source.js";

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
  for (const { place, contract } of placed) {
    // A client would bear a fingerprint under which workers and `can-i-deploy` know another contract.
    if (contract.fingerprint === fingerprintOf(contract)) continue;
    throw invalidContract(
      place,
      `the contract of \`${contract.name}\` was edited by hand, for its fingerprint is not that of its content: ${EXPORT_AGAIN}`,
    );
  }
  return placed.map(({ contract }) => contract).sort((a, b) => (a.name < b.name ? -1 : 1));
}
