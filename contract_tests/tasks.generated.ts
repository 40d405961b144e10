/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate contracts/tasks -o tasks.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `flows.chained`. */
export interface FlowsChainedArguments {
  /** @integer */
  value: number;
}

/**
 * What `flows.chained` returns.
 *
 * @integer
 */
export type FlowsChainedResult = number;

/** The arguments of `flows.chorded`. */
export interface FlowsChordedArguments {
  /** @items integer */
  values: number[];
}

/**
 * What `flows.chorded` returns.
 *
 * @items integer
 */
export type FlowsChordedResult = number[];

/** The arguments of `flows.deep`. */
export interface FlowsDeepArguments {
  /** @items integer */
  values: number[];
}

/** What `flows.deep` returns. */
export type FlowsDeepResult = number[][];

/** The arguments of `flows.dying_after`. */
export interface FlowsDyingAfterArguments {
  started: string;
}

/**
 * What `flows.dying_after` returns.
 *
 * @integer
 */
export type FlowsDyingAfterResult = number;

/** The arguments of `flows.failing`. */
export interface FlowsFailingArguments {
  shape: string;
}

/**
 * What `flows.failing` returns.
 *
 * @integer
 */
export type FlowsFailingResult = number;

/** The arguments of `flows.grouped`. */
export interface FlowsGroupedArguments {
  /** @items integer */
  values: number[];
}

/**
 * What `flows.grouped` returns.
 *
 * @items integer
 */
export type FlowsGroupedResult = number[];

/** The arguments of `flows.mistyped`. */
export type FlowsMistypedArguments = Record<string, never>;

/**
 * What `flows.mistyped` returns.
 *
 * @integer
 */
export type FlowsMistypedResult = number;

/** The arguments of `flows.nested`. */
export interface FlowsNestedArguments {
  /** @integer */
  value: number;
}

/**
 * What `flows.nested` returns.
 *
 * @integer
 */
export type FlowsNestedResult = number;

/** The arguments of `flows.sending`. */
export interface FlowsSendingArguments {
  /** @items integer */
  values: number[];
}

/** What `flows.sending` returns. */
export type FlowsSendingResult = string[];

/** The arguments of `flows.short`. */
export interface FlowsShortArguments {
  /** @integer */
  wanted: number;
  /** @integer */
  left: number;
}

/**
 * What `flows.short` returns.
 *
 * @items integer
 */
export type FlowsShortResult = number[];

/** The `details` of the errors of `flows.short`, by `exception`. */
export interface FlowsShortErrors {
  /** There is not enough left. */
  "scenarios.outcomes.OutOfStock": Shortage;
}

/** The arguments of `keys.count`. */
export interface KeysCountArguments {
  file: string;
  /** @integer */
  value: number;
  /** @default 0 */
  seconds?: number | undefined;
}

/**
 * What `keys.count` returns.
 *
 * @integer
 */
export type KeysCountResult = number;

/** The arguments of `keys.flaky`. */
export interface KeysFlakyArguments {
  file: string;
  /** @integer */
  failures: number;
}

/**
 * What `keys.flaky` returns.
 *
 * @integer
 */
export type KeysFlakyResult = number;

/** The arguments of `keys.place`. */
export interface KeysPlaceArguments {
  order: string;
  file: string;
  /**
   * @integer
   * @default 0
   */
  total?: number | undefined;
}

/**
 * What `keys.place` returns.
 *
 * @integer
 */
export type KeysPlaceResult = number;

/** The arguments of `outcomes.add`. */
export interface OutcomesAddArguments {
  /** @integer */
  left: number;
  /** @integer */
  right: number;
}

/**
 * What `outcomes.add` returns.
 *
 * @integer
 */
export type OutcomesAddResult = number;

/** The arguments of `outcomes.busy`. */
export interface OutcomesBusyArguments {
  /** @integer */
  attempts: number;
  retry_after: number;
}

/**
 * What `outcomes.busy` returns.
 *
 * @integer
 */
export type OutcomesBusyResult = number;

/** The `details` of the errors of `outcomes.busy`, by `exception`. */
export interface OutcomesBusyErrors {
  /** Try again later. */
  "scenarios.outcomes.Busy": unknown;
}

/** The arguments of `outcomes.die`. */
export type OutcomesDieArguments = Record<string, never>;

/** What `outcomes.die` returns. */
export type OutcomesDieResult = null;

/** The arguments of `outcomes.echo`. */
export interface OutcomesEchoArguments {
  value: unknown;
}

/** What `outcomes.echo` returns. */
export type OutcomesEchoResult = unknown;

/** The arguments of `outcomes.facts`. */
export type OutcomesFactsArguments = Record<string, never>;

/** What `outcomes.facts` returns. */
export interface OutcomesFactsResult {
  [k: string]: unknown;
}

/** The arguments of `outcomes.fail`. */
export interface OutcomesFailArguments {
  message: string;
}

/** What `outcomes.fail` returns. */
export type OutcomesFailResult = null;

/** The arguments of `outcomes.give`. */
export interface OutcomesGiveArguments {
  kind: "nan" | "infinity" | "large" | "bytes" | "set" | "keys" | "object";
}

/** What `outcomes.give` returns. */
export type OutcomesGiveResult = unknown;

/** The arguments of `outcomes.ignored`. */
export type OutcomesIgnoredArguments = Record<string, never>;

/**
 * What `outcomes.ignored` returns.
 *
 * @integer
 */
export type OutcomesIgnoredResult = number;

/** The arguments of `outcomes.invalid_inside`. */
export type OutcomesInvalidInsideArguments = Record<string, never>;

/** What `outcomes.invalid_inside` returns. */
export type OutcomesInvalidInsideResult = null;

/** The arguments of `outcomes.steps`. */
export interface OutcomesStepsArguments {
  /** @integer */
  count: number;
  gate: string;
}

/**
 * What `outcomes.steps` returns.
 *
 * @integer
 */
export type OutcomesStepsResult = number;

/** The `data` of the progress reports of `outcomes.steps`. */
export type OutcomesStepsProgress = Step;

