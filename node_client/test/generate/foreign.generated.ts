/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate ../../../python_workers/tests/foreign/golden -o foreign.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `deep.er.than.two.segments`. */
export type DeepErThanTwoSegmentsArguments = Record<string, never>;

/** What `deep.er.than.two.segments` returns. */
export type DeepErThanTwoSegmentsResult = null;

/** The arguments of `parcels.send`. */
export interface ParcelsSendArguments {
  /** @integer */
  x: number;
}

/**
 * What `parcels.send` returns.
 *
 * @integer
 */
export type ParcelsSendResult = number;

/** The arguments of `parcels.shared`. */
export interface ParcelsSharedArguments {
  /** @integer */
  x: number;
}

/**
 * What `parcels.shared` returns.
 *
 * @integer
 */
export type ParcelsSharedResult = number;

/** The arguments of `pictures.resize`. */
export interface PicturesResizeArguments {
  path: string;
  /**
   * @integer
   * @default 100
   */
  width?: number | undefined;
}

/** What `pictures.resize` returns. */
export type PicturesResizeResult = string;

/** The arguments of `tests.foreign.signatures.containers.abstract`. */
export interface TestsForeignSignaturesContainersAbstractArguments {
  /** @items integer */
  items: number[];
  members: {
    [k: string]: number;
  };
}

/** What `tests.foreign.signatures.containers.abstract` returns. */
export type TestsForeignSignaturesContainersAbstractResult = string[];

/** The arguments of `tests.foreign.signatures.containers.functions`. */
export interface TestsForeignSignaturesContainersFunctionsArguments {
  callback: unknown;
  kind: unknown;
}

/** What `tests.foreign.signatures.containers.functions` returns. */
export type TestsForeignSignaturesContainersFunctionsResult = null;

/** The arguments of `tests.foreign.signatures.containers.iterables`. */
export interface TestsForeignSignaturesContainersIterablesArguments {
  items: unknown;
}

/** What `tests.foreign.signatures.containers.iterables` returns. */
export type TestsForeignSignaturesContainersIterablesResult = unknown;

/** The arguments of `tests.foreign.signatures.containers.map_with_integer_keys`. */
export interface TestsForeignSignaturesContainersMapWithIntegerKeysArguments {
  names: unknown;
}

/**
 * What `tests.foreign.signatures.containers.map_with_integer_keys` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesContainersMapWithIntegerKeysResult = number;

/** The arguments of `tests.foreign.signatures.containers.maps`. */
export interface TestsForeignSignaturesContainersMapsArguments {
  counts: {
    /** @integer */
    [k: string]: number;
  };
  by_mode: {
    fast?: number | undefined;
    good?: number | undefined;
  };
}

/** What `tests.foreign.signatures.containers.maps` returns. */
export interface TestsForeignSignaturesContainersMapsResult {
  /** @items integer */
  [k: string]: number[];
}

/** The arguments of `tests.foreign.signatures.containers.named_tuple`. */
export interface TestsForeignSignaturesContainersNamedTupleArguments {
  place: Place;
}

/** What `tests.foreign.signatures.containers.named_tuple` returns. */
export type TestsForeignSignaturesContainersNamedTupleResult = Place;

/** The arguments of `tests.foreign.signatures.containers.nested`. */
export interface TestsForeignSignaturesContainersNestedArguments {
  table: {
    /** @items integer */
    [k: string]: (number | null)[];
  }[][];
}

/** What `tests.foreign.signatures.containers.nested` returns. */
export type TestsForeignSignaturesContainersNestedResult = [string, Place[]][];

/** The arguments of `tests.foreign.signatures.containers.of_anything`. */
export interface TestsForeignSignaturesContainersOfAnythingArguments {
  items: unknown[];
  members: {
    [k: string]: unknown;
  };
}

/** What `tests.foreign.signatures.containers.of_anything` returns. */
export type TestsForeignSignaturesContainersOfAnythingResult = unknown[];

/** The arguments of `tests.foreign.signatures.containers.of_integers`. */
export interface TestsForeignSignaturesContainersOfIntegersArguments {
  /** @items integer */
  items: number[];
}

/**
 * What `tests.foreign.signatures.containers.of_integers` returns.
 *
 * @items integer
 */
export type TestsForeignSignaturesContainersOfIntegersResult = number[];

/** The arguments of `tests.foreign.signatures.containers.of_old_form`. */
export interface TestsForeignSignaturesContainersOfOldFormArguments {
  /** @items integer */
  items: number[];
  names: {
    [k: string]: string;
  };
  pair: [number, string];
  /** @integer */
  one: number | null;
}

/** What `tests.foreign.signatures.containers.of_old_form` returns. */
export type TestsForeignSignaturesContainersOfOldFormResult = string[];

/** The arguments of `tests.foreign.signatures.containers.others`. */
export interface TestsForeignSignaturesContainersOthersArguments {
  /** @items integer */
  queue: number[];
  counts: {
    /** @integer */
    [k: string]: number;
  };
}

/** What `tests.foreign.signatures.containers.others` returns. */
export interface TestsForeignSignaturesContainersOthersResult {
  /** @integer */
  [k: string]: number;
}

/** The arguments of `tests.foreign.signatures.containers.sets`. */
export interface TestsForeignSignaturesContainersSetsArguments {
  tags: unknown;
  old: unknown;
}

/** What `tests.foreign.signatures.containers.sets` returns. */
export type TestsForeignSignaturesContainersSetsResult = unknown;

/** The arguments of `tests.foreign.signatures.containers.sized`. */
export interface TestsForeignSignaturesContainersSizedArguments {
  /**
   * @minItems 1
   * @maxItems 3
   * @items integer
   */
  items: number[];
}

/** What `tests.foreign.signatures.containers.sized` returns. */
export type TestsForeignSignaturesContainersSizedResult = null;

/** The arguments of `tests.foreign.signatures.containers.tuples`. */
export interface TestsForeignSignaturesContainersTuplesArguments {
  pair: [number, string];
  many: number[];
  none: [];
}

/** What `tests.foreign.signatures.containers.tuples` returns. */
export type TestsForeignSignaturesContainersTuplesResult = [boolean, number];

/** The arguments of `tests.foreign.signatures.defaults.misfit`. */
export interface TestsForeignSignaturesDefaultsMisfitArguments {
  /**
   * @integer
   * @default "3"
   */
  count?: number | undefined;
  /** @default "half" */
  ratio?: number | undefined;
  /** @default ["a","b"] */
  names?: string[] | undefined;
}

/** What `tests.foreign.signatures.defaults.misfit` returns. */
export type TestsForeignSignaturesDefaultsMisfitResult = null;

/** The arguments of `tests.foreign.signatures.defaults.nones`. */
export interface TestsForeignSignaturesDefaultsNonesArguments {
  /**
   * @integer
   * @default null
   */
  a?: number | null | undefined;
  /** @default null */
  b?: string | null | undefined;
  /**
   * @items integer
   * @default null
   */
  c?: number[] | null | undefined;
}

/** What `tests.foreign.signatures.defaults.nones` returns. */
export type TestsForeignSignaturesDefaultsNonesResult = null;

/** The arguments of `tests.foreign.signatures.defaults.not_json`. */
export interface TestsForeignSignaturesDefaultsNotJsonArguments {
  /**
   * What holds where it is left out is known to Python alone.
   *
   * @integer
   */
  missing?: number | undefined;
  /** What holds where it is left out is known to Python alone. */
  clock?: unknown;
  /** What holds where it is left out is known to Python alone. */
  span?: unknown;
  /** What holds where it is left out is known to Python alone. */
  speed?: unknown;
  /** What holds where it is left out is known to Python alone. */
  numbers?: unknown;
  /** What holds where it is left out is known to Python alone. */
  infinite?: number | undefined;
  /**
   * What holds where it is left out is known to Python alone.
   *
   * @integer
   */
  large?: number | undefined;
}

/** What `tests.foreign.signatures.defaults.not_json` returns. */
export type TestsForeignSignaturesDefaultsNotJsonResult = null;

/** The arguments of `tests.foreign.signatures.defaults.objects`. */
export interface TestsForeignSignaturesDefaultsObjectsArguments {
  /** @default {"x":1} */
  point?: Point | undefined;
  /** @default {"left":1} */
  margin?: Margin | undefined;
  /** @default "fast" */
  speed?: Speed | undefined;
  /**
   * @format date-time
   * @default "2030-01-02T00:00:00Z"
   */
  until?: string | undefined;
  /** @default "1.50" */
  amount?: number | string | undefined;
  /**
   * @format uuid
   * @default "00000000-0000-0000-0000-000000000007"
   */
  identifier?: string | undefined;
}

/** What `tests.foreign.signatures.defaults.objects` returns. */
export type TestsForeignSignaturesDefaultsObjectsResult = null;

/** The arguments of `tests.foreign.signatures.defaults.plain`. */
export interface TestsForeignSignaturesDefaultsPlainArguments {
  /**
   * @integer
   * @default 1
   */
  a?: number | undefined;
  /** @default 0.5 */
  b?: number | undefined;
  /** @default "c" */
  c?: string | undefined;
  /** @default false */
  d?: boolean | undefined;
  /**
   * @items integer
   * @default [1]
   */
  e?: number[] | undefined;
  /** @default {"a":1} */
  f?:
    | {
        /** @integer */
        [k: string]: number;
      }
    | undefined;
}

/** What `tests.foreign.signatures.defaults.plain` returns. */
export type TestsForeignSignaturesDefaultsPlainResult = null;

/** The arguments of `tests.foreign.signatures.defaults.positional_not_json`. */
export interface TestsForeignSignaturesDefaultsPositionalNotJsonArguments {
  /** What holds where it is left out is known to Python alone. */
  first?: string | undefined;
  /**
   * @integer
   * @default 2
   */
  second?: number | undefined;
}

/** What `tests.foreign.signatures.defaults.positional_not_json` returns. */
export type TestsForeignSignaturesDefaultsPositionalNotJsonResult = null;

/** The arguments of `tests.foreign.signatures.defaults.unhinted`. */
export interface TestsForeignSignaturesDefaultsUnhintedArguments {
  /** @default 1 */
  a?: unknown;
  /** @default "b" */
  b?: unknown;
  /** @default null */
  c?: unknown;
  /** @default [1,{"e":null}] */
  d?: unknown;
  /** @default [1,2] */
  f?: unknown;
  /** @default "/" */
  g?: unknown;
}

/** What `tests.foreign.signatures.defaults.unhinted` returns. */
export type TestsForeignSignaturesDefaultsUnhintedResult = null;

/** The arguments of `tests.foreign.signatures.flavours.Nameless`. */
export interface TestsForeignSignaturesFlavoursNamelessArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.Nameless` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursNamelessResult = number;

/** The arguments of `tests.foreign.signatures.flavours.based`. */
export interface TestsForeignSignaturesFlavoursBasedArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.based` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursBasedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.based_and_bound`. */
export interface TestsForeignSignaturesFlavoursBasedAndBoundArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.based_and_bound` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursBasedAndBoundResult = number;

/** The arguments of `tests.foreign.signatures.flavours.bound`. */
export interface TestsForeignSignaturesFlavoursBoundArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.bound` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursBoundResult = number;

/** The arguments of `tests.foreign.signatures.flavours.bound_with_kinds`. */
export interface TestsForeignSignaturesFlavoursBoundWithKindsArguments {
  url: string;
  /**
   * Further positional arguments: `*rest` in Python.
   *
   * @items integer
   */
  rest?: number[] | undefined;
  /** @default 10 */
  timeout?: number | undefined;
}

/** What `tests.foreign.signatures.flavours.bound_with_kinds` returns. */
export type TestsForeignSignaturesFlavoursBoundWithKindsResult = string;

/** The arguments of `tests.foreign.signatures.flavours.checked`. */
export interface TestsForeignSignaturesFlavoursCheckedArguments {
  parcel: Parcel;
  /** @default "" */
  note?: string | undefined;
}

/** What `tests.foreign.signatures.flavours.checked` returns. */
export type TestsForeignSignaturesFlavoursCheckedResult = Parcel;

/** The arguments of `tests.foreign.signatures.flavours.checked_and_bound`. */
export interface TestsForeignSignaturesFlavoursCheckedAndBoundArguments {
  parcel: Parcel | null;
  /** Further positional arguments: `*more` in Python. */
  more?: Parcel[] | undefined;
}

/** What `tests.foreign.signatures.flavours.checked_and_bound` returns. */
export type TestsForeignSignaturesFlavoursCheckedAndBoundResult = Parcel | null;

/** The arguments of `tests.foreign.signatures.flavours.checked_by_alias`. */
export interface TestsForeignSignaturesFlavoursCheckedByAliasArguments {
  label: Label;
}

/** What `tests.foreign.signatures.flavours.checked_by_alias` returns. */
export type TestsForeignSignaturesFlavoursCheckedByAliasResult = Label;

/** The arguments of `tests.foreign.signatures.flavours.checked_strictly`. */
export interface TestsForeignSignaturesFlavoursCheckedStrictlyArguments {
  parcel: Parcel;
}

/**
 * What `tests.foreign.signatures.flavours.checked_strictly` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursCheckedStrictlyResult = number;

/** The arguments of `tests.foreign.signatures.flavours.checked_with_alias`. */
export interface TestsForeignSignaturesFlavoursCheckedWithAliasArguments {
  label: Label;
}

/** What `tests.foreign.signatures.flavours.checked_with_alias` returns. */
export type TestsForeignSignaturesFlavoursCheckedWithAliasResult = unknown;

/** The arguments of `tests.foreign.signatures.flavours.checked_without_none`. */
export interface TestsForeignSignaturesFlavoursCheckedWithoutNoneArguments {
  parcel: Parcel;
}

/** What `tests.foreign.signatures.flavours.checked_without_none` returns. */
export type TestsForeignSignaturesFlavoursCheckedWithoutNoneResult = unknown;

/** The arguments of `tests.foreign.signatures.flavours.ignored`. */
export interface TestsForeignSignaturesFlavoursIgnoredArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.ignored` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursIgnoredResult = number;

