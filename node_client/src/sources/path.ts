import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { contractsOfBundle, contractsOfFolder, isContractFile, type PlacedText } from "./documents.js";
import { invalidContract } from "./problem.js";
import type { PlacedContract, Source } from "./source.js";

/** A folder of contract files (`protocol/tasks`), or a bundle (`protocol/bundle.json`). */
export function pathSource(path: string): Source {
  return {
    name: path,
    watched: path,
    read: async () => read(path),
    argumentsFrom: (folder) => [pathFrom(folder, path)],
  };
}

/** `path` as it is called in `folder`: the same on every machine. */
export function pathFrom(folder: string, path: string): string {
  return relative(folder, resolve(path)).split(sep).join("/") || ".";
}

function read(path: string): PlacedContract[] {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind === undefined) {
    throw invalidContract(
      path,
      "there is no such file or folder: give the folder protocol/tasks or the file protocol/bundle.json of the Python repository",
    );
  }
  if (!kind.isDirectory()) return contractsOfBundle(textOf(path));
  const names = readdirSync(path).filter(isContractFile).sort();
  return contractsOfFolder(
    path,
    names.map((name) => textOf(join(path, name))),
  );
}

function textOf(file: string): PlacedText {
  try {
    return { place: file, text: readFileSync(file, "utf8") };
  } catch (error) {
    throw invalidContract(file, `the file cannot be read (${(error as Error).message}): check its rights`);
  }
}
