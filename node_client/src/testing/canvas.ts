import { randomUUID } from "node:crypto";
import { isObject } from "../json/plainJson.js";
import {
  type Embed,
  encodeTask,
  type Signature,
  type TaskMessage,
  type WorkflowPlace,
} from "../messages/envelope.js";
import type { Ending } from "./ending.js";
import { celeryFailure } from "./failure.js";
import type { MemoryBackend } from "./memoryBackend.js";

/** The headers of a message that say where its task stands. */
interface Whereabouts {
  readonly id: string;
  readonly root_id: string;
  readonly group: string | null;
  readonly group_index: number | null;
}

type Parent = Pick<WorkflowPlace, "rootId" | "parentId">;
type Options = Readonly<Record<string, unknown>>;

/** One task of a chord's header that has ended. */
interface Part extends Whereabouts {
  readonly ending: Ending;
}

/** Sends what a task is followed by, as a Celery worker does: links, the rest of a chain, the body of a chord. */
export class Canvas {
  readonly #backend: MemoryBackend;
  readonly #send: (message: TaskMessage) => void;
  readonly #parts = new Map<string, Part[]>();

  constructor(backend: MemoryBackend, send: (message: TaskMessage) => void) {
    this.#backend = backend;
    this.#send = send;
  }

  /** To be called once for each message, when its task has ended. */
  ended({ headers, body: [, , embed] }: TaskMessage, ending: Ending): void {
    const place = headers as unknown as Whereabouts;
    const parent = { rootId: place.root_id, parentId: place.id };
    if (ending.status === "SUCCESS") {
      for (const link of embed.callbacks ?? []) this.#apply(link, [ending.value], parent);
      const rest = Array.from(embed.chain ?? []);
      const next = rest.pop();
      if (next !== undefined)
        this.#apply(next, [ending.value], parent, rest.length > 0 ? { chain: rest } : {});
    }
    if (embed.chord !== null) this.#part({ ...place, ending }, embed.chord, parent);
    if (ending.status === "FAILURE") {
      for (const link of embed.errbacks ?? []) this.#apply(link, [place.id], parent);
      for (const step of embed.chain ?? []) this.#failStep(step, ending, parent);
    }
  }

  /** Celery writes the failure of a step to those that would have followed it. */
  #failStep({ options }: Signature, ending: Ending & { failure: object }, parent: Parent): void {
    const id = options.task_id as string;
    this.#backend.store(id, { task_id: id, traceback: null, status: "FAILURE", result: ending.failure });
    const { group_id, group_index, chord } = options as {
      group_id: string;
      group_index: number;
      chord?: Signature;
    };
    if (chord === undefined) return;
    this.#part({ id, root_id: parent.rootId, group: group_id, group_index, ending }, chord, parent);
  }

  /** The body is sent when all parts have ended; where one has failed, the body has, too. */
  #part(part: Part, body: Signature, parent: Parent): void {
    const group = part.group as string;
    const parts = this.#parts.get(group) ?? [];
    this.#parts.set(group, parts);
    parts.push(part);
    if (parts.length < (this.#backend.chordSizes.get(group) ?? 1)) return;
    this.#parts.delete(group);
    this.#backend.chordSizes.delete(group);
    parts.sort((one, other) => (one.group_index ?? 0) - (other.group_index ?? 0));
    const failed = parts.find(({ ending }) => ending.status !== "SUCCESS");
    if (failed === undefined) {
      const values = parts.map(({ ending }) => (ending as Ending & { status: "SUCCESS" }).value);
      this.#apply(body, [values], parent);
    } else {
      const id = body.options.task_id as string;
      const result = celeryFailure("ChordError", `Dependency ${failed.id} failed`);
      this.#backend.store(id, { task_id: id, traceback: null, status: "FAILURE", result });
      for (const link of (body.options.link_error ?? []) as Signature[]) this.#apply(link, [id], parent);
    }
  }

  #apply(signature: Signature, given: readonly unknown[], parent: Parent, more: Options = {}): void {
    const options: Options = { ...signature.options, ...more };
    switch (signature.subtask_type) {
      case "group":
        this.#members(signature, given, parent, {});
        break;
      case "chain": {
        const [first, ...rest] = signature.kwargs.tasks as [Signature, ...Signature[]];
        const last = rest.pop();
        // Where the chain stands is where its last step stands.
        if (last === undefined) this.#apply(first, given, parent, more);
        else {
          const chain = [...rest, { ...last, options: { ...last.options, ...more } }].reverse();
          this.#apply(first, given, parent, { chain });
        }
        break;
      }
      case "chord": {
        const { header, body } = signature.kwargs as { header: Signature; body: Signature };
        const { task_id: _, ...own } = options;
        const chord = { ...body, options: { ...body.options, ...own } };
        const groupId = header.options.task_id as string;
        this.#backend.chordSizes.set(groupId, (header.kwargs.tasks as Signature[]).length);
        this.#members(header, given, parent, { chord });
        break;
      }
      default:
        this.#send(messageOf(signature, options, given, parent));
    }
  }

  #members({ kwargs, options }: Signature, given: readonly unknown[], parent: Parent, more: Options): void {
    for (const [index, member] of (kwargs.tasks as Signature[]).entries()) {
      this.#apply(member, given, parent, { ...more, group_id: options.task_id, group_index: index });
    }
  }
}

/** The message that Celery's `apply_async` makes of a signature. */
function messageOf(
  { task, args, kwargs, immutable }: Signature,
  options: Options,
  given: readonly unknown[],
  parent: Parent,
): TaskMessage {
  const id = (options.task_id as string | undefined) ?? randomUUID();
  return encodeTask({
    task,
    id,
    args: structuredClone(immutable ? args : [...given, ...args]),
    kwargs: structuredClone(kwargs),
    eta: after(options.countdown) ?? typedDate(options.eta),
    expires: after(options.expires),
    timeLimit: (options.time_limit as number | undefined) ?? null,
    softTimeLimit: (options.soft_time_limit as number | undefined) ?? null,
    ignoreResult: (options.ignore_result as boolean | undefined) ?? null,
    shadow: (options.shadow as string | undefined) ?? null,
    exchange: (options.exchange as string | undefined) ?? "",
    routingKey: (options.queue ?? options.routing_key ?? "") as string,
    origin: "testGate",
    replyTo: "",
    headers: (options.headers as Options | undefined) ?? {},
    place: {
      ...parent,
      group: (options.group_id as string | undefined) ?? null,
      groupIndex: (options.group_index as number | undefined) ?? null,
    },
    embed: {
      callbacks: (options.link as Embed["callbacks"] | undefined) ?? null,
      errbacks: (options.link_error as Embed["errbacks"] | undefined) ?? null,
      chain: (options.chain as Embed["chain"] | undefined) ?? null,
      chord: (options.chord as Signature | undefined) ?? null,
    },
  });
}

function after(seconds: unknown): Date | null {
  return typeof seconds === "number" ? new Date(Date.now() + seconds * 1000) : null;
}

/** A datetime as kombu writes it. */
function typedDate(value: unknown): Date | null {
  return isObject(value) ? new Date(value.__value__ as string) : null;
}