/** The arguments of `tests.foreign.signatures.flavours.limited`. */
export interface TestsForeignSignaturesFlavoursLimitedArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.limited` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursLimitedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.queued`. */
export interface TestsForeignSignaturesFlavoursQueuedArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.queued` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursQueuedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.retried`. */
export interface TestsForeignSignaturesFlavoursRetriedArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.retried` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursRetriedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.routed`. */
export interface TestsForeignSignaturesFlavoursRoutedArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.routed` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursRoutedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.shared`. */
export interface TestsForeignSignaturesFlavoursSharedArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.shared` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursSharedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.throwing`. */
export interface TestsForeignSignaturesFlavoursThrowingArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.flavours.throwing` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursThrowingResult = number;

/** The `details` of the errors of `tests.foreign.signatures.flavours.throwing`, by `exception`. */
export interface TestsForeignSignaturesFlavoursThrowingErrors {
  /** Mapping key not found. */
  KeyError: unknown;
  /** There is no such thing. */
  "tests.foreign.signatures.flavours.NotFound": Parcel;
}

/** The arguments of `tests.foreign.signatures.flavours.wrapped`. */
export interface TestsForeignSignaturesFlavoursWrappedArguments {
  /** @integer */
  x: number;
  /** @default "y" */
  y?: string | undefined;
}

/**
 * What `tests.foreign.signatures.flavours.wrapped` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesFlavoursWrappedResult = number;

/** The arguments of `tests.foreign.signatures.flavours.wrapped_blindly`. */
export interface TestsForeignSignaturesFlavoursWrappedBlindlyArguments {
  /** Further positional arguments: `*args` in Python. */
  args?: unknown[] | undefined;
  /** Further arguments by name: `**kwargs` in Python. */
  kwargs?:
    | {
        [k: string]: unknown;
      }
    | undefined;
}

/** What `tests.foreign.signatures.flavours.wrapped_blindly` returns. */
export type TestsForeignSignaturesFlavoursWrappedBlindlyResult = unknown;

/** The arguments of `tests.foreign.signatures.kinds.all_of_them`. */
export interface TestsForeignSignaturesKindsAllOfThemArguments {
  /** @integer */
  a: number;
  /**
   * @integer
   * @default 2
   */
  b?: number | undefined;
  /**
   * Further positional arguments: `*rest` in Python.
   *
   * @items integer
   */
  rest?: number[] | undefined;
  /** @integer */
  c: number;
  /**
   * @integer
   * @default 4
   */
  d?: number | undefined;
  /** Further arguments by name: `**more` in Python. */
  more?:
    | {
        [k: string]: boolean;
      }
    | undefined;
}

/**
 * What `tests.foreign.signatures.kinds.all_of_them` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsAllOfThemResult = number;

/** The arguments of `tests.foreign.signatures.kinds.args`. */
export interface TestsForeignSignaturesKindsArgsArguments {
  /**
   * Further positional arguments: `*args` in Python.
   *
   * @items integer
   */
  args?: number[] | undefined;
}

/**
 * What `tests.foreign.signatures.kinds.args` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsArgsResult = number;

/** The arguments of `tests.foreign.signatures.kinds.args_after`. */
export interface TestsForeignSignaturesKindsArgsAfterArguments {
  first: string;
  /** @default "b" */
  second?: string | undefined;
  /** Further positional arguments: `*rest` in Python. */
  rest?: number[] | undefined;
}

/**
 * What `tests.foreign.signatures.kinds.args_after` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsArgsAfterResult = number;

/** The arguments of `tests.foreign.signatures.kinds.args_and_kwargs`. */
export interface TestsForeignSignaturesKindsArgsAndKwargsArguments {
  /** Further positional arguments: `*args` in Python. */
  args?: unknown[] | undefined;
  /** Further arguments by name: `**kwargs` in Python. */
  kwargs?:
    | {
        [k: string]: unknown;
      }
    | undefined;
}

/** What `tests.foreign.signatures.kinds.args_and_kwargs` returns. */
export type TestsForeignSignaturesKindsArgsAndKwargsResult = null;

/** The arguments of `tests.foreign.signatures.kinds.args_before`. */
export interface TestsForeignSignaturesKindsArgsBeforeArguments {
  /** Further positional arguments: `*names` in Python. */
  names?: string[] | undefined;
  /** @default ", " */
  separator?: string | undefined;
}

/** What `tests.foreign.signatures.kinds.args_before` returns. */
export type TestsForeignSignaturesKindsArgsBeforeResult = string;

/** The arguments of `tests.foreign.signatures.kinds.every_kind`. */
export interface TestsForeignSignaturesKindsEveryKindArguments {
  /** @integer */
  first: number;
  /** @integer */
  second: number;
  /** @integer */
  third: number;
}

/**
 * What `tests.foreign.signatures.kinds.every_kind` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsEveryKindResult = number;

/** The arguments of `tests.foreign.signatures.kinds.keyword_only`. */
export interface TestsForeignSignaturesKindsKeywordOnlyArguments {
  /** @integer */
  width: number;
  /**
   * @integer
   * @default 10
   */
  height?: number | undefined;
}

/**
 * What `tests.foreign.signatures.kinds.keyword_only` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsKeywordOnlyResult = number;

/** The arguments of `tests.foreign.signatures.kinds.kwargs`. */
export interface TestsForeignSignaturesKindsKwargsArguments {
  /** Further arguments by name: `**fields` in Python. */
  fields?:
    | {
        [k: string]: string;
      }
    | undefined;
}

/** What `tests.foreign.signatures.kinds.kwargs` returns. */
export interface TestsForeignSignaturesKindsKwargsResult {
  [k: string]: string;
}

/** The arguments of `tests.foreign.signatures.kinds.kwargs_after`. */
export interface TestsForeignSignaturesKindsKwargsAfterArguments {
  /** @integer */
  identifier: number;
  name: string;
  /** Further arguments by name: `**fields` in Python. */
  fields?:
    | {
        /** @integer */
        [k: string]: number | null;
      }
    | undefined;
}

/**
 * What `tests.foreign.signatures.kinds.kwargs_after` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsKwargsAfterResult = number;

/** The arguments of `tests.foreign.signatures.kinds.models_of_args`. */
export interface TestsForeignSignaturesKindsModelsOfArgsArguments {
  /** Further positional arguments: `*mails` in Python. */
  mails?: Mail[] | undefined;
  /** Further arguments by name: `**by_name` in Python. */
  by_name?:
    | {
        [k: string]: Mail;
      }
    | undefined;
}

/** What `tests.foreign.signatures.kinds.models_of_args` returns. */
export type TestsForeignSignaturesKindsModelsOfArgsResult = Mail[];

/** The arguments of `tests.foreign.signatures.kinds.nothing`. */
export type TestsForeignSignaturesKindsNothingArguments = Record<string, never>;

/** What `tests.foreign.signatures.kinds.nothing` returns. */
export type TestsForeignSignaturesKindsNothingResult = null;

/** The arguments of `tests.foreign.signatures.kinds.one`. */
export interface TestsForeignSignaturesKindsOneArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.kinds.one` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsOneResult = number;

/** The arguments of `tests.foreign.signatures.kinds.positional_only`. */
export interface TestsForeignSignaturesKindsPositionalOnlyArguments {
  /** @integer */
  first: number;
  /**
   * @integer
   * @default 2
   */
  second?: number | undefined;
}

/**
 * What `tests.foreign.signatures.kinds.positional_only` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsPositionalOnlyResult = number;

/** The arguments of `tests.foreign.signatures.kinds.positional_only_optional`. */
export interface TestsForeignSignaturesKindsPositionalOnlyOptionalArguments {
  /**
   * @integer
   * @default 1
   */
  first?: number | undefined;
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
}

/**
 * What `tests.foreign.signatures.kinds.positional_only_optional` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesKindsPositionalOnlyOptionalResult = number;

/** The arguments of `tests.foreign.signatures.kinds.several`. */
export interface TestsForeignSignaturesKindsSeveralArguments {
  /** @integer */
  first: number;
  second: string;
  /** @default 0.5 */
  third?: number | undefined;
}

/** What `tests.foreign.signatures.kinds.several` returns. */
export type TestsForeignSignaturesKindsSeveralResult = string;

/** The arguments of `tests.foreign.signatures.kinds.unpacked`. */
export interface TestsForeignSignaturesKindsUnpackedArguments {
  to: string;
  subject: string;
  /** What holds where it is left out is known to Python alone. */
  urgent?: boolean | undefined;
}

/** What `tests.foreign.signatures.kinds.unpacked` returns. */
export type TestsForeignSignaturesKindsUnpackedResult = boolean;

/** The arguments of `tests.foreign.signatures.kinds.words`. */
export interface TestsForeignSignaturesKindsWordsArguments {
  type: string;
  /** @integer */
  default: number;
  function: boolean;
  /**
   * @integer
   * @default 0
   */
  _private?: number | undefined;
  /** @default "c" */
  constructor?: string | undefined;
}

/** What `tests.foreign.signatures.kinds.words` returns. */
export type TestsForeignSignaturesKindsWordsResult = string;

/** The arguments of `tests.foreign.signatures.models.annotated_model`. */
export interface TestsForeignSignaturesModelsAnnotatedModelArguments {
  order: Order;
}

/**
 * What `tests.foreign.signatures.models.annotated_model` returns.
 *
 * @maxItems 2
 */
export type TestsForeignSignaturesModelsAnnotatedModelResult = ProductOutput[];

/** The arguments of `tests.foreign.signatures.models.checked_data_class`. */
export interface TestsForeignSignaturesModelsCheckedDataClassArguments {
  checked: Checked;
}

/** What `tests.foreign.signatures.models.checked_data_class` returns. */
export type TestsForeignSignaturesModelsCheckedDataClassResult = Checked;

/** The arguments of `tests.foreign.signatures.models.closed_model`. */
export interface TestsForeignSignaturesModelsClosedModelArguments {
  closed: Closed;
}

/** What `tests.foreign.signatures.models.closed_model` returns. */
export type TestsForeignSignaturesModelsClosedModelResult = null;

/** The arguments of `tests.foreign.signatures.models.data_class`. */
export interface TestsForeignSignaturesModelsDataClassArguments {
  size: Size;
}

/** What `tests.foreign.signatures.models.data_class` returns. */
export type TestsForeignSignaturesModelsDataClassResult = SizeOutput;

/** The arguments of `tests.foreign.signatures.models.enums`. */
export interface TestsForeignSignaturesModelsEnumsArguments {
  colour: Colour;
  level: Level;
  /** @default "fast" */
  mode?: Mode | undefined;
}

/** What `tests.foreign.signatures.models.enums` returns. */
export interface TestsForeignSignaturesModelsEnumsResult {
  fast?: Colour;
  good?: Colour;
}

/** The arguments of `tests.foreign.signatures.models.flag`. */
export interface TestsForeignSignaturesModelsFlagArguments {
  rights: unknown;
}

/** What `tests.foreign.signatures.models.flag` returns. */
export type TestsForeignSignaturesModelsFlagResult = null;

/** The arguments of `tests.foreign.signatures.models.forward_reference`. */
export interface TestsForeignSignaturesModelsForwardReferenceArguments {
  later: Later;
  text: string;
}

/** What `tests.foreign.signatures.models.forward_reference` returns. */
export type TestsForeignSignaturesModelsForwardReferenceResult = Later[];

/** The arguments of `tests.foreign.signatures.models.generic_data_class`. */
export interface TestsForeignSignaturesModelsGenericDataClassArguments {
  box: BoxInt;
}

/** What `tests.foreign.signatures.models.generic_data_class` returns. */
export type TestsForeignSignaturesModelsGenericDataClassResult = BoxSizeOutput;

/** The arguments of `tests.foreign.signatures.models.generic_model`. */
export interface TestsForeignSignaturesModelsGenericModelArguments {
  page: PageProduct;
}

/** What `tests.foreign.signatures.models.generic_model` returns. */
export type TestsForeignSignaturesModelsGenericModelResult = PageIntOutput;

/** The arguments of `tests.foreign.signatures.models.model`. */
export interface TestsForeignSignaturesModelsModelArguments {
  product: Product;
}

/** What `tests.foreign.signatures.models.model` returns. */
export type TestsForeignSignaturesModelsModelResult = ProductOutput;

/** The arguments of `tests.foreign.signatures.models.nested_model`. */
export interface TestsForeignSignaturesModelsNestedModelArguments {
  order: Order;
}

/** What `tests.foreign.signatures.models.nested_model` returns. */
export type TestsForeignSignaturesModelsNestedModelResult = OrderOutput[];

/** The arguments of `tests.foreign.signatures.models.not_at_run_time`. */
export interface TestsForeignSignaturesModelsNotAtRunTimeArguments {
  share: unknown;
}

/**
 * What `tests.foreign.signatures.models.not_at_run_time` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesModelsNotAtRunTimeResult = number;

/** The arguments of `tests.foreign.signatures.models.recursive_model`. */
export interface TestsForeignSignaturesModelsRecursiveModelArguments {
  category: Category;
}

/** What `tests.foreign.signatures.models.recursive_model` returns. */
export type TestsForeignSignaturesModelsRecursiveModelResult = CategoryOutput;

/** The arguments of `tests.foreign.signatures.models.recursive_typed_dict`. */
export interface TestsForeignSignaturesModelsRecursiveTypedDictArguments {
  branch: Branch;
}

/** What `tests.foreign.signatures.models.recursive_typed_dict` returns. */
export type TestsForeignSignaturesModelsRecursiveTypedDictResult = Branch;

/** The arguments of `tests.foreign.signatures.models.root_model`. */
export interface TestsForeignSignaturesModelsRootModelArguments {
  numbers: Numbers;
}

/** What `tests.foreign.signatures.models.root_model` returns. */
export type TestsForeignSignaturesModelsRootModelResult = Numbers;

/** The arguments of `tests.foreign.signatures.models.type_variable`. */
export interface TestsForeignSignaturesModelsTypeVariableArguments {
  item: unknown;
  /** @integer */
  key: number;
}

/** What `tests.foreign.signatures.models.type_variable` returns. */
export type TestsForeignSignaturesModelsTypeVariableResult = unknown;

/** The arguments of `tests.foreign.signatures.models.typed_dict`. */
export interface TestsForeignSignaturesModelsTypedDictArguments {
  options: Options;
  loose: Loose;
}

/** What `tests.foreign.signatures.models.typed_dict` returns. */
export type TestsForeignSignaturesModelsTypedDictResult = Options;

/** The arguments of `tests.foreign.signatures.models.unknown_class`. */
export interface TestsForeignSignaturesModelsUnknownClassArguments {
  opaque: unknown;
  readable: unknown;
}

/** What `tests.foreign.signatures.models.unknown_class` returns. */
export type TestsForeignSignaturesModelsUnknownClassResult = unknown;

/** The arguments of `tests.foreign.signatures.scalars.addresses`. */
export interface TestsForeignSignaturesScalarsAddressesArguments {
  /**
   * @format uri
   * @minLength 1
   */
  url: string;
  /** @format ipv4 */
  ip: string;
}

/** What `tests.foreign.signatures.scalars.addresses` returns. */
export type TestsForeignSignaturesScalarsAddressesResult = string;

/** The arguments of `tests.foreign.signatures.scalars.amount`. */
export interface TestsForeignSignaturesScalarsAmountArguments {
  x: number | string;
}

/**
 * What `tests.foreign.signatures.scalars.amount` returns.
 *
 * @pattern ^-?\d+(\.\d+)?([eE][+-]?\d{1,9})?$
 */
export type TestsForeignSignaturesScalarsAmountResult = string;

