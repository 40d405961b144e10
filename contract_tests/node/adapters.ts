/** What the Node client does for each operation of the vectors. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Envelope } from "rabbitmq-client";
import { encodeForAmqp } from "../../node_client/src/brokers/rabbitmq.js";
import { encodeForRedis } from "../../node_client/src/brokers/redis.js";
import { TaskValidator } from "../../node_client/src/contracts/validation.js";
import { EVENT_EXCHANGE, encodeCommand, revokeCommand } from "../../node_client/src/control/mailbox.js";
import { encodeEventForAmqp } from "../../node_client/src/control/rabbitmqControl.js";
import { encodeEventForRedis } from "../../node_client/src/control/redisControl.js";
import { taskSentEvent } from "../../node_client/src/control/sentEvents.js";
import { encodeTask, type TaskCall } from "../../node_client/src/envelope.js";
import { MalformedResultError } from "../../node_client/src/errors.js";
import { decodeOutcome, type Outcome } from "../../node_client/src/results/outcome.js";
import { encodeWorkflow } from "./workflow.js";

// biome-ignore lint/suspicious/noExplicitAny: cases are JSON of any shape
export type Json = any;

export const operations: Readonly<Record<string, (given: Json) => Json>> = {
  "encode-redis": (given) => {
    const { key, value } = encodeForRedis(encodeTask(taskCall(given)), given.deliveryTag);
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

  "encode-revoke": (given) => JSON.parse(encodeCommand(revokeCommand(given.id, given.terminate), null).body),

  "validate-arguments": (given) => {
    const contract = join(__dirname, "..", "contracts", "tasks", `${given.task}.json`);
    const validator = new TaskValidator(JSON.parse(readFileSync(contract, "utf8")));
    return {
      paths: validator
        .arguments(given.arguments)
        .map(({ path }) => path)
        .sort(),
    };
  },

  "decode-result": (given) => {
    try {
      return view(decodeOutcome(given.text));
    } catch (error) {
      if (error instanceof MalformedResultError)
        return { malformed: (error.details as Json)?.errors[0].path };
      throw error;
    }
  },
};

/** What kombu puts on a list or a channel of Redis, with the body read. */
function elementOf(value: string): Json {
  const element = JSON.parse(value);
  return { ...element, body: JSON.parse(Buffer.from(element.body, "base64").toString()) };
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
    body: JSON.parse(body.toString()),
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

/** An outcome in the words of the vectors. */
function view({ state, result, failure, progress }: Outcome): Json {
  if (state === "SUCCESS") return { state, value: withoutBuffers(result) };
  if (progress !== null) return { state, progress };
  if (failure === null) return { state };
  const { code, exception, message, details, retryable } = failure;
  return { state, error: { code, exception, message, details, retryable } };
}

function withoutBuffers(value: Json): Json {
  if (Buffer.isBuffer(value)) return { $base64: value.toString("base64") };
  if (Array.isArray(value)) return value.map(withoutBuffers);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBuffers(item)]));
}