/** The arguments of `outcomes.take`. */
export interface OutcomesTakeArguments {
  /** @integer */
  wanted: number;
  /** @integer */
  left: number;
}

/**
 * What `outcomes.take` returns.
 *
 * @integer
 */
export type OutcomesTakeResult = number;

/** The `details` of the errors of `outcomes.take`, by `exception`. */
export interface OutcomesTakeErrors {
  /** There is not enough left. */
  "scenarios.outcomes.OutOfStock": Shortage;
}

/** The arguments of `outcomes.too_long`. */
export type OutcomesTooLongArguments = Record<string, never>;

/** What `outcomes.too_long` returns. */
export type OutcomesTooLongResult = null;

/** The arguments of `outcomes.wait`. */
export interface OutcomesWaitArguments {
  started: string;
}

/** What `outcomes.wait` returns. */
export type OutcomesWaitResult = string;

/** The arguments of `outcomes.wrong_result`. */
export type OutcomesWrongResultArguments = Record<string, never>;

/**
 * What `outcomes.wrong_result` returns.
 *
 * @integer
 */
export type OutcomesWrongResultResult = number;

/** The arguments of `refusals.refuse`. */
export interface RefusalsRefuseArguments {
  kind: "fits" | "misfit" | "subclass" | "fields" | "silent" | "carrying" | "builtin" | "undeclared";
}

/** What `refusals.refuse` returns. */
export type RefusalsRefuseResult = null;

/** The `details` of the errors of `refusals.refuse`, by `exception`. */
export interface RefusalsRefuseErrors {
  /** Base class for lookup errors. */
  LookupError: unknown;
  /** The request was refused; to be asked again later. */
  "scenarios.refusals.Refused": Reason;
  /** It does not say what it carries. */
  "scenarios.refusals.Silent": unknown;
  /** There is nothing left. Its fields are what it carries. */
  "scenarios.refusals.Spent": SpentOutput;
}

/** The arguments of `shapes.drawing`. */
export interface ShapesDrawingArguments {
  figures: (Line | Dot)[];
}

/**
 * What `shapes.drawing` returns.
 *
 * @integer
 */
export type ShapesDrawingResult = number;

/** The arguments of `shapes.figure`. */
export interface ShapesFigureArguments {
  figure: Circle | Square;
}

/** What `shapes.figure` returns. */
export type ShapesFigureResult = number;

/** The arguments of `shapes.forms`. */
export interface ShapesFormsArguments {
  /**
   * @format uuid
   * @default null
   */
  identifier?: string | null | undefined;
  /**
   * @pattern ^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$
   * @default null
   */
  clock?: string | null | undefined;
  /** @default "0" */
  price?: number | string | undefined;
}

/** What `shapes.forms` returns. */
export type ShapesFormsResult = string;

/** The arguments of `shapes.kinds`. */
export interface ShapesKindsArguments {
  /** @integer */
  first: number;
  /**
   * @integer
   * @default 2
   */
  second?: number | undefined;
  /**
   * @integer
   * @default 3
   */
  third?: number | undefined;
  /** @integer */
  fourth: number;
  /**
   * @integer
   * @default 5
   */
  fifth?: number | undefined;
}

/**
 * What `shapes.kinds` returns.
 *
 * @items integer
 */
export type ShapesKindsResult = number[];

/** The arguments of `shapes.listed`. */
export interface ShapesListedArguments {
  /** @default 1 */
  level?: Level | undefined;
  /** @default 1 */
  mixed?: 1 | "a" | null | undefined;
  /** @default true */
  switch?: true | 0 | undefined;
  /** @default {} */
  labels?:
    | {
        /** @integer */
        [k: string]: number;
      }
    | undefined;
  /**
   * @multipleOf 0.1
   * @default 0
   */
  tenths?: number | undefined;
}

/**
 * What `shapes.listed` returns.
 *
 * @integer
 */
export type ShapesListedResult = number;

/** The arguments of `shapes.moments`. */
export interface ShapesMomentsArguments {
  /** @format date-time */
  at: string;
  /**
   * @format date
   * @default null
   */
  day?: string | null | undefined;
}

/**
 * What `shapes.moments` returns.
 *
 * @format date-time
 */
export type ShapesMomentsResult = string;

/** The arguments of `shapes.numbers`. */
export interface ShapesNumbersArguments {
  /** @integer */
  count: number;
  /**
   * @minimum 0
   * @maximum 1
   * @default 0.5
   */
  share?: number | undefined;
  /** @default false */
  flag?: boolean | undefined;
}

/**
 * What `shapes.numbers` returns.
 *
 * @integer
 */
export type ShapesNumbersResult = number;

/** The arguments of `shapes.patterns`. */
export interface ShapesPatternsArguments {
  /**
   * @pattern ^\d+$
   * @default "1"
   */
  digits?: string | undefined;
  /**
   * @pattern ^[\w.-]+$
   * @default "a"
   */
  word?: string | undefined;
  /**
   * @pattern ^\s$
   * @default " "
   */
  blank?: string | undefined;
  /**
   * @pattern ^a.c$
   * @default "abc"
   */
  between?: string | undefined;
  /**
   * @pattern ^[a&&b]+$
   * @default "a"
   */
  ampersand?: string | undefined;
}

/** What `shapes.patterns` returns. */
export type ShapesPatternsResult = string;

/** The arguments of `shapes.structures`. */
export interface ShapesStructuresArguments {
  point: Point;
  /** @default null */
  tree?: Tree | null | undefined;
  /** @default [0,""] */
  pair?: [number, string] | undefined;
  /** @default null */
  by_name?:
    | {
        /** @integer */
        [k: string]: number;
      }
    | null
    | undefined;
  /**
   * @maxItems 3
   * @default []
   */
  points?: Point[] | undefined;
  /** @default 0 */
  either?: number | string | undefined;
}

/** What `shapes.structures` returns. */
export type ShapesStructuresResult = PointOutput;