/** The arguments of `tests.foreign.signatures.scalars.an_object`. */
export interface TestsForeignSignaturesScalarsAnObjectArguments {
  x: unknown;
}

/** What `tests.foreign.signatures.scalars.an_object` returns. */
export type TestsForeignSignaturesScalarsAnObjectResult = unknown;

/** The arguments of `tests.foreign.signatures.scalars.anything`. */
export interface TestsForeignSignaturesScalarsAnythingArguments {
  x: unknown;
}

/** What `tests.foreign.signatures.scalars.anything` returns. */
export type TestsForeignSignaturesScalarsAnythingResult = unknown;

/** The arguments of `tests.foreign.signatures.scalars.bounded`. */
export interface TestsForeignSignaturesScalarsBoundedArguments {
  /**
   * @integer
   * @minimum 1
   * @maximum 10
   */
  low: number;
  /** @exclusiveMinimum 0 */
  positive: number;
  /**
   * @integer
   * @minimum 0
   */
  count: number;
  /**
   * @integer
   * @multipleOf 2
   */
  even: number;
  /** @integer */
  strict: number;
}

/**
 * What `tests.foreign.signatures.scalars.bounded` returns.
 *
 * @exclusiveMinimum 0
 */
export type TestsForeignSignaturesScalarsBoundedResult = number;

/** The arguments of `tests.foreign.signatures.scalars.clock`. */
export interface TestsForeignSignaturesScalarsClockArguments {
  /** @pattern ^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$ */
  x: string;
}

/**
 * What `tests.foreign.signatures.scalars.clock` returns.
 *
 * @pattern ^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$
 */
export type TestsForeignSignaturesScalarsClockResult = string;

/** The arguments of `tests.foreign.signatures.scalars.day`. */
export interface TestsForeignSignaturesScalarsDayArguments {
  /** @format date */
  x: string;
}

/**
 * What `tests.foreign.signatures.scalars.day` returns.
 *
 * @format date
 */
export type TestsForeignSignaturesScalarsDayResult = string;

/** The arguments of `tests.foreign.signatures.scalars.described`. */
export interface TestsForeignSignaturesScalarsDescribedArguments {
  /**
   * In pixels.
   *
   * @integer
   * @minimum 1
   * @default 256
   */
  width?: number | undefined;
}

/**
 * What `tests.foreign.signatures.scalars.described` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesScalarsDescribedResult = number;

/** The arguments of `tests.foreign.signatures.scalars.duration`. */
export interface TestsForeignSignaturesScalarsDurationArguments {
  x: unknown;
}

/** What `tests.foreign.signatures.scalars.duration` returns. */
export type TestsForeignSignaturesScalarsDurationResult = number;

/** The arguments of `tests.foreign.signatures.scalars.identifier`. */
export interface TestsForeignSignaturesScalarsIdentifierArguments {
  /** @format uuid */
  x: string;
  /** @integer */
  y: number;
}

/**
 * What `tests.foreign.signatures.scalars.identifier` returns.
 *
 * @format uuid
 */
export type TestsForeignSignaturesScalarsIdentifierResult = string;

/** The arguments of `tests.foreign.signatures.scalars.integer`. */
export interface TestsForeignSignaturesScalarsIntegerArguments {
  /** @integer */
  x: number;
}

/**
 * What `tests.foreign.signatures.scalars.integer` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesScalarsIntegerResult = number;

/** The arguments of `tests.foreign.signatures.scalars.moment`. */
export interface TestsForeignSignaturesScalarsMomentArguments {
  /** @format date-time */
  x: string;
  /** @format date-time */
  y: string;
}

/**
 * What `tests.foreign.signatures.scalars.moment` returns.
 *
 * @format date-time
 */
export type TestsForeignSignaturesScalarsMomentResult = string;

/** The arguments of `tests.foreign.signatures.scalars.nothing`. */
export interface TestsForeignSignaturesScalarsNothingArguments {
  x: null;
}

/** What `tests.foreign.signatures.scalars.nothing` returns. */
export type TestsForeignSignaturesScalarsNothingResult = null;

/** The arguments of `tests.foreign.signatures.scalars.number`. */
export interface TestsForeignSignaturesScalarsNumberArguments {
  x: number;
}

/** What `tests.foreign.signatures.scalars.number` returns. */
export type TestsForeignSignaturesScalarsNumberResult = number;

/** The arguments of `tests.foreign.signatures.scalars.path`. */
export interface TestsForeignSignaturesScalarsPathArguments {
  x: string;
}

/** What `tests.foreign.signatures.scalars.path` returns. */
export type TestsForeignSignaturesScalarsPathResult = string;

/** The arguments of `tests.foreign.signatures.scalars.patterned`. */
export interface TestsForeignSignaturesScalarsPatternedArguments {
  /** @pattern ^[a-z]+$ */
  slug: string;
  /**
   * @minLength 2
   * @maxLength 4
   */
  code: string;
}

/** What `tests.foreign.signatures.scalars.patterned` returns. */
export type TestsForeignSignaturesScalarsPatternedResult = string;

/** The arguments of `tests.foreign.signatures.scalars.raw`. */
export interface TestsForeignSignaturesScalarsRawArguments {
  x: unknown;
}

/** What `tests.foreign.signatures.scalars.raw` returns. */
export type TestsForeignSignaturesScalarsRawResult = unknown;

/** The arguments of `tests.foreign.signatures.scalars.secret`. */
export interface TestsForeignSignaturesScalarsSecretArguments {
  password: string;
}

/** What `tests.foreign.signatures.scalars.secret` returns. */
export type TestsForeignSignaturesScalarsSecretResult = boolean;

/** The arguments of `tests.foreign.signatures.scalars.text`. */
export interface TestsForeignSignaturesScalarsTextArguments {
  x: string;
}

/** What `tests.foreign.signatures.scalars.text` returns. */
export type TestsForeignSignaturesScalarsTextResult = string;

/** The arguments of `tests.foreign.signatures.scalars.truth`. */
export interface TestsForeignSignaturesScalarsTruthArguments {
  x: boolean;
}

/** What `tests.foreign.signatures.scalars.truth` returns. */
export type TestsForeignSignaturesScalarsTruthResult = boolean;

/** The arguments of `tests.foreign.signatures.unhinted.add`. */
export interface TestsForeignSignaturesUnhintedAddArguments {
  x: unknown;
  y: unknown;
}

/** What `tests.foreign.signatures.unhinted.add` returns. */
export type TestsForeignSignaturesUnhintedAddResult = unknown;

/** The arguments of `tests.foreign.signatures.unhinted.dump_context`. */
export interface TestsForeignSignaturesUnhintedDumpContextArguments {
  x: unknown;
  y: unknown;
}

/** What `tests.foreign.signatures.unhinted.dump_context` returns. */
export type TestsForeignSignaturesUnhintedDumpContextResult = unknown;

/** The arguments of `tests.foreign.signatures.unhinted.nothing`. */
export type TestsForeignSignaturesUnhintedNothingArguments = Record<string, never>;

/** What `tests.foreign.signatures.unhinted.nothing` returns. */
export type TestsForeignSignaturesUnhintedNothingResult = unknown;

/** The arguments of `tests.foreign.signatures.unhinted.partly`. */
export interface TestsForeignSignaturesUnhintedPartlyArguments {
  /** @integer */
  x: number;
  y: unknown;
  /** @default "z" */
  z?: string | undefined;
}

/** What `tests.foreign.signatures.unhinted.partly` returns. */
export type TestsForeignSignaturesUnhintedPartlyResult = unknown;

/** The arguments of `tests.foreign.signatures.unhinted.result_only`. */
export interface TestsForeignSignaturesUnhintedResultOnlyArguments {
  x: unknown;
  /** @default 2 */
  y?: unknown;
  /** Further positional arguments: `*args` in Python. */
  args?: unknown[] | undefined;
  /** @default null */
  key?: unknown;
  /** Further arguments by name: `**kwargs` in Python. */
  kwargs?:
    | {
        [k: string]: unknown;
      }
    | undefined;
}

/**
 * What `tests.foreign.signatures.unhinted.result_only` returns.
 *
 * @items integer
 */
export type TestsForeignSignaturesUnhintedResultOnlyResult = number[];

/** The arguments of `tests.foreign.signatures.unhinted.send_email`. */
export interface TestsForeignSignaturesUnhintedSendEmailArguments {
  sender: unknown;
  subject: unknown;
  body: unknown;
  /** @default null */
  to?: unknown;
  /** @default null */
  cc?: unknown;
}

/** What `tests.foreign.signatures.unhinted.send_email` returns. */
export type TestsForeignSignaturesUnhintedSendEmailResult = unknown;

/** The arguments of `tests.foreign.signatures.unions.alias`. */
export interface TestsForeignSignaturesUnionsAliasArguments {
  document: Json;
}

/** What `tests.foreign.signatures.unions.alias` returns. */
export type TestsForeignSignaturesUnionsAliasResult = Json;

/** The arguments of `tests.foreign.signatures.unions.discriminated`. */
export interface TestsForeignSignaturesUnionsDiscriminatedArguments {
  shape: Circle | Square;
}

/** What `tests.foreign.signatures.unions.discriminated` returns. */
export type TestsForeignSignaturesUnionsDiscriminatedResult = Circle | SquareOutput;

/** The arguments of `tests.foreign.signatures.unions.discriminated_by_function`. */
export interface TestsForeignSignaturesUnionsDiscriminatedByFunctionArguments {
  animal: Cat | Dog;
}

/** What `tests.foreign.signatures.unions.discriminated_by_function` returns. */
export type TestsForeignSignaturesUnionsDiscriminatedByFunctionResult = null;

/** The arguments of `tests.foreign.signatures.unions.discriminated_inside`. */
export interface TestsForeignSignaturesUnionsDiscriminatedInsideArguments {
  payment: Payment;
}

/** What `tests.foreign.signatures.unions.discriminated_inside` returns. */
export type TestsForeignSignaturesUnionsDiscriminatedInsideResult = (Circle | SquareOutput)[];

/** The arguments of `tests.foreign.signatures.unions.literal`. */
export interface TestsForeignSignaturesUnionsLiteralArguments {
  mode: "fast" | "good";
  /** @default null */
  level?: 1 | 2 | null | undefined;
}

/** What `tests.foreign.signatures.unions.literal` returns. */
export type TestsForeignSignaturesUnionsLiteralResult = true;

/** The arguments of `tests.foreign.signatures.unions.of_data_classes`. */
export interface TestsForeignSignaturesUnionsOfDataClassesArguments {
  animal: Cat | Dog;
}

/** What `tests.foreign.signatures.unions.of_data_classes` returns. */
export type TestsForeignSignaturesUnionsOfDataClassesResult = Cat | Dog;

/** The arguments of `tests.foreign.signatures.unions.of_models`. */
export interface TestsForeignSignaturesUnionsOfModelsArguments {
  shape: Circle | Square | null;
}

/** What `tests.foreign.signatures.unions.of_models` returns. */
export type TestsForeignSignaturesUnionsOfModelsResult = Circle | SquareOutput | Circle[];

/** The arguments of `tests.foreign.signatures.unions.optional`. */
export interface TestsForeignSignaturesUnionsOptionalArguments {
  /** @integer */
  x: number | null;
  /** @default null */
  y?: string | null | undefined;
}

/**
 * What `tests.foreign.signatures.unions.optional` returns.
 *
 * @integer
 */
export type TestsForeignSignaturesUnionsOptionalResult = number | null;

/** The arguments of `tests.foreign.signatures.unions.optional_models`. */
export interface TestsForeignSignaturesUnionsOptionalModelsArguments {
  /** @default null */
  shape?: Circle | null | undefined;
  /** Further positional arguments: `*others` in Python. */
  others?: (Circle | Square)[] | undefined;
}

/** What `tests.foreign.signatures.unions.optional_models` returns. */
export type TestsForeignSignaturesUnionsOptionalModelsResult = Circle | null;

/** The arguments of `tests.foreign.signatures.unions.simple`. */
export interface TestsForeignSignaturesUnionsSimpleArguments {
  x: number | string;
  y: boolean | number[];
}

/** What `tests.foreign.signatures.unions.simple` returns. */
export type TestsForeignSignaturesUnionsSimpleResult = number | string;

export interface BoxInt {
  /** @integer */
  content: number;
  size: Size;
}

export interface BoxSizeOutput {
  content: SizeOutput;
  size: SizeOutput;
}

export interface Branch {
  /** @integer */
  value: number;
  branches: Branch[];
}

export interface Card {
  type: "visa" | "master";
  number: string;
}

export interface Cat {
  meows: boolean;
}

/** A category that holds categories. */
export interface Category {
  name: string;
  /** @default [] */
  children?: Category[] | undefined;
}

/** A category that holds categories. */
export interface CategoryOutput {
  name: string;
  children: CategoryOutput[];
}

export interface Checked {
  /** @integer */
  x: number;
}

export interface Circle {
  kind: "circle";
  radius: number;
}

export interface Closed {
  /** @integer */
  x: number;
}

export type Colour = "red" | "green";

export interface Dog {
  barks: boolean;
}

export type Json =
  | {
      [k: string]: Json;
    }
  | Json[]
  | string
  | number
  | boolean
  | null;

/** A label with names of its own in JSON. */
export interface Label {
  firstLine: string;
}

export interface Later {
  /** @integer */
  x: number;
}

/** @integer */
export type Level = 1 | 2;

export interface Loose {
  /** @integer */
  a?: number | undefined;
  b: string;
}

export interface Mail {
  subject: string;
  urgent?: boolean | undefined;
}

export interface Margin {
  /**
   * @integer
   * @default 1
   */
  left?: number | undefined;
}

export type Mode = "fast" | "good";

/** @items integer */
export type Numbers = number[];

export interface Options {
  mode: string;
  /** @integer */
  quality?: number | undefined;
}

export interface Order {
  products: Product[];
  /** @default null */
  note?: string | null | undefined;
}

export interface OrderOutput {
  products: ProductOutput[];
  note: string | null;
}

export interface PageIntOutput {
  /** @items integer */
  items: number[];
  /** @integer */
  following: number | null;
}

export interface PageProduct {
  items: Product[];
  /**
   * @integer
   * @default null
   */
  following?: number | null | undefined;
}

export interface Parcel {
  weight: number;
}

export interface Payment {
  by: Card | Transfer;
  amount: number;
}

export type Place = [number, number] | [number, number, string];

export interface Point {
  /** @default 0 */
  x?: number | undefined;
}

/** Something to sell. */
export interface Product {
  name: string;
  /**
   * In euros.
   *
   * @exclusiveMinimum 0
   */
  price: number;
  /** @default [] */
  tags?: string[] | undefined;
}

/** Something to sell. */
export interface ProductOutput {
  name: string;
  /**
   * In euros.
   *
   * @exclusiveMinimum 0
   */
  price: number;
  tags: string[];
}

