/** The recordings of contract_tests/recorded, as tests read them; recorder/reading.py is the twin. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "./adapters.js";

const folder = join(__dirname, "..", "recorded");

function read(name: string): Json {
  try {
    return JSON.parse(readFileSync(join(folder, name), "utf8"));
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}; take it back, or record it again (make record)`);
  }
}

const scenarios: ReadonlyMap<string, Json> = new Map(
  read("scenarios.json").scenarios.map((each: Json) => [each.id, each]),
);

/** Every recording, with its file and its scenario. Throws where there is none. */
export function recordings(): { name: string; id: string; scenario: Json; recording: Json }[] {
  const files = readdirSync(folder).filter((name) => /^celery-.*\.json$/.test(name));
  if (files.length === 0) throw new Error(`${folder}: there is no recording; make them with \`make record\``);
  return files.flatMap((name) =>
    read(name).recordings.map((recording: Json) => {
      const scenario = scenarios.get(recording.id);
      if (scenario === undefined) throw new Error(`${name}: ${recording.id}: there is no such scenario`);
      return { name, id: recording.id, scenario, recording };
    }),
  );
}

/** What is expected of each task, by its id: what differs with a version of Celery stands in `celery`. */
export function expectedOf(scenario: Json, name: string): [string, Json][] {
  const minor = name.split("-")[1] ?? "";
  return Object.entries<Json>(scenario.expect).map(([task, each]) => [task, each.celery?.[minor] ?? each]);
}

/** Without repetitions: a worker stores REVOKED twice, when it hears of it and when it gets the task. */
export function changes(states: readonly string[]): string[] {
  return states.filter((state, index) => state !== states[index - 1]);
}

/** Members of a transport, not of the message: PROTOCOL.md, R3 and A3; `origin` is what kombu leaves there of a retry. */
const OF_TRANSPORT = [
  "body_encoding",
  "delivery_tag",
  "content_type",
  "content_encoding",
  "expiration",
  "origin",
];

/** The text of the body of a message of either broker. */
export function bodyText(message: Json): string {
  return (message.value ?? message).body;
}

/** A recorded task message as protocol/wire/task-message.schema.json has it, before a broker wraps it. */
export function taskMessage(message: Json): Json {
  const { headers, properties: given } = message.value ?? message;
  const properties: Json = Object.fromEntries(
    Object.entries(given).filter(([name]) => !OF_TRANSPORT.includes(name)),
  );
  if (message.exchange !== undefined) {
    properties.priority ??= 0; // what AMQP takes it for
    properties.delivery_info = { exchange: message.exchange, routing_key: message.routingKey };
  }
  return {
    headers,
    properties,
    body: JSON.parse(bodyText(message).replace(/\b-?(NaN|Infinity)\b/g, "null")),
  };
}
