import { queueOf } from "../messages/message.js";
import { isGroup, lastOf, type PlannedSequence } from "./planned.js";
import type { SignatureContext } from "./signature.js";
import { type AnyStep, Step, type StepOptions } from "./step.js";

/**
 * A step that makes one result of those of the group before it. Every Celery worker has its task: `Task.replace()` does
 * the same with a group. It runs where the group's last task does, for there are workers.
 */
export function joinOf(sequence: PlannedSequence, { settings }: SignatureContext): AnyStep {
  const { request, options } = lastStep(sequence);
  const queue = queueOf(request.contract, options, settings);
  const { exchange = "", routingKey = "", priority } = options;
  const own: StepOptions = {
    ...(queue === null ? { exchange, routingKey } : { queue }),
    ...(priority !== undefined && { priority }),
  };
  const facts = { contract: null, validator: null, storesResult: true };
  return new Step({ task: "celery.accumulate", args: [], kwargs: { index: 0 }, ...facts }, own, false);
}

function lastStep(sequence: PlannedSequence): AnyStep {
  const last = lastOf(sequence);
  return isGroup(last) ? lastStep(last.members.at(-1) as PlannedSequence) : last.step;
}
