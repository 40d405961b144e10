import type { TaskContract } from "../contracts/contract.js";
import type { Place } from "../errors.js";

export type Example = TaskContract["examples"][number];

/** So many findings of one example are told, and the rest counted. */
const SHOWN = 5;

/** What an example found wrong. */
export interface Finding {
  /** `arguments`, `result`, `exception`, `details`, `progress[0]/data`, `end` or `worker`, and a JSON Pointer in it. */
  readonly place: string;
  /** What is wrong there, as the rest of a sentence. */
  readonly message: string;
}

/** How an example went. */
export interface Trial {
  readonly task: string;
  /** Its place among the examples of the contract, from 0. */
  readonly index: number;
  /** `not run`: nothing could be said of it, which `findings` explain. */
  readonly status: "kept" | "wrong" | "not run";
  /** Empty where it was kept. */
  readonly findings: readonly Finding[];
  readonly ms: number;
}

/** What is wrong inside of a part: the places with its name before them. */
export function inside(part: string, places: readonly Place[]): Finding[] {
  return places.map(({ path, message }) => ({ place: `${part}${path}`, message }));
}

/** `primes.count, examples[0]`: what people call an example. */
export function nameOf({ task, index }: Pick<Trial, "task" | "index">): string {
  return `${task}, examples[${index}]`;
}

/** The findings of an example as lines, the first few of them. */
export function sentences({ findings }: Pick<Trial, "findings">): string[] {
  const lines = findings.slice(0, SHOWN).map(({ place, message }) => `${place} ${message}`);
  return findings.length > SHOWN ? [...lines, `and ${findings.length - SHOWN} more`] : lines;
}
