/**
 * Does with each line what the client does, for test_parity.py: one Node process for all of them. A line is
 * `{contract}`, of which the lines after it are; `{arguments}`, the JSON text of what a caller gives by name, answered
 * by `{sent}`, the body of the message, or `{places}`; or `{meta}`, what a worker has stored, answered by `{value}`,
 * which the caller gets, or by `{places}`.
 */
import { createInterface } from "node:readline";
import type { TaskContract } from "../../node_client/src/contracts/contract.js";
import { TaskValidator } from "../../node_client/src/contracts/validation.js";
import { encodeBody, encodeTask } from "../../node_client/src/messages/envelope.js";
import { RequestBuilder } from "../../node_client/src/messages/request.js";
import { decodeOutcome } from "../../node_client/src/results/outcome.js";
import { checkResult } from "../../node_client/src/results/resultCheck.js";

interface Line {
  readonly contract?: TaskContract;
  readonly arguments?: string;
  readonly meta?: string;
}

/** Texts that stand for numbers that a caller can have and JSON cannot. */
const NUMBERS = new Map<unknown, number>([
  ["\u0000NaN", Number.NaN],
  ["\u0000Infinity", Number.POSITIVE_INFINITY],
  ["\u0000-Infinity", Number.NEGATIVE_INFINITY],
]);

let contract: TaskContract;
let requests: RequestBuilder;
let validator: TaskValidator;

function answer(line: Line): object {
  if (line.contract !== undefined) {
    contract = line.contract;
    requests = new RequestBuilder(new Map([[contract.name, contract]]));
    validator = new TaskValidator(contract);
    return {};
  }
  try {
    return line.meta === undefined ? sent(line.arguments ?? "") : received(line.meta);
  } catch (error) {
    // Anything but the client's own word on the values is a fault of the client or of the contract.
    const { code, details } = error as { code?: string; details?: { errors?: unknown } };
    if (code !== "INVALID_ARGUMENTS" && code !== "INVALID_RESULT" && code !== "MALFORMED_RESULT") throw error;
    return { places: details?.errors ?? [] };
  }
}

function sent(text: string): object {
  const given: unknown = JSON.parse(text, (_, value) => NUMBERS.get(value) ?? value);
  const { args, kwargs } = requests.named(contract, given);
  const id = "00000000-0000-4000-8000-000000000000";
  const call = { task: contract.name, id, args, kwargs, origin: "parity", routingKey: "", replyTo: id };
  return { sent: encodeBody(encodeTask(call)).toString() };
}

function received(meta: string): object {
  return { value: JSON.stringify(checkResult(contract.name, validator, decodeOutcome(meta).result)) };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line) as Line))}\n`);
});
