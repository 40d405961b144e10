import { InvalidArgumentsError } from "../errors.js";
import type { Embed, Signature, WorkflowPlace } from "../messages/envelope.js";
import { isGroup, lastOf, type PlannedGroup, type PlannedSequence, type PlannedStep } from "./planned.js";
import { linkedTo, type SignatureContext, signatureOf } from "./signature.js";
import type { AnyStep, StepOptions } from "./step.js";

/** A task that is sent from here; the others are sent by workers. */
export interface PlannedMessage {
  readonly step: AnyStep;
  readonly options: StepOptions;
  readonly place: WorkflowPlace;
  readonly embed: Embed;
}

/** Where a sequence stands in a group; it holds for the last of its tasks. */
interface Place {
  readonly group?: string;
  readonly index?: number;
  readonly chord?: Signature;
}

/** Says who sends which task. */
export class Layout {
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
    const { headers, expires } = this.#context;
    const options = {
      ...(expires && { expiresMs: Math.max(expires.getTime() - Date.now(), 1) }),
      ...step.options,
      taskId: id,
      headers: { ...headers, ...step.options.headers },
    };
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
  #body(group: PlannedGroup, following: PlannedSequence, place: Place): Signature {
    // Celery writes the chord's own group there where the chord is in none.
    const own = { group: group.id, ...place };
    const [body, rest] = this.#next(following, own);
    if (rest.length === 0) return body;
    const chain = this.#signatures(rest, place).reverse();
    return { ...body, options: { ...body.options, group_id: group.id, chain } };
  }

  /** In the order of their running. */
  #signatures(sequence: PlannedSequence, place: Place): Signature[] {
    const signatures: Signature[] = [];
    for (let rest = sequence; rest.length > 0; ) {
      const [signature, following] = this.#next(rest, place);
      signatures.push(signature);
      rest = following;
    }
    return signatures;
  }

  /** What a sequence begins with, and what comes then: a group takes what follows it as the body of its chord. */
  #next([first, ...rest]: PlannedSequence, place: Place): [Signature, PlannedSequence] {
    const part = first as PlannedStep | PlannedGroup;
    if (!isGroup(part)) return [this.#signature(part, rest.length === 0 ? placeOptions(place) : {}), rest];
    const header = this.#group(part);
    if (rest.length === 0) return [header, rest];
    const [body, following] = this.#next(rest, place);
    return [canvas("chord", part.id, { kwargs: {}, header, body }), following];
  }

  /** A group that a worker sends: it adds the group's id itself. */
  #group({ id, members }: PlannedGroup): Signature {
    const tasks = members.map((member, index) => {
      const signatures = this.#signatures(member, { index });
      return signatures.length === 1
        ? (signatures[0] as Signature)
        : canvas("chain", lastOf(member).id, { tasks: signatures });
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