/** Width and height. */
export interface Size {
  /** @integer */
  width: number;
  /**
   * @integer
   * @default 10
   */
  height?: number | undefined;
  tags?: string[] | undefined;
}

/** Width and height. */
export interface SizeOutput {
  /** @integer */
  width: number;
  /** @integer */
  height: number;
  tags: string[];
}

export type Speed = "slow" | "fast";

export interface Square {
  /** @default "square" */
  kind?: "square" | undefined;
  side: number;
}

export interface SquareOutput {
  kind: "square";
  side: number;
}

export interface Transfer {
  type: "transfer";
  iban: string;
}

/** Every task by its name. */
export interface Tasks {
  deep: {
    er: {
      than: {
        two: {
          /** Task `deep.er.than.two.segments`, queue `celery`. */
          segments: TaskSpec<DeepErThanTwoSegmentsArguments, DeepErThanTwoSegmentsResult>;
        };
      };
    };
  };
  parcels: {
    /** Task `parcels.send`, queue `celery`. */
    send: TaskSpec<ParcelsSendArguments, ParcelsSendResult, unknown, "x">;
    /** Task `parcels.shared`, queue `celery`. */
    shared: TaskSpec<ParcelsSharedArguments, ParcelsSharedResult, unknown, "x">;
  };
  pictures: {
    /**
     * Resize a picture.
     *
     * Task `pictures.resize`, queue `celery`.
     */
    resize: TaskSpec<PicturesResizeArguments, PicturesResizeResult, unknown, "path">;
  };
  tests: {
    foreign: {
      signatures: {
        containers: {
          /** Task `tests.foreign.signatures.containers.abstract`, queue `celery`. */
          abstract: TaskSpec<TestsForeignSignaturesContainersAbstractArguments, TestsForeignSignaturesContainersAbstractResult, unknown, "items">;
          /** Task `tests.foreign.signatures.containers.functions`, queue `celery`. */
          functions: TaskSpec<TestsForeignSignaturesContainersFunctionsArguments, TestsForeignSignaturesContainersFunctionsResult, unknown, "callback">;
          /** Task `tests.foreign.signatures.containers.iterables`, queue `celery`. */
          iterables: TaskSpec<TestsForeignSignaturesContainersIterablesArguments, TestsForeignSignaturesContainersIterablesResult, unknown, "items">;
          /** Task `tests.foreign.signatures.containers.map_with_integer_keys`, queue `celery`. */
          map_with_integer_keys: TaskSpec<TestsForeignSignaturesContainersMapWithIntegerKeysArguments, TestsForeignSignaturesContainersMapWithIntegerKeysResult, unknown, "names">;
          /** Task `tests.foreign.signatures.containers.maps`, queue `celery`. */
          maps: TaskSpec<TestsForeignSignaturesContainersMapsArguments, TestsForeignSignaturesContainersMapsResult, unknown, "counts">;
          /** Task `tests.foreign.signatures.containers.named_tuple`, queue `celery`. */
          named_tuple: TaskSpec<TestsForeignSignaturesContainersNamedTupleArguments, TestsForeignSignaturesContainersNamedTupleResult, unknown, "place">;
          /** Task `tests.foreign.signatures.containers.nested`, queue `celery`. */
          nested: TaskSpec<TestsForeignSignaturesContainersNestedArguments, TestsForeignSignaturesContainersNestedResult, unknown, "table">;
          /** Task `tests.foreign.signatures.containers.of_anything`, queue `celery`. */
          of_anything: TaskSpec<TestsForeignSignaturesContainersOfAnythingArguments, TestsForeignSignaturesContainersOfAnythingResult, unknown, "items">;
          /** Task `tests.foreign.signatures.containers.of_integers`, queue `celery`. */
          of_integers: TaskSpec<TestsForeignSignaturesContainersOfIntegersArguments, TestsForeignSignaturesContainersOfIntegersResult, unknown, "items">;
          /** Task `tests.foreign.signatures.containers.of_old_form`, queue `celery`. */
          of_old_form: TaskSpec<TestsForeignSignaturesContainersOfOldFormArguments, TestsForeignSignaturesContainersOfOldFormResult, unknown, "items">;
          /** Task `tests.foreign.signatures.containers.others`, queue `celery`. */
          others: TaskSpec<TestsForeignSignaturesContainersOthersArguments, TestsForeignSignaturesContainersOthersResult, unknown, "queue">;
          /** Task `tests.foreign.signatures.containers.sets`, queue `celery`. */
          sets: TaskSpec<TestsForeignSignaturesContainersSetsArguments, TestsForeignSignaturesContainersSetsResult, unknown, "tags">;
          /** Task `tests.foreign.signatures.containers.sized`, queue `celery`. */
          sized: TaskSpec<TestsForeignSignaturesContainersSizedArguments, TestsForeignSignaturesContainersSizedResult, unknown, "items">;
          /** Task `tests.foreign.signatures.containers.tuples`, queue `celery`. */
          tuples: TaskSpec<TestsForeignSignaturesContainersTuplesArguments, TestsForeignSignaturesContainersTuplesResult, unknown, "pair">;
        };
        defaults: {
          /**
           * Defaults that contradict their hints, and work.
           *
           * Task `tests.foreign.signatures.defaults.misfit`, queue `celery`.
           */
          misfit: TaskSpec<TestsForeignSignaturesDefaultsMisfitArguments, TestsForeignSignaturesDefaultsMisfitResult, unknown, "count">;
          /**
           * `b` and `c` forgot to say that None is one of their values.
           *
           * Task `tests.foreign.signatures.defaults.nones`, queue `celery`.
           */
          nones: TaskSpec<TestsForeignSignaturesDefaultsNonesArguments, TestsForeignSignaturesDefaultsNonesResult, unknown, "a">;
          /**
           * Defaults that only Python knows.
           *
           * Task `tests.foreign.signatures.defaults.not_json`, queue `celery`.
           */
          not_json: TaskSpec<TestsForeignSignaturesDefaultsNotJsonArguments, TestsForeignSignaturesDefaultsNotJsonResult, unknown, "missing">;
          /** Task `tests.foreign.signatures.defaults.objects`, queue `celery`. */
          objects: TaskSpec<TestsForeignSignaturesDefaultsObjectsArguments, TestsForeignSignaturesDefaultsObjectsResult, unknown, "point">;
          /** Task `tests.foreign.signatures.defaults.plain`, queue `celery`. */
          plain: TaskSpec<TestsForeignSignaturesDefaultsPlainArguments, TestsForeignSignaturesDefaultsPlainResult, unknown, "a">;
          /** Task `tests.foreign.signatures.defaults.positional_not_json`, queue `celery`. */
          positional_not_json: TaskSpec<TestsForeignSignaturesDefaultsPositionalNotJsonArguments, TestsForeignSignaturesDefaultsPositionalNotJsonResult, unknown, "first">;
          /** Task `tests.foreign.signatures.defaults.unhinted`, queue `celery`. */
          unhinted: TaskSpec<TestsForeignSignaturesDefaultsUnhintedArguments, TestsForeignSignaturesDefaultsUnhintedResult, unknown, "a">;
        };
        flavours: {
          /**
           * Take a number.
           *
           * Task `tests.foreign.signatures.flavours.Nameless`, queue `celery`.
           */
          Nameless: TaskSpec<TestsForeignSignaturesFlavoursNamelessArguments, TestsForeignSignaturesFlavoursNamelessResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.based`, queue `celery`. */
          based: TaskSpec<TestsForeignSignaturesFlavoursBasedArguments, TestsForeignSignaturesFlavoursBasedResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.based_and_bound`, queue `celery`. */
          based_and_bound: TaskSpec<TestsForeignSignaturesFlavoursBasedAndBoundArguments, TestsForeignSignaturesFlavoursBasedAndBoundResult, unknown, "x">;
          /**
           * A task that knows itself.
           *
           * Task `tests.foreign.signatures.flavours.bound`, queue `celery`.
           */
          bound: TaskSpec<TestsForeignSignaturesFlavoursBoundArguments, TestsForeignSignaturesFlavoursBoundResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.bound_with_kinds`, queue `celery`. */
          bound_with_kinds: TaskSpec<TestsForeignSignaturesFlavoursBoundWithKindsArguments, TestsForeignSignaturesFlavoursBoundWithKindsResult, unknown, "url">;
          /** Task `tests.foreign.signatures.flavours.checked`, queue `celery`. */
          checked: TaskSpec<TestsForeignSignaturesFlavoursCheckedArguments, TestsForeignSignaturesFlavoursCheckedResult, unknown, "parcel">;
          /** Task `tests.foreign.signatures.flavours.checked_and_bound`, queue `celery`. */
          checked_and_bound: TaskSpec<TestsForeignSignaturesFlavoursCheckedAndBoundArguments, TestsForeignSignaturesFlavoursCheckedAndBoundResult, unknown, "parcel">;
          /** Task `tests.foreign.signatures.flavours.checked_by_alias`, queue `celery`. */
          checked_by_alias: TaskSpec<TestsForeignSignaturesFlavoursCheckedByAliasArguments, TestsForeignSignaturesFlavoursCheckedByAliasResult, unknown, "label">;
          /** Task `tests.foreign.signatures.flavours.checked_strictly`, queue `celery`. */
          checked_strictly: TaskSpec<TestsForeignSignaturesFlavoursCheckedStrictlyArguments, TestsForeignSignaturesFlavoursCheckedStrictlyResult, unknown, "parcel">;
          /**
           * Celery dumps the result by the names of the fields.
           *
           * Task `tests.foreign.signatures.flavours.checked_with_alias`, queue `celery`.
           */
          checked_with_alias: TaskSpec<TestsForeignSignaturesFlavoursCheckedWithAliasArguments, TestsForeignSignaturesFlavoursCheckedWithAliasResult, unknown, "label">;
          /** Task `tests.foreign.signatures.flavours.checked_without_none`, queue `celery`. */
          checked_without_none: TaskSpec<TestsForeignSignaturesFlavoursCheckedWithoutNoneArguments, TestsForeignSignaturesFlavoursCheckedWithoutNoneResult, unknown, "parcel">;
          /** Task `tests.foreign.signatures.flavours.ignored`, queue `celery`. */
          ignored: TaskSpec<TestsForeignSignaturesFlavoursIgnoredArguments, TestsForeignSignaturesFlavoursIgnoredResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.limited`, queue `celery`. */
          limited: TaskSpec<TestsForeignSignaturesFlavoursLimitedArguments, TestsForeignSignaturesFlavoursLimitedResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.queued`, queue `mails`. */
          queued: TaskSpec<TestsForeignSignaturesFlavoursQueuedArguments, TestsForeignSignaturesFlavoursQueuedResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.retried`, queue `celery`. */
          retried: TaskSpec<TestsForeignSignaturesFlavoursRetriedArguments, TestsForeignSignaturesFlavoursRetriedResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.routed`, queue `durable`. */
          routed: TaskSpec<TestsForeignSignaturesFlavoursRoutedArguments, TestsForeignSignaturesFlavoursRoutedResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.shared`, queue `celery`. */
          shared: TaskSpec<TestsForeignSignaturesFlavoursSharedArguments, TestsForeignSignaturesFlavoursSharedResult, unknown, "x">;
          /**
           * Task `tests.foreign.signatures.flavours.throwing`, queue `celery`.
           *
           * @throws `KeyError`: Mapping key not found.
           * @throws `tests.foreign.signatures.flavours.NotFound`: There is no such thing.
           */
          throwing: TaskSpec<TestsForeignSignaturesFlavoursThrowingArguments, TestsForeignSignaturesFlavoursThrowingResult, unknown, "x", TestsForeignSignaturesFlavoursThrowingErrors>;
          /**
           * Wrapped by somebody who thought of functools.wraps.
           *
           * Task `tests.foreign.signatures.flavours.wrapped`, queue `celery`.
           */
          wrapped: TaskSpec<TestsForeignSignaturesFlavoursWrappedArguments, TestsForeignSignaturesFlavoursWrappedResult, unknown, "x">;
          /** Task `tests.foreign.signatures.flavours.wrapped_blindly`, queue `celery`. */
          wrapped_blindly: TaskSpec<TestsForeignSignaturesFlavoursWrappedBlindlyArguments, TestsForeignSignaturesFlavoursWrappedBlindlyResult>;
        };
        kinds: {
          /** Task `tests.foreign.signatures.kinds.all_of_them`, queue `celery`. */
          all_of_them: TaskSpec<TestsForeignSignaturesKindsAllOfThemArguments, TestsForeignSignaturesKindsAllOfThemResult, unknown, "a">;
          /**
           * Add up any number of integers.
           *
           * Task `tests.foreign.signatures.kinds.args`, queue `celery`.
           */
          args: TaskSpec<TestsForeignSignaturesKindsArgsArguments, TestsForeignSignaturesKindsArgsResult>;
          /** Task `tests.foreign.signatures.kinds.args_after`, queue `celery`. */
          args_after: TaskSpec<TestsForeignSignaturesKindsArgsAfterArguments, TestsForeignSignaturesKindsArgsAfterResult, unknown, "first">;
          /**
           * What a wrapper without functools.wraps looks like.
           *
           * Task `tests.foreign.signatures.kinds.args_and_kwargs`, queue `celery`.
           */
          args_and_kwargs: TaskSpec<TestsForeignSignaturesKindsArgsAndKwargsArguments, TestsForeignSignaturesKindsArgsAndKwargsResult>;
          /** Task `tests.foreign.signatures.kinds.args_before`, queue `celery`. */
          args_before: TaskSpec<TestsForeignSignaturesKindsArgsBeforeArguments, TestsForeignSignaturesKindsArgsBeforeResult>;
          /** Task `tests.foreign.signatures.kinds.every_kind`, queue `celery`. */
          every_kind: TaskSpec<TestsForeignSignaturesKindsEveryKindArguments, TestsForeignSignaturesKindsEveryKindResult, unknown, "first">;
          /** Task `tests.foreign.signatures.kinds.keyword_only`, queue `celery`. */
          keyword_only: TaskSpec<TestsForeignSignaturesKindsKeywordOnlyArguments, TestsForeignSignaturesKindsKeywordOnlyResult>;
          /** Task `tests.foreign.signatures.kinds.kwargs`, queue `celery`. */
          kwargs: TaskSpec<TestsForeignSignaturesKindsKwargsArguments, TestsForeignSignaturesKindsKwargsResult>;
          /** Task `tests.foreign.signatures.kinds.kwargs_after`, queue `celery`. */
          kwargs_after: TaskSpec<TestsForeignSignaturesKindsKwargsAfterArguments, TestsForeignSignaturesKindsKwargsAfterResult, unknown, "identifier">;
          /** Task `tests.foreign.signatures.kinds.models_of_args`, queue `celery`. */
          models_of_args: TaskSpec<TestsForeignSignaturesKindsModelsOfArgsArguments, TestsForeignSignaturesKindsModelsOfArgsResult>;
          /**
           * Takes nothing.
           *
           * Task `tests.foreign.signatures.kinds.nothing`, queue `celery`.
           */
          nothing: TaskSpec<TestsForeignSignaturesKindsNothingArguments, TestsForeignSignaturesKindsNothingResult>;
          /** Task `tests.foreign.signatures.kinds.one`, queue `celery`. */
          one: TaskSpec<TestsForeignSignaturesKindsOneArguments, TestsForeignSignaturesKindsOneResult, unknown, "x">;
          /** Task `tests.foreign.signatures.kinds.positional_only`, queue `celery`. */
          positional_only: TaskSpec<TestsForeignSignaturesKindsPositionalOnlyArguments, TestsForeignSignaturesKindsPositionalOnlyResult, unknown, "first">;
          /** Task `tests.foreign.signatures.kinds.positional_only_optional`, queue `celery`. */
          positional_only_optional: TaskSpec<TestsForeignSignaturesKindsPositionalOnlyOptionalArguments, TestsForeignSignaturesKindsPositionalOnlyOptionalResult, unknown, "first">;
          /** Task `tests.foreign.signatures.kinds.several`, queue `celery`. */
          several: TaskSpec<TestsForeignSignaturesKindsSeveralArguments, TestsForeignSignaturesKindsSeveralResult, unknown, "first">;
          /** Task `tests.foreign.signatures.kinds.unpacked`, queue `celery`. */
          unpacked: TaskSpec<TestsForeignSignaturesKindsUnpackedArguments, TestsForeignSignaturesKindsUnpackedResult, unknown, "to">;
          /**
           * Names that mean something in TypeScript.
           *
           * Task `tests.foreign.signatures.kinds.words`, queue `celery`.
           */
          words: TaskSpec<TestsForeignSignaturesKindsWordsArguments, TestsForeignSignaturesKindsWordsResult, unknown, "type">;
        };
        models: {
          /** Task `tests.foreign.signatures.models.annotated_model`, queue `celery`. */
          annotated_model: TaskSpec<TestsForeignSignaturesModelsAnnotatedModelArguments, TestsForeignSignaturesModelsAnnotatedModelResult, unknown, "order">;
          /** Task `tests.foreign.signatures.models.checked_data_class`, queue `celery`. */
          checked_data_class: TaskSpec<TestsForeignSignaturesModelsCheckedDataClassArguments, TestsForeignSignaturesModelsCheckedDataClassResult, unknown, "checked">;
          /** Task `tests.foreign.signatures.models.closed_model`, queue `celery`. */
          closed_model: TaskSpec<TestsForeignSignaturesModelsClosedModelArguments, TestsForeignSignaturesModelsClosedModelResult, unknown, "closed">;
          /** Task `tests.foreign.signatures.models.data_class`, queue `celery`. */
          data_class: TaskSpec<TestsForeignSignaturesModelsDataClassArguments, TestsForeignSignaturesModelsDataClassResult, unknown, "size">;
          /** Task `tests.foreign.signatures.models.enums`, queue `celery`. */
          enums: TaskSpec<TestsForeignSignaturesModelsEnumsArguments, TestsForeignSignaturesModelsEnumsResult, unknown, "colour">;
          /** Task `tests.foreign.signatures.models.flag`, queue `celery`. */
          flag: TaskSpec<TestsForeignSignaturesModelsFlagArguments, TestsForeignSignaturesModelsFlagResult, unknown, "rights">;
          /** Task `tests.foreign.signatures.models.forward_reference`, queue `celery`. */
          forward_reference: TaskSpec<TestsForeignSignaturesModelsForwardReferenceArguments, TestsForeignSignaturesModelsForwardReferenceResult, unknown, "later">;
          /** Task `tests.foreign.signatures.models.generic_data_class`, queue `celery`. */
          generic_data_class: TaskSpec<TestsForeignSignaturesModelsGenericDataClassArguments, TestsForeignSignaturesModelsGenericDataClassResult, unknown, "box">;
          /** Task `tests.foreign.signatures.models.generic_model`, queue `celery`. */
          generic_model: TaskSpec<TestsForeignSignaturesModelsGenericModelArguments, TestsForeignSignaturesModelsGenericModelResult, unknown, "page">;
          /** Task `tests.foreign.signatures.models.model`, queue `celery`. */
          model: TaskSpec<TestsForeignSignaturesModelsModelArguments, TestsForeignSignaturesModelsModelResult, unknown, "product">;
          /** Task `tests.foreign.signatures.models.nested_model`, queue `celery`. */
          nested_model: TaskSpec<TestsForeignSignaturesModelsNestedModelArguments, TestsForeignSignaturesModelsNestedModelResult, unknown, "order">;
          /** Task `tests.foreign.signatures.models.not_at_run_time`, queue `celery`. */
          not_at_run_time: TaskSpec<TestsForeignSignaturesModelsNotAtRunTimeArguments, TestsForeignSignaturesModelsNotAtRunTimeResult, unknown, "share">;
          /** Task `tests.foreign.signatures.models.recursive_model`, queue `celery`. */
          recursive_model: TaskSpec<TestsForeignSignaturesModelsRecursiveModelArguments, TestsForeignSignaturesModelsRecursiveModelResult, unknown, "category">;
          /** Task `tests.foreign.signatures.models.recursive_typed_dict`, queue `celery`. */
          recursive_typed_dict: TaskSpec<TestsForeignSignaturesModelsRecursiveTypedDictArguments, TestsForeignSignaturesModelsRecursiveTypedDictResult, unknown, "branch">;
          /** Task `tests.foreign.signatures.models.root_model`, queue `celery`. */
          root_model: TaskSpec<TestsForeignSignaturesModelsRootModelArguments, TestsForeignSignaturesModelsRootModelResult, unknown, "numbers">;
          /** Task `tests.foreign.signatures.models.type_variable`, queue `celery`. */
          type_variable: TaskSpec<TestsForeignSignaturesModelsTypeVariableArguments, TestsForeignSignaturesModelsTypeVariableResult, unknown, "item">;
          /** Task `tests.foreign.signatures.models.typed_dict`, queue `celery`. */
          typed_dict: TaskSpec<TestsForeignSignaturesModelsTypedDictArguments, TestsForeignSignaturesModelsTypedDictResult, unknown, "options">;
          /** Task `tests.foreign.signatures.models.unknown_class`, queue `celery`. */
          unknown_class: TaskSpec<TestsForeignSignaturesModelsUnknownClassArguments, TestsForeignSignaturesModelsUnknownClassResult, unknown, "opaque">;
        };
        scalars: {
          /** Task `tests.foreign.signatures.scalars.addresses`, queue `celery`. */
          addresses: TaskSpec<TestsForeignSignaturesScalarsAddressesArguments, TestsForeignSignaturesScalarsAddressesResult, unknown, "url">;
          /** Task `tests.foreign.signatures.scalars.amount`, queue `celery`. */
          amount: TaskSpec<TestsForeignSignaturesScalarsAmountArguments, TestsForeignSignaturesScalarsAmountResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.an_object`, queue `celery`. */
          an_object: TaskSpec<TestsForeignSignaturesScalarsAnObjectArguments, TestsForeignSignaturesScalarsAnObjectResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.anything`, queue `celery`. */
          anything: TaskSpec<TestsForeignSignaturesScalarsAnythingArguments, TestsForeignSignaturesScalarsAnythingResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.bounded`, queue `celery`. */
          bounded: TaskSpec<TestsForeignSignaturesScalarsBoundedArguments, TestsForeignSignaturesScalarsBoundedResult, unknown, "low">;
          /** Task `tests.foreign.signatures.scalars.clock`, queue `celery`. */
          clock: TaskSpec<TestsForeignSignaturesScalarsClockArguments, TestsForeignSignaturesScalarsClockResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.day`, queue `celery`. */
          day: TaskSpec<TestsForeignSignaturesScalarsDayArguments, TestsForeignSignaturesScalarsDayResult, unknown, "x">;
          /**
           * Make a thumbnail.
           *
           * The rest of the docstring,
           *     as it stands there.
           *
           * Task `tests.foreign.signatures.scalars.described`, queue `celery`.
           */
          described: TaskSpec<TestsForeignSignaturesScalarsDescribedArguments, TestsForeignSignaturesScalarsDescribedResult, unknown, "width">;
          /**
           * A hint that has no JSON form.
           *
           * Task `tests.foreign.signatures.scalars.duration`, queue `celery`.
           */
          duration: TaskSpec<TestsForeignSignaturesScalarsDurationArguments, TestsForeignSignaturesScalarsDurationResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.identifier`, queue `celery`. */
          identifier: TaskSpec<TestsForeignSignaturesScalarsIdentifierArguments, TestsForeignSignaturesScalarsIdentifierResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.integer`, queue `celery`. */
          integer: TaskSpec<TestsForeignSignaturesScalarsIntegerArguments, TestsForeignSignaturesScalarsIntegerResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.moment`, queue `celery`. */
          moment: TaskSpec<TestsForeignSignaturesScalarsMomentArguments, TestsForeignSignaturesScalarsMomentResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.nothing`, queue `celery`. */
          nothing: TaskSpec<TestsForeignSignaturesScalarsNothingArguments, TestsForeignSignaturesScalarsNothingResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.number`, queue `celery`. */
          number: TaskSpec<TestsForeignSignaturesScalarsNumberArguments, TestsForeignSignaturesScalarsNumberResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.path`, queue `celery`. */
          path: TaskSpec<TestsForeignSignaturesScalarsPathArguments, TestsForeignSignaturesScalarsPathResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.patterned`, queue `celery`. */
          patterned: TaskSpec<TestsForeignSignaturesScalarsPatternedArguments, TestsForeignSignaturesScalarsPatternedResult, unknown, "slug">;
          /**
           * Bytes are no JSON.
           *
           * Task `tests.foreign.signatures.scalars.raw`, queue `celery`.
           */
          raw: TaskSpec<TestsForeignSignaturesScalarsRawArguments, TestsForeignSignaturesScalarsRawResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.secret`, queue `celery`. */
          secret: TaskSpec<TestsForeignSignaturesScalarsSecretArguments, TestsForeignSignaturesScalarsSecretResult, unknown, "password">;
          /** Task `tests.foreign.signatures.scalars.text`, queue `celery`. */
          text: TaskSpec<TestsForeignSignaturesScalarsTextArguments, TestsForeignSignaturesScalarsTextResult, unknown, "x">;
          /** Task `tests.foreign.signatures.scalars.truth`, queue `celery`. */
          truth: TaskSpec<TestsForeignSignaturesScalarsTruthArguments, TestsForeignSignaturesScalarsTruthResult, unknown, "x">;
        };
        unhinted: {
          /** Task `tests.foreign.signatures.unhinted.add`, queue `celery`. */
          add: TaskSpec<TestsForeignSignaturesUnhintedAddArguments, TestsForeignSignaturesUnhintedAddResult, unknown, "x">;
          /** Task `tests.foreign.signatures.unhinted.dump_context`, queue `celery`. */
          dump_context: TaskSpec<TestsForeignSignaturesUnhintedDumpContextArguments, TestsForeignSignaturesUnhintedDumpContextResult, unknown, "x">;
          /** Task `tests.foreign.signatures.unhinted.nothing`, queue `celery`. */
          nothing: TaskSpec<TestsForeignSignaturesUnhintedNothingArguments, TestsForeignSignaturesUnhintedNothingResult>;
          /**
           * Some say what they are.
           *
           * Task `tests.foreign.signatures.unhinted.partly`, queue `celery`.
           */
          partly: TaskSpec<TestsForeignSignaturesUnhintedPartlyArguments, TestsForeignSignaturesUnhintedPartlyResult, unknown, "x">;
          /** Task `tests.foreign.signatures.unhinted.result_only`, queue `celery`. */
          result_only: TaskSpec<TestsForeignSignaturesUnhintedResultOnlyArguments, TestsForeignSignaturesUnhintedResultOnlyResult, unknown, "x">;
          /**
           * Send an email.
           *
           * Task `tests.foreign.signatures.unhinted.send_email`, queue `celery`.
           */
          send_email: TaskSpec<TestsForeignSignaturesUnhintedSendEmailArguments, TestsForeignSignaturesUnhintedSendEmailResult, unknown, "sender">;
        };
        unions: {
          /** Task `tests.foreign.signatures.unions.alias`, queue `celery`. */
          alias: TaskSpec<TestsForeignSignaturesUnionsAliasArguments, TestsForeignSignaturesUnionsAliasResult, unknown, "document">;
          /** Task `tests.foreign.signatures.unions.discriminated`, queue `celery`. */
          discriminated: TaskSpec<TestsForeignSignaturesUnionsDiscriminatedArguments, TestsForeignSignaturesUnionsDiscriminatedResult, unknown, "shape">;
          /** Task `tests.foreign.signatures.unions.discriminated_by_function`, queue `celery`. */
          discriminated_by_function: TaskSpec<TestsForeignSignaturesUnionsDiscriminatedByFunctionArguments, TestsForeignSignaturesUnionsDiscriminatedByFunctionResult, unknown, "animal">;
          /** Task `tests.foreign.signatures.unions.discriminated_inside`, queue `celery`. */
          discriminated_inside: TaskSpec<TestsForeignSignaturesUnionsDiscriminatedInsideArguments, TestsForeignSignaturesUnionsDiscriminatedInsideResult, unknown, "payment">;
          /** Task `tests.foreign.signatures.unions.literal`, queue `celery`. */
          literal: TaskSpec<TestsForeignSignaturesUnionsLiteralArguments, TestsForeignSignaturesUnionsLiteralResult, unknown, "mode">;
          /** Task `tests.foreign.signatures.unions.of_data_classes`, queue `celery`. */
          of_data_classes: TaskSpec<TestsForeignSignaturesUnionsOfDataClassesArguments, TestsForeignSignaturesUnionsOfDataClassesResult, unknown, "animal">;
          /** Task `tests.foreign.signatures.unions.of_models`, queue `celery`. */
          of_models: TaskSpec<TestsForeignSignaturesUnionsOfModelsArguments, TestsForeignSignaturesUnionsOfModelsResult, unknown, "shape">;
          /** Task `tests.foreign.signatures.unions.optional`, queue `celery`. */
          optional: TaskSpec<TestsForeignSignaturesUnionsOptionalArguments, TestsForeignSignaturesUnionsOptionalResult, unknown, "x">;
          /** Task `tests.foreign.signatures.unions.optional_models`, queue `celery`. */
          optional_models: TaskSpec<TestsForeignSignaturesUnionsOptionalModelsArguments, TestsForeignSignaturesUnionsOptionalModelsResult, unknown, "shape">;
          /** Task `tests.foreign.signatures.unions.simple`, queue `celery`. */
          simple: TaskSpec<TestsForeignSignaturesUnionsSimpleArguments, TestsForeignSignaturesUnionsSimpleResult, unknown, "x">;
        };
      };
    };
  };
}

