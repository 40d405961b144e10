import { hostname } from "node:os";
import { setMember } from "../json/plainJson.js";
import { pythonRepr } from "../json/pythonRepr.js";

/** Everything that decides what a task message says. Times are Celery's: dates, and seconds. */
export interface TaskCall {
  readonly task: string;
  readonly id: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** @default null */
  readonly eta?: Date | null;
  /** @default null */
  readonly expires?: Date | null;
  /** Seconds. @default null */
  readonly timeLimit?: number | null;
  /** Seconds. @default null */
  readonly softTimeLimit?: number | null;
  /** @default null, which leaves the task's own setting */
  readonly ignoreResult?: boolean | null;
  /** @default null */
  readonly shadow?: string | null;
  /** @default 0, Celery's */
  readonly priority?: number;
  /** @default "", the default exchange, which leads to the queue that `routingKey` names */
  readonly exchange?: string;
  readonly routingKey: string;
  readonly origin: string;
  readonly replyTo: string;
  /** Further headers; they come after Celery's own and cannot replace them. @default none */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** Its place in a workflow. @default none */
  readonly place?: WorkflowPlace;
  /** What follows the task. @default nothing */
  readonly embed?: Embed;
}

/** Where a task stands in a workflow. */
export interface WorkflowPlace {
  /** The id of the first task of the workflow. */
  readonly rootId: string;
  readonly parentId: string | null;
  readonly group: string | null;
  readonly groupIndex: number | null;
}

/** A task message of Celery's protocol 2, before a transport has encoded it. */
export interface TaskMessage {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly properties: {
    readonly correlation_id: string;
    readonly reply_to: string;
    readonly delivery_mode: 2;
    readonly delivery_info: { readonly exchange: string; readonly routing_key: string };
    readonly priority: number;
  };
  /** `[args, kwargs, embed]`: three elements, always. */
  readonly body: readonly [readonly unknown[], Readonly<Record<string, unknown>>, Readonly<Embed>];
}

/** A task that is sent by a worker when another has ended: Celery's signature, as it travels. */
export interface Signature {
  readonly task: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly subtask_type: string | null;
  /** False: the result of the task before comes first among its positional arguments. */
  readonly immutable: boolean;
}

export interface Embed {
  /** Sent with the result when the task has succeeded. */
  readonly callbacks: readonly Signature[] | null;
  /** Sent when the task has failed. */
  readonly errbacks: readonly Signature[] | null;
  /** The rest of a chain, the last step first. */
  readonly chain: readonly Signature[] | null;
  /** The body of the chord whose header the task belongs to. */
  readonly chord: Signature | null;
}

const NOTHING_FOLLOWS: Embed = { callbacks: null, errbacks: null, chain: null, chord: null };

/** Shared by all messages: 50,000 of them may wait to be written. */
const NO_LIMITS: readonly [null, null] = [null, null];
const NO_STAMPS: Readonly<Record<string, never>> = {};

/** The names that Celery's own publisher writes; `headers` of a call may not use them. */
export const CELERY_HEADERS: readonly string[] = [
  "lang",
  "task",
  "id",
  "shadow",
  "eta",
  "expires",
  "group",
  "group_index",
  "retries",
  "timelimit",
  "root_id",
  "parent_id",
  "argsrepr",
  "kwargsrepr",
  "origin",
  "ignore_result",
  "replaced_task_nesting",
  "stamped_headers",
  "stamps",
];

/** Builds the message that `celery.app.amqp.AMQP.as_task_v2` builds, header by header. Pure. */
export function encodeTask(call: TaskCall): TaskMessage {
  const own = {
    lang: "py",
    task: call.task,
    id: call.id,
    shadow: call.shadow ?? null,
    eta: isoFormat(call.eta ?? null),
    expires: isoFormat(call.expires ?? null),
    group: call.place?.group ?? null,
    group_index: call.place?.groupIndex ?? null,
    retries: 0,
    timelimit:
      call.timeLimit == null && call.softTimeLimit == null
        ? NO_LIMITS
        : [call.timeLimit ?? null, call.softTimeLimit ?? null],
    root_id: call.place?.rootId ?? call.id,
    parent_id: call.place?.parentId ?? null,
    argsrepr: pythonRepr(call.args, { tuple: true }),
    kwargsrepr: pythonRepr(call.kwargs),
    origin: call.origin,
    ignore_result: call.ignoreResult ?? null,
    replaced_task_nesting: 0,
    stamped_headers: null,
    stamps: NO_STAMPS,
  };
  return {
    headers: withFurther(own, call.headers ?? {}),
    properties: {
      correlation_id: call.id,
      reply_to: call.replyTo,
      delivery_mode: 2,
      delivery_info: { exchange: call.exchange ?? "", routing_key: call.routingKey },
      priority: call.priority ?? 0,
    },
    body: [call.args, call.kwargs, call.embed ?? NOTHING_FOLLOWS],
  };
}

/**
 * Celery's own headers come first, as Python writes them, and cannot be replaced. They are added to rather than
 * spread: V8 copies an object of this size so slowly that it took a fifth of the time of a publish.
 */
function withFurther(
  own: Record<string, unknown>,
  further: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const name of Object.keys(further)) {
    if (!Object.hasOwn(own, name)) setMember(own, name, further[name]);
  }
  return own;
}

/** The last one only: the size of a message is looked at right before it is published. */
let encoded: { readonly message: TaskMessage; readonly body: Buffer } | null = null;

/** The JSON of the body. Made once for both who ask for it in turn. */
export function encodeBody(message: TaskMessage): Buffer {
  if (encoded?.message !== message) {
    encoded = { message, body: Buffer.from(JSON.stringify(message.body)) };
  }
  return encoded.body;
}

/** What Python's `anon_nodename` gives: who sent it, for logs and Flower. */
export function anonymousOrigin(): string {
  return `gen${process.pid}@${hostname()}`;
}

/** Python's `datetime.isoformat()` in UTC: microseconds, which it leaves out where there are none. */
function isoFormat(date: Date | null): string | null {
  if (date === null) return null;
  return date
    .toISOString()
    .replace(/\.(\d{3})Z$/, (_, ms: string) => `${ms === "000" ? "" : `.${ms}000`}+00:00`);
}
