/** What the Node client makes of the options of a call. */

import { encodeTask } from "../../node_client/src/messages/envelope.js";
import { messageFacts, messageHeaders } from "../../node_client/src/messages/message.js";
import { checkSendOptions } from "../../node_client/src/options/checks.js";
import { resolveSettings } from "../../node_client/src/options/settings.js";
import type { Json } from "./adapters.js";
import { orRefused } from "./refused.js";

const SETTINGS = resolveSettings({ broker: "redis://unused", backend: "redis://unused" });
const CALL = { task: "reports.build", id: "id", args: [], kwargs: {}, origin: "gen1@host", replyTo: "" };

export const callOperations: Readonly<Record<string, (given: Json) => Json>> = {
  "encode-options": ({ now, broker = "redis", options }) =>
    orRefused(() =>
      at(now, () => {
        const given = { ...options, ...(options.eta && { eta: new Date(options.eta) }) };
        checkSendOptions(given);
        const facts = messageFacts(null, given, SETTINGS, broker);
        const { headers } = encodeTask({ ...CALL, routingKey: "celery", ...facts });
        const { eta, expires, timelimit, ignore_result, shadow } = headers;
        return { eta, expires, timelimit, ignore_result, shadow };
      }),
    ),

  "own-headers": ({ fingerprint, options }) =>
    orRefused(() => {
      checkSendOptions(options);
      return { headers: messageHeaders(fingerprint === null ? null : ({ fingerprint } as Json), options) };
    }),

  "priority-word": ({ broker, priority }) => {
    const facts = messageFacts(null, { ...(priority !== null && { priority }) }, SETTINGS, broker);
    return { priority: facts.priority };
  },
};

/** As if it were that moment. */
function at(now: string, encode: () => Json): Json {
  const moment = new Date(now).getTime();
  const clock = jest.spyOn(Date, "now").mockReturnValue(moment);
  try {
    return encode();
  } finally {
    clock.mockRestore();
  }
}
