import { isDeepStrictEqual } from "node:util";
import type { Answered } from "../control/index.js";
import { isObject } from "../json/plainJson.js";
import { checkContract } from "./checks.js";
import { invalidContract } from "./problem.js";
import type { PlacedContract } from "./source.js";
import { Usability } from "./usability.js";

/**
 * The contracts of all workers, each task once.
 *
 * @param name how an error calls the source
 * @throws InvalidContractError where there are none, one cannot be used, or two workers do not agree
 */
export function contractsOfWorkers(name: string, answered: readonly Answered[]): PlacedContract[] {
  const found = new Map<string, PlacedContract & { readonly worker: string; readonly document: unknown }>();
  const usability = new Usability();
  for (const { worker, contracts } of answered) {
    for (const document of contracts) {
      const task = isObject(document) && typeof document.name === "string" ? document.name : null;
      const known = task === null ? undefined : found.get(task);
      if (known === undefined) {
        const place = `${name} ${worker}`;
        const contract = checkContract(place, document, usability);
        found.set(contract.name, { place, contract, worker, document });
      } else if (!isDeepStrictEqual(known.document, document)) {
        throw invalidContract(
          name,
          `the task \`${task}\` is not the same in ${known.worker} and ${worker}, which run different code: wait until all workers run the new one, or name those to ask (\`live:${worker}\`)`,
        );
      }
    }
  }
  if (found.size === 0) {
    const workers = answered.map(({ worker }) => worker).join(", ");
    throw invalidContract(
      name,
      `no contract came from ${workers}: make the app with taskgate's create_app, or call install(app) where it is made, and start the workers again`,
    );
  }
  return Array.from(found.values(), ({ place, contract }) => ({ place, contract }));
}
