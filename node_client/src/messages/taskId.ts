import { randomUUID } from "node:crypto";

const scratch = Buffer.alloc(36);

/**
 * A new id, in one piece: V8 keeps what `randomUUID()` gives as a tree of ten until somebody reads it, 300 bytes of each
 * message that waits.
 */
export function newTaskId(): string {
  scratch.write(randomUUID(), "latin1");
  return scratch.toString("latin1");
}
