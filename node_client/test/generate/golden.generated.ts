/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate ../../../python_workers/tests/golden -o golden.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `atlas.europe.find`. */
export interface AtlasEuropeFindArguments {
  point: Point;
}

/** What `atlas.europe.find` returns. */
export type AtlasEuropeFindResult = string;

/** The `data` of the progress reports of `atlas.europe.find`. */
export type AtlasEuropeFindProgress = Options;

/** The `details` of the errors of `atlas.europe.find`, by `exception`. */
export interface AtlasEuropeFindErrors {
  /** Inappropriate argument value (of correct type). */
  ValueError: unknown;
  /** @integer */
  "tests.shapes.Plain": number | null;
  /** The point is outside the map. */
  "tests.shapes.TooFar": PointOutput;
}

/** The arguments of `shapes.anything`. */
export interface ShapesAnythingArguments {
  value: unknown;
  items: unknown[];
  members: {
    [k: string]: unknown;
  };
}

/** What `shapes.anything` returns. */
export type ShapesAnythingResult = unknown;

/** The arguments of `shapes.choices`. */
export interface ShapesChoicesArguments {
  colour: Colour;
  level: Level;
  word: "small" | "large";
  /** @default "one" */
  mixed?: 1 | "one" | null | true | undefined;
}

/** What `shapes.choices` returns. */
export type ShapesChoicesResult = Colour;

/** The arguments of `shapes.constraints`. */
export interface ShapesConstraintsArguments {
  /**
   * In pixels.
   *
   * @integer
   * @minimum 1
   * @maximum 4096
   */
  width: number;
  /**
   * @exclusiveMinimum 0
   * @exclusiveMaximum 1
   */
  ratio: number;
  /**
   * @integer
   * @multipleOf 5
   */
  step: number;
  /**
   * @pattern ^[a-z]+$
   * @minLength 1
   * @maxLength 8
   */
  slug: string;
  /**
   * @integer
   * @default 0
   */
  huge?: number | undefined;
}

/**
 * What `shapes.constraints` returns.
 *
 * @maxItems 3
 * @items integer
 */
export type ShapesConstraintsResult = number[];

/** The arguments of `shapes.dates`. */
export interface ShapesDatesArguments {
  /** @format date-time */
  moment: string;
  /** @format date */
  day: string;
  /**
   * @pattern ^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$
   * @default "09:30:00"
   */
  clock?: string | undefined;
  /**
   * @format date-time
   * @default "2030-01-02T00:00:00Z"
   */
  until?: string | undefined;
}

/**
 * What `shapes.dates` returns.
 *
 * @items format date-time
 */
export type ShapesDatesResult = string[];

/** The arguments of `shapes.defaults`. */
export interface ShapesDefaultsArguments {
  /**
   * @integer
   * @default 3
   */
  count?: number | undefined;
  /** @default 0.5 */
  ratio?: number | undefined;
  /** @default "none" */
  name?: string | undefined;
  /** @default false */
  flag?: boolean | undefined;
  /** @default ["a"] */
  tags?: string[] | undefined;
  /** @default {"x":1,"y":0} */
  point?: Point | undefined;
  /** @default "red" */
  colour?: Colour | undefined;
}

/** What `shapes.defaults` returns. */
export type ShapesDefaultsResult = null;

/** The arguments of `shapes.kinds`. */
export interface ShapesKindsArguments {
  /** @integer */
  first: number;
  /**
   * @integer
   * @default 2
   */
  second?: number | undefined;
  /** @default "3" */
  third?: string | undefined;
  fourth: number;
  /** @default true */
  fifth?: boolean | undefined;
}

/** What `shapes.kinds` returns. */
export type ShapesKindsResult = string[];

/** The arguments of `shapes.maps`. */
export interface ShapesMapsArguments {
  numbers: {
    /** @integer */
    [k: string]: number;
  };
  points: {
    a?: Point | undefined;
    b?: Point | undefined;
  };
  anything: {
    [k: string]: unknown;
  };
}

