/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate ../../protocol/tasks -o tasks.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `digits.read`. */
export interface DigitsReadArguments {
  model: string;
  /**
   * @maxItems 100
   * @items minItems 64
   * @items maxItems 64
   */
  images: number[][];
}

/**
 * What `digits.read` returns.
 *
 * @items integer
 */
export type DigitsReadResult = number[];

/** The `details` of the errors of `digits.read`, by `exception`. */
export interface DigitsReadErrors {
  /** The file does not exist, or is not what the task reads. */
  "tasks.files.FileUnreadable": Unreadable;
}

/** The arguments of `digits.train`. */
export interface DigitsTrainArguments {
  folder: string;
  /**
   * @integer
   * @minimum 1
   * @maximum 1000
   * @default 30
   */
  epochs?: number | undefined;
  /**
   * @integer
   * @default 0
   */
  seed?: number | undefined;
}

/** What `digits.train` returns. */
export type DigitsTrainResult = Model;

/** The `data` of the progress reports of `digits.train`. */
export type DigitsTrainProgress = Epoch;

/** The `details` of the errors of `digits.train`, by `exception`. */
export interface DigitsTrainErrors {
  /** The folder cannot be created. */
  "tasks.files.FolderUnwritable": Unwritable;
}

/** The arguments of `images.colours`. */
export interface ImagesColoursArguments {
  location: string;
  /**
   * @integer
   * @minimum 1
   * @maximum 16
   * @default 5
   */
  colours?: number | undefined;
}

/** What `images.colours` returns. */
export type ImagesColoursResult = ColourStatistics;

/** The `details` of the errors of `images.colours`, by `exception`. */
export interface ImagesColoursErrors {
  /** The file does not exist, or is not what the task reads. */
  "tasks.files.FileUnreadable": Unreadable;
}

/** The arguments of `images.thumbnail`. */
export interface ImagesThumbnailArguments {
  location: string;
  folder: string;
  /**
   * @integer
   * @minimum 16
   * @maximum 4096
   * @default 256
   */
  width?: number | undefined;
  /** @default "jpeg" */
  format?: "jpeg" | "png" | "webp" | undefined;
}

/** What `images.thumbnail` returns. */
export type ImagesThumbnailResult = Thumbnail;

/** The `details` of the errors of `images.thumbnail`, by `exception`. */
export interface ImagesThumbnailErrors {
  /** The file does not exist, or is not what the task reads. */
  "tasks.files.FileUnreadable": Unreadable;
}

/** The arguments of `primes.below`. */
export interface PrimesBelowArguments {
  /** @integer */
  limit: number;
}

/**
 * What `primes.below` returns.
 *
 * @items integer
 */
export type PrimesBelowResult = number[];

/** The `details` of the errors of `primes.below`, by `exception`. */
export interface PrimesBelowErrors {
  /** The limit is more than one task should work on. */
  "tasks.primes.LimitTooLarge": LimitDetails;
}

/** The arguments of `primes.count`. */
export interface PrimesCountArguments {
  /**
   * Count the primes less than this.
   *
   * @integer
   * @minimum 0
   */
  limit: number;
  /**
   * Numbers to sieve at once.
   *
   * @integer
   * @minimum 1000
   * @maximum 50000000
   * @default 2000000
   */
  segment?: number | undefined;
}

/** What `primes.count` returns. */
export type PrimesCountResult = PrimeCount;

/** The `data` of the progress reports of `primes.count`. */
export type PrimesCountProgress = CountProgress;

/** The `details` of the errors of `primes.count`, by `exception`. */
export interface PrimesCountErrors {
  /** The limit is more than one task should work on. */
  "tasks.primes.LimitTooLarge": LimitDetails;
}

/** The arguments of `tables.profile`. */
export interface TablesProfileArguments {
  location: string;
  /** @default true */
  header?: boolean | undefined;
  /**
   * @integer
   * @minimum 0
   * @maximum 1000
   * @default 0
   */
  skip_lines?: number | undefined;
}

