import type { MessageOptions } from "../options.js";
import type { Request } from "../request.js";

/** What may be said of a step: everything about its message, but for what concerns the publish alone. */
export type StepOptions = Omit<
  MessageOptions,
  "publishTimeoutMs" | "publishRetries" | "signal" | "replyTo" | "idempotencyKey"
>;

declare const input: unique symbol;
declare const output: unique symbol;

/**
 * One task of a workflow, checked and not sent. `Input` is what the step before it must give, `unknown` where it takes
 * nothing; `Output` is its result. Made by `gate.tasks.….step()` and `.after()`.
 */
export class Step<Input = unknown, Output = unknown> {
  declare readonly [input]: (given: Input) => void;
  declare readonly [output]: Output;

  /** @internal */
  constructor(
    readonly request: Request,
    readonly options: StepOptions,
    /** True: complete, and the result of the step before is not given to it. */
    readonly immutable: boolean,
  ) {}
}
