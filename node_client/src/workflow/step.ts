import type { Request } from "../messages/request.js";
import type { MessageOptions } from "../options/options.js";

/** What may be said of a step: everything about its message, but for what concerns the publish alone. */
export type StepOptions<Result = never> = Omit<
  MessageOptions<Result>,
  "publishTimeoutMs" | "publishRetries" | "signal" | "replyTo" | "idempotencyKey"
>;

declare const input: unique symbol;
declare const output: unique symbol;

/**
 * What can be run, or be a part of more. `Input` is what the step before it must give, `unknown` where it takes
 * nothing; `Output` is its result.
 */
export abstract class Workflow<Input = unknown, Output = unknown> {
  declare readonly [input]: (given: Input) => void;
  declare readonly [output]: Output;
}

/** Any part of a workflow, whatever it takes and gives. */
export type AnyWorkflow = Workflow<never, unknown>;

export type InputOf<W> = W extends { readonly [input]: (given: infer Input) => void } ? Input : never;
export type OutputOf<W> = W extends { readonly [output]: infer Output } ? Output : never;

/** One task of a workflow, checked and not sent. Made by `gate.tasks.….step()` and `.after()`. */
export class Step<Input = unknown, Output = unknown> extends Workflow<Input, Output> {
  /** @internal */
  constructor(
    readonly request: Request,
    readonly options: StepOptions,
    /** True: complete, and the result of the step before is not given to it. */
    readonly immutable: boolean,
  ) {
    super();
  }
}

/** A step that follows another task by `link` or `linkError`. */
export type AnyStep = Step<never, unknown>;