/** What `tables.profile` returns. */
export type TablesProfileResult = Profile;

/** The `details` of the errors of `tables.profile`, by `exception`. */
export interface TablesProfileErrors {
  /** The file does not exist, or is not what the task reads. */
  "tasks.files.FileUnreadable": Unreadable;
}

/** One of the colours that an image consists of. */
export interface Colour {
  /** As in CSS: #rrggbb. */
  hex: string;
  /** The part of the image's pixels that are nearest to it, from 0 to 1. */
  share: number;
}

/** The colours of an image. */
export interface ColourStatistics {
  /**
   * Pixels.
   *
   * @integer
   */
  width: number;
  /**
   * Pixels.
   *
   * @integer
   */
  height: number;
  /** Red, green and blue, each from 0 to 255. */
  mean: [number, number, number];
  /** The commonest first. */
  palette: Colour[];
}

/** What is in one column of a table. */
export interface Column {
  name: string;
  /** The type that polars reads it as. */
  type: string;
  /**
   * Cells without a value.
   *
   * @integer
   */
  missing: number;
  /**
   * Different values, a missing one counted as a value.
   *
   * @integer
   */
  distinct: number;
  /** Null where the column does not hold numbers. */
  mean: number | null;
  /** Null where the column does not hold numbers. */
  minimum: number | null;
  /** Null where the column does not hold numbers. */
  maximum: number | null;
}

/** What a report says besides the numbers that were sieved. */
export interface CountProgress {
  /** @integer */
  found: number;
}

/** One pass over the training images. */
export interface Epoch {
  /** On the images held back, after this pass; from 0 to 1. */
  accuracy: number;
}

/** What the caller asked for, and what is possible. */
export interface LimitDetails {
  /** @integer */
  limit: number;
  /** @integer */
  largest: number;
}

/** A model that was trained. */
export interface Model {
  /** Where it was written, on the worker's machine. */
  path: string;
  /**
   * How many images it learned from.
   *
   * @integer
   */
  images: number;
  /** The part of the images held back that it reads right, from 0 to 1. */
  accuracy: number;
}

/** How many primes there are below a limit. */
export interface PrimeCount {
  /** @integer */
  limit: number;
  /**
   * How many primes are less than the limit.
   *
   * @integer
   */
  count: number;
  /**
   * The largest of them, or null where there is none.
   *
   * @integer
   */
  largest: number | null;
  /**
   * How many pairs of primes differ by 2.
   *
   * @integer
   */
  twins: number;
}

/** What is in a table. */
export interface Profile {
  /** @integer */
  rows: number;
  columns: Column[];
}

/** An image that was written. */
export interface Thumbnail {
  /** Where it was written, on the worker's machine. */
  path: string;
  /**
   * Pixels.
   *
   * @integer
   */
  width: number;
  /**
   * Pixels.
   *
   * @integer
   */
  height: number;
  /**
   * Bytes.
   *
   * @integer
   */
  size: number;
}

/** Which file could not be read, and why. */
export interface Unreadable {
  location: string;
  reason: string;
}

/** Which folder could not be written to, and why. */
export interface Unwritable {
  folder: string;
  reason: string;
}