/** The arguments of `shapes.texts`. */
export interface ShapesTextsArguments {
  /**
   * @minLength 1
   * @maxLength 5
   */
  name: string;
  /** @default "small" */
  size?: Size | undefined;
  /** @default "fast" */
  mode?: "fast" | "exact" | undefined;
  /** @default null */
  note?: string | null | undefined;
}

/** What `shapes.texts` returns. */
export type ShapesTextsResult = string;

/** The arguments of `tally.count`. */
export interface TallyCountArguments {
  key: string;
  /** @integer */
  number: number;
}

/**
 * What `tally.count` returns.
 *
 * @integer
 */
export type TallyCountResult = number;

/** The arguments of `tally.die`. */
export interface TallyDieArguments {
  key: string;
}

/** What `tally.die` returns. */
export type TallyDieResult = null;

/** The arguments of `variadic.kinds`. */
export interface VariadicKindsArguments {
  /** @integer */
  only: number;
  /**
   * @integer
   * @default 2
   */
  either?: number | undefined;
  /**
   * Further positional arguments: `*rest` in Python.
   *
   * @items integer
   */
  rest?: number[] | undefined;
  /**
   * @integer
   * @default 5
   */
  last?: number | undefined;
  /** Further arguments by name: `**more` in Python. */
  more?:
    | {
        [k: string]: string;
      }
    | undefined;
}

/** What `variadic.kinds` returns. */
export type VariadicKindsResult = unknown[];

export interface Circle {
  kind: "circle";
  /** @exclusiveMinimum 0 */
  radius: number;
}

export interface Dot {
  kind: "dot";
}

/**
 * A number that stands for a level.
 *
 * @integer
 */
export type Level = 1 | 2;

export interface Line {
  /** @default "line" */
  kind?: "line" | undefined;
  length: number;
}

/** A place on a plane. */
export interface Point {
  x: number;
  /** @default 0 */
  y?: number | undefined;
}

/** A place on a plane. */
export interface PointOutput {
  x: number;
  y: number;
}

/** Why a request was refused. */
export interface Reason {
  askedBy: string;
  /**
   * @integer
   * @minimum 1
   */
  limit: number;
}

/** What was missing. */
export interface Shortage {
  /** @integer */
  wanted: number;
  /** @integer */
  left: number;
}

/** A size. */
export type Size = "small" | "large";

/** There is nothing left. Its fields are what it carries. */
export interface SpentOutput {
  budget: string;
  /** @integer */
  left: number;
}

export interface Square {
  kind: "square";
  /** @exclusiveMinimum 0 */
  side: number;
}

/** What a progress report of `steps` carries. */
export interface Step {
  label: string;
}

/** A tree of names. */
export interface Tree {
  name: string;
  /** @default [] */
  children?: Tree[] | undefined;
}

