/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate contracts/tasks -o tasks.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

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
