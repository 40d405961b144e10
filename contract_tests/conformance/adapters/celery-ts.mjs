/** celery-ts, by the API of its README, as `make conformance` has installed it. It offers no revoking and no workflows. */

import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { serve } from "./lines.mjs";

const load = createRequire(new URL("../../../.build/conformance/", import.meta.url));
const { Client, createBackend, createBroker, Result } = load("celery-ts");

const CAPABILITIES =
  "redis rabbitmq publish queue eta countdown expires priority time-limit soft-time-limit ignore-result result" +
  " result-by-id timeout";

let broker;
let backend;
let queue;
let id;
let results;

const moment = (value) => {
  if (value === undefined) return undefined;
  return typeof value === "string" ? new Date(value) : new Date(Date.now() + value * 1000);
};

await serve(
  {
    name: "celery-ts",
    version: load("celery-ts/package.json").version,
    capabilities: CAPABILITIES.split(" "),
  },
  {
    async open(request) {
      id = randomUUID();
      results = new Map();
      queue = request.queue;
      broker = createBroker(request.broker);
      backend = createBackend(id, request.backend);
      // What is published before it has subscribed it does not hear: any request shows that it is connected.
      await backend.delete(randomUUID());
    },
    /** Time limits belong to a client. What is sent cannot be awaited, and its id is not told: a name stands for it. */
    publish({ task, args = [], kwargs = {}, options = {} }) {
      const { timeLimit: hardTimeLimit, softTimeLimit } = options;
      const client = new Client({
        id,
        brokers: [broker],
        backend,
        taskDefaults: { hardTimeLimit, softTimeLimit },
      });
      const result = client.createTask(task).applyAsync({
        args,
        kwargs,
        queue: options.queue ?? queue,
        eta: moment(options.eta ?? options.countdown),
        expires: moment(options.expires),
        priority: options.priority,
        ignoreResult: options.ignoreResult,
      });
      // A result that is ignored rejects, and would end the program where nobody handles it.
      if (options.ignoreResult) result.get().catch(() => {});
      const handle = randomUUID();
      results.set(handle, result);
      return { taskId: handle };
    },
    async result({ taskId, timeoutMs }) {
      const result = results.get(taskId) ?? new Result(taskId, backend);
      try {
        return { state: "SUCCESS", value: await result.get(timeoutMs) };
      } catch (error) {
        if (/timed out|timeout/i.test(error.message)) return { state: "TIMEOUT" };
        if (error instanceof SyntaxError) return { state: "UNREADABLE" };
        throw error;
      }
    },
    async close() {
      await broker.end();
      // Not the backend: it ends when every result is there, and some never come.
    },
  },
);
