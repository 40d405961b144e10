/** celery-node, by the API of its README. It offers no options, no revoking and no workflows. */

import { createRequire } from "node:module";
import { createClient } from "celery-node";
import { serve } from "./lines.mjs";

const CAPABILITIES = "redis rabbitmq publish tells-id task-id queue result result-by-id timeout state";
const ENDS = ["FAILURE", "REVOKED", "TIMEOUT"];

let where;
let client;
let others;

const { version } = createRequire(import.meta.url)("celery-node/package.json");

await serve(
  { name: "celery-node", version, capabilities: CAPABILITIES.split(" ") },
  {
    async open({ broker, backend, queue }) {
      where = { broker, backend, queue };
      others = [];
      client = createClient(broker, backend, queue);
      await client.isReady();
    },
    /** A queue belongs to a client: another queue is another client. What it sends cannot be awaited. */
    async publish({ task, args = [], kwargs = {}, taskId, options: { queue = where.queue } = {} }) {
      let sender = client;
      if (queue !== where.queue) {
        sender = createClient(where.broker, where.backend, queue);
        others.push(sender);
        await sender.isReady();
      }
      return { taskId: sender.sendTask(task, args, kwargs, taskId).taskId };
    },
    async result({ taskId, timeoutMs }) {
      try {
        return { state: "SUCCESS", value: await client.asyncResult(taskId).get(timeoutMs) };
      } catch (error) {
        if (!ENDS.includes(error.message)) throw error;
        const { exc_type: type, exc_message: message } = error;
        return {
          state: error.message,
          error: { type, message: typeof message === "string" ? message : JSON.stringify(message) },
        };
      }
    },
    state: async ({ taskId }) => ({ state: await client.asyncResult(taskId).status() }),
    async close() {
      for (const each of [client, ...others]) await each.disconnect();
    },
  },
);
