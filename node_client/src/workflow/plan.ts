import { randomUUID } from "node:crypto";
import { Group, type Sequence } from "./canvas.js";
import { joinOf } from "./join.js";
import { Layout, type PlannedMessage } from "./layout.js";
import { type Ends, endsOf, lastOf, type PlannedSequence, type PlannedStep } from "./planned.js";
import type { SignatureContext } from "./signature.js";
import type { AnyStep } from "./step.js";

/** What is to be sent for a workflow, and what comes of it. */
export interface Plan {
  /** The id of the last task, or that of the group at the end. */
  readonly id: string;
  /** All steps, one before those that follow it. */
  readonly steps: readonly PlannedStep[];
  /** The tasks that nobody wrote: each makes one result of a group's. */
  readonly joins: readonly PlannedStep[];
  readonly ends: Ends;
  /** What must be said of each chord before its tasks are sent. */
  readonly chords: readonly { readonly groupId: string; readonly size: number }[];
  readonly messages: readonly PlannedMessage[];
  /** Whether there is a chord in it, sent from here or by a worker. */
  readonly needsStore: boolean;
}

/** Lays a workflow out as Celery's canvas does. Throws INVALID_ARGUMENTS for a first step that nothing feeds. */
export function planOf(sequence: Sequence, context: SignatureContext): Plan {
  const naming = new Naming(context);
  const planned = naming.sequence(sequence);
  const layout = new Layout(context);
  layout.publish(planned, {});
  return {
    id: lastOf(planned).id,
    steps: naming.steps,
    joins: naming.joins,
    ends: endsOf(planned),
    chords: layout.chords,
    messages: layout.messages,
    needsStore: hasChord(sequence),
  };
}

/** Gives every task its id. */
class Naming {
  readonly steps: PlannedStep[] = [];
  readonly joins: PlannedStep[] = [];
  readonly #context: SignatureContext;

  constructor(context: SignatureContext) {
    this.#context = context;
  }

  /** `isFollowed`: a step comes behind it, so that a group at its end is the header of a chord. */
  sequence(sequence: Sequence, isFollowed = false): PlannedSequence {
    return sequence.map((part, index) => {
      if (!(part instanceof Group)) return this.#step(part);
      const isHeader = isFollowed || index < sequence.length - 1;
      return {
        id: randomUUID(),
        members: part.members.map((member) => (isHeader ? this.#joined(member) : this.sequence(member))),
      };
    });
  }

  /**
   * Celery flattens a group in the header of a chord, its last task first: the body would get other results than those
   * that were written, in another order.
   */
  #joined(member: Sequence): PlannedSequence {
    if (!(member.at(-1) instanceof Group)) return this.sequence(member);
    const sequence = this.sequence(member, true);
    const join = { step: joinOf(sequence, this.#context), id: randomUUID() };
    this.joins.push(join);
    return [...sequence, join];
  }

  #step(step: AnyStep): PlannedStep {
    const planned = { step, id: step.options.taskId ?? randomUUID() };
    this.steps.push(planned);
    return planned;
  }
}

function hasChord(sequence: Sequence): boolean {
  return sequence.some(
    (part, index) =>
      part instanceof Group &&
      (index < sequence.length - 1 || part.members.some((member) => hasChord(member))),
  );
}
