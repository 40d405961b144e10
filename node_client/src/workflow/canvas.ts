import { InvalidArgumentsError } from "../errors.js";
import { type AnyWorkflow, type InputOf, type OutputOf, Step, Workflow } from "./step.js";

/** One after another, in the order of their running. A group followed by a step is a chord. */
export type Sequence = readonly (Step<never> | Group<never>)[];

/** Steps one after another; its result is that of the last. Made by `chain()` and `chord()`. */
export class Chain<Input = unknown, Output = unknown> extends Workflow<Input, Output> {
  /** @internal */
  constructor(readonly parts: Sequence) {
    super();
  }
}

/** Steps beside each other; its result is theirs, in order. Made by `group()`. */
export class Group<Input = unknown, Output = unknown> extends Workflow<Input, Output> {
  /** @internal */
  constructor(readonly members: readonly Sequence[]) {
    super();
  }
}

/** What the compiler shows where the result of a step does not fit the first parameter of the one after it. */
export interface StepDoesNotFit<Given, Taken> {
  readonly "the result of the step before": Given;
  readonly "does not fit the first parameter of this step": Taken;
}

/** What the compiler shows where a workflow that needs the result of another is to be run. */
export interface BeginsWithoutInput<Taken> {
  readonly "nothing feeds the first parameter of the first step: use step()": Taken;
}

/** A workflow that begins with steps that are complete. */
export type Complete<W> = unknown extends InputOf<W> ? W : BeginsWithoutInput<InputOf<W>>;

/** A result that nobody has typed fits everything. */
type Fit<Given, Part> = unknown extends Given
  ? Part
  : [Given] extends [InputOf<Part>]
    ? Part
    : StepDoesNotFit<Given, InputOf<Part>>;

type Fitting<Parts, Given = unknown> = Parts extends readonly [infer First, ...infer Rest]
  ? [Fit<Given, First>, ...Fitting<Rest, OutputOf<First>>]
  : [];

type LastOf<Parts> = Parts extends readonly [...unknown[], infer Last] ? Last : never;
type OutputsOf<Parts> = { -readonly [Index in keyof Parts]: OutputOf<Parts[Index]> };
/** What all of them take: each gets the same. */
type CommonInput<Parts extends readonly AnyWorkflow[]> = [Parts[number]] extends [Workflow<infer Input>]
  ? Input
  : never;

/**
 * Runs the parts one after another. One made by `after()` gets the result of the part before it, one made by
 * `step()` does not. Each part of a group that follows a group gets the list of results.
 */
export function chain<const Parts extends readonly [AnyWorkflow, ...AnyWorkflow[]]>(
  ...parts: Parts & Fitting<Parts>
): Chain<InputOf<Parts[0]>, OutputOf<LastOf<Parts>>> {
  return new Chain(joined("chain", parts));
}

/** Runs the parts beside each other. The result of a part that is, or ends with, a group is a tuple in the tuple. */
export function group<const Parts extends readonly AnyWorkflow[]>(
  ...parts: Parts
): Group<CommonInput<Parts>, OutputsOf<Parts>> {
  return new Group(members("group", parts));
}

/**
 * Runs the header's parts beside each other, then the body with the list of their results. The same as
 * `chain(group(...header), body)`. Needs results in Redis.
 */
export function chord<const Header extends readonly AnyWorkflow[], Body extends AnyWorkflow>(
  header: Header,
  body: Body & Fit<OutputsOf<Header>, Body>,
): Chain<CommonInput<Header>, OutputOf<Body>> {
  if (!Array.isArray(header)) {
    throw new InvalidArgumentsError("the header of a chord must be an array of steps");
  }
  return new Chain(joined("chord", [new Group(members("chord", header)), body]));
}

/** The parts of a workflow, in the order of their running. */
export function sequenceOf(maker: string, workflow: unknown): Sequence {
  if (workflow instanceof Chain) return workflow.parts;
  if (workflow instanceof Step || workflow instanceof Group) return [workflow];
  throw new InvalidArgumentsError(`${maker} takes what step(), after(), chain(), group() and chord() give`);
}

function joined(maker: string, workflows: readonly unknown[]): Sequence {
  const parts = workflows.flatMap((workflow) => sequenceOf(maker, workflow));
  if (parts.length === 0) throw new InvalidArgumentsError(`${maker} needs at least one step`);
  return parts;
}

function members(maker: string, workflows: readonly unknown[]): Sequence[] {
  if (workflows.length === 0) throw new InvalidArgumentsError(`a ${maker} needs at least one step`);
  return workflows.map((workflow) => sequenceOf(maker, workflow));
}
