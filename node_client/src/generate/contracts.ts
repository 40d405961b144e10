import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TaskContract } from "../contracts/contract.js";
import { checkBundle, checkContract } from "./checks.js";
import { checkTogether } from "./collisions.js";
import { invalidContract } from "./problem.js";

/** A contract and where it was read from, as a person would name the place. */
export interface PlacedContract {
  readonly place: string;
  readonly contract: TaskContract;
}

/**
 * Reads and checks contracts.
 *
 * @param source a folder of contract files (`protocol/tasks`), or a bundle (`protocol/bundle.json`)
 * @returns the contracts, sorted by task name
 * @throws InvalidContractError which names the file, the place in it and the remedy
 */
export function readContracts(source: string): TaskContract[] {
  const kind = statSync(source, { throwIfNoEntry: false });
  if (kind === undefined) {
    throw invalidContract(
      source,
      "there is no such file or folder: give the folder protocol/tasks or the file protocol/bundle.json of the Python repository",
    );
  }
  const placed = kind.isDirectory() ? readFolder(source) : readBundle(source);
  checkTogether(placed);
  return placed.map(({ contract }) => contract).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFolder(folder: string): PlacedContract[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();
  if (files.length === 0) {
    throw invalidContract(
      folder,
      "the folder holds no contract (*.json): write them with the Python command `taskgate contracts export -A worker -o protocol` and give the folder protocol/tasks",
    );
  }
  return files.map((file) => {
    const place = join(folder, file);
    return { place, contract: checkContract(place, readJson(place)) };
  });
}

function readBundle(file: string): PlacedContract[] {
  const { tasks } = checkBundle(file, readJson(file));
  return tasks.map((contract, index) => ({ place: `${file}, /tasks/${index}`, contract }));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw invalidContract(
      file,
      `the file cannot be read as JSON (${(error as Error).message}): export the contracts again`,
    );
  }
}
