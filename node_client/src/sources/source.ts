import type { TaskContract } from "../contracts/contract.js";

/** A contract and where it was read from, as a person would name the place. */
export interface PlacedContract {
  readonly place: string;
  readonly contract: TaskContract;
}

/** Somewhere that contracts are read from: a folder, a bundle, a revision, workers. Each kind is a file of this folder. */
export interface Source {
  /** What a person calls it: the words of the command line. */
  readonly name: string;
  /**
   * Reads the contracts anew, and checks each in itself; whether they fit together is checked for all kinds alike.
   *
   * @param signal ends the reading, which then rejects
   * @throws InvalidContractError which names the place and the remedy
   */
  read(signal?: AbortSignal): Promise<readonly PlacedContract[]>;
  /**
   * The words that name this source on a command line in `folder`: they stand in the generated module, and so hold no
   * password and do not depend on where the command was called.
   */
  argumentsFrom(folder: string): readonly string[];
  /** The file or folder whose changes mean a change here; undefined where nothing can be watched. */
  readonly watched: string | undefined;
}

/** What the command line says about a source besides its name. */
export interface SourceOptions {
  /** Of `git:`: a clone or the URL of a repository. @default the repository of the current folder */
  readonly repo?: string | undefined;
  /** Of `live:`: the URL of the workers' broker. @default the environment's CELERY_BROKER_URL */
  readonly broker?: string | undefined;
  /** Of `live:`: milliseconds that the workers have to answer. @default 3000 */
  readonly timeoutMs?: number | undefined;
  /** Told, in a sentence, what was left out. @default nobody */
  readonly warn?: ((sentence: string) => void) | undefined;
}