/** Every task by its name. */
export interface Tasks {
  digits: {
    /**
     * Say which digit each image shows.
     *
     * `model` is the path that `digits.train` gave. An image is a list of 64 grey values from 0 to 16, in 8 rows
     * of 8.
     *
     * Task `digits.read`, queue `cpu`.
     *
     * @throws `tasks.files.FileUnreadable`: The file does not exist, or is not what the task reads.
     */
    read: TaskSpec<DigitsReadArguments, DigitsReadResult, unknown, "model", DigitsReadErrors>;
    /**
     * Train a linear classifier on the 1797 digits that scikit-learn ships, a quarter of them held back.
     *
     * The model is written to `folder`, which is created, as plain arrays: reading it cannot run code.
     *
     * Task `digits.train`, queue `cpu`.
     *
     * @example await gate.tasks.digits.train({ folder: '/tmp/models', epochs: 2 })
     * @throws `tasks.files.FolderUnwritable`: The folder cannot be created.
     */
    train: TaskSpec<DigitsTrainArguments, DigitsTrainResult, DigitsTrainProgress, "folder", DigitsTrainErrors>;
  };
  images: {
    /**
     * Find the mean colour of a photograph and the few colours that stand for it.
     *
     * Task `images.colours`, queue `cpu`.
     *
     * @throws `tasks.files.FileUnreadable`: The file does not exist, or is not what the task reads.
     */
    colours: TaskSpec<ImagesColoursArguments, ImagesColoursResult, unknown, "location", ImagesColoursErrors>;
    /**
     * Write a smaller copy of a photograph.
     *
     * The copy keeps the proportions; `width` is in pixels. It is written to `folder`, which is created, and
     * named after the photograph and the width.
     *
     * Task `images.thumbnail`, queue `cpu`.
     *
     * @example await gate.tasks.images.thumbnail({ location: 'sample:china.jpg', folder: '/tmp/thumbnails', width: 64 })
     * @throws `tasks.files.FileUnreadable`: The file does not exist, or is not what the task reads.
     */
    thumbnail: TaskSpec<ImagesThumbnailArguments, ImagesThumbnailResult, unknown, "location", ImagesThumbnailErrors>;
  };
  primes: {
    /**
     * Prime numbers less than `limit`, in ascending order.
     *
     * The list travels through the broker: from 10 million on, use `primes.count`.
     *
     * Task `primes.below`, queue `cpu`.
     *
     * @example await gate.tasks.primes.below({ limit: 10 }) // [ 2, 3, 5, 7 ]
     * @throws `tasks.primes.LimitTooLarge`: The limit is more than one task should work on.
     */
    below: TaskSpec<PrimesBelowArguments, PrimesBelowResult, unknown, "limit", PrimesBelowErrors>;
    /**
     * Count the prime numbers less than `limit`, and the pairs of twins among them.
     *
     * Sieves one segment after the other, so that the memory it needs depends on `segment` alone. Reports its
     * progress after every segment, and stops between two of them when it is cancelled.
     *
     * Task `primes.count`, queue `cpu`.
     *
     * @example await gate.tasks.primes.count({ limit: 100, segment: 1000 }) // { limit: 100, count: 25, largest: 97, twins: 8 }
     * @throws `tasks.primes.LimitTooLarge`: The limit is more than one task should work on.
     */
    count: TaskSpec<PrimesCountArguments, PrimesCountResult, PrimesCountProgress, "limit", PrimesCountErrors>;
  };
  tables: {
    /**
     * Describe every column of a CSV file.
     *
     * `header` says whether the first line that is not skipped names the columns; otherwise they are column_0
     * and so on. `skip_lines` leaves out that many lines at the beginning.
     *
     * Task `tables.profile`, queue `cpu`.
     *
     * @throws `tasks.files.FileUnreadable`: The file does not exist, or is not what the task reads.
     */
    profile: TaskSpec<TablesProfileArguments, TablesProfileResult, unknown, "location", TablesProfileErrors>;
  };
}