/** What `connect({ tasks })` takes: the contracts, and with them the types above. */
export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([
  {
    "formatVersion": 1,
    "name": "deep.er.than.two.segments",
    "summary": "",
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
    "fingerprint": "sha256:fcd9061dda91ef6d873dde7ab3428a04cd564696513eda66b90e3b7c3e277113"
  },
  {
    "formatVersion": 1,
    "name": "parcels.send",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:0e6068c52e25a8ce25769fad25c9f7939d927bf09824099cd28d6e95a455e9ab"
  },
  {
    "formatVersion": 1,
    "name": "parcels.shared",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:cdc6766a61db1119deaded93bf38f0b7475b9cfb4027a5fd11d630ddb2aea7cc"
  },
  {
    "formatVersion": 1,
    "name": "pictures.resize",
    "summary": "Resize a picture.",
    "description": "",
    "parameters": [
      {
        "name": "path",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "width",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 100,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
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
    "fingerprint": "sha256:105cae56d65d1c0a0ee4455035f66afa764aeb0a2dbf96ab2a7391f2789f0c99"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.abstract",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "items",
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
      },
      {
        "name": "members",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": {
            "type": "number"
          },
          "type": "object"
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
    "fingerprint": "sha256:9e27ecd3e5221bc6cd9976435e92da75fb0eeb70d4f73a9ecf69c2ed949b33e3"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.functions",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "callback",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "kind",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
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
    "fingerprint": "sha256:0521438cb58e8845ecb796df3efee17e7fd6478e19a246a6f30137dafc2c1fbf"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.iterables",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "items",
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
    "fingerprint": "sha256:50cca1a9c97e54713ec4243b3bb40a2186bc9c937efefac7fa29affc8fa7767b"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.map_with_integer_keys",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "names",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
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
    "fingerprint": "sha256:10d784759f90f24c9560b154c7b7a5db4af630db00aaaab109055836a33a5130"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.maps",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "counts",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "object"
        }
      },
      {
        "name": "by_mode",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": {
            "type": "number"
          },
          "propertyNames": {
            "enum": [
              "fast",
              "good"
            ]
          },
          "type": "object"
        }
      }
    ],
    "result": {
      "additionalProperties": {
        "items": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        },
        "type": "array"
      },
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
    "fingerprint": "sha256:4776db40b7c80d41bf69e795405bf6a1b19c865a24bf907c8a12c178ab09ed13"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.named_tuple",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "place",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.containers.Place"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.containers.Place"
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
      "tests.foreign.signatures.containers.Place": {
        "maxItems": 3,
        "minItems": 2,
        "prefixItems": [
          {
            "type": "number"
          },
          {
            "type": "number"
          },
          {
            "default": "here",
            "type": "string"
          }
        ],
        "type": "array"
      }
    },
    "fingerprint": "sha256:de03637296c5e1f51212e3ef7fba0b9caa485e3b7cc35badabef8eb08944b4a3"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.nested",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "table",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "items": {
              "additionalProperties": {
                "items": {
                  "anyOf": [
                    {
                      "maximum": 9007199254740991,
                      "minimum": -9007199254740991,
                      "type": "integer"
                    },
                    {
                      "type": "null"
                    }
                  ]
                },
                "type": "array"
              },
              "type": "object"
            },
            "type": "array"
          },
          "type": "array"
        }
      }
    ],
    "result": {
      "items": {
        "maxItems": 2,
        "minItems": 2,
        "prefixItems": [
          {
            "type": "string"
          },
          {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.containers.Place"
            },
            "type": "array"
          }
        ],
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
    "$defs": {
      "tests.foreign.signatures.containers.Place": {
        "maxItems": 3,
        "minItems": 2,
        "prefixItems": [
          {
            "type": "number"
          },
          {
            "type": "number"
          },
          {
            "default": "here",
            "type": "string"
          }
        ],
        "type": "array"
      }
    },
    "fingerprint": "sha256:8a84a30ea5fd4f62c57b2e83f394d3cd608750651b92c9f91dbbe0aa78caa2c2"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.of_anything",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "items",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {},
          "type": "array"
        }
      },
      {
        "name": "members",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": true,
          "type": "object"
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
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:ee0c2b0ae7b4540a1d0bfb53042279d27da08124d1c3ab89351d78183d7f5836"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.of_integers",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "items",
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
    "fingerprint": "sha256:94907b034e37eff7b6508b5d95686592d9db4184f92cdc8e7abc983051d3d7b4"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.of_old_form",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "items",
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
      },
      {
        "name": "names",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": {
            "type": "string"
          },
          "type": "object"
        }
      },
      {
        "name": "pair",
        "kind": "positionalOrKeyword",
        "required": true,
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
        "name": "one",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "anyOf": [
            {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
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
    "fingerprint": "sha256:8362706a3b577dcdf2e8adc3c0b4a4173a329f4d841e56c1933ea23c648c696c"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.others",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "queue",
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
      },
      {
        "name": "counts",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "object"
        }
      }
    ],
    "result": {
      "additionalProperties": {
        "maximum": 9007199254740991,
        "minimum": -9007199254740991,
        "type": "integer"
      },
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
    "fingerprint": "sha256:949ad1bd5609b9df4020525a66925f261b7f036cfba1543c1e1b86d2407656cf"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.sets",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "tags",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "old",
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
    "fingerprint": "sha256:1bc9ad3e4d0e19b692303f0f319a46f8f9c8bdf8a953c0f4d99aa690d599d735"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.sized",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "items",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "maxItems": 3,
          "minItems": 1,
          "type": "array"
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
    "fingerprint": "sha256:cc9752378ff0716837db88a3ce6d64397df272bfef0ec5ad7b1a8f3e4c588276"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.containers.tuples",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "pair",
        "kind": "positionalOrKeyword",
        "required": true,
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
        "name": "many",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "type": "number"
          },
          "type": "array"
        }
      },
      {
        "name": "none",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maxItems": 0,
          "minItems": 0,
          "type": "array"
        }
      }
    ],
    "result": {
      "maxItems": 2,
      "minItems": 2,
      "prefixItems": [
        {
          "type": "boolean"
        },
        {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      ],
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
    "fingerprint": "sha256:de4ff1e568ce9e6a8e3d9506ad6875905b77660dbdb1fbb720e4ea6469bc40b1"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.misfit",
    "summary": "Defaults that contradict their hints, and work.",
    "description": "",
    "parameters": [
      {
        "name": "count",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "3",
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "ratio",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "half",
        "schema": {
          "type": "number"
        }
      },
      {
        "name": "names",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          "a",
          "b"
        ],
        "schema": {
          "items": {
            "type": "string"
          },
          "type": "array"
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
    "fingerprint": "sha256:3e79f0df235ad5ac42a9407025391c5587594a1f7fd76ff2442b3e427d59518c"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.nones",
    "summary": "`b` and `c` forgot to say that None is one of their values.",
    "description": "",
    "parameters": [
      {
        "name": "a",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "b",
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
      },
      {
        "name": "c",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "items": {
                "maximum": 9007199254740991,
                "minimum": -9007199254740991,
                "type": "integer"
              },
              "type": "array"
            },
            {
              "type": "null"
            }
          ]
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
    "fingerprint": "sha256:53e79674d59ff88bd4a25d2c2c3ecb61e720cd32b8b313c640ee7c1b1910b07f"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.not_json",
    "summary": "Defaults that only Python knows.",
    "description": "",
    "parameters": [
      {
        "name": "missing",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "clock",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {}
      },
      {
        "name": "span",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {}
      },
      {
        "name": "speed",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {}
      },
      {
        "name": "numbers",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {}
      },
      {
        "name": "infinite",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {
          "type": "number"
        }
      },
      {
        "name": "large",
        "kind": "positionalOrKeyword",
        "required": false,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
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
    "fingerprint": "sha256:de0f566922b409490e5d8a5fb9afac982c355e006d545a24418b66536d5e738f"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.objects",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "point",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": {
          "x": 1
        },
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.defaults.Point"
        }
      },
      {
        "name": "margin",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": {
          "left": 1
        },
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.defaults.Margin"
        }
      },
      {
        "name": "speed",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "fast",
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.defaults.Speed"
        }
      },
      {
        "name": "until",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "2030-01-02T00:00:00Z",
        "schema": {
          "format": "date-time",
          "type": "string"
        }
      },
      {
        "name": "amount",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "1.50",
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
      },
      {
        "name": "identifier",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "00000000-0000-0000-0000-000000000007",
        "schema": {
          "format": "uuid",
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
    "$defs": {
      "tests.foreign.signatures.defaults.Margin": {
        "properties": {
          "left": {
            "default": 1,
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "type": "object"
      },
      "tests.foreign.signatures.defaults.Point": {
        "properties": {
          "x": {
            "default": 0,
            "type": "number"
          }
        },
        "type": "object"
      },
      "tests.foreign.signatures.defaults.Speed": {
        "enum": [
          "slow",
          "fast"
        ],
        "type": "string"
      }
    },
    "fingerprint": "sha256:aab656f8ca185ff49772d0040c8e2cd3dfe7b4e82b46b436d6e19cd94344d154"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.plain",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "a",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 1,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "b",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0.5,
        "schema": {
          "type": "number"
        }
      },
      {
        "name": "c",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "c",
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "d",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": false,
        "schema": {
          "type": "boolean"
        }
      },
      {
        "name": "e",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          1
        ],
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "array"
        }
      },
      {
        "name": "f",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": {
          "a": 1
        },
        "schema": {
          "additionalProperties": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "type": "object"
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
    "fingerprint": "sha256:2686a11eb736cf121f36f93b417cbce1a53144739211483015bff4e380e80b1e"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.positional_not_json",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "first",
        "kind": "positionalOnly",
        "required": false,
        "schema": {
          "type": "string"
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
    "fingerprint": "sha256:adee54201f230b8642b712d1e9e9d59d1a3cd32185465be815da00ee7de3fba8"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.defaults.unhinted",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "a",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 1,
        "schema": {}
      },
      {
        "name": "b",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "b",
        "schema": {}
      },
      {
        "name": "c",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {}
      },
      {
        "name": "d",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          1,
          {
            "e": null
          }
        ],
        "schema": {}
      },
      {
        "name": "f",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          1,
          2
        ],
        "schema": {}
      },
      {
        "name": "g",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "/",
        "schema": {}
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
    "fingerprint": "sha256:86ca1c5b1f432bf38eb659acf8e13df06df6dfbca5c02e053928025028dfa042"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.Nameless",
    "summary": "Take a number.",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:613b39c07b3b082a466a98bd99062e1ab086bd2cc10f5c4be1f873ed388e6b58"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.based",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:48e669a339cb083512a0acf8dbf3199aa16e2d5b2a4322878634da56670a8cb8"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.based_and_bound",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:2d87bf9c964df78592bad8299ab4c343f44578bfbefd855f328fdf64e579927e"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.bound",
    "summary": "A task that knows itself.",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:754aa13bbdeb552b16a1f3605be0e143624a72a62f18f99af3195e1d4c70342e"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.bound_with_kinds",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "url",
        "kind": "positionalOnly",
        "required": true,
        "schema": {
          "type": "string"
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
        "name": "timeout",
        "kind": "keywordOnly",
        "required": false,
        "default": 10,
        "schema": {
          "type": "number"
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
    "fingerprint": "sha256:c42ea1b5872f836b8edc006c41122537918d33390c06c7b6978e15d2ce2c6cdd"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.checked",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "parcel",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
        }
      },
      {
        "name": "note",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "",
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
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
      "tests.foreign.signatures.flavours.Parcel": {
        "properties": {
          "weight": {
            "type": "number"
          }
        },
        "required": [
          "weight"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:203d766e6c06afa307bf52af842a7a0941b1c2814c48930373ca0b858b8fbac1"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.checked_and_bound",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "parcel",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "anyOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "more",
        "kind": "variadicPositional",
        "required": false,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
        }
      }
    ],
    "result": {
      "anyOf": [
        {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
        },
        {
          "type": "null"
        }
      ]
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
      "tests.foreign.signatures.flavours.Parcel": {
        "properties": {
          "weight": {
            "type": "number"
          }
        },
        "required": [
          "weight"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:052658274dcd5157d1da13dd909c83cd08e48542e00bf9bdc76e258b5f471943"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.checked_by_alias",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "label",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Label"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.flavours.Label"
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
      "tests.foreign.signatures.flavours.Label": {
        "properties": {
          "firstLine": {
            "type": "string"
          }
        },
        "required": [
          "firstLine"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:c290510ebe3a699e2be61092bd53c97b781088265d4bfbec63cf2e613e54c9f5"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.checked_strictly",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "parcel",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
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
      "tests.foreign.signatures.flavours.Parcel": {
        "properties": {
          "weight": {
            "type": "number"
          }
        },
        "required": [
          "weight"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:29cced62612a0299ee4677f96b7505c74bf69055849fac7936218e88c788f980"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.checked_with_alias",
    "summary": "Celery dumps the result by the names of the fields.",
    "description": "",
    "parameters": [
      {
        "name": "label",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Label"
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
    "$defs": {
      "tests.foreign.signatures.flavours.Label": {
        "properties": {
          "firstLine": {
            "type": "string"
          }
        },
        "required": [
          "firstLine"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:71ee0e00c81a5608efb212de6dc104c8782f8671bf76df36580bdae88470d3a9"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.checked_without_none",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "parcel",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
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
    "$defs": {
      "tests.foreign.signatures.flavours.Parcel": {
        "properties": {
          "weight": {
            "type": "number"
          }
        },
        "required": [
          "weight"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:5c61afc840eb10c5684f6f418f92fb5fffc97e775d7b634f1aef902b69776527"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.ignored",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "storesResult": false,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:2531b443216060745333c84f9e46dc67adf58db81b4f03a4052bcf1f54341ae4"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.limited",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
      "timeLimit": 60,
      "softTimeLimit": 50.5
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:fbf0a34e103fde1f7e5f889ee8260920d65bafccb664c82b7f9c20d7daa124cc"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.queued",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
      "name": "mails",
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
    "fingerprint": "sha256:d88342d1a0600cc32722c9088fba6af7894f8546c3f6259c4093d7e9d35824c0"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.retried",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "retries": {
      "max": 3,
      "on": [
        "ConnectionError"
      ],
      "except": [],
      "delaySeconds": 1,
      "backoff": {
        "maxSeconds": 600,
        "jitter": true
      }
    },
    "storesResult": true,
    "idempotent": false,
    "examples": [],
    "$defs": {},
    "fingerprint": "sha256:1f15e88e52a8f6410a4c569ce6e08e035d2a33a50eeded624d4fbb24b5b00953"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.routed",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
      "name": "durable",
      "type": "quorum"
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
    "fingerprint": "sha256:a7958a923d2fb5a46f58c3c1d31e3a7d0ba629d1cfb4440a5996798ad65cbb2e"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.shared",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:d7b40211ab7d51de88d6f0bc58d4ac7b51ba29c61b44ec114602a615c2794847"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.throwing",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
        "exception": "KeyError",
        "summary": "",
        "details": null
      },
      {
        "exception": "tests.foreign.signatures.flavours.NotFound",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tests.foreign.signatures.flavours.Parcel"
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
      "tests.foreign.signatures.flavours.Parcel": {
        "properties": {
          "weight": {
            "type": "number"
          }
        },
        "required": [
          "weight"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:92eff70b794f0abf814437ad45f1a3886bea2488b5c78f1d1f9ecca2aea70a65"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.wrapped",
    "summary": "Wrapped by somebody who thought of functools.wraps.",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "y",
        "kind": "keywordOnly",
        "required": false,
        "default": "y",
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
    "fingerprint": "sha256:e25f5448a1f8e95eec49e683cc627f8d187af0b8069d9d98ac3d3759c4784412"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.flavours.wrapped_blindly",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "args",
        "kind": "variadicPositional",
        "required": false,
        "schema": {}
      },
      {
        "name": "kwargs",
        "kind": "variadicKeyword",
        "required": false,
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
    "fingerprint": "sha256:4153e9baa8706211f4224cc9a6c055bb18cc967cc1e3a61e72a90c399ed891cf"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.all_of_them",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "a",
        "kind": "positionalOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "b",
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
        "name": "c",
        "kind": "keywordOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "d",
        "kind": "keywordOnly",
        "required": false,
        "default": 4,
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
    "fingerprint": "sha256:47d5f6c7454689a81f51306bbbcb045afc996638342d700acca7385124060d66"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.args",
    "summary": "Add up any number of integers.",
    "description": "",
    "parameters": [
      {
        "name": "args",
        "kind": "variadicPositional",
        "required": false,
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
    "fingerprint": "sha256:8507ac7af96538d0c8541aded4bb0b80c161f58649e7b2c8e4ba65b97bfe54f7"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.args_after",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "first",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "second",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "b",
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "rest",
        "kind": "variadicPositional",
        "required": false,
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
    "fingerprint": "sha256:cab5bde45327cce5035c6e92a18047b6766871f610e49e984cdd88b7f8cc3662"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.args_and_kwargs",
    "summary": "What a wrapper without functools.wraps looks like.",
    "description": "",
    "parameters": [
      {
        "name": "args",
        "kind": "variadicPositional",
        "required": false,
        "schema": {}
      },
      {
        "name": "kwargs",
        "kind": "variadicKeyword",
        "required": false,
        "schema": {}
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
    "fingerprint": "sha256:cf95053504e02fdd31db90a58f3eec234c053a4413caca8b762cd795a11acf26"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.args_before",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "names",
        "kind": "variadicPositional",
        "required": false,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "separator",
        "kind": "keywordOnly",
        "required": false,
        "default": ", ",
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
    "fingerprint": "sha256:b36cf881d37f380470e0b2f7a717b08797081335292fe28d4b6b3ef4c965575d"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.every_kind",
    "summary": "",
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
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "third",
        "kind": "keywordOnly",
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
    "fingerprint": "sha256:8d70138b9056f9b8030eb7ba22f4ee55d7ef1f029a74aa3ceb853ee39f61681d"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.keyword_only",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "width",
        "kind": "keywordOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "height",
        "kind": "keywordOnly",
        "required": false,
        "default": 10,
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
    "fingerprint": "sha256:1363cc1483947846338266b519a37bd500bfdccc2b78f25470223ec9c4dab792"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.kwargs",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "fields",
        "kind": "variadicKeyword",
        "required": false,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "additionalProperties": {
        "type": "string"
      },
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
    "fingerprint": "sha256:d7d0079bea880fb16917c13528f4db9a56e302c91c0ed6a926f685cbc91873d5"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.kwargs_after",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "identifier",
        "kind": "positionalOnly",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "name",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "fields",
        "kind": "variadicKeyword",
        "required": false,
        "schema": {
          "anyOf": [
            {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
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
    "fingerprint": "sha256:f0b85287a2031a57935f563da31082aeb5f97b085c66d1e55cd1fff2c3339cb5"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.models_of_args",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "mails",
        "kind": "variadicPositional",
        "required": false,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.kinds.Mail"
        }
      },
      {
        "name": "by_name",
        "kind": "variadicKeyword",
        "required": false,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.kinds.Mail"
        }
      }
    ],
    "result": {
      "items": {
        "$ref": "#/$defs/tests.foreign.signatures.kinds.Mail"
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
    "$defs": {
      "tests.foreign.signatures.kinds.Mail": {
        "properties": {
          "subject": {
            "type": "string"
          },
          "urgent": {
            "type": "boolean"
          }
        },
        "required": [
          "subject"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:5f029b4761f2a60782b3508d9c078e4f08e34ae3bfc5c1614b11a23de64a8633"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.nothing",
    "summary": "Takes nothing.",
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
    "fingerprint": "sha256:00a239b0314213acfb7486fa8ea1841f36cd42bec229ec0124ee42535283cc92"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.one",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:73d732a8e0377ca9ccf397bcc2b2b5fdb988c6f8a2543a7fc71f133338ee6360"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.positional_only",
    "summary": "",
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
    "fingerprint": "sha256:e09223ccfde76d0dab1eeb2fb79a1b11c8b6cf5f5103c1a82f10b4089d182c29"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.positional_only_optional",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "first",
        "kind": "positionalOnly",
        "required": false,
        "default": 1,
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
    "fingerprint": "sha256:92ae3c30461c14f4c6e2a41b432b4b5b4a2d39e354be6c2328934d1e22b201e1"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.several",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "first",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "second",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "third",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0.5,
        "schema": {
          "type": "number"
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
    "fingerprint": "sha256:396c1c4bcac1d00736e4a4f88bd944c89ba41eeeba72c91d96932c1df8d2100f"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.unpacked",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "to",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "subject",
        "kind": "keywordOnly",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "urgent",
        "kind": "keywordOnly",
        "required": false,
        "schema": {
          "type": "boolean"
        }
      }
    ],
    "result": {
      "type": "boolean"
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
    "fingerprint": "sha256:376737053e4579f9dcf4b88a52d38df4e257f635efe9dd8202b35e777d78ab8c"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.kinds.words",
    "summary": "Names that mean something in TypeScript.",
    "description": "",
    "parameters": [
      {
        "name": "type",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "default",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "integer",
          "maximum": 9007199254740991,
          "minimum": -9007199254740991
        }
      },
      {
        "name": "function",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "boolean"
        }
      },
      {
        "name": "_private",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "constructor",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "c",
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
    "fingerprint": "sha256:b2c83eb9a7a519bd2be62d8081e0e27585fc0303421730389c1cdd95dc448b3b"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.annotated_model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "order",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Order"
        }
      }
    ],
    "result": {
      "items": {
        "$ref": "#/$defs/tests.foreign.signatures.models.Product.Output"
      },
      "maxItems": 2,
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
    "$defs": {
      "tests.foreign.signatures.models.Order": {
        "properties": {
          "products": {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Product"
            },
            "type": "array"
          },
          "note": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ],
            "default": null
          }
        },
        "required": [
          "products"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Product": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Product.Output": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price",
          "tags"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:18cb24d6186a45a16c8b3850ed1f8acc81268bebe5a05c53d43964b64453c3bb"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.checked_data_class",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "checked",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Checked"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Checked"
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
      "tests.foreign.signatures.models.Checked": {
        "properties": {
          "x": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "x"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:99a9142b1ebbd7367b0b9e92dd5840430a86f8e1d16fb624e7bd504a67db3fb1"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.closed_model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "closed",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Closed"
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
    "$defs": {
      "tests.foreign.signatures.models.Closed": {
        "additionalProperties": false,
        "properties": {
          "x": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "x"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:1bfbff2b2303c3105cfe8871f3312b5b8eadaae8d00b3d31d71761caaf830fb7"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.data_class",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "size",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Size"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Size.Output"
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
      "tests.foreign.signatures.models.Size": {
        "properties": {
          "width": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "height": {
            "default": 10,
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "tags": {
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "width"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Size.Output": {
        "properties": {
          "width": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "height": {
            "default": 10,
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "tags": {
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "width",
          "height",
          "tags"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:de21de622f1d1cc87f6fe8da50196cae0624d0fa8155a9a000ebaef04c4aa612"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.enums",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "colour",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Colour"
        }
      },
      {
        "name": "level",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Level"
        }
      },
      {
        "name": "mode",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "fast",
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Mode"
        }
      }
    ],
    "result": {
      "additionalProperties": {
        "$ref": "#/$defs/tests.foreign.signatures.models.Colour"
      },
      "propertyNames": {
        "$ref": "#/$defs/tests.foreign.signatures.models.Mode"
      },
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
    "$defs": {
      "tests.foreign.signatures.models.Colour": {
        "enum": [
          "red",
          "green"
        ],
        "type": "string"
      },
      "tests.foreign.signatures.models.Level": {
        "enum": [
          1,
          2
        ],
        "type": "integer"
      },
      "tests.foreign.signatures.models.Mode": {
        "enum": [
          "fast",
          "good"
        ],
        "type": "string"
      }
    },
    "fingerprint": "sha256:844b69eb709adea486430e0bfaa5fd33298f9ae4b50c1300baae7b51b157a094"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.flag",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "rights",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
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
    "fingerprint": "sha256:973d720ef74a2db01029ef356704b90b1c265949f04afe6e2237802f4473bace"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.forward_reference",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "later",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Later"
        }
      },
      {
        "name": "text",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      }
    ],
    "result": {
      "items": {
        "$ref": "#/$defs/tests.foreign.signatures.models.Later"
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
    "$defs": {
      "tests.foreign.signatures.models.Later": {
        "properties": {
          "x": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "x"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:af432c2cea9fe3a1c0472354742828ba4c3d78aca68a9f2d8ad1692ac603f25b"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.generic_data_class",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "box",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Box_int"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Box_Size.Output"
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
      "tests.foreign.signatures.models.Box_Size.Output": {
        "properties": {
          "content": {
            "$ref": "#/$defs/tests.foreign.signatures.models.Size.Output"
          },
          "size": {
            "$ref": "#/$defs/tests.foreign.signatures.models.Size.Output"
          }
        },
        "required": [
          "content",
          "size"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Box_int": {
        "properties": {
          "content": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "size": {
            "$ref": "#/$defs/tests.foreign.signatures.models.Size"
          }
        },
        "required": [
          "content",
          "size"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Size": {
        "properties": {
          "width": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "height": {
            "default": 10,
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "tags": {
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "width"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Size.Output": {
        "properties": {
          "width": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "height": {
            "default": 10,
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "tags": {
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "width",
          "height",
          "tags"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:36fcb4a0375fe0e1ad7acd90b8ced12bb3e6e71ba1e030bc1d2340cf7e5e0f28"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.generic_model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "page",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Page_Product"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Page_int.Output"
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
      "tests.foreign.signatures.models.Page_Product": {
        "properties": {
          "items": {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Product"
            },
            "type": "array"
          },
          "following": {
            "anyOf": [
              {
                "maximum": 9007199254740991,
                "minimum": -9007199254740991,
                "type": "integer"
              },
              {
                "type": "null"
              }
            ],
            "default": null
          }
        },
        "required": [
          "items"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Page_int.Output": {
        "properties": {
          "items": {
            "items": {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            "type": "array"
          },
          "following": {
            "anyOf": [
              {
                "maximum": 9007199254740991,
                "minimum": -9007199254740991,
                "type": "integer"
              },
              {
                "type": "null"
              }
            ],
            "default": null
          }
        },
        "required": [
          "items",
          "following"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Product": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:706b54359cbd90da3547d7cd6d884bf6ea003e3604461c49c75fb8ade8629ffe"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "product",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Product"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Product.Output"
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
      "tests.foreign.signatures.models.Product": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Product.Output": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price",
          "tags"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:f30f698669ae475752ae06c9a245030970569fe9a1c79fd405a4b39c442b64c6"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.nested_model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "order",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Order"
        }
      }
    ],
    "result": {
      "items": {
        "$ref": "#/$defs/tests.foreign.signatures.models.Order.Output"
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
    "$defs": {
      "tests.foreign.signatures.models.Order": {
        "properties": {
          "products": {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Product"
            },
            "type": "array"
          },
          "note": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ],
            "default": null
          }
        },
        "required": [
          "products"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Order.Output": {
        "properties": {
          "products": {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Product.Output"
            },
            "type": "array"
          },
          "note": {
            "anyOf": [
              {
                "type": "string"
              },
              {
                "type": "null"
              }
            ],
            "default": null
          }
        },
        "required": [
          "products",
          "note"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Product": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Product.Output": {
        "properties": {
          "name": {
            "type": "string"
          },
          "price": {
            "exclusiveMinimum": 0,
            "type": "number"
          },
          "tags": {
            "default": [],
            "items": {
              "type": "string"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "price",
          "tags"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:db3fdd9d94c54cd39c35a1e9c9abf4a49383e4cbfe48764a108c1ca2f7314d39"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.not_at_run_time",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "share",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
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
    "fingerprint": "sha256:ae22710a52e9d6fa0edbd945ebf65e3b4d9487a1fc60287bab4c51d92123e8dc"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.recursive_model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "category",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Category"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Category.Output"
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
      "tests.foreign.signatures.models.Category": {
        "properties": {
          "name": {
            "type": "string"
          },
          "children": {
            "default": [],
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Category"
            },
            "type": "array"
          }
        },
        "required": [
          "name"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Category.Output": {
        "properties": {
          "name": {
            "type": "string"
          },
          "children": {
            "default": [],
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Category.Output"
            },
            "type": "array"
          }
        },
        "required": [
          "name",
          "children"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:f10c0d2d15988b9f9d1b92204b826ab9e29d606830e8e99302600715759a491b"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.recursive_typed_dict",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "branch",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Branch"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Branch"
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
      "tests.foreign.signatures.models.Branch": {
        "properties": {
          "value": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "branches": {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.models.Branch"
            },
            "type": "array"
          }
        },
        "required": [
          "value",
          "branches"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:c415489d9d7f3757e59486e6c8d05c831805d936742ba80a26d3c89dd3d2ded4"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.root_model",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "numbers",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Numbers"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Numbers"
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
      "tests.foreign.signatures.models.Numbers": {
        "items": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        },
        "type": "array"
      }
    },
    "fingerprint": "sha256:537950c9d5813ba93d2938bce164af572ac4f7856136d406db2042901d1cc0c7"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.type_variable",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "item",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "key",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
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
    "fingerprint": "sha256:d3633fbebfc18559977e6f21d897d200d315f86d83f4241628352a277bd472c4"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.typed_dict",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "options",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Options"
        }
      },
      {
        "name": "loose",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.models.Loose"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.models.Options"
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
      "tests.foreign.signatures.models.Loose": {
        "properties": {
          "a": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "b": {
            "type": "string"
          }
        },
        "required": [
          "b"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.models.Options": {
        "properties": {
          "mode": {
            "type": "string"
          },
          "quality": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "mode"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:5fdf695ef8c04253271eae3cb857b8cdd1985f83324bfc776b866905a5f45283"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.models.unknown_class",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "opaque",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "readable",
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
    "fingerprint": "sha256:34cf82678e03d377bcdea9975e00414bfc32951cf7e69c242898718182923c50"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.addresses",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "url",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "uri",
          "minLength": 1,
          "type": "string"
        }
      },
      {
        "name": "ip",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "ipv4",
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
    "fingerprint": "sha256:775109337463476fcd7849729ebc6ddbc3e41d4d189b0f1584deaf145d90f266"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.amount",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
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
      "pattern": "^-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,9})?$",
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
    "fingerprint": "sha256:efca64c6cc3abcc962f9c96a26f620bfdc8b864a015d4686804b85f0a20dbba0"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.an_object",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:1a423c66f77f87699863270aee8d0a26ef264167b3bfa7d7f09be7fa2ab90935"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.anything",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:6b29327df5683c1bd5d8c0e8e1e12697e73777d6e073568944ca941649cb7bc1"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.bounded",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "low",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 10,
          "minimum": 1,
          "type": "integer"
        }
      },
      {
        "name": "positive",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "exclusiveMinimum": 0,
          "type": "number"
        }
      },
      {
        "name": "count",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": 0,
          "type": "integer"
        }
      },
      {
        "name": "even",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "multipleOf": 2,
          "type": "integer"
        }
      },
      {
        "name": "strict",
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
      "exclusiveMinimum": 0,
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
    "$defs": {},
    "fingerprint": "sha256:deb96784acce0358833b3cd6e56f2d3c91c179f494668d19d8f5206da534f40c"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.clock",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "pattern": "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?$",
          "type": "string"
        }
      }
    ],
    "result": {
      "pattern": "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?$",
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
    "fingerprint": "sha256:903cd30d757cced44bb048803a9363f64ce54a044c681db3be5021f5d0b4ab56"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.day",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "date",
          "type": "string"
        }
      }
    ],
    "result": {
      "format": "date",
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
    "fingerprint": "sha256:dd84ac44b0b83057b038d4871fd4c0ae6943c1ed5aaa2cf553531eb37af12f61"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.described",
    "summary": "Make a thumbnail.",
    "description": "",
    "parameters": [
      {
        "name": "width",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 256,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": 1,
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
    "fingerprint": "sha256:60f2cd9e4098a3f86dc561b1788f90ca2d3d8afc8bf3ff617b96df966635a63b"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.duration",
    "summary": "A hint that has no JSON form.",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
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
    "$defs": {},
    "fingerprint": "sha256:a9e51ceb4fd25e25b51ce65c374eb2d8682054a9edbcb5416f2a6e19a67dd702"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.identifier",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "uuid",
          "type": "string"
        }
      },
      {
        "name": "y",
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
      "format": "uuid",
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
    "fingerprint": "sha256:4f4a5b07aeb17964a167abe2b707cb239915be552cbc41e533b14ad9ed2986b1"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.integer",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:43cd52ba3be121ea4664f10d60bfb42f4e753b6ff9f6b5e5f9fb8c72c8bf2ca9"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.moment",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "date-time",
          "type": "string"
        }
      },
      {
        "name": "y",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "date-time",
          "type": "string"
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
    "fingerprint": "sha256:e17738fb0d4cc46a5e9ac1464d3e3d8708685c564f96f5cc787c73929646b1f7"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.nothing",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "null"
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
    "fingerprint": "sha256:dfa5ee97eed6c5e99b0e711d28c1f799e653587ac63cac6d4273cc9931669500"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.number",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "number"
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
    "$defs": {},
    "fingerprint": "sha256:e65efa41af1af0f034ba5a73135bcf45c4cbf09f11c7de9bd2a5088093e01faa"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.path",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:c42a7712a1202040428643c903df26822200d6f2d2663d2a34172273e309f78d"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.patterned",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "slug",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "pattern": "^[a-z]+$",
          "type": "string"
        }
      },
      {
        "name": "code",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maxLength": 4,
          "minLength": 2,
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
    "fingerprint": "sha256:06fd70dba2c01ad98b27a47ff134674f2d57e92d29df2db21f23c2c7d75fa7ef"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.raw",
    "summary": "Bytes are no JSON.",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:86fda12c23687d6b49a2e0f150b1ee3e1dca6ce776e693cd680ffdaf22c170c6"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.secret",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "password",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string",
          "writeOnly": true
        }
      }
    ],
    "result": {
      "type": "boolean"
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
    "fingerprint": "sha256:0fd9c6b518ef0033715cdde77850886e6fa781896349fa25484894ba1e217392"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.text",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
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
    "fingerprint": "sha256:c61e5c5bf529822027dd341086a2f9ef49d75fea54f3ec732ec7646242a8c78f"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.scalars.truth",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "boolean"
        }
      }
    ],
    "result": {
      "type": "boolean"
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
    "fingerprint": "sha256:f61d55a638c6da3b1e50e5b35f826969ffda9808879721bd472450387849ea93"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unhinted.add",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "y",
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
    "fingerprint": "sha256:d06bed3f925fafa99f2937a9b359560b15dce0397d4ee87efe61ec09991ba994"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unhinted.dump_context",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "y",
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
    "fingerprint": "sha256:ca223d836c74ff4f0e97391b07416d62c37ac68ae838020b8c7fceb5759cfcc4"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unhinted.nothing",
    "summary": "",
    "description": "",
    "parameters": [],
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
    "fingerprint": "sha256:ce1fb2a69a79ef28a9a7ea2801857db0f2d498ece32497d70cad5183e1c1446a"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unhinted.partly",
    "summary": "Some say what they are.",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "y",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "z",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "z",
        "schema": {
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
    "fingerprint": "sha256:04df23216af65b1b046f9fda88ee2605ce7d61cbc278ac93c82dfbda57b92656"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unhinted.result_only",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "y",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 2,
        "schema": {}
      },
      {
        "name": "args",
        "kind": "variadicPositional",
        "required": false,
        "schema": {}
      },
      {
        "name": "key",
        "kind": "keywordOnly",
        "required": false,
        "default": null,
        "schema": {}
      },
      {
        "name": "kwargs",
        "kind": "variadicKeyword",
        "required": false,
        "schema": {}
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
    "fingerprint": "sha256:19332290de2cd9f6d96faf8b8630436591a376df51abdbbdc8895e7cb365ff86"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unhinted.send_email",
    "summary": "Send an email.",
    "description": "",
    "parameters": [
      {
        "name": "sender",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "subject",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "body",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
      {
        "name": "to",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {}
      },
      {
        "name": "cc",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
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
    "fingerprint": "sha256:f5062dbc67b475f5453473357e03e4682974b4134ce622313fec2bc89fdb99d9"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.alias",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "document",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Json"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.foreign.signatures.unions.Json"
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
      "tests.foreign.signatures.unions.Json": {
        "anyOf": [
          {
            "additionalProperties": {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Json"
            },
            "type": "object"
          },
          {
            "items": {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Json"
            },
            "type": "array"
          },
          {
            "type": "string"
          },
          {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          {
            "type": "number"
          },
          {
            "type": "boolean"
          },
          {
            "type": "null"
          }
        ]
      }
    },
    "fingerprint": "sha256:4a98fedbb1761f2785e090ea189407d56e9d5b340932a1dc11c116fff3b85449"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.discriminated",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "shape",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "discriminator": {
            "propertyName": "kind"
          },
          "oneOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
            },
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Square"
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
      "discriminator": {
        "propertyName": "kind"
      },
      "oneOf": [
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
        },
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Square.Output"
        }
      ],
      "required": [
        "kind"
      ],
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
    "$defs": {
      "tests.foreign.signatures.unions.Circle": {
        "properties": {
          "kind": {
            "const": "circle",
            "type": "string"
          },
          "radius": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "radius"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Square": {
        "properties": {
          "kind": {
            "const": "square",
            "default": "square",
            "type": "string"
          },
          "side": {
            "type": "number"
          }
        },
        "required": [
          "side"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Square.Output": {
        "properties": {
          "kind": {
            "const": "square",
            "default": "square",
            "type": "string"
          },
          "side": {
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
    "fingerprint": "sha256:0d9767e0f514b37028ded71eadd27ab290b769b766c03255acbd6d1a4d3d4730"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.discriminated_by_function",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "animal",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "oneOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Cat"
            },
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Dog"
            }
          ]
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
    "$defs": {
      "tests.foreign.signatures.unions.Cat": {
        "properties": {
          "meows": {
            "type": "boolean"
          }
        },
        "required": [
          "meows"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Dog": {
        "properties": {
          "barks": {
            "type": "boolean"
          }
        },
        "required": [
          "barks"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:bf39c6b69357e53497d879dcd48df7fa008c976cc935c1d81fdd416232d72a00"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.discriminated_inside",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "payment",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Payment"
        }
      }
    ],
    "result": {
      "items": {
        "discriminator": {
          "propertyName": "kind"
        },
        "oneOf": [
          {
            "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
          },
          {
            "$ref": "#/$defs/tests.foreign.signatures.unions.Square.Output"
          }
        ],
        "required": [
          "kind"
        ],
        "type": "object"
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
    "$defs": {
      "tests.foreign.signatures.unions.Card": {
        "properties": {
          "type": {
            "enum": [
              "visa",
              "master"
            ],
            "type": "string"
          },
          "number": {
            "type": "string"
          }
        },
        "required": [
          "type",
          "number"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Circle": {
        "properties": {
          "kind": {
            "const": "circle",
            "type": "string"
          },
          "radius": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "radius"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Payment": {
        "properties": {
          "by": {
            "discriminator": {
              "propertyName": "type"
            },
            "oneOf": [
              {
                "$ref": "#/$defs/tests.foreign.signatures.unions.Card"
              },
              {
                "$ref": "#/$defs/tests.foreign.signatures.unions.Transfer"
              }
            ],
            "required": [
              "type"
            ],
            "type": "object"
          },
          "amount": {
            "type": "number"
          }
        },
        "required": [
          "by",
          "amount"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Square.Output": {
        "properties": {
          "kind": {
            "const": "square",
            "default": "square",
            "type": "string"
          },
          "side": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "side"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Transfer": {
        "properties": {
          "type": {
            "const": "transfer",
            "type": "string"
          },
          "iban": {
            "type": "string"
          }
        },
        "required": [
          "type",
          "iban"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:c5259c680a02818c33e5da48297efe7b6d372ee717b95be57f90bbbda7d66d15"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.literal",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "mode",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "enum": [
            "fast",
            "good"
          ],
          "type": "string"
        }
      },
      {
        "name": "level",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "enum": [
            1,
            2,
            null
          ]
        }
      }
    ],
    "result": {
      "const": true,
      "type": "boolean"
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
    "fingerprint": "sha256:84804fe6352226b132d7f2b1d77c95682214b6a16fd921931fabd3a9a1a54d3b"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.of_data_classes",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "animal",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "anyOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Cat"
            },
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Dog"
            }
          ]
        }
      }
    ],
    "result": {
      "anyOf": [
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Cat"
        },
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Dog"
        }
      ]
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
      "tests.foreign.signatures.unions.Cat": {
        "properties": {
          "meows": {
            "type": "boolean"
          }
        },
        "required": [
          "meows"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Dog": {
        "properties": {
          "barks": {
            "type": "boolean"
          }
        },
        "required": [
          "barks"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:4d93dee1d599d56867daa2c21ffc74c15b8ec05505bff323bf96d31cc1fe656e"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.of_models",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "shape",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "anyOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
            },
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Square"
            },
            {
              "type": "null"
            }
          ]
        }
      }
    ],
    "result": {
      "anyOf": [
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
        },
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Square.Output"
        },
        {
          "items": {
            "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
          },
          "type": "array"
        }
      ]
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
      "tests.foreign.signatures.unions.Circle": {
        "properties": {
          "kind": {
            "const": "circle",
            "type": "string"
          },
          "radius": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "radius"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Square": {
        "properties": {
          "kind": {
            "const": "square",
            "default": "square",
            "type": "string"
          },
          "side": {
            "type": "number"
          }
        },
        "required": [
          "side"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Square.Output": {
        "properties": {
          "kind": {
            "const": "square",
            "default": "square",
            "type": "string"
          },
          "side": {
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
    "fingerprint": "sha256:32373063baffa87870f65601442dc62f912ad93ba7af02bef5ddf2f028405a17"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.optional",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "anyOf": [
            {
              "maximum": 9007199254740991,
              "minimum": -9007199254740991,
              "type": "integer"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "y",
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
      "anyOf": [
        {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        },
        {
          "type": "null"
        }
      ]
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
    "fingerprint": "sha256:d3fb190e1dd95036c1d9b80f44b6dbcad9dd804c928b6a43807d9fd8de880618"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.optional_models",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "shape",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": null,
        "schema": {
          "anyOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
            },
            {
              "type": "null"
            }
          ]
        }
      },
      {
        "name": "others",
        "kind": "variadicPositional",
        "required": false,
        "schema": {
          "anyOf": [
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
            },
            {
              "$ref": "#/$defs/tests.foreign.signatures.unions.Square"
            }
          ]
        }
      }
    ],
    "result": {
      "anyOf": [
        {
          "$ref": "#/$defs/tests.foreign.signatures.unions.Circle"
        },
        {
          "type": "null"
        }
      ]
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
      "tests.foreign.signatures.unions.Circle": {
        "properties": {
          "kind": {
            "const": "circle",
            "type": "string"
          },
          "radius": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "radius"
        ],
        "type": "object"
      },
      "tests.foreign.signatures.unions.Square": {
        "properties": {
          "kind": {
            "const": "square",
            "default": "square",
            "type": "string"
          },
          "side": {
            "type": "number"
          }
        },
        "required": [
          "side"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:bef28ad6b802160a2489973fac4b73acc0215e0ce7368753cd6f0ec57a1c64f8"
  },
  {
    "formatVersion": 1,
    "name": "tests.foreign.signatures.unions.simple",
    "summary": "",
    "description": "",
    "parameters": [
      {
        "name": "x",
        "kind": "positionalOrKeyword",
        "required": true,
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
      },
      {
        "name": "y",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "anyOf": [
            {
              "type": "boolean"
            },
            {
              "items": {
                "maximum": 9007199254740991,
                "minimum": -9007199254740991,
                "type": "integer"
              },
              "type": "array"
            }
          ]
        }
      }
    ],
    "result": {
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
    "fingerprint": "sha256:789ae7e5833a416dc05949a1e4662dd86bc242fd7cd6ae245e8020bf19118614"
  },
]);