/** Every task by its name. */
export interface Tasks {
  flows: {
    /**
     * Become a chain that adds 11.
     *
     * Task `flows.chained`, queue `celery`.
     */
    chained: TaskSpec<FlowsChainedArguments, FlowsChainedResult, unknown, "value">;
    /**
     * Become a chord that adds 1 to each and gives them back.
     *
     * Task `flows.chorded`, queue `celery`.
     */
    chorded: TaskSpec<FlowsChordedArguments, FlowsChordedResult, unknown, "values">;
    /**
     * Become a group of two that become a group and a chord.
     *
     * Task `flows.deep`, queue `celery`.
     */
    deep: TaskSpec<FlowsDeepArguments, FlowsDeepResult, unknown, "values">;
    /**
     * End well, and kill the process after one of storing the result and counting the chord's part; once.
     *
     * Task `flows.dying_after`, queue `celery`.
     */
    dying_after: TaskSpec<FlowsDyingAfterArguments, FlowsDyingAfterResult, unknown, "started">;
    /**
     * Become a chain, a group or a chord in which something goes wrong.
     *
     * Task `flows.failing`, queue `celery`.
     */
    failing: TaskSpec<FlowsFailingArguments, FlowsFailingResult, unknown, "shape">;
    /**
     * Become a group that adds 1 to each.
     *
     * Task `flows.grouped`, queue `celery`.
     */
    grouped: TaskSpec<FlowsGroupedArguments, FlowsGroupedResult, unknown, "values">;
    /**
     * Become a task that gives something else than the hint says.
     *
     * Task `flows.mistyped`, queue `celery`.
     */
    mistyped: TaskSpec<FlowsMistypedArguments, FlowsMistypedResult>;
    /**
     * Become a chain whose first step becomes a chain.
     *
     * Task `flows.nested`, queue `celery`.
     */
    nested: TaskSpec<FlowsNestedArguments, FlowsNestedResult, unknown, "value">;
    /**
     * Send others, and end before them; their ids.
     *
     * Task `flows.sending`, queue `celery`.
     */
    sending: TaskSpec<FlowsSendingArguments, FlowsSendingResult, unknown, "values">;
    /**
     * Become a group of chords, a part of which raises a declared exception.
     *
     * Task `flows.short`, queue `celery`.
     *
     * @throws `scenarios.outcomes.OutOfStock`: There is not enough left.
     */
    short: TaskSpec<FlowsShortArguments, FlowsShortResult, unknown, "wanted", FlowsShortErrors>;
  };
  keys: {
    /**
     * Leave a line, work for some time, and give back the value.
     *
     * Task `keys.count`, queue `celery`.
     */
    count: TaskSpec<KeysCountArguments, KeysCountResult, unknown, "file">;
    /**
     * Leave a line; fail so often, then give back how many lines there are.
     *
     * Task `keys.flaky`, queue `celery`.
     */
    flaky: TaskSpec<KeysFlakyArguments, KeysFlakyResult, unknown, "file">;
    /**
     * Place an order once, whoever asks for it and however often.
     *
     * Task `keys.place`, queue `celery`.
     */
    place: TaskSpec<KeysPlaceArguments, KeysPlaceResult, unknown, "order">;
  };
  outcomes: {
    /**
     * Add two integers.
     *
     * Task `outcomes.add`, queue `celery`.
     */
    add: TaskSpec<OutcomesAddArguments, OutcomesAddResult, unknown, "left">;
    /**
     * Be busy until the attempt of that number.
     *
     * Task `outcomes.busy`, queue `celery`.
     *
     * @throws `scenarios.outcomes.Busy`: Try again later.
     */
    busy: TaskSpec<OutcomesBusyArguments, OutcomesBusyResult, unknown, "attempts", OutcomesBusyErrors>;
    /**
     * Kill the process that runs it, acknowledged early and not tried again, so that it ends at once.
     *
     * Task `outcomes.die`, queue `celery`.
     */
    die: TaskSpec<OutcomesDieArguments, OutcomesDieResult>;
    /**
     * Give back what came.
     *
     * Task `outcomes.echo`, queue `celery`.
     */
    echo: TaskSpec<OutcomesEchoArguments, OutcomesEchoResult, unknown, "value">;
    /**
     * What the message said about itself.
     *
     * Task `outcomes.facts`, queue `celery`.
     */
    facts: TaskSpec<OutcomesFactsArguments, OutcomesFactsResult>;
    /**
     * Raise a ValueError.
     *
     * Task `outcomes.fail`, queue `celery`.
     */
    fail: TaskSpec<OutcomesFailArguments, OutcomesFailResult, unknown, "message">;
    /**
     * Return something that is not plain JSON, one level down.
     *
     * Task `outcomes.give`, queue `celery`.
     */
    give: TaskSpec<OutcomesGiveArguments, OutcomesGiveResult, unknown, "kind">;
    /**
     * Return what nobody can read.
     *
     * Task `outcomes.ignored`, queue `celery`.
     */
    ignored: TaskSpec<OutcomesIgnoredArguments, OutcomesIgnoredResult>;
    /**
     * Raise pydantic's ValidationError from within the function.
     *
     * Task `outcomes.invalid_inside`, queue `celery`.
     */
    invalid_inside: TaskSpec<OutcomesInvalidInsideArguments, OutcomesInvalidInsideResult>;
    /**
     * Report progress, then wait until the file `gate` exists, for at most 30 seconds.
     *
     * Task `outcomes.steps`, queue `celery`.
     */
    steps: TaskSpec<OutcomesStepsArguments, OutcomesStepsResult, OutcomesStepsProgress, "count">;
    /**
     * Take what is wanted, or raise a declared exception with an odd constructor.
     *
     * Task `outcomes.take`, queue `celery`.
     *
     * @throws `scenarios.outcomes.OutOfStock`: There is not enough left.
     */
    take: TaskSpec<OutcomesTakeArguments, OutcomesTakeResult, unknown, "wanted", OutcomesTakeErrors>;
    /**
     * Run longer than its time limit.
     *
     * Task `outcomes.too_long`, queue `celery`.
     */
    too_long: TaskSpec<OutcomesTooLongArguments, OutcomesTooLongResult>;
    /**
     * Write the file `started`, then run until it is cancelled, for at most 30 seconds.
     *
     * Task `outcomes.wait`, queue `celery`.
     */
    wait: TaskSpec<OutcomesWaitArguments, OutcomesWaitResult, unknown, "started">;
    /**
     * Return something else than the hint says.
     *
     * Task `outcomes.wrong_result`, queue `celery`.
     */
    wrong_result: TaskSpec<OutcomesWrongResultArguments, OutcomesWrongResultResult>;
  };
  refusals: {
    /**
     * Raise the exception of that kind.
     *
     * Task `refusals.refuse`, queue `celery`.
     *
     * @throws `LookupError`: Base class for lookup errors.
     * @throws `scenarios.refusals.Refused`: The request was refused; to be asked again later.
     * @throws `scenarios.refusals.Silent`: It does not say what it carries.
     * @throws `scenarios.refusals.Spent`: There is nothing left. Its fields are what it carries.
     */
    refuse: TaskSpec<RefusalsRefuseArguments, RefusalsRefuseResult, unknown, "kind", RefusalsRefuseErrors>;
  };
  shapes: {
    /**
     * Take figures whose tag has a default, or is a member of an Enum.
     *
     * Task `shapes.drawing`, queue `celery`.
     */
    drawing: TaskSpec<ShapesDrawingArguments, ShapesDrawingResult, unknown, "figures">;
    /**
     * Take one of two figures.
     *
     * Task `shapes.figure`, queue `celery`.
     */
    figure: TaskSpec<ShapesFigureArguments, ShapesFigureResult, unknown, "figure">;
    /**
     * Take texts that stand for something else.
     *
     * Task `shapes.forms`, queue `celery`.
     */
    forms: TaskSpec<ShapesFormsArguments, ShapesFormsResult, unknown, "identifier">;
    /**
     * Take parameters of every kind.
     *
     * Task `shapes.kinds`, queue `celery`.
     */
    kinds: TaskSpec<ShapesKindsArguments, ShapesKindsResult, unknown, "first">;
    /**
     * Take values of a closed list.
     *
     * Task `shapes.listed`, queue `celery`.
     */
    listed: TaskSpec<ShapesListedArguments, ShapesListedResult, unknown, "level">;
    /**
     * Take a date and time, and a date.
     *
     * Task `shapes.moments`, queue `celery`.
     */
    moments: TaskSpec<ShapesMomentsArguments, ShapesMomentsResult, unknown, "at">;
    /**
     * Take numbers.
     *
     * Task `shapes.numbers`, queue `celery`.
     */
    numbers: TaskSpec<ShapesNumbersArguments, ShapesNumbersResult, unknown, "count">;
    /**
     * Take texts that fit a pattern.
     *
     * Task `shapes.patterns`, queue `celery`.
     */
    patterns: TaskSpec<ShapesPatternsArguments, ShapesPatternsResult, unknown, "digits">;
    /**
     * Take structures.
     *
     * Task `shapes.structures`, queue `celery`.
     */
    structures: TaskSpec<ShapesStructuresArguments, ShapesStructuresResult, unknown, "point">;
    /**
     * Take texts.
     *
     * Task `shapes.texts`, queue `celery`.
     */
    texts: TaskSpec<ShapesTextsArguments, ShapesTextsResult, unknown, "name">;
  };
  tally: {
    /**
     * Note one more execution of the call `number` in the hash `key`; the result is the number.
     *
     * Task `tally.count`, queue `celery`.
     */
    count: TaskSpec<TallyCountArguments, TallyCountResult, unknown, "key">;
    /**
     * Note one more execution in the list `key`, then die as where the kernel has no memory left.
     *
     * Task `tally.die`, queue `celery`.
     */
    die: TaskSpec<TallyDieArguments, TallyDieResult, unknown, "key">;
  };
  variadic: {
    /**
     * Return what has arrived, in the order of the parameters.
     *
     * Task `variadic.kinds`, queue `celery`.
     */
    kinds: TaskSpec<VariadicKindsArguments, VariadicKindsResult, unknown, "only">;
  };
}

