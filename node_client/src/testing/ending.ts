import { pythonRepr } from "../json/pythonRepr.js";
import { celeryFailure } from "./failure.js";

/** How a task ended: the value of a SUCCESS, or what is stored of anything else. */
export type Ending =
  | { readonly status: "SUCCESS"; readonly value: unknown }
  | { readonly status: "FAILURE"; readonly failure: object }
  | { readonly status: "REVOKED"; readonly failure: object; readonly why: Why };

type Why = "revoked" | "expired" | "terminated" | "cancelled";

export function revoked(why: Why): Ending {
  return { status: "REVOKED", failure: celeryFailure("TaskRevokedError", why), why };
}

/** The event that tells of it, as Celery's workers publish it: its type and members. `runtime` is in seconds. */
export function eventOf(ending: Ending, runtime: number): readonly [type: string, members: object] {
  switch (ending.status) {
    case "SUCCESS":
      return ["task-succeeded", { result: pythonRepr(ending.value), runtime }];
    case "FAILURE": {
      const { exc_type, exc_message } = ending.failure as { exc_type: string; exc_message: unknown[] };
      return ["task-failed", { exception: `${exc_type}${pythonRepr(exc_message, { tuple: true })}` }];
    }
    case "REVOKED": {
      const terminated = ending.why === "terminated";
      return ["task-revoked", { terminated, expired: ending.why === "expired", signum: null }];
    }
  }
}