/** What `shapes.maps` returns. */
export interface ShapesMapsResult {
  [k: string]: PointOutput[];
}

/** The arguments of `shapes.nested`. */
export interface ShapesNestedArguments {
  segment: Segment;
  page: PagePoint;
  size: Size;
  options: Options;
}

/** What `shapes.nested` returns. */
export type ShapesNestedResult = PageSegmentOutput;

/** The arguments of `shapes.optional`. */
export interface ShapesOptionalArguments {
  /** @integer */
  needed: number;
  /** @integer */
  nullable: number | null;
  /** @default null */
  both?: string | null | undefined;
}

/** What `shapes.optional` returns. */
export type ShapesOptionalResult = string | null;

/** The arguments of `shapes.recursive`. */
export interface ShapesRecursiveArguments {
  tree: Tree;
}

/** What `shapes.recursive` returns. */
export type ShapesRecursiveResult = TreeOutput;

/** The arguments of `shapes.strings`. */
export interface ShapesStringsArguments {
  path: string;
  /** @format uuid */
  identifier: string;
  /** @default "1.50" */
  amount?: number | string | undefined;
}

/** What `shapes.strings` returns. */
export interface ShapesStringsResult {
  [k: string]: string;
}

/** The arguments of `shapes.tuples`. */
export interface ShapesTuplesArguments {
  pair: [number, string];
  many: number[];
  /**
   * @minItems 2
   * @maxItems 4
   * @items integer
   * @default [1,2]
   */
  sized?: number[] | undefined;
}

/** What `shapes.tuples` returns. */
export type ShapesTuplesResult = [boolean, PointOutput];

/** The arguments of `shapes.unions`. */
export interface ShapesUnionsArguments {
  simple: number | string;
  wide:
    | number[]
    | {
        /** @integer */
        [k: string]: number;
      }
    | boolean;
  tagged: Circle | Rectangle;
}

/** What `shapes.unions` returns. */
export type ShapesUnionsResult = Circle | RectangleOutput;

/** The arguments of `shapes.written`. */
export interface ShapesWrittenArguments {
  shape: Rectangle;
  person: Renamed;
  point: Point;
}

/** What `shapes.written` returns. */
export type ShapesWrittenResult = [RectangleOutput, Renamed, PointOutput];

export interface Circle {
  kind: "circle";
  /** @exclusiveMinimum 0 */
  radius: number;
}

/** A colour by its name. */
export type Colour = "red" | "green";

/** @integer */
export type Level = 1 | 2;

/** Settings, some of which may be left out. */
export interface Options {
  mode: "fast" | "good";
  title?: string | undefined;
}

export interface PagePoint {
  items: Point[];
  /**
   * @integer
   * @default null
   */
  next_page?: number | null | undefined;
}

export interface PageSegmentOutput {
  items: SegmentOutput[];
  /** @integer */
  next_page: number | null;
}

/** A place on the plane. */
export interface Point {
  x: number;
  /** @default 0 */
  y?: number | undefined;
}

/** A place on the plane. */
export interface PointOutput {
  x: number;
  y: number;
}

export interface Rectangle {
  kind: "rectangle";
  width: number;
  height: number;
}

export interface RectangleOutput {
  kind: "rectangle";
  width: number;
  height: number;
  /** Width times height. */
  area: number;
}

/** A model whose member is written in another way in JSON. */
export interface Renamed {
  firstName: string;
}

export interface Segment {
  start: Point;
  end: Point;
  /** @default null */
  label?: string | null | undefined;
}

export interface SegmentOutput {
  start: PointOutput;
  end: PointOutput;
  label: string | null;
}

/** Width and height in pixels. */
export interface Size {
  /** @integer */
  width: number;
  /**
   * @integer
   * @default 10
   */
  height?: number | undefined;
}

/** A node that holds nodes. */
export interface Tree {
  /** @minLength 1 */
  name: string;
  /** @default [] */
  children?: Tree[] | undefined;
}