/** What `connect({ tasks })` takes: the contracts, and with them the types above. */
export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([
  {
    "formatVersion": 1,
    "name": "flows.chained",
    "summary": "Become a chain that adds 11.",
    "description": "",
    "parameters": [
      {
        "name": "value",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:0e8f3554dd2f221ebf8741788785a6d92c2e60b34d6b454dfd84ac2bde881c9b"
  },
  {
    "formatVersion": 1,
    "name": "flows.chorded",
    "summary": "Become a chord that adds 1 to each and gives them back.",
    "description": "",
    "parameters": [
      {
        "name": "values",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "array"
        }
      }
    ],
    "result": {
      "items": {
        "maximum": 9007199254740991,
        "minimum": -9007199254740991,
        "type": "integer"
      },
      "type": "array"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:7b1e5d8aae3ec76e40ea1118001b4971d71d56673a9584be84bbb949557abf13"
  },
  {
    "formatVersion": 1,
    "name": "flows.deep",
    "summary": "Become a group of two that become a group and a chord.",
    "description": "",
    "parameters": [
      {
        "name": "values",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "array"
        }
      }
    ],
    "result": {
      "items": {
        "items": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        },
        "type": "array"
      },
      "type": "array"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:045fabb543fb9598a7590045d9149e0e0ca634cba8fd769ef2d2d809bf87e3f5"
  },
  {
    "formatVersion": 1,
    "name": "flows.dying_after",
    "summary": "End well, and kill the process after one of storing the result and counting the chord's part; once.",
    "description": "",
    "parameters": [
      {
        "name": "started",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:adf54837def476f2d041786f0f294b42dfbb7a6c02761654db7a3810575bc453"
  },
  {
    "formatVersion": 1,
    "name": "flows.failing",
    "summary": "Become a chain, a group or a chord in which something goes wrong.",
    "description": "",
    "parameters": [
      {
        "name": "shape",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:90d684074946e3d77ff19f910ca0847035f9fd5e5d47c2afc4bce7a80a6b9946"
  },
  {
    "formatVersion": 1,
    "name": "flows.grouped",
    "summary": "Become a group that adds 1 to each.",
    "description": "",
    "parameters": [
      {
        "name": "values",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "array"
        }
      }
    ],
    "result": {
      "items": {
        "maximum": 9007199254740991,
        "minimum": -9007199254740991,
        "type": "integer"
      },
      "type": "array"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:b30916ee356d04e7fd9b6edf0f3ea79a8f8d0894105c415dc4fd10b57f320b55"
  },
  {
    "formatVersion": 1,
    "name": "flows.mistyped",
    "summary": "Become a task that gives something else than the hint says.",
    "description": "",
    "parameters": [],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:d0eafdde7ba2caecd97a9a1fc7a658ff2f99dc69137e6059565b4349d7350f4a"
  },
  {
    "formatVersion": 1,
    "name": "flows.nested",
    "summary": "Become a chain whose first step becomes a chain.",
    "description": "",
    "parameters": [
      {
        "name": "value",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:24c2a303e9fad6bc8acaf933e489270eda78fc27c55bc6d4edbb35684a12a0e3"
  },
  {
    "formatVersion": 1,
    "name": "flows.sending",
    "summary": "Send others, and end before them; their ids.",
    "description": "",
    "parameters": [
      {
        "name": "values",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "array"
        }
      }
    ],
    "result": {
      "items": {
        "type": "string"
      },
      "type": "array"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:ec82f1e11afc2642a9918b037527c738d98e336cd03111b9b70f710e39228e79"
  },
  {
    "formatVersion": 1,
    "name": "flows.short",
    "summary": "Become a group of chords, a part of which raises a declared exception.",
    "description": "",
    "parameters": [
      {
        "name": "wanted",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "left",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "items": {
        "maximum": 9007199254740991,
        "minimum": -9007199254740991,
        "type": "integer"
      },
      "type": "array"
    },
    "progress": null,
    "errors": [
      {
        "exception": "scenarios.outcomes.OutOfStock",
        "summary": "",
        "details": {
          "$ref": "#/$defs/scenarios.outcomes.Shortage"
        }
      }
    ],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.outcomes.Shortage": {
        "properties": {
          "wanted": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "left": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "wanted",
          "left"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:ce783b9c62853fcb5c5de4cd490b91490f5fa27c31d548502ee798fe4a9dbdf5"
  },
  {
    "formatVersion": 1,
    "name": "keys.count",
    "summary": "Leave a line, work for some time, and give back the value.",
    "description": "",
    "parameters": [
      {
        "name": "file",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "value",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "seconds",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0,
        "schema": {
          "type": "number"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:51000b257ea5a2721e5d432f6499bb17369b230ea0a55a3ec7a887c86dcc12f3"
  },
  {
    "formatVersion": 1,
    "name": "keys.flaky",
    "summary": "Leave a line; fail so often, then give back how many lines there are.",
    "description": "",
    "parameters": [
      {
        "name": "file",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "failures",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:b3a65bf206a58f624a6ee3ff39eb0fd7f792b655fb8bd9fe055f9a478bb5f5a9"
  },
  {
    "formatVersion": 1,
    "name": "keys.place",
    "summary": "Place an order once, whoever asks for it and however often.",
    "description": "",
    "parameters": [
      {
        "name": "order",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "file",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "total",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:4295e6883bfcd6863374d0ce8950d1bbd5df735672a1e50726df07dd9060b075"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.add",
    "summary": "Add two integers.",
    "description": "",
    "parameters": [
      {
        "name": "left",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "right",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:2d583163b7f490a2adec9a1e4dca98a4b0d5e4adf3ee61c1725d2af296983754"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.busy",
    "summary": "Be busy until the attempt of that number.",
    "description": "",
    "parameters": [
      {
        "name": "attempts",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "retry_after",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "number"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [
      {
        "exception": "scenarios.outcomes.Busy",
        "summary": "",
        "details": null
      }
    ],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": {
      "max": 2,
      "on": [
        "scenarios.outcomes.Busy"
      ],
      "except": [],
      "delaySeconds": 0,
      "backoff": null
    },
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:6b1ae4f14b06b525ec544aa7a75b40e5861a7317d757a4b9e6a15c6a361b549a"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.die",
    "summary": "Kill the process that runs it, acknowledged early and not tried again, so that it ends at once.",
    "description": "",
    "parameters": [],
    "result": {
      "type": "null"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:858248439cb6c7abe468b605658f22964985d6aaabdd8de13742d6c946ed9561"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.echo",
    "summary": "Give back what came.",
    "description": "",
    "parameters": [
      {
        "name": "value",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      }
    ],
    "result": {},
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:b6fd3e195049fa8b8deea8a49bfce161f029c6c1530dd9711c547f394b46409a"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.facts",
    "summary": "What the message said about itself.",
    "description": "",
    "parameters": [],
    "result": {
      "additionalProperties": true,
      "type": "object"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:ec4f41c5714fa1571638acb27e5ab8b6dd7b29d64a32811b5402ee40a9be6f1c"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.fail",
    "summary": "Raise a ValueError.",
    "description": "",
    "parameters": [
      {
        "name": "message",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "type": "null"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:7343d8ecf9561cafa177ebaa4b57b7a5f631b1663a55b4789e518d0434647f29"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.give",
    "summary": "Return something that is not plain JSON, one level down.",
    "description": "",
    "parameters": [
      {
        "name": "kind",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "enum": [
            "nan",
            "infinity",
            "large",
            "bytes",
            "set",
            "keys",
            "object"
          ],
          "type": "string"
        }
      }
    ],
    "result": {},
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:69e46f1ffc664b05108001e2ba533b7c9f3afd09b9c56d5d633dfa94c03f69df"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.ignored",
    "summary": "Return what nobody can read.",
    "description": "",
    "parameters": [],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": false,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:41ec429aad7dc898f9ed9d82952422c9ccd7346f3fae3e826bf48edae750ad3e"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.invalid_inside",
    "summary": "Raise pydantic's ValidationError from within the function.",
    "description": "",
    "parameters": [],
    "result": {
      "type": "null"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:e67e915fc4d0ef0b8a151c57a2201885c040f036fa67525a42caab45f2407e49"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.steps",
    "summary": "Report progress, then wait until the file `gate` exists, for at most 30 seconds.",
    "description": "",
    "parameters": [
      {
        "name": "count",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "gate",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": {
      "$ref": "#/$defs/scenarios.outcomes.Step"
    },
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.outcomes.Step": {
        "properties": {
          "label": {
            "type": "string"
          }
        },
        "required": [
          "label"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:e62f0a44dfa67f2f9b2f4a45a7a4e81cfc137e8b9b6630be7c0b63f1804a46a0"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.take",
    "summary": "Take what is wanted, or raise a declared exception with an odd constructor.",
    "description": "",
    "parameters": [
      {
        "name": "wanted",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "left",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [
      {
        "exception": "scenarios.outcomes.OutOfStock",
        "summary": "",
        "details": {
          "$ref": "#/$defs/scenarios.outcomes.Shortage"
        }
      }
    ],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.outcomes.Shortage": {
        "properties": {
          "wanted": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "left": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "wanted",
          "left"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:10e4ebb7e42bbd2fc63fa64672e4f467935774f5e1fc63faf88642be1f2cf44e"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.too_long",
    "summary": "Run longer than its time limit.",
    "description": "",
    "parameters": [],
    "result": {
      "type": "null"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": 1,
      "softTimeLimit": 0.96
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:5e13108482f3bc9912ea87c73f5173d789517b00b9425b7c97fe1433a4668484"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.wait",
    "summary": "Write the file `started`, then run until it is cancelled, for at most 30 seconds.",
    "description": "",
    "parameters": [
      {
        "name": "started",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "type": "string"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:0eb20f3180df7bd0c3e87dd85b3f45b337dc04b239703fe6ed9462d66ccdc2d4"
  },
  {
    "formatVersion": 1,
    "name": "outcomes.wrong_result",
    "summary": "Return something else than the hint says.",
    "description": "",
    "parameters": [],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:373823f4d361eec252a6ca015f4dafc527f6f736dfc22e416ddb2b1f7b6ce338"
  },
  {
    "formatVersion": 1,
    "name": "refusals.refuse",
    "summary": "Raise the exception of that kind.",
    "description": "",
    "parameters": [
      {
        "name": "kind",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "enum": [
            "fits",
            "misfit",
            "subclass",
            "fields",
            "silent",
            "carrying",
            "builtin",
            "undeclared"
          ],
          "type": "string"
        }
      }
    ],
    "result": {
      "type": "null"
    },
    "progress": null,
    "errors": [
      {
        "exception": "LookupError",
        "summary": "",
        "details": null
      },
      {
        "exception": "scenarios.refusals.Refused",
        "summary": "",
        "details": {
          "$ref": "#/$defs/scenarios.refusals.Reason"
        }
      },
      {
        "exception": "scenarios.refusals.Silent",
        "summary": "",
        "details": null
      },
      {
        "exception": "scenarios.refusals.Spent",
        "summary": "",
        "details": {
          "$ref": "#/$defs/scenarios.refusals.Spent.Output"
        }
      }
    ],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.refusals.Reason": {
        "properties": {
          "askedBy": {
            "type": "string"
          },
          "limit": {
            "maximum": 9007199254740991,
            "minimum": 1,
            "type": "integer"
          }
        },
        "required": [
          "askedBy",
          "limit"
        ],
        "type": "object"
      },
      "scenarios.refusals.Spent.Output": {
        "properties": {
          "budget": {
            "type": "string"
          },
          "left": {
            "default": 0,
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "budget",
          "left"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:8c5a3fca853c1df6789b8e94f4e3c601335b898132f55c0f397fa688d7e78f43"
  },
  {
    "formatVersion": 1,
    "name": "shapes.drawing",
    "summary": "Take figures whose tag has a default, or is a member of an Enum.",
    "description": "",
    "parameters": [
      {
        "name": "figures",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "discriminator": {
              "propertyName": "kind"
            },
            "oneOf": [
              {
                "$ref": "#/$defs/scenarios.shapes.Line"
              },
              {
                "$ref": "#/$defs/scenarios.shapes.Dot"
              }
            ],
            "required": [
              "kind"
            ],
            "type": "object"
          },
          "type": "array"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.shapes.Dot": {
        "properties": {
          "kind": {
            "const": "dot",
            "type": "string"
          }
        },
        "required": [
          "kind"
        ],
        "type": "object"
      },
      "scenarios.shapes.Line": {
        "properties": {
          "kind": {
            "const": "line",
            "default": "line",
            "type": "string"
          },
          "length": {
            "type": "number"
          }
        },
        "required": [
          "length"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:a653bb99707dc2a83d132c3be18fbad411e6d50a1ee2730ef22b1fed6f40d2c4"
  },
  {
    "formatVersion": 1,
    "name": "shapes.figure",
    "summary": "Take one of two figures.",
    "description": "",
    "parameters": [
      {
        "name": "figure",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "discriminator": {
            "propertyName": "kind"
          },
          "oneOf": [
            {
              "$ref": "#/$defs/scenarios.shapes.Circle"
            },
            {
              "$ref": "#/$defs/scenarios.shapes.Square"
            }
          ],
          "required": [
            "kind"
          ],
          "type": "object"
        }
      }
    ],
    "result": {
      "type": "number"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.shapes.Circle": {
        "properties": {
          "kind": {
            "const": "circle",
            "type": "string"
          },
          "radius": {
            "exclusiveMinimum": 0,
            "type": "number"
          }
        },
        "required": [
          "kind",
          "radius"
        ],
        "type": "object"
      },
      "scenarios.shapes.Square": {
        "properties": {
          "kind": {
            "const": "square",
            "type": "string"
          },
          "side": {
            "exclusiveMinimum": 0,
            "type": "number"
          }
        },
        "required": [
          "kind",
          "side"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:a6553e35dd7a37878ba502ae8e1ccdeffcde6975c221600fb103739c50ea1ce7"
  },
  {
    "formatVersion": 1,
    "name": "shapes.forms",
    "summary": "Take texts that stand for something else.",
    "description": "",
    "parameters": [
      {
        "name": "identifier",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "format": "uuid",
              "type": "string"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "clock",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "pattern": "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?$",
              "type": "string"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "price",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "0",
        "schema": {
          "anyOf": [
            {
              "type": "number"
            },
            {
              "pattern": "^-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,9})?$",
              "type": "string"
            }
          ]
        }
      }
    ],
    "result": {
      "type": "string"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:06f0074bf995f78abcea5343ad57998549fd1f8f3234f2fa20fc7b4b455191b0"
  },
  {
    "formatVersion": 1,
    "name": "shapes.kinds",
    "summary": "Take parameters of every kind.",
    "description": "",
    "parameters": [
      {
        "name": "first",
        "kind": "positionalOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "second",
        "kind": "positionalOnly",
        "required": false,
        "default": 2,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "third",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 3,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "fourth",
        "kind": "keywordOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "fifth",
        "kind": "keywordOnly",
        "required": false,
        "default": 5,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "items": {
        "maximum": 9007199254740991,
        "minimum": -9007199254740991,
        "type": "integer"
      },
      "type": "array"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:fb1590ab751f0ef536f466bf3b9290b78ead3716d775cc6c5d17c1660712c104"
  },
  {
    "formatVersion": 1,
    "name": "shapes.listed",
    "summary": "Take values of a closed list.",
    "description": "",
    "parameters": [
      {
        "name": "level",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 1,
        "schema": {
          "$ref": "#/$defs/scenarios.shapes.Level"
        }
      },
      {
        "name": "mixed",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 1,
        "schema": {
          "enum": [
            1,
            "a",
            null
          ]
        }
      },
      {
        "name": "switch",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": true,
        "schema": {
          "enum": [
            true,
            0
          ]
        }
      },
      {
        "name": "labels",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": {},
        "schema": {
          "additionalProperties": false,
          "patternProperties": {
            "^[a-z]+$": {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            }
          },
          "type": "object"
        }
      },
      {
        "name": "tenths",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0,
        "schema": {
          "multipleOf": 0.1,
          "type": "number"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.shapes.Level": {
        "enum": [
          1,
          2
        ],
        "type": "integer"
      }
    },
    "fingerprint": "sha256:99524b3be8836a45a60c963eb54d5fa22479323d7465cefc3bca5c1cc52b5c46"
  },
  {
    "formatVersion": 1,
    "name": "shapes.moments",
    "summary": "Take a date and time, and a date.",
    "description": "",
    "parameters": [
      {
        "name": "at",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "date-time",
          "type": "string"
        }
      },
      {
        "name": "day",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "format": "date",
              "type": "string"
            },
            {
              "type": "null"
            }
          ]
        }
      }
    ],
    "result": {
      "format": "date-time",
      "type": "string"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:f69144cf67faa2d9cfba8bc7bf4a28375b0972603d0858d17fbaf15790b1f8ab"
  },
  {
    "formatVersion": 1,
    "name": "shapes.numbers",
    "summary": "Take numbers.",
    "description": "",
    "parameters": [
      {
        "name": "count",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "share",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0.5,
        "schema": {
          "maximum": 1,
          "minimum": 0,
          "type": "number"
        }
      },
      {
        "name": "flag",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": false,
        "schema": {
          "type": "boolean"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:0d500b1bed320eadca048051ab919a1b1b713590bf021aef8e027e8d3810c3e2"
  },
  {
    "formatVersion": 1,
    "name": "shapes.patterns",
    "summary": "Take texts that fit a pattern.",
    "description": "",
    "parameters": [
      {
        "name": "digits",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "1",
        "schema": {
          "pattern": "^\\d+$",
          "type": "string"
        }
      },
      {
        "name": "word",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "a",
        "schema": {
          "pattern": "^[\\w.-]+$",
          "type": "string"
        }
      },
      {
        "name": "blank",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": " ",
        "schema": {
          "pattern": "^\\s$",
          "type": "string"
        }
      },
      {
        "name": "between",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "abc",
        "schema": {
          "pattern": "^a.c$",
          "type": "string"
        }
      },
      {
        "name": "ampersand",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "a",
        "schema": {
          "pattern": "^[a&&b]+$",
          "type": "string"
        }
      }
    ],
    "result": {
      "type": "string"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:4dd7610dbd4d550097549acfb5c4dfee53c8645fb1fa691ed0aa702867d15542"
  },
  {
    "formatVersion": 1,
    "name": "shapes.structures",
    "summary": "Take structures.",
    "description": "",
    "parameters": [
      {
        "name": "point",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/scenarios.shapes.Point"
        }
      },
      {
        "name": "tree",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "$ref": "#/$defs/scenarios.shapes.Tree"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "pair",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          0,
          ""
        ],
        "schema": {
          "maxItems": 2,
          "minItems": 2,
          "prefixItems": [
            {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            {
              "type": "string"
            }
          ],
          "type": "array"
        }
      },
      {
        "name": "by_name",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "additionalProperties": {
                "maximum": 9007199254740991,
                "minimum": -9007199254740991,
                "type": "integer"
              },
              "type": "object"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "points",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [],
        "schema": {
          "items": {
            "$ref": "#/$defs/scenarios.shapes.Point"
          },
          "maxItems": 3,
          "type": "array"
        }
      },
      {
        "name": "either",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0,
        "schema": {
          "anyOf": [
            {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            {
              "type": "string"
            }
          ]
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/scenarios.shapes.Point.Output"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.shapes.Point": {
        "properties": {
          "x": {
            "type": "number"
          },
          "y": {
            "default": 0,
            "type": "number"
          }
        },
        "required": [
          "x"
        ],
        "type": "object"
      },
      "scenarios.shapes.Point.Output": {
        "properties": {
          "x": {
            "type": "number"
          },
          "y": {
            "default": 0,
            "type": "number"
          }
        },
        "required": [
          "x",
          "y"
        ],
        "type": "object"
      },
      "scenarios.shapes.Tree": {
        "properties": {
          "name": {
            "type": "string"
          },
          "children": {
            "default": [],
            "items": {
              "$ref": "#/$defs/scenarios.shapes.Tree"
            },
            "type": "array"
          }
        },
        "required": [
          "name"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:d29787eb5a45305087f1b8ec19de10d5aeef3e5d1ba18f4acc2188ecf2318413"
  },
  {
    "formatVersion": 1,
    "name": "shapes.texts",
    "summary": "Take texts.",
    "description": "",
    "parameters": [
      {
        "name": "name",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maxLength": 5,
          "minLength": 1,
          "type": "string"
        }
      },
      {
        "name": "size",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "small",
        "schema": {
          "$ref": "#/$defs/scenarios.shapes.Size"
        }
      },
      {
        "name": "mode",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "fast",
        "schema": {
          "enum": [
            "fast",
            "exact"
          ],
          "type": "string"
        }
      },
      {
        "name": "note",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "type": "string"
            },
            {
              "type": "null"
            }
          ]
        }
      }
    ],
    "result": {
      "type": "string"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {
      "scenarios.shapes.Size": {
        "enum": [
          "small",
          "large"
        ],
        "type": "string"
      }
    },
    "fingerprint": "sha256:3670184071d6bdbe2778a8968fc58e55a3fa43d07335958e64851c1da8ae9a7f"
  },
  {
    "formatVersion": 1,
    "name": "tally.count",
    "summary": "Note one more execution of the call `number` in the hash `key`; the result is the number.",
    "description": "",
    "parameters": [
      {
        "name": "key",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "number",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      }
    ],
    "result": {
      "maximum": 9007199254740991,
      "minimum": -9007199254740991,
      "type": "integer"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": 1500,
      "softTimeLimit": 1440
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:f1fbb8f4f0e9ec30aaefa818892be6fa516f6f6d712ec7174da286c401ef5323"
  },
  {
    "formatVersion": 1,
    "name": "tally.die",
    "summary": "Note one more execution in the list `key`, then die as where the kernel has no memory left.",
    "description": "",
    "parameters": [
      {
        "name": "key",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "type": "null"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": 1500,
      "softTimeLimit": 1440
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:032f46c09fd4133daf35d25ec6072247b30ac3d579f5fb6f1a0d197fbd8cf924"
  },
  {
    "formatVersion": 1,
    "name": "variadic.kinds",
    "summary": "Return what has arrived, in the order of the parameters.",
    "description": "",
    "parameters": [
      {
        "name": "only",
        "kind": "positionalOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "either",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 2,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "rest",
        "kind": "variadicPositional",
        "required": false,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "last",
        "kind": "keywordOnly",
        "required": false,
        "default": 5,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "more",
        "kind": "variadicKeyword",
        "required": false,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "items": {},
      "type": "array"
    },
    "progress": null,
    "errors": [],
    "queue": {
      "name": "celery",
      "type": "classic"
    },
    "limits": {
      "timeLimit": 1500,
      "softTimeLimit": 1440
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:3bc5ff3e32ab00c13cee7f0987d8e1686c23af87b1504aa34628816bd93bd7b7"
  },
]);
