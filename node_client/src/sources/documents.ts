import { checkBundle, checkContract } from "./checks.js";
import { EXPORT_AGAIN, invalidContract } from "./problem.js";
import type { PlacedContract } from "./source.js";
import { Usability } from "./usability.js";

/** A file's text, and how an error calls the file. */
export interface PlacedText {
  readonly place: string;
  readonly text: string;
}

/** What a folder holds besides contracts, a README for instance, is no business of the generator's. */
export function isContractFile(name: string): boolean {
  return name.endsWith(".json");
}

/** The contracts of a folder's files, one a file. `folder` is how an error calls the folder. */
export function contractsOfFolder(folder: string, files: readonly PlacedText[]): PlacedContract[] {
  if (files.length === 0) {
    throw invalidContract(
      folder,
      "the folder holds no contract (*.json): write them with the Python command `taskgate contracts export -A worker -o protocol` and give the folder protocol/tasks",
    );
  }
  const usability = new Usability();
  return files.map((file) => ({
    place: file.place,
    contract: checkContract(file.place, parsed(file), usability),
  }));
}

/** The contracts of a bundle, which is one file. */
export function contractsOfBundle(file: PlacedText): PlacedContract[] {
  const { tasks } = checkBundle(file.place, parsed(file));
  return tasks.map((contract, index) => ({ place: `${file.place}, /tasks/${index}`, contract }));
}

function parsed({ place, text }: PlacedText): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidContract(
      place,
      `the file cannot be read as JSON (${(error as Error).message}): ${EXPORT_AGAIN}`,
    );
  }
}
