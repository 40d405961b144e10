import type { AnyStep } from "./step.js";

/** A step with the id that its task will have. */
export interface PlannedStep {
  readonly step: AnyStep;
  readonly id: string;
}

export interface PlannedGroup {
  readonly id: string;
  readonly members: readonly PlannedSequence[];
}

export type PlannedSequence = readonly (PlannedStep | PlannedGroup)[];

/** The id of the task whose result it is; of a group those of its parts, in order and nested as they were written. */
export type Ends = string | readonly Ends[];

/** All ids in it. */
export function idsOf(ends: Ends): readonly string[] {
  return typeof ends === "string" ? [ends] : ends.flatMap(idsOf);
}

export function isGroup(part: PlannedStep | PlannedGroup): part is PlannedGroup {
  return "members" in part;
}

/** The task that ends a sequence, or its group at the end. */
export function lastOf(sequence: PlannedSequence): PlannedStep | PlannedGroup {
  return sequence.at(-1) as PlannedStep | PlannedGroup;
}

export function endsOf(sequence: PlannedSequence): Ends {
  const last = lastOf(sequence);
  return isGroup(last) ? last.members.map(endsOf) : last.id;
}
