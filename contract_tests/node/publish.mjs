/**
 * Publishes calls and workflows as a user of the package does. Given, as JSON on the standard input: `broker`,
 * `backend`, and `published`, a list of nodes of recorded/scenarios.json, each with its `queue`. Prints when it began,
 * in milliseconds since 1970.
 */

import { text } from "node:stream/consumers";
import { chain, chord, connect, group } from "taskgate";

const { broker, backend, published } = JSON.parse(await text(process.stdin));
const gate = await connect({ broker, backend });
console.log(Date.now());
for (const { node, queue } of published) {
  if (node.task) await gate.task(node.task).send(node.args, node.kwargs, optionsOf(node, queue));
  else await gate.start(workflowOf(node, queue));
}
await gate.close();

function workflowOf(node, queue) {
  const parts = (nodes) => nodes.map((each) => workflowOf(each, queue));
  if (node.chain) return chain(...parts(node.chain));
  if (node.group) return group(...parts(node.group));
  if (node.chord) return chord(parts(node.chord[0]), workflowOf(node.chord[1], queue));
  const task = gate.task(node.task);
  const make = node.immutable ? task.step : task.after;
  return make(node.args, node.kwargs, optionsOf(node, queue));
}

function optionsOf({ id, options: given = {}, link, linkError }, queue) {
  const steps = (nodes) => nodes?.map((node) => workflowOf(node, queue));
  const milliseconds = (seconds) => seconds && seconds * 1000;
  const options = {
    queue,
    taskId: id,
    countdownMs: milliseconds(given.countdown),
    eta: given.eta && new Date(given.eta),
    allowBeyondLease: given.eta && true,
    expiresMs: milliseconds(given.expires),
    priority: given.priority,
    timeLimitMs: milliseconds(given.time_limit),
    softTimeLimitMs: milliseconds(given.soft_time_limit),
    headers: given.headers,
    ignoreResult: given.ignore_result,
    shadow: given.shadow,
    replyTo: given.reply_to,
    link: steps(link),
    linkError: steps(linkError),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
