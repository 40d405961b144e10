/** The caller's side of idempotency keys, clauses I1 to I3 of the protocol. The worker's is taskgate/idempotency/held.py. */

import { createHash } from "node:crypto";
import { isByPosition } from "./contracts/arguments.js";
import { IdempotencyConflictError } from "./errors.js";
import { canonicalJson } from "./json/canonicalJson.js";
import type { Request } from "./messages/request.js";
import type { MessageOptions } from "./options/options.js";

/** A call with a key, and the id and the arguments that it stands for. */
export interface Claim {
  readonly task: string;
  readonly key: string;
  readonly id: string;
  readonly digest: string;
}

/** What stood under a key when it was claimed; "conflict": a call with other arguments. */
export type Claimed = "new" | "claimed" | "succeeded" | "conflict";

/** Seconds until a claim is forgotten whose message no worker has taken. */
export const CLAIM_SECONDS = 86_400;

/** Of the record of a key, followed by the id that follows from it. */
export const RECORD_PREFIX = "taskgate:idempotency:";

/** protocol/claim.lua: a claim and what it finds are one step, so that of many callers one is the first. */
export const CLAIM_SCRIPT = `\
local state, digest, resultless =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'arguments', 'resultless'))
if state == 'succeeded' and not resultless and redis.call('EXISTS', KEYS[2]) == 0 then
  state = false
end
if not state or state == 'failed' then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'state', 'claimed', 'arguments', ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return 'new'
end
if digest and digest ~= '' and ARGV[1] ~= '' and digest ~= ARGV[1] then
  return 'conflict'
end
if state == 'claimed' then
  if redis.call('TTL', KEYS[1]) < tonumber(ARGV[2]) then
    redis.call('EXPIRE', KEYS[1], ARGV[2])
  end
end
return state
`;

/** The id of all calls of a task with that key: a UUID (version 8) made of both. */
export function keyedTaskId(task: string, key: string): string {
  const bytes = createHash("sha256")
    .update(`${Buffer.byteLength(task)}:${task}:${key}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const digits = bytes.toString("hex");
  const places = [0, 8, 12, 16, 20, 32];
  return places
    .slice(1)
    .map((end, index) => digits.slice(places[index], end))
    .join("-");
}

/**
 * The SHA-256 of the arguments of a message by name. Empty where arguments by position have no names: whether two such
 * calls are the same is not compared.
 */
export function digestOf({ contract, args, kwargs }: Pick<Request, "contract" | "args" | "kwargs">): string {
  const names = (contract?.parameters ?? []).filter(isByPosition).map(({ name }) => name);
  const named = names.slice(0, args.length);
  if (args.length > names.length || named.some((name) => Object.hasOwn(kwargs, name))) return "";
  const byName = new Map([
    ...named.map((name, index) => [name, args[index]] as const),
    ...Object.entries(kwargs),
  ]);
  return createHash("sha256")
    .update(canonicalJson(Object.fromEntries(byName)))
    .digest("hex");
}

/** What is claimed for a call; null where its id does not follow from a key. */
export function claimOf(request: Request, { taskId, idempotencyKey: key }: MessageOptions): Claim | null {
  // Who names the task keeps its id: the worker then gives it the value of the run that has the key.
  if (key === undefined || taskId !== undefined) return null;
  const { task } = request;
  return { task, key, id: keyedTaskId(task, key), digest: digestOf(request) };
}

/** The error of a call whose key stands for other arguments. */
export function conflict({ task, key }: Claim): IdempotencyConflictError {
  return new IdempotencyConflictError(
    `${task} was not sent: the idempotency key ${JSON.stringify(key)} was used with other arguments; give each call a key of its own`,
    { details: { task, key } },
  );
}
