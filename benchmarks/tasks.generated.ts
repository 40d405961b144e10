/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate contracts/tasks -o tasks.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `pool.burn`. */
export interface PoolBurnArguments {
  /** @pattern ^[a-z0-9-]+$ */
  run: string;
  /**
   * @integer
   * @minimum 0
   */
  job: number;
  /**
   * @integer
   * @minimum 0
   * @maximum 1000
   */
  milliseconds: number;
}

/**
 * What `pool.burn` returns.
 *
 * @integer
 */
export type PoolBurnResult = number;

/** The arguments of `pool.plain`. */
export interface PoolPlainArguments {
  run: string;
  /** @integer */
  job: number;
  /** @integer */
  milliseconds: number;
}

/**
 * What `pool.plain` returns.
 *
 * @integer
 */
export type PoolPlainResult = number;

/** The arguments of `tiny.double`. */
export interface TinyDoubleArguments {
  /** @pattern ^[a-z0-9-]+$ */
  run: string;
  /**
   * @integer
   * @minimum 0
   */
  job: number;
}

/**
 * What `tiny.double` returns.
 *
 * @integer
 */
export type TinyDoubleResult = number;

/** Every task by its name. */
export interface Tasks {
  pool: {
    /**
     * Compute for so many milliseconds of processor time, and note when.
     *
     * Task `pool.burn`, queue `bench`.
     */
    burn: TaskSpec<PoolBurnArguments, PoolBurnResult, unknown, "run">;
    /**
     * Do the same, unseen by Taskgate.
     *
     * Task `pool.plain`, queue `celery`.
     */
    plain: TaskSpec<PoolPlainArguments, PoolPlainResult, unknown, "run">;
  };
  tiny: {
    /**
     * Note in the tally of `run` that `job` was here, and return its double.
     *
     * Task `tiny.double`, queue `bench`.
     */
    double: TaskSpec<TinyDoubleArguments, TinyDoubleResult, unknown, "run">;
  };
}

/** What `connect({ tasks })` takes: the contracts, and with them the types above. */
export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([
  {
    "formatVersion": 1,
    "name": "pool.burn",
    "summary": "Compute for so many milliseconds of processor time, and note when.",
    "description": "",
    "parameters": [
      {
        "name": "run",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "pattern": "^[a-z0-9-]+$",
          "type": "string"
        }
      },
      {
        "name": "job",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": 0,
          "type": "integer"
        }
      },
      {
        "name": "milliseconds",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 1000,
          "minimum": 0,
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
      "name": "bench",
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
    "fingerprint": "sha256:ab87a876b534957258d868be47ebae15ebf0520f564c14dc5e44d74cdc48d93e"
  },
  {
    "formatVersion": 1,
    "name": "pool.plain",
    "summary": "Do the same, unseen by Taskgate.",
    "description": "",
    "parameters": [
      {
        "name": "run",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "job",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "milliseconds",
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
    "fingerprint": "sha256:10129a5ba43e494702bf33ad64d3171e127abaedc1ddd2c007e04f8e9d30c5f0"
  },
  {
    "formatVersion": 1,
    "name": "tiny.double",
    "summary": "Note in the tally of `run` that `job` was here, and return its double.",
    "description": "",
    "parameters": [
      {
        "name": "run",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "pattern": "^[a-z0-9-]+$",
          "type": "string"
        }
      },
      {
        "name": "job",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": 0,
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
      "name": "bench",
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
    "fingerprint": "sha256:01a7963493198fe46497a08eff1527d3b9175c6e14c6c12cddbb0cb2b865e22e"
  },
]);
