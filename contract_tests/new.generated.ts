/* eslint-disable */
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// Written from the contracts of Python tasks. Do not edit it: change the Python function, export its contract, and run
// in the folder of this file: npx taskgate generate contracts/new/tasks -o new.generated.ts

import { defineTasks, type TaskModule, type TaskSpec } from "taskgate";

/** The arguments of `orders.invoice`. */
export interface OrdersInvoiceArguments {
  /** @integer */
  order: number;
}

/** What `orders.invoice` returns. */
export type OrdersInvoiceResult = string;

/** The arguments of `orders.place`. */
export interface OrdersPlaceArguments {
  product: string;
  /**
   * @integer
   * @minimum 1
   */
  count: number;
  /** @default "" */
  note?: string | undefined;
}

/** What `orders.place` returns. */
export type OrdersPlaceResult = Order;

/** The arguments of `orders.refund`. */
export interface OrdersRefundArguments {
  /** @integer */
  order: number;
  amount: number;
}

/** What `orders.refund` returns. */
export type OrdersRefundResult = string;

/** The arguments of `orders.ship`. */
export interface OrdersShipArguments {
  /** @integer */
  order: number;
  to: Address;
}

/** What `orders.ship` returns. */
export type OrdersShipResult = string;

/** The arguments of `orders.total`. */
export interface OrdersTotalArguments {
  orders: number[];
}

/** What `orders.total` returns. */
export type OrdersTotalResult = number;

/** Where somebody lives. */
export interface Address {
  street: string;
  /** @minLength 1 */
  city: string;
}

/** What is ordered; closed, so that nothing but this is a line. */
export interface Line {
  product: string;
  /** @integer */
  count: number;
  price: number;
}

/** An order and where it stands. */
export interface Order {
  state: "open" | "paid" | "held";
  lines: Line[];
  currency: string;
}

/** Every task by its name. */
export interface Tasks {
  orders: {
    /**
     * Write an invoice, which nobody did before.
     *
     * Task `orders.invoice`, queue `celery`.
     */
    invoice: TaskSpec<OrdersInvoiceArguments, OrdersInvoiceResult, unknown, "order">;
    /**
     * Place an order; one of more than ten is held.
     *
     * Task `orders.place`, queue `celery`.
     */
    place: TaskSpec<OrdersPlaceArguments, OrdersPlaceResult, unknown, "product">;
    /**
     * Give some of the money back.
     *
     * Task `orders.refund`, queue `celery`.
     */
    refund: TaskSpec<OrdersRefundArguments, OrdersRefundResult, unknown, "order">;
    /**
     * Send an order to an address.
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
    "name": "orders.invoice",
    "summary": "Write an invoice, which nobody did before.",
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
    "fingerprint": "sha256:c241393a96e77aa0ad682214ce6ad272be2be53ebd3b968d3629cc0c0ef6805f"
  },
  {
    "formatVersion": 1,
    "name": "orders.place",
    "summary": "Place an order; one of more than ten is held.",
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
          "minimum": 1,
          "type": "integer"
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
      "$ref": "#/$defs/version_new.orders.Order"
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
      "version_new.orders.Line": {
        "additionalProperties": false,
        "properties": {
          "product": {
            "type": "string"
          },
          "count": {
            "maximum": 9007199254740991,
            "minimum": -9007199254740991,
            "type": "integer"
          },
          "price": {
            "type": "number"
          }
        },
        "required": [
          "product",
          "count",
          "price"
        ],
        "type": "object"
      },
      "version_new.orders.Order": {
        "properties": {
          "state": {
            "enum": [
              "open",
              "paid",
              "held"
            ],
            "type": "string"
          },
          "lines": {
            "items": {
              "$ref": "#/$defs/version_new.orders.Line"
            },
            "type": "array"
          },
          "currency": {
            "type": "string"
          }
        },
        "required": [
          "state",
          "lines",
          "currency"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:e76375ea5d9ba14bb8d1eecf3007e297bcebb0038dc51295207fefc907e08dc8"
  },
  {
    "formatVersion": 1,
    "name": "orders.refund",
    "summary": "Give some of the money back.",
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
        "name": "amount",
        "kind": "positionalOrKeyword",
        "required": true,
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
    "fingerprint": "sha256:8a76ef3bc75a382244a33c5e05475dcf2635b489d8c901b8a77d27956c35bea4"
  },
  {
    "formatVersion": 1,
    "name": "orders.ship",
    "summary": "Send an order to an address.",
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
        "name": "to",
        "kind": "positionalOrKeyword",
        "required": true,
        "schema": {
          "$ref": "#/$defs/version_new.orders.Address"
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
      "version_new.orders.Address": {
        "properties": {
          "street": {
            "type": "string"
          },
          "city": {
            "minLength": 1,
            "type": "string"
          }
        },
        "required": [
          "street",
          "city"
        ],
        "type": "object"
      }
    },
    "fingerprint": "sha256:339764b63dbe38cf96e03170b12e9c82e6b1c8a3a895c3a7eb5783e000205d16"
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