/** What `connect({ tasks })` takes: the contracts, and with them the types above. */
export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([
  {
    "formatVersion": 1,
    "name": "digits.read",
    "summary": "Say which digit each image shows.",
    "description": "",
    "parameters": [
      {
        "name": "model",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "images",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "items": {
              "maximum": 16,
              "minimum": 0,
              "type": "number"
            },
            "maxItems": 64,
            "minItems": 64,
            "type": "array"
          },
          "maxItems": 100,
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
    "errors": [
      {
        "exception": "tasks.files.FileUnreadable",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.files.Unreadable"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [
      {"arguments":{"model":"nowhere.npz","images":[[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]]},"exception":"tasks.files.FileUnreadable","details":{"location":"nowhere.npz","reason":"there is no such file on the worker's machine"}},
      {"arguments":{"model":"sample:iris.csv","images":[]},"exception":"tasks.files.FileUnreadable","details":{"location":"sample:iris.csv","reason":"it is not a model that digits.train wrote"}}
    ],
    "$defs": {
      "tasks.files.Unreadable": {
        "properties": {
          "location": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          }
        },
        "required": [
          "location",
          "reason"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:d38c8c73b2220c9a77234cef90f037246d57ad09b9085f8edc96021ffef64261"
  },
  {
    "formatVersion": 1,
    "name": "digits.train",
    "summary": "Train a linear classifier on the 1797 digits that scikit-learn ships, a quarter of them held back.",
    "description": "",
    "parameters": [
      {
        "name": "folder",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "epochs",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 30,
        "schema": {
          "maximum": 1000,
          "minimum": 1,
          "type": "integer"
        }
      },
      {
        "name": "seed",
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
      "$ref": "#/$defs/tasks.digits.Model"
    },
    "progress": {
      "$ref": "#/$defs/tasks.digits.Epoch"
    },
    "errors": [
      {
        "exception": "tasks.files.FolderUnwritable",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.files.Unwritable"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [
      {"arguments":{"folder":"/tmp/models","epochs":2}},
      {"arguments":{"folder":"/dev/null/models"},"exception":"tasks.files.FolderUnwritable","details":{"folder":"/dev/null/models","reason":"it cannot be created on the worker's machine"}}
    ],
    "$defs": {
      "tasks.digits.Epoch": {
        "properties": {
          "accuracy": {
            "type": "number"
          }
        },
        "required": [
          "accuracy"
        ],
        "type": "object"
      },
      "tasks.digits.Model": {
        "properties": {
          "path": {
            "type": "string"
          },
          "images": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "accuracy": {
            "type": "number"
          }
        },
        "required": [
          "path",
          "images",
          "accuracy"
        ],
        "type": "object"
      },
      "tasks.files.Unwritable": {
        "properties": {
          "folder": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          }
        },
        "required": [
          "folder",
          "reason"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:e6b21ae256d04ff1448bf4aba33c5d1962c0b9d694fc4c183fce55fc19e48a91"
  },
  {
    "formatVersion": 1,
    "name": "images.colours",
    "summary": "Find the mean colour of a photograph and the few colours that stand for it.",
    "description": "",
    "parameters": [
      {
        "name": "location",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "colours",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 5,
        "schema": {
          "maximum": 16,
          "minimum": 1,
          "type": "integer"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tasks.images.ColourStatistics"
    },
    "progress": null,
    "errors": [
      {
        "exception": "tasks.files.FileUnreadable",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.files.Unreadable"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [
      {"arguments":{"location":"nowhere.jpg"},"exception":"tasks.files.FileUnreadable","details":{"location":"nowhere.jpg","reason":"there is no such file on the worker's machine"}},
      {"arguments":{"location":"sample:flower.jpg","colours":1},"result":{"width":640,"height":427,"mean":[55.13,73.58,57],"palette":[{"hex":"#374a39","share":1}]}}
    ],
    "$defs": {
      "tasks.files.Unreadable": {
        "properties": {
          "location": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          }
        },
        "required": [
          "location",
          "reason"
        ],
        "type": "object"
      },
      "tasks.images.Colour": {
        "properties": {
          "hex": {
            "type": "string"
          },
          "share": {
            "type": "number"
          }
        },
        "required": [
          "hex",
          "share"
        ],
        "type": "object"
      },
      "tasks.images.ColourStatistics": {
        "properties": {
          "width": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "height": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "mean": {
            "maxItems": 3,
            "minItems": 3,
            "prefixItems": [
              {
                "type": "number"
              },
              {
                "type": "number"
              },
              {
                "type": "number"
              }
            ],
            "type": "array"
          },
          "palette": {
            "items": {
              "$ref": "#/$defs/tasks.images.Colour"
            },
            "type": "array"
          }
        },
        "required": [
          "width",
          "height",
          "mean",
          "palette"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:f4de8602b9a08803be2a2818bf9cd858d500ff9f16cd927084f91b8cd37e993e"
  },
  {
    "formatVersion": 1,
    "name": "images.thumbnail",
    "summary": "Write a smaller copy of a photograph.",
    "description": "",
    "parameters": [
      {
        "name": "location",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "folder",
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
        "default": 256,
        "schema": {
          "maximum": 4096,
          "minimum": 16,
          "type": "integer"
        }
      },
      {
        "name": "format",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": "jpeg",
        "schema": {
          "enum": [
            "jpeg",
            "png",
            "webp"
          ],
          "type": "string"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tasks.images.Thumbnail"
    },
    "progress": null,
    "errors": [
      {
        "exception": "tasks.files.FileUnreadable",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.files.Unreadable"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [
      {"arguments":{"location":"sample:china.jpg","folder":"/tmp/thumbnails","width":64}},
      {"arguments":{"location":"nowhere.jpg","folder":"/tmp/thumbnails"},"exception":"tasks.files.FileUnreadable","details":{"location":"nowhere.jpg","reason":"there is no such file on the worker's machine"}},
      {"arguments":{"location":"sample:iris.csv","folder":"/tmp/thumbnails"},"exception":"tasks.files.FileUnreadable","details":{"location":"sample:iris.csv","reason":"it is not an image that Pillow can read"}}
    ],
    "$defs": {
      "tasks.files.Unreadable": {
        "properties": {
          "location": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          }
        },
        "required": [
          "location",
          "reason"
        ],
        "type": "object"
      },
      "tasks.images.Thumbnail": {
        "properties": {
          "path": {
            "type": "string"
          },
          "width": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "height": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "size": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "path",
          "width",
          "height",
          "size"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:4d9fed5a0b66b55c558a3d6403048600fff08a0773e18c54853fd426f21d29b6"
  },
  {
    "formatVersion": 1,
    "name": "primes.below",
    "summary": "Prime numbers less than `limit`, in ascending order.",
    "description": "",
    "parameters": [
      {
        "name": "limit",
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
        "exception": "tasks.primes.LimitTooLarge",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.primes.LimitDetails"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": true,
    "examples": [
      {"arguments":{"limit":10},"result":[2,3,5,7]},
      {"arguments":{"limit":2},"result":[]},
      {"arguments":{"limit":10000001},"exception":"tasks.primes.LimitTooLarge","details":{"limit":10000001,"largest":10000000}}
    ],
    "$defs": {
      "tasks.primes.LimitDetails": {
        "properties": {
          "limit": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "largest": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "limit",
          "largest"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:08ee580493ad91a5c6307cc46dc6d6ec19522f3bca40823eae12c8f8bc1f1c80"
  },
  {
    "formatVersion": 1,
    "name": "primes.count",
    "summary": "Count the prime numbers less than `limit`, and the pairs of twins among them.",
    "description": "",
    "parameters": [
      {
        "name": "limit",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": 0,
          "type": "integer"
        }
      },
      {
        "name": "segment",
        "kind": "positionalOrKeyword",
        "required": false,
        "default": 2000000,
        "schema": {
          "maximum": 50000000,
          "minimum": 1000,
          "type": "integer"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tasks.primes.PrimeCount"
    },
    "progress": {
      "$ref": "#/$defs/tasks.primes.CountProgress"
    },
    "errors": [
      {
        "exception": "tasks.primes.LimitTooLarge",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.primes.LimitDetails"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": true,
    "examples": [
      {"arguments":{"limit":100,"segment":1000},"result":{"limit":100,"count":25,"largest":97,"twins":8}},
      {"arguments":{"limit":0},"result":{"limit":0,"count":0,"largest":null,"twins":0}},
      {"arguments":{"limit":1000000000001},"exception":"tasks.primes.LimitTooLarge","details":{"limit":1000000000001,"largest":1000000000000}}
    ],
    "$defs": {
      "tasks.primes.CountProgress": {
        "properties": {
          "found": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "found"
        ],
        "type": "object"
      },
      "tasks.primes.LimitDetails": {
        "properties": {
          "limit": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "largest": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "limit",
          "largest"
        ],
        "type": "object"
      },
      "tasks.primes.PrimeCount": {
        "properties": {
          "limit": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "count": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "largest": {
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
          "twins": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "limit",
          "count",
          "largest",
          "twins"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:0ef8f9eb32799129acf5993ec208eea3cf4ee5d84952a27acdea8ec96737e586"
  },
  {
    "formatVersion": 1,
    "name": "tables.profile",
    "summary": "Describe every column of a CSV file.",
    "description": "",
    "parameters": [
      {
        "name": "location",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "header",
        "kind": "keywordOnly",
        "required": false,
        "default": true,
        "schema": {
          "type": "boolean"
        }
      },
      {
        "name": "skip_lines",
        "kind": "keywordOnly",
        "required": false,
        "default": 0,
        "schema": {
          "maximum": 1000,
          "minimum": 0,
          "type": "integer"
        }
      }
    ],
    "result": {
      "$ref": "#/$defs/tasks.tables.Profile"
    },
    "progress": null,
    "errors": [
      {
        "exception": "tasks.files.FileUnreadable",
        "summary": "",
        "details": {
          "$ref": "#/$defs/tasks.files.Unreadable"
        }
      }
    ],
    "queue": {
      "name": "cpu",
      "type": "classic"
    },
    "limits": {
      "timeLimit": null,
      "softTimeLimit": null
    },
    "retries": null,
    "storesResult": true,
    "idempotent": false,
    "examples": [
      {"arguments":{"location":"nowhere.csv"},"exception":"tasks.files.FileUnreadable","details":{"location":"nowhere.csv","reason":"there is no such file on the worker's machine"}},
      {"arguments":{"location":"sample:china.jpg"},"exception":"tasks.files.FileUnreadable"},
      {"arguments":{"location":"sample:iris.csv","header":false,"skip_lines":1},"result":{"rows":150,"columns":[{"name":"column_0","type":"Float64","missing":0,"distinct":35,"mean":5.843333,"minimum":4.3,"maximum":7.9},{"name":"column_1","type":"Float64","missing":0,"distinct":23,"mean":3.057333,"minimum":2,"maximum":4.4},{"name":"column_2","type":"Float64","missing":0,"distinct":43,"mean":3.758,"minimum":1,"maximum":6.9},{"name":"column_3","type":"Float64","missing":0,"distinct":22,"mean":1.199333,"minimum":0.1,"maximum":2.5},{"name":"column_4","type":"Int64","missing":0,"distinct":3,"mean":1,"minimum":0,"maximum":2}]}}
    ],
    "$defs": {
      "tasks.files.Unreadable": {
        "properties": {
          "location": {
            "type": "string"
          },
          "reason": {
            "type": "string"
          }
        },
        "required": [
          "location",
          "reason"
        ],
        "type": "object"
      },
      "tasks.tables.Column": {
        "properties": {
          "name": {
            "type": "string"
          },
          "type": {
            "type": "string"
          },
          "missing": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "distinct": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "mean": {
            "anyOf": [
              {
                "type": "number"
              },
              {
                "type": "null"
              }
            ]
          },
          "minimum": {
            "anyOf": [
              {
                "type": "number"
              },
              {
                "type": "null"
              }
            ]
          },
          "maximum": {
            "anyOf": [
              {
                "type": "number"
              },
              {
                "type": "null"
              }
            ]
          }
        },
        "required": [
          "name",
          "type",
          "missing",
          "distinct",
          "mean",
          "minimum",
          "maximum"
        ],
        "type": "object"
      },
      "tasks.tables.Profile": {
        "properties": {
          "rows": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "columns": {
            "items": {
              "$ref": "#/$defs/tasks.tables.Column"
            },
            "type": "array"
          }
        },
        "required": [
          "rows",
          "columns"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:0fa7c45f13e8f74d1cf4e7cf4b2a78ba3cab42f0d1321d8d57ce784500ecde70"
  },
]);
