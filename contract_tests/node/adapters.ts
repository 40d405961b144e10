/** What the Node client does for each operation of the vectors. */

import type { Envelope } from "rabbitmq-client";
import { encodeForAmqp } from "../../node_client/src/brokers/rabbitmq.js";
import { boundQueues, encodeForRedis } from "../../node_client/src/brokers/redis.js";
import type { TaskContract } from "../../node_client/src/contracts/contract.js";
import {
  EVENT_EXCHANGE,
  encodeCommand,
  revokeCommand,
  revokedKey,
} from "../../node_client/src/control/mailbox.js";
import { encodeEventForAmqp } from "../../node_client/src/control/rabbitmqControl.js";
import { encodeEventForRedis } from "../../node_client/src/control/redisControl.js";
import { taskSentEvent } from "../../node_client/src/control/sentEvents.js";
import { digestOf, keyedTaskId } from "../../node_client/src/idempotency.js";
import { delayedRoute } from "../../node_client/src/messages/delay.js";
import { encodeTask, type TaskCall } from "../../node_client/src/messages/envelope.js";
import { contractOperations } from "./contractAdapters.js";
import { parseExact } from "./exact.js";
import { callOperations } from "./optionAdapters.js";
import { resultOperations } from "./resultAdapters.js";
import { encodeWorkflow } from "./workflow.js";

// biome-ignore lint/suspicious/noExplicitAny: cases are JSON of any shape
export type Json = any;

export const operations: Readonly<Record<string, (given: Json) => Json>> = {
  "encode-redis": (given) => {
    const { key, value } = encodeForRedis(encodeTask(taskCall(given)), given.deliveryTag, given.queue);
    return { key, value: elementOf(value) };
  },

  "encode-rabbitmq": (given) => {
    const { envelope, body } = encodeForAmqp(encodeTask(taskCall(given)));
    const { correlationId: correlation_id, replyTo: reply_to } = envelope;
    const published = publicationOf(envelope, body);
    return { ...published, properties: { ...published.properties, correlation_id, reply_to } };
  },

  "sent-event-redis": (given) => {
    const { routingKey, value } = encodeEventForRedis(sentEvent(given), given.deliveryTag);
    return { channel: `${EVENT_EXCHANGE}/${routingKey}`, value: elementOf(value) };
  },

  "sent-event-rabbitmq": (given) => {
    const { envelope, body } = encodeEventForAmqp(sentEvent(given));
    return publicationOf(envelope, body);
  },

  "encode-workflow": (given) => encodeWorkflow(given, taskCall),

  "encode-revoke": (given) => parseExact(encodeCommand(revokeCommand(given.id, given.terminate), null).body),

  "encode-command": ({ method, arguments: each, destination, ticket, replyTo }) => {
    const address = ticket === undefined ? null : { ticket, routingKey: replyTo };
    return parseExact(encodeCommand({ method, arguments: each, destination }, address).body);
  },

  "revoked-key": (given) => ({ key: revokedKey(given.id) }),

  "keyed-task-id": ({ task, key }) => ({ id: keyedTaskId(task, key) }),

  "arguments-digest": ({ args, kwargs, names }) => {
    const parameters = (names ?? []).map((name: string) => ({ name, kind: "positionalOrKeyword" }));
    const contract = names === null ? null : ({ parameters } as unknown as TaskContract);
    return { digest: digestOf({ contract, args, kwargs }) };
  },

  // Redis does it, by a script that is one text for both languages: no case of it comes here.
  "claim-key": () => null,

  "priority-key": ({ queue, priority }) => {
    const message = encodeTask({ ...NOTHING, routingKey: queue, priority });
    return { key: encodeForRedis(message, "tag").key };
  },

  "bound-queues": ({ members, routingKey }) => ({ queues: boundQueues(members, routingKey).sort() }),

  "delayed-route": ({ queue, delayMs }) => ({
    ...delayedRoute({ exchange: "", routingKey: queue }, delayMs),
  }),

  ...callOperations,
  ...contractOperations,
  ...resultOperations,
};

const NOTHING = { task: "reports.build", id: "id", args: [], kwargs: {}, origin: "gen1@host", replyTo: "" };

/** What kombu puts on a list or a channel of Redis, with the body read. */
function elementOf(value: string): Json {
  const element = parseExact(value);
  return { ...element, body: parseExact(Buffer.from(element.body, "base64").toString()) };
}

/** What is published to RabbitMQ, in the terms of AMQP. */
function publicationOf(envelope: Envelope, body: Buffer): Json {
  return {
    exchange: envelope.exchange,
    routingKey: envelope.routingKey,
    headers: envelope.headers,
    properties: {
      content_type: envelope.contentType,
      content_encoding: envelope.contentEncoding,
      delivery_mode: envelope.durable ? 2 : 1,
      priority: envelope.priority,
    },
    body: parseExact(body.toString()),
  };
}

function sentEvent(given: Json) {
  const { clock, pid, timestamp, utcoffset } = given;
  return taskSentEvent(encodeTask(taskCall(given)), { clock, pid, timestamp, utcoffset });
}

/** The call that a case of encoding gives. */
export function taskCall(given: Json): TaskCall {
  const instant = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));
  return {
    task: given.task,
    id: given.id,
    args: given.args,
    kwargs: given.kwargs,
    eta: instant(given.eta),
    expires: instant(given.expires),
    timeLimit: given.timeLimit ?? null,
    softTimeLimit: given.softTimeLimit ?? null,
    ignoreResult: given.ignoreResult ?? null,
    shadow: given.shadow ?? null,
    priority: given.priority ?? 0,
    exchange: given.exchange ?? "",
    routingKey: given.routingKey ?? given.queue,
    origin: given.origin,
    replyTo: given.replyTo,
    headers: given.headers ?? {},
  };
}
