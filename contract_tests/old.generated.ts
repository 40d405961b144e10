/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate contracts/old/tasks -o old.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `orders.cancel`. */
export interface OrdersCancelArguments {
  /** @integer */
  order: number;
}

/** What `orders.cancel` returns. */
export type OrdersCancelResult = boolean;

/** The arguments of `orders.place`. */
export interface OrdersPlaceArguments {
  product: string;
  /** @integer */
  count: number;
}

/** What `orders.place` returns. */
export type OrdersPlaceResult = Order;

/** The arguments of `orders.refund`. */
export interface OrdersRefundArguments {
  /** @integer */
  order: number;
  reason: string;
}

/** What `orders.refund` returns. */
export type OrdersRefundResult = string;

/** The arguments of `orders.ship`. */
export interface OrdersShipArguments {
  /** @integer */
  order: number;
  address: string;
}

/** What `orders.ship` returns. */
export type OrdersShipResult = string;

/** The arguments of `orders.total`. */
export interface OrdersTotalArguments {
  orders: number[];
}

/** What `orders.total` returns. */
export type OrdersTotalResult = number;

/** What is ordered; closed, so that nothing but this is a line. */
export interface Line {
  product: string;
  /** @integer */
  count: number;
}

/** An order and where it stands. */
export interface Order {
  state: "open" | "paid";
  lines: Line[];
}

/** Every task by its name. */
export interface Tasks {
  orders: {
    /**
     * Forget an order.
     *
     * Task `orders.cancel`, queue `celery`.
     */
    cancel: TaskSpec<OrdersCancelArguments, OrdersCancelResult, unknown, "order">;
    /**
     * Place an order.
     *
     * Task `orders.place`, queue `celery`.
     */
    place: TaskSpec<OrdersPlaceArguments, OrdersPlaceResult, unknown, "product">;
    /**
     * Give all of the money back.
     *
     * Task `orders.refund`, queue `celery`.
     */
    refund: TaskSpec<OrdersRefundArguments, OrdersRefundResult, unknown, "order">;
    /**
     * Send an order to `street, city`.
     *
     * Task `orders.ship`, queue `celery`.
     */
    ship: TaskSpec<OrdersShipArguments, OrdersShipResult, unknown, "order">;
    /**
     * Add up; this one stays as it is.
     *
     * Task `orders.total`, queue `celery`.
     */
    total: TaskSpec<OrdersTotalArguments, OrdersTotalResult, unknown, "orders">;
  };
}

/** What `connect({ tasks })` takes: the contracts, and with them the types above. */
export const tasks: TaskModule<Tasks> = defineTasks<Tasks>([
  {
    "formatVersion": 1,
    "name": "orders.cancel",
    "summary": "Forget an order.",
    "description": "",
    "parameters": [
      {
        "name": "order",
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
    "fingerprint": "sha256:b3dba4ded4d9d12a100eec945287a7787721461d99590f39e94e7b0fde5a981e"
  },
  {
    "formatVersion": 1,
    "name": "orders.place",
    "summary": "Place an order.",
    "description": "",
    "parameters": [
      {
        "name": "product",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "type": "string"
        }
      },
      {
        "name": "count",
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
      "$ref": "#/$defs/version_old.orders.Order"
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
      "version_old.orders.Line": {
        "additionalProperties": false,
        "properties": {
          "product": {
            "type": "string"
          },
          "count": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          }
        },
        "required": [
          "product",
          "count"
        ],
        "type": "object"
      },
      "version_old.orders.Order": {
        "properties": {
          "state": {
            "enum": [
              "open",
              "paid"
            ],
            "type": "string"
          },
          "lines": {
            "items": {
              "$ref": "#/$defs/version_old.orders.Line"
            },
            "type": "array"
          }
        },
        "required": [
          "state",
          "lines"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:5cbdaac0d80a23190fe7eb2df69018f9d3d75efdd5ee58815087368eb0560c0f"
  },
  {
    "formatVersion": 1,
    "name": "orders.refund",
    "summary": "Give all of the money back.",
    "description": "",
    "parameters": [
      {
        "name": "order",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "reason",
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
    "fingerprint": "sha256:f7be53127113277f10c245d14a093605c2326b897fa71bd3b8874ca60702b610"
  },
  {
    "formatVersion": 1,
    "name": "orders.ship",
    "summary": "Send an order to `street, city`.",
    "description": "",
    "parameters": [
      {
        "name": "order",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        }
      },
      {
        "name": "address",
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
    "fingerprint": "sha256:0a7789494338705bdfe8fe1afc911f5ffe5fcf0614996c83e765d9d8f7c90579"
  },
  {
    "formatVersion": 1,
    "name": "orders.total",
    "summary": "Add up; this one stays as it is.",
    "description": "",
    "parameters": [
      {
        "name": "orders",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "items": {
            "type": "number"
          },
          "type": "array"
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
    "fingerprint": "sha256:3b229b7a7734022ba221cb980c1cdb6df6e87d5d91c1836d57be191804ce334f"
  },
]);
