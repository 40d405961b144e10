/** Taskgate, from the sources' build. */

import { createRequire } from "node:module";
import { chain, chord, connect, group, TaskgateError } from "taskgate";
import { serve } from "./lines.mjs";

const CAPABILITIES =
  "redis rabbitmq publish tells-id task-id queue eta countdown expires priority time-limit soft-time-limit ignore-result headers" +
  " shadow link link-error result result-by-id timeout state revoke terminate chain group chord";
const STATES = { TIMEOUT: "TIMEOUT", REVOKED: "REVOKED", MALFORMED_RESULT: "UNREADABLE" };

let gate;
let queue;
let jobs;

const milliseconds = (seconds) => (seconds === undefined ? undefined : seconds * 1000);
const given = (options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** `expires` is a moment, or seconds. */
function expiresMs(expires) {
  return typeof expires === "string" ? Date.parse(expires) - Date.now() : milliseconds(expires);
}

function optionsOf(options = {}) {
  return given({
    queue: options.queue ?? queue,
    eta: options.eta === undefined ? undefined : new Date(options.eta),
    countdownMs: milliseconds(options.countdown),
    expiresMs: expiresMs(options.expires),
    priority: options.priority,
    timeLimitMs: milliseconds(options.timeLimit),
    softTimeLimitMs: milliseconds(options.softTimeLimit),
    ignoreResult: options.ignoreResult,
    headers: options.headers,
    shadow: options.shadow,
    link: options.link && stepOf(options.link),
    linkError: options.linkError && stepOf(options.linkError),
  });
}

function stepOf({ task, args = [], kwargs = {}, immutable = false, options }, isFirst = false) {
  const make = immutable || isFirst ? gate.task(task).step : gate.task(task).after;
  return make.call(gate.task(task), args, kwargs, optionsOf(options));
}

/** `isFirst`: nothing comes before it, so that its first task is complete. */
function workflowOf(node, isFirst = true) {
  if (node.chain) return chain(...node.chain.map((part, place) => workflowOf(part, isFirst && place === 0)));
  if (node.group) return group(...node.group.map((part) => workflowOf(part, isFirst)));
  if (node.chord) {
    const header = node.chord.header.map((part) => workflowOf(part, isFirst));
    return chord(header, workflowOf(node.chord.body, false));
  }
  return stepOf(node, isFirst);
}

async function ended(wait) {
  try {
    return { state: "SUCCESS", value: written(await wait) };
  } catch (error) {
    if (!(error instanceof TaskgateError)) throw error;
    const state = STATES[error.code] ?? (error.exception === null ? undefined : "FAILURE");
    if (state === undefined) throw error;
    return { state, error: { type: error.exception, message: error.message } };
  }
}

/** Bytes have a form of their own in the line protocol. */
function written(value) {
  if (Buffer.isBuffer(value)) return { $base64: value.toString("base64") };
  if (Array.isArray(value)) return value.map(written);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, written(member)]));
}

const { version } = createRequire(import.meta.url)("taskgate/package.json");

await serve(
  { name: "taskgate", version, capabilities: CAPABILITIES.split(" ") },
  {
    async open(request) {
      jobs = new Map();
      queue = request.queue;
      gate = await connect({ broker: request.broker, backend: request.backend });
    },
    async publish({ task, args = [], kwargs = {}, options, taskId }) {
      const job = await gate.task(task).send(args, kwargs, given({ ...optionsOf(options), taskId }));
      jobs.set(job.id, job);
      return { taskId: job.id };
    },
    result: ({ taskId, timeoutMs }) => ended((jobs.get(taskId) ?? gate.job(taskId)).result({ timeoutMs })),
    state: async ({ taskId }) => ({ state: await gate.job(taskId).status() }),
    revoke: ({ taskId, terminate = false }) => gate.job(taskId).revoke({ terminate }),
    run: ({ workflow, timeoutMs }) => ended(gate.run(workflowOf(workflow), { timeoutMs })),
    close: () => gate.close(),
  },
);
