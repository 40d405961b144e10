import { PayloadTooLargeError } from "../errors.js";
import { isWellFormed } from "../json/plainJson.js";
import type { TaskMessage } from "../messages/envelope.js";
import { invalidOptions } from "../options/rules.js";

/** What one frame takes, less the properties beside the headers, of which none is longer than 255 bytes. */
const MAX_BYTES = 131_072 - 1024;
/** Of AMQP's short strings; rabbitmq-client cuts a longer one without a word. */
const MAX_SHORT_BYTES = 255;
const LEAST_INTEGER = -(2 ** 63);

type Measure = (text: string) => number;

/** Of UTF-8: a code unit takes three bytes at most. */
const atMost: Measure = (text) => 3 * text.length;
const exactly: Measure = (text) => Buffer.byteLength(text);

/**
 * Throws PAYLOAD_TOO_LARGE or INVALID_OPTIONS for headers that cannot be written: unlike the body, they must fit into one
 * frame. rabbitmq-client would close the channel on them, and take the messages with it that others wait for.
 */
export function checkAmqpHeaders(headers: unknown): void {
  if (sizeOf(headers, atMost) <= MAX_BYTES) return;
  const bytes = sizeOf(headers, exactly);
  if (bytes <= MAX_BYTES) return;
  throw new PayloadTooLargeError(
    `the headers of the message are ${bytes} bytes, RabbitMQ takes ${MAX_BYTES}: send less in the option headers, or it as an argument`,
    { details: { bytes, maxBytes: MAX_BYTES } },
  );
}

/** Bytes of a value in an AMQP table, its type included; of a number, the most that there can be. */
function sizeOf(value: unknown, measure: Measure): number {
  if (typeof value === "string") return 5 + measure(value);
  if (typeof value === "number") {
    if (value < LEAST_INTEGER) throw refused(`${value}, which is below -2^63; send it as a string`);
    return 9;
  }
  if (typeof value !== "object" || value === null) return 2;
  let bytes = 5;
  if (Array.isArray(value)) {
    for (const item of value) bytes += sizeOf(item, measure);
    return bytes;
  }
  for (const name of Object.keys(value)) {
    if (atMost(name) > MAX_SHORT_BYTES && exactly(name) > MAX_SHORT_BYTES) {
      throw refused(`a name of ${exactly(name)} bytes, RabbitMQ takes ${MAX_SHORT_BYTES}; shorten it`);
    }
    bytes += 1 + measure(name) + sizeOf((value as Record<string, unknown>)[name], measure);
  }
  return bytes;
}

function refused(what: string): Error {
  return invalidOptions("the message", [{ path: "/headers", message: `holds ${what}` }]);
}

/**
 * Throws INVALID_OPTIONS for what would arrive as another text: RabbitMQ would lead the message elsewhere, or return it
 * under another id, which would count as confirmed.
 */
export function checkAmqpProperties({ properties }: TaskMessage): void {
  checkShort("/exchange", properties.delivery_info.exchange);
  checkShort("/routing_key", properties.delivery_info.routing_key);
  checkShort("/correlation_id", properties.correlation_id);
  checkShort("/reply_to", properties.reply_to);
}

function checkShort(path: string, text: string): void {
  const isShort = atMost(text) <= MAX_SHORT_BYTES || exactly(text) <= MAX_SHORT_BYTES;
  if (isShort && isWellFormed(text)) return;
  const message = `must be well-formed Unicode of at most ${MAX_SHORT_BYTES} bytes of UTF-8`;
  throw invalidOptions("the message", [{ path, message }]);
}
