import { PayloadTooLargeError } from "../errors.js";
import { invalidOptions } from "../rules.js";

/** What one frame takes, less the properties beside the headers, of which none is longer than 255 bytes. */
const MAX_BYTES = 131_072 - 1024;
/** Of a name in a table; rabbitmq-client cuts a longer one without a word. */
const MAX_NAME_BYTES = 255;
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
    if (atMost(name) > MAX_NAME_BYTES && exactly(name) > MAX_NAME_BYTES) {
      throw refused(`a name of ${exactly(name)} bytes, RabbitMQ takes ${MAX_NAME_BYTES}; shorten it`);
    }
    bytes += 1 + measure(name) + sizeOf((value as Record<string, unknown>)[name], measure);
  }
  return bytes;
}

function refused(what: string): Error {
  return invalidOptions("the message", [{ path: "/headers", message: `holds ${what}` }]);
}
