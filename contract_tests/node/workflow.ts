/** What the Node client sends for the workflow of a case. */

import { encodeTask, type TaskCall } from "../../node_client/src/messages/envelope.js";
import { resolveSettings } from "../../node_client/src/options/settings.js";
import { chain, chord, group, sequenceOf } from "../../node_client/src/workflow/canvas.js";
import { planOf } from "../../node_client/src/workflow/plan.js";
import { Step, type StepOptions } from "../../node_client/src/workflow/step.js";
import type { Json } from "./adapters.js";
import { parseExact } from "./exact.js";

export function encodeWorkflow(given: Json, taskCall: (given: Json) => TaskCall): Json {
  const settings = resolveSettings({ broker: "redis://unused", backend: "redis://unused" });
  const context = { settings, kind: "redis", replyTo: given.replyTo, headers: {}, expires: null } as const;
  const { messages, chords } = planOf(sequenceOf("a case", workflowOf(given.workflow, given.queue)), context);
  const sent = messages.map(({ step, options, place, embed }) => {
    const call = taskCall({ ...given, ...step.request, id: options.taskId });
    const { headers, body } = encodeTask({ ...call, place, embed });
    const { task, id, root_id, parent_id, group, group_index } = headers;
    return { task, id, root_id, parent_id, group, group_index, body };
  });
  const sizes = Object.fromEntries(chords.map(({ groupId, size }) => [groupId, size]));
  return named(JSON.stringify({ messages: sent, chords: sizes }), JSON.stringify(given));
}

function workflowOf(node: Json, queue: string): Json {
  const parts = (nodes: Json[] = []) => nodes.map((each) => workflowOf(each, queue)) as [Json];
  if (node.chain) return chain(...parts(node.chain));
  if (node.group) return group(...parts(node.group));
  if (node.chord) return chord(parts(node.chord[0]), workflowOf(node.chord[1], queue));
  const { task, args, kwargs, immutable, id, options = {} } = node;
  const own: StepOptions = {
    queue,
    taskId: id,
    ...(node.link && { link: parts(node.link) }),
    ...(node.linkError && { linkError: parts(node.linkError) }),
    ...(options.countdown && { countdownMs: options.countdown * 1000 }),
    ...(options.expires && { expiresMs: options.expires * 1000 }),
    ...(options.priority && { priority: options.priority }),
    ...(options.headers && { headers: options.headers }),
  };
  return new Step(
    { task, args, kwargs, contract: null, validator: null, storesResult: true },
    own,
    immutable,
  );
}

/** The ids of groups, which are made up, are group-1 and so on, as they come. */
function named(text: string, known: string): Json {
  const names = new Map<string, string>();
  const replaced = text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (known.includes(id)) return id;
    if (!names.has(id)) names.set(id, `group-${names.size + 1}`);
    return names.get(id) as string;
  });
  return parseExact(replaced);
}