/** A node that holds nodes. */
export interface TreeOutput {
  /** @minLength 1 */
  name: string;
  children: TreeOutput[];
}

/** Every task by its name. */
export interface Tasks {
  atlas: {
    europe: {
      /**
       * Everything that can be said about a task.
       *
       * The rest of the text,
       *     with its indentation.
       *
       * Task `atlas.europe.find`, queue `maps`.
       *
       * @example await gate.tasks.atlas.europe.find({ point: { x: 1, y: 2 } }) // 'here'
       * @throws `ValueError`: Inappropriate argument value (of correct type).
       * @throws `tests.shapes.Plain`
       * @throws `tests.shapes.TooFar`: The point is outside the map.
       */
      find: TaskSpec<AtlasEuropeFindArguments, AtlasEuropeFindResult, AtlasEuropeFindProgress, "point", AtlasEuropeFindErrors>;
    };
  };
  shapes: {
    /**
     * No more is known than that it is JSON.
     *
     * Nor is the result.
     *
     * Task `shapes.anything`, queue `celery`.
     */
    anything: TaskSpec<ShapesAnythingArguments, ShapesAnythingResult, unknown, "value">;
    /**
     * Enums and literals.
     *
     * Task `shapes.choices`, queue `celery`.
     */
    choices: TaskSpec<ShapesChoicesArguments, ShapesChoicesResult, unknown, "colour">;
    /**
     * Bounds, lengths and patterns.
     *
     * Task `shapes.constraints`, queue `celery`.
     */
    constraints: TaskSpec<ShapesConstraintsArguments, ShapesConstraintsResult, unknown, "width">;
    /**
     * Moments with an offset, days, and times of day without one.
     *
     * Task `shapes.dates`, queue `celery`.
     */
    dates: TaskSpec<ShapesDatesArguments, ShapesDatesResult, unknown, "moment">;
    /**
     * Parameters that may all be left out.
     *
     * Task `shapes.defaults`, queue `celery`.
     */
    defaults: TaskSpec<ShapesDefaultsArguments, ShapesDefaultsResult, unknown, "count">;
    /**
     * Positional-only, ordinary and keyword-only parameters.
     *
     * Task `shapes.kinds`, queue `celery`.
     */
    kinds: TaskSpec<ShapesKindsArguments, ShapesKindsResult, unknown, "first">;
    /**
     * JSON objects with members of one kind.
     *
     * Task `shapes.maps`, queue `celery`.
     */
    maps: TaskSpec<ShapesMapsArguments, ShapesMapsResult, unknown, "numbers">;
    /**
     * Models in models, generic models, a dataclass and a TypedDict.
     *
     * Task `shapes.nested`, queue `celery`.
     */
    nested: TaskSpec<ShapesNestedArguments, ShapesNestedResult, unknown, "segment">;
    /**
     * Nullable and optional are two things: `nullable` must be given, `both` need not.
     *
     * Task `shapes.optional`, queue `celery`.
     */
    optional: TaskSpec<ShapesOptionalArguments, ShapesOptionalResult, unknown, "needed">;
    /**
     * A model that refers to itself.
     *
     * Task `shapes.recursive`, queue `celery`.
     */
    recursive: TaskSpec<ShapesRecursiveArguments, ShapesRecursiveResult, unknown, "tree">;
    /**
     * Python objects that are strings in JSON.
     *
     * Task `shapes.strings`, queue `celery`.
     */
    strings: TaskSpec<ShapesStringsArguments, ShapesStringsResult, unknown, "path">;
    /**
     * Tuples of fixed and of any length, and a list of bounded length.
     *
     * Task `shapes.tuples`, queue `celery`.
     */
    tuples: TaskSpec<ShapesTuplesArguments, ShapesTuplesResult, unknown, "pair">;
    /**
     * Unions, with and without a member that tells them apart.
     *
     * Task `shapes.unions`, queue `celery`.
     */
    unions: TaskSpec<ShapesUnionsArguments, ShapesUnionsResult, unknown, "simple">;
    /**
     * Models that are read and written differently.
     *
     * Task `shapes.written`, queue `celery`.
     */
    written: TaskSpec<ShapesWrittenArguments, ShapesWrittenResult, unknown, "shape">;
  };
}

