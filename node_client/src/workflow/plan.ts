import { randomUUID } from "node:crypto";
import type { Embed, Signature, WorkflowPlace } from "../envelope.js";
import { InvalidArgumentsError } from "../errors.js";
import { Group, type Sequence } from "./canvas.js";
import { linkedTo, type SignatureContext, signatureOf, withHeaders } from "./signature.js";
import type { AnyStep, StepOptions } from "./step.js";

/** A step with the id that its task will have. */
export interface PlannedStep {
  readonly step: AnyStep;
  readonly id: string;
}

interface PlannedGroup {
  readonly id: string;
  readonly members: readonly PlannedSequence[];
}

type PlannedSequence = readonly (PlannedStep | PlannedGroup)[];

/** A task that is sent from here; the others are sent by workers. */
export interface PlannedMessage {
  readonly step: AnyStep;
  readonly options: StepOptions;
  readonly place: WorkflowPlace;
  readonly embed: Embed;
}

/** What is to be sent for a workflow, and what comes of it. */
export interface Plan {
  /** The id of the last task, or that of the group at the end. */
  readonly id: string;
  /** All steps, one before those that follow it. */
  readonly steps: readonly PlannedStep[];
  /** The ids of the tasks whose results are that of the workflow: one, or those of the group at the end, in order. */
  readonly ends: string | readonly string[];
  /** What must be said of each chord before its tasks are sent. */
  readonly chords: readonly { readonly groupId: string; readonly size: number }[];
  readonly messages: readonly PlannedMessage[];
  /** Whether there is a chord in it, sent from here or by a worker. */
  readonly needsStore: boolean;
}

/** Where a sequence stands in a group; it holds for the last of its tasks. */
interface Place {
  readonly group?: string;
  readonly index?: number;
  readonly chord?: Signature;
}

/** Lays a workflow out as Celery's canvas does. Throws INVALID_ARGUMENTS for a first step that nothing feeds. */
export function planOf(sequence: Sequence, context: SignatureContext): Plan {
  const steps: PlannedStep[] = [];
  const planned = identify(sequence, steps);
  const last = planned.at(-1) as PlannedStep | PlannedGroup;
  const layout = new Layout(context);
  layout.publish(planned, {});
  return {
    id: last.id,
    steps,
    ends: isGroup(last) ? last.members.map(lastId) : last.id,
    chords: layout.chords,
    messages: layout.messages,
    needsStore: hasChord(sequence),
  };
}

function identify(sequence: Sequence, steps: PlannedStep[]): PlannedSequence {
  return sequence.map((part) => {
    if (part instanceof Group) {
      return { id: randomUUID(), members: part.members.map((member) => identify(member, steps)) };
    }
    const step = { step: part, id: part.options.taskId ?? randomUUID() };
    steps.push(step);
    return step;
  });
}

function hasChord(sequence: Sequence): boolean {
  return sequence.some(
    (part, index) =>
      part instanceof Group &&
      (index < sequence.length - 1 || part.members.some((member) => hasChord(member))),
  );
}

function isGroup(part: PlannedStep | PlannedGroup): part is PlannedGroup {
  return "members" in part;
}

function lastId(sequence: PlannedSequence): string {
  return (sequence.at(-1) as PlannedStep).id;
}

class Layout {
  readonly chords: { groupId: string; size: number }[] = [];
  readonly messages: PlannedMessage[] = [];
  readonly #context: SignatureContext;

  constructor(context: SignatureContext) {
    this.#context = context;
  }

  publish([first, ...rest]: PlannedSequence, place: Place): void {
    if (first === undefined) return;
    if (!isGroup(first)) this.#message(first, rest, place);
    else {
      const chord = rest.length === 0 ? undefined : this.#body(first, rest, place);
      if (chord !== undefined) this.chords.push({ groupId: first.id, size: first.members.length });
      for (const [index, member] of first.members.entries()) {
        this.publish(member, { group: first.id, index, ...(chord && { chord }) });
      }
    }
  }

  #message({ step, id }: PlannedStep, rest: PlannedSequence, place: Place): void {
    if (!step.immutable) {
      throw new InvalidArgumentsError(
        `${step.request.task} was not sent: it begins the workflow, so that no result feeds its first parameter; use step() with all arguments`,
      );
    }
    const options = withHeaders({ ...step.options, taskId: id }, this.#context.headers);
    const isLast = rest.length === 0;
    this.messages.push({
      step,
      options,
      place: {
        rootId: id,
        parentId: null,
        group: (isLast && place.group) || null,
        groupIndex: isLast ? (place.index ?? null) : null,
      },
      embed: {
        ...linkedTo(options, this.#context),
        chain: isLast ? null : this.#signatures(rest, place).reverse(),
        chord: (isLast && place.chord) || null,
      },
    });
  }

  /** The body of a chord that is sent from here, which takes what follows it along. */
  #body(group: PlannedGroup, [body, ...rest]: PlannedSequence, place: Place): Signature {
    const isLast = rest.length === 0;
    return this.#signature(body as PlannedStep, {
      // Celery writes the chord's own group there where the chord is in none.
      group_id: group.id,
      ...(isLast ? placeOptions(place) : { chain: this.#signatures(rest, place).reverse() }),
    });
  }

  /** In the order of their running. */
  #signatures(sequence: PlannedSequence, place: Place): Signature[] {
    const signatures: Signature[] = [];
    for (let index = 0; index < sequence.length; index++) {
      const part = sequence[index] as PlannedStep | PlannedGroup;
      const body = sequence[index + 1] as PlannedStep | undefined;
      if (!isGroup(part)) {
        signatures.push(this.#signature(part, index === sequence.length - 1 ? placeOptions(place) : {}));
      } else if (body === undefined) signatures.push(this.#group(part));
      else {
        index++;
        const own = index === sequence.length - 1 ? placeOptions(place) : {};
        const kwargs = { kwargs: {}, header: this.#group(part), body: this.#signature(body, own) };
        signatures.push(canvas("chord", part.id, kwargs));
      }
    }
    return signatures;
  }

  /** A group that a worker sends: it adds the group's id itself. */
  #group({ id, members }: PlannedGroup): Signature {
    const tasks = members.map((member, index) => {
      const signatures = this.#signatures(member, { index });
      return signatures.length === 1
        ? (signatures[0] as Signature)
        : canvas("chain", lastId(member), { tasks: signatures });
    });
    return canvas("group", id, { tasks });
  }

  #signature({ step, id }: PlannedStep, own: Readonly<Record<string, unknown>>): Signature {
    return signatureOf(step, { task_id: id, ...own }, this.#context);
  }
}

function placeOptions({ group, index, chord }: Place): Record<string, unknown> {
  return {
    ...(group !== undefined && { group_id: group }),
    ...(index !== undefined && { group_index: index }),
    ...(chord !== undefined && { chord }),
  };
}

/** One of Celery's own tasks that stand for more than one. */
function canvas(type: "chain" | "group" | "chord", id: string, kwargs: Signature["kwargs"]): Signature {
  return {
    task: `celery.${type}`,
    args: [],
    kwargs,
    options: { task_id: id },
    subtask_type: type,
    immutable: false,
  };
}
