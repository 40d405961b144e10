import type { BrokerKind } from "../brokers/index.js";
import type { Embed, Signature } from "../messages/envelope.js";
import { messageFacts, queueOf } from "../messages/message.js";
import type { MessageOptions } from "../options/options.js";
import type { Settings } from "../options/settings.js";
import type { AnyStep } from "./step.js";

/** What all signatures of a workflow share. */
export interface SignatureContext {
  readonly settings: Settings;
  readonly kind: BrokerKind;
  /** Where the results go to. */
  readonly replyTo: string;
  /** Headers for each step; its own come before them. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** When the wait for the workflow ends, and with it each step that says nothing else; null: never. */
  readonly expires: Date | null;
}

/**
 * A step as a worker will send it, its options in the names of Celery's `apply_async`. Times are relative to that
 * moment, in seconds. Throws INVALID_OPTIONS as the message itself would.
 */
export function signatureOf(
  step: AnyStep,
  own: Readonly<Record<string, unknown>>,
  context: SignatureContext,
): Signature {
  const { settings, kind, replyTo } = context;
  const { request } = step;
  const options = { ...step.options, headers: { ...context.headers, ...step.options.headers } };
  const facts = messageFacts(request.contract, options, settings, kind);
  const queue = queueOf(request.contract, options, settings);
  const { callbacks, errbacks } = linkedTo(options, context);
  return {
    task: request.task,
    args: request.args,
    kwargs: request.kwargs,
    options: given({
      ...(queue === null ? { exchange: options.exchange, routing_key: options.routingKey ?? "" } : { queue }),
      priority: options.priority === undefined ? null : facts.priority,
      countdown: options.countdownMs === undefined ? null : options.countdownMs / 1000,
      eta: typedDate(options.eta ?? null),
      expires: options.expiresMs === undefined ? typedDate(context.expires) : options.expiresMs / 1000,
      time_limit: facts.timeLimit,
      soft_time_limit: facts.softTimeLimit,
      ignore_result: facts.ignoreResult,
      shadow: facts.shadow,
      headers: Object.keys(facts.headers ?? {}).length === 0 ? null : facts.headers,
      link: callbacks,
      link_error: errbacks,
      reply_to: replyTo,
      ...own,
    }),
    subtask_type: null,
    immutable: step.immutable,
  };
}

/** What follows a task by `link` and `linkError`. Nobody waits for that, so that it does not expire with the wait. */
export function linkedTo(
  { link, linkError }: MessageOptions,
  context: SignatureContext,
): Pick<Embed, "callbacks" | "errbacks"> {
  const lasting = { ...context, expires: null };
  const signatures = (steps: MessageOptions["link"]) => {
    if (steps === undefined) return null;
    const list = Array.isArray(steps) ? (steps as readonly AnyStep[]) : [steps as AnyStep];
    return list.map((step) =>
      signatureOf(step, step.options.taskId === undefined ? {} : { task_id: step.options.taskId }, lasting),
    );
  };
  return { callbacks: signatures(link), errbacks: signatures(linkError) };
}

/** As kombu writes a datetime, so that the worker reads one. */
function typedDate(date: Date | null): object | null {
  return date && { __type__: "datetime", __value__: date.toISOString().replace("Z", "000+00:00") };
}

function given(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== null && value !== undefined),
  );
}