/** What `connect({ tasks })` takes: the contracts, and with them the types above. */
export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([
  {
    "formatVersion": 1,
    "name": "atlas.europe.find",
    "summary": "Everything that can be said about a task.",
    "description": "",
    "parameters": [
      {
        "name": "point",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Point"
        }
      }
    ],
    "result": {
      "type": "string"
    },
    "progress": {
      "$ref": "#/$defs/tests.shapes.Options"
    },
    "errors": [
      {
        "exception": "ValueError",
        "summary": "",
        "details": null
      },
      {
        "exception": "tests.shapes.Plain",
        "summary": "",
        "details": {
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
        "exception": "tests.shapes.TooFar",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tests.shapes.Point.Output"
        }
      }
    ],
    "queue": {
      "name": "maps",
      "type": "quorum"
    },
    "limits": {
      "timeLimit": 60,
      "softTimeLimit": 50.5
    },
    "retries": {
      "max": 5,
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
    "storesResult": false,
    "idempotent": true,
    "examples": [
      {"arguments":{"point":{"x":1,"y":2}},"result":"here"},
      {"arguments":{"point":{"x":1000000}},"exception":"tests.shapes.TooFar"}
    ],
    "$defs": {
      "tests.shapes.Options": {
        "properties": {
          "mode": {
            "enum": [
              "fast",
              "good"
            ],
            "type": "string"
          },
          "title": {
            "type": "string"
          }
        },
        "required": [
          "mode"
        ],
        "type": "object"
      },
      "tests.shapes.Point": {
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
      "tests.shapes.Point.Output": {
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
      }
    },
    "fingerprint": "sha256:5a9badd2bbd27a6de514300565baca0891d7dfc5f5191a2514534c35f2d9f1e9"
  },
  {
    "formatVersion": 1,
    "name": "shapes.anything",
    "summary": "No more is known than that it is JSON.",
    "description": "",
    "parameters": [
      {
        "name": "value",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {}
      },
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
    "fingerprint": "sha256:c0315e8dbaba14d412e8f37e537ad9aaf2081a5393dbaa1e95a7556f045cd954"
  },
  {
    "formatVersion": 1,
    "name": "shapes.choices",
    "summary": "Enums and literals.",
    "description": "",
    "parameters": [
      {
        "name": "colour",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Colour"
        }
      },
      {
        "name": "level",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Level"
        }
      },
      {
        "name": "word",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "enum": [
            "small",
            "large"
          ],
          "type": "string"
        }
      },
      {
        "name": "mixed",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "one",
        "schema": {
          "enum": [
            1,
            "one",
            null,
            true
          ]
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.shapes.Colour"
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
      "tests.shapes.Colour": {
        "enum": [
          "red",
          "green"
        ],
        "type": "string"
      },
      "tests.shapes.Level": {
        "enum": [
          1,
          2
        ],
        "type": "integer"
      }
    },
    "fingerprint": "sha256:718b2c492be337f6b8e5ea929672d21cfe88d27ccbb645b6a3eea448cf11ca9e"
  },
  {
    "formatVersion": 1,
    "name": "shapes.constraints",
    "summary": "Bounds, lengths and patterns.",
    "description": "",
    "parameters": [
      {
        "name": "width",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 4096,
          "minimum": 1,
          "type": "integer"
        }
      },
      {
        "name": "ratio",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "exclusiveMaximum": 1,
          "exclusiveMinimum": 0,
          "type": "number"
        }
      },
      {
        "name": "step",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "multipleOf": 5,
          "type": "integer"
        }
      },
      {
        "name": "slug",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maxLength": 8,
          "minLength": 1,
          "pattern": "^[a-z]+$",
          "type": "string"
        }
      },
      {
        "name": "huge",
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
      "items": {
        "maximum": 9007199254740991,
        "minimum": -9007199254740991,
        "type": "integer"
      },
      "maxItems": 3,
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
    "fingerprint": "sha256:bdd17927788c475953bac0e7c3ac9314c70584712dca77b9755c4a767e5a1cac"
  },
  {
    "formatVersion": 1,
    "name": "shapes.dates",
    "summary": "Moments with an offset, days, and times of day without one.",
    "description": "",
    "parameters": [
      {
        "name": "moment",
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
        "required": true,
        "schema": {
          "format": "date",
          "type": "string"
        }
      },
      {
        "name": "clock",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "09:30:00",
        "schema": {
          "pattern": "^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?$",
          "type": "string"
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
      }
    ],
    "result": {
      "items": {
        "format": "date-time",
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
    "fingerprint": "sha256:82540726b1544f3f6ef5ca44b290bc6bac09085136b9c6fb4b9947340f550e58"
  },
  {
    "formatVersion": 1,
    "name": "shapes.defaults",
    "summary": "Parameters that may all be left out.",
    "description": "",
    "parameters": [
      {
        "name": "count",
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
        "name": "ratio",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 0.5,
        "schema": {
          "type": "number"
        }
      },
      {
        "name": "name",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "none",
        "schema": {
          "type": "string"
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
      },
      {
        "name": "tags",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          "a"
        ],
        "schema": {
          "items": {
            "type": "string"
          },
          "type": "array"
        }
      },
      {
        "name": "point",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": {
          "x": 1,
          "y": 0
        },
        "schema": {
          "$ref": "#/$defs/tests.shapes.Point"
        }
      },
      {
        "name": "colour",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "red",
        "schema": {
          "$ref": "#/$defs/tests.shapes.Colour"
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
      "tests.shapes.Colour": {
        "enum": [
          "red",
          "green"
        ],
        "type": "string"
      },
      "tests.shapes.Point": {
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
      }
    },
    "fingerprint": "sha256:cbff8caf7a10907062bf5af3bd5cd3092a77d0ea77d0a9f3d2804c3921ef8d7b"
  },
  {
    "formatVersion": 1,
    "name": "shapes.kinds",
    "summary": "Positional-only, ordinary and keyword-only parameters.",
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
        "default": "3",
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "fourth",
        "kind": "keywordOnly",
        "required": true,
        "schema": {
          "type": "number"
        }
      },
      {
        "name": "fifth",
        "kind": "keywordOnly",
        "required": false,
        "default": true,
        "schema": {
          "type": "boolean"
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
    "fingerprint": "sha256:404b1ec4b257e08d042c3fe41ad5a66037f024fc7d0733731d8339b6dc6be7b3"
  },
  {
    "formatVersion": 1,
    "name": "shapes.maps",
    "summary": "JSON objects with members of one kind.",
    "description": "",
    "parameters": [
      {
        "name": "numbers",
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
        "name": "points",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": {
            "$ref": "#/$defs/tests.shapes.Point"
          },
          "propertyNames": {
            "enum": [
              "a",
              "b"
            ]
          },
          "type": "object"
        }
      },
      {
        "name": "anything",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "additionalProperties": true,
          "type": "object"
        }
      }
    ],
    "result": {
      "additionalProperties": {
        "items": {
          "$ref": "#/$defs/tests.shapes.Point.Output"
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
    "$defs": {
      "tests.shapes.Point": {
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
      "tests.shapes.Point.Output": {
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
      }
    },
    "fingerprint": "sha256:112dbe23e955cdc4e987fc7aa5e95ba0c550826c0e84b7d2b4927c09ec5dd3f4"
  },
  {
    "formatVersion": 1,
    "name": "shapes.nested",
    "summary": "Models in models, generic models, a dataclass and a TypedDict.",
    "description": "",
    "parameters": [
      {
        "name": "segment",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Segment"
        }
      },
      {
        "name": "page",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Page_Point"
        }
      },
      {
        "name": "size",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Size"
        }
      },
      {
        "name": "options",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Options"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.shapes.Page_Segment.Output"
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
      "tests.shapes.Options": {
        "properties": {
          "mode": {
            "enum": [
              "fast",
              "good"
            ],
            "type": "string"
          },
          "title": {
            "type": "string"
          }
        },
        "required": [
          "mode"
        ],
        "type": "object"
      },
      "tests.shapes.Page_Point": {
        "properties": {
          "items": {
            "items": {
              "$ref": "#/$defs/tests.shapes.Point"
            },
            "type": "array"
          },
          "next_page": {
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
      "tests.shapes.Page_Segment.Output": {
        "properties": {
          "items": {
            "items": {
              "$ref": "#/$defs/tests.shapes.Segment.Output"
            },
            "type": "array"
          },
          "next_page": {
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
          "next_page"
        ],
        "type": "object"
      },
      "tests.shapes.Point": {
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
      "tests.shapes.Point.Output": {
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
      "tests.shapes.Segment": {
        "properties": {
          "start": {
            "$ref": "#/$defs/tests.shapes.Point"
          },
          "end": {
            "$ref": "#/$defs/tests.shapes.Point"
          },
          "label": {
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
          "start",
          "end"
        ],
        "type": "object"
      },
      "tests.shapes.Segment.Output": {
        "properties": {
          "start": {
            "$ref": "#/$defs/tests.shapes.Point.Output"
          },
          "end": {
            "$ref": "#/$defs/tests.shapes.Point.Output"
          },
          "label": {
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
          "start",
          "end",
          "label"
        ],
        "type": "object"
      },
      "tests.shapes.Size": {
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
          }
        },
        "required": [
          "width"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:0dbdee6fbf470b69a12ed6542d00d51dcc5f0b2d6d843808390d4fd8e3dd7777"
  },
  {
    "formatVersion": 1,
    "name": "shapes.optional",
    "summary": "Nullable and optional are two things: `nullable` must be given, `both` need not.",
    "description": "",
    "parameters": [
      {
        "name": "needed",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "nullable",
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
        "name": "both",
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
          "type": "string"
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
    "fingerprint": "sha256:d0d8e534e6c93b1fb6bb85dc6ceda18315f8bb68af3d0ff21b4023ccc7330425"
  },
  {
    "formatVersion": 1,
    "name": "shapes.recursive",
    "summary": "A model that refers to itself.",
    "description": "",
    "parameters": [
      {
        "name": "tree",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Tree"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tests.shapes.Tree.Output"
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
      "tests.shapes.Tree": {
        "properties": {
          "name": {
            "minLength": 1,
            "type": "string"
          },
          "children": {
            "default": [],
            "items": {
              "$ref": "#/$defs/tests.shapes.Tree"
            },
            "type": "array"
          }
        },
        "required": [
          "name"
        ],
        "type": "object"
      },
      "tests.shapes.Tree.Output": {
        "properties": {
          "name": {
            "minLength": 1,
            "type": "string"
          },
          "children": {
            "default": [],
            "items": {
              "$ref": "#/$defs/tests.shapes.Tree.Output"
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
    "fingerprint": "sha256:11b4b762515263dfca7d169520515c8afa23f19bf5ff8aafd6909945e110cb05"
  },
  {
    "formatVersion": 1,
    "name": "shapes.strings",
    "summary": "Python objects that are strings in JSON.",
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
        "name": "identifier",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "format": "uuid",
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
      }
    ],
    "result": {
      "additionalProperties": {
        "anyOf": [
          {
            "type": "string"
          },
          {
            "format": "uuid",
            "type": "string"
          },
          {
            "pattern": "^-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,9})?$",
            "type": "string"
          }
        ]
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
    "fingerprint": "sha256:69f17af8d50ce80db52f55f73f6228ca0c2a3c3173fde6dcdd4c81f0c3ecbb4a"
  },
  {
    "formatVersion": 1,
    "name": "shapes.tuples",
    "summary": "Tuples of fixed and of any length, and a list of bounded length.",
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
        "name": "sized",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": [
          1,
          2
        ],
        "schema": {
          "items": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "maxItems": 4,
          "minItems": 2,
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
          "$ref": "#/$defs/tests.shapes.Point.Output"
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
    "$defs": {
      "tests.shapes.Point.Output": {
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
      }
    },
    "fingerprint": "sha256:6637952ce15f49294e3f88b9ea526dca4bfcf2630565422f6cc92db7b4ac34ab"
  },
  {
    "formatVersion": 1,
    "name": "shapes.unions",
    "summary": "Unions, with and without a member that tells them apart.",
    "description": "",
    "parameters": [
      {
        "name": "simple",
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
        "name": "wide",
        "kind": "positionalOrKeyword",
        "required": true,
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
              "additionalProperties": {
                "maximum": 9007199254740991,
                "minimum": -9007199254740991,
                "type": "integer"
              },
              "type": "object"
            },
            {
              "type": "boolean"
            }
          ]
        }
      },
      {
        "name": "tagged",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "discriminator": {
            "propertyName": "kind"
          },
          "oneOf": [
            {
              "$ref": "#/$defs/tests.shapes.Circle"
            },
            {
              "$ref": "#/$defs/tests.shapes.Rectangle"
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
      "anyOf": [
        {
          "$ref": "#/$defs/tests.shapes.Circle"
        },
        {
          "$ref": "#/$defs/tests.shapes.Rectangle.Output"
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
      "tests.shapes.Circle": {
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
      "tests.shapes.Rectangle": {
        "properties": {
          "kind": {
            "const": "rectangle",
            "type": "string"
          },
          "width": {
            "type": "number"
          },
          "height": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "width",
          "height"
        ],
        "type": "object"
      },
      "tests.shapes.Rectangle.Output": {
        "properties": {
          "kind": {
            "const": "rectangle",
            "type": "string"
          },
          "width": {
            "type": "number"
          },
          "height": {
            "type": "number"
          },
          "area": {
            "readOnly": true,
            "type": "number"
          }
        },
        "required": [
          "kind",
          "width",
          "height",
          "area"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:bd8ea932b2258b32cad387c41c395b9126132ec6b81e7123456e6adbc8af9629"
  },
  {
    "formatVersion": 1,
    "name": "shapes.written",
    "summary": "Models that are read and written differently.",
    "description": "",
    "parameters": [
      {
        "name": "shape",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Rectangle"
        }
      },
      {
        "name": "person",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Renamed"
        }
      },
      {
        "name": "point",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/tests.shapes.Point"
        }
      }
    ],
    "result": {
      "maxItems": 3,
      "minItems": 3,
      "prefixItems": [
        {
          "$ref": "#/$defs/tests.shapes.Rectangle.Output"
        },
        {
          "$ref": "#/$defs/tests.shapes.Renamed"
        },
        {
          "$ref": "#/$defs/tests.shapes.Point.Output"
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
    "$defs": {
      "tests.shapes.Point": {
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
      "tests.shapes.Point.Output": {
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
      "tests.shapes.Rectangle": {
        "properties": {
          "kind": {
            "const": "rectangle",
            "type": "string"
          },
          "width": {
            "type": "number"
          },
          "height": {
            "type": "number"
          }
        },
        "required": [
          "kind",
          "width",
          "height"
        ],
        "type": "object"
      },
      "tests.shapes.Rectangle.Output": {
        "properties": {
          "kind": {
            "const": "rectangle",
            "type": "string"
          },
          "width": {
            "type": "number"
          },
          "height": {
            "type": "number"
          },
          "area": {
            "readOnly": true,
            "type": "number"
          }
        },
        "required": [
          "kind",
          "width",
          "height",
          "area"
        ],
        "type": "object"
      },
      "tests.shapes.Renamed": {
        "properties": {
          "firstName": {
            "type": "string"
          }
        },
        "required": [
          "firstName"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:abae0a645985e5ed995edc686ae6191650048c814cc9bc4d34fc54d1b29105b6"
  },
]);
