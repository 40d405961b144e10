/** What Celery of four versions has put on the wire, read for ever; python/test_recorded.py is the twin. */

import { decodeEvents } from "../../node_client/src/control/events.js";
import { decodeReply, encodeCommand, revokeCommand } from "../../node_client/src/control/mailbox.js";
import { askWorkers } from "../../node_client/src/control/workers.js";
import { MalformedResultError } from "../../node_client/src/errors.js";
import { decodeOutcome } from "../../node_client/src/results/outcome.js";
import { type Json, operations } from "./adapters.js";
import { bodyText, changes, expectedOf, recordings, taskMessage } from "./recordings.js";
import { problems } from "./schemas.js";

const recorded = recordings();
const ran = recorded.filter(({ scenario }) => scenario.do === "run");
const asked = recorded.filter(({ recording }) => recording.control !== undefined);
const controls = recorded.filter(({ scenario }) => scenario.do === "control");

test.each(recorded)("$name: $id: its messages are task messages", ({ recording }) => {
  for (const message of recording.messages ?? []) {
    expect(problems("task-message", taskMessage(message))).toEqual([]);
  }
});

test.each(ran)("$name: $id: its states are what the scenario expects", ({ name, scenario, recording }) => {
  for (const [task, expected] of expectedOf(scenario, name)) {
    const texts: string[] = recording.states
      .filter((each: Json) => each.id === task)
      .map((each: Json) => each.text);
    const outcomes = texts.map(outcomeOf);
    expect(changes(outcomes.map(({ state }) => state))).toEqual(expected.states);
    const reports = outcomes.flatMap(({ progress }) => (progress === undefined ? [] : [progress]));
    expect(reports).toEqual(expected.progress ?? []);
    const last = outcomes.at(-1);
    if (expected.malformed !== undefined) expect(last.malformed).toBe(expected.malformed);
    else if (expected.error !== undefined) expect(last.error).toMatchObject(known(expected.error));
    else if (last !== undefined) expect(last.value).toStrictEqual(expected.value);
  }
});

test.each(ran)("$name: $id: its events are Celery's", ({ recording }) => {
  const events = decodeEvents(JSON.stringify(recording.events));
  expect(events).toEqual(recording.events);
  const ids = new Set(recording.messages.map((message: Json) => taskMessage(message).headers.id));
  expect(events.length).toBeGreaterThan(0);
  expect(events.filter(({ uuid }) => !ids.has(uuid))).toEqual([]);
});

test.each(asked)("$name: $id: its commands and their answers", ({ scenario, recording }) => {
  for (const [index, { broadcast, replies }] of recording.control.entries()) {
    const body = JSON.parse(bodyText(broadcast));
    const { call, arguments: given } = scenario.control[index];
    expect(problems("control", body)).toEqual([]);
    expect(replies.map((reply: Json) => decodeReply(bodyText(reply))?.worker)).toEqual(
      body.ticket === undefined ? [] : ["worker@recorded"],
    );
    if (call !== "revoke" || typeof given.task_id !== "string") continue;
    const own = encodeCommand(revokeCommand(given.task_id, given.terminate ?? false), null);
    expect(JSON.parse(own.body)).toEqual(body);
  }
});

const files = Array.from(new Set(controls.map(({ name }) => name)));
test.each(files)("%s: its answers say who is there", async (name) => {
  const replies = new Map<string, Json>();
  for (const { recording } of controls.filter((each) => each.name === name)) {
    const [{ broadcast, replies: told }] = recording.control;
    replies.set(
      JSON.parse(bodyText(broadcast)).method,
      told.map((each: Json) => decodeReply(bodyText(each))),
    );
  }
  const ask = async ({ method }: Json) => ({ replies: replies.get(method), silent: 0 });
  const workers = await askWorkers({ ask } as Json, undefined, { timeoutMs: 1 });
  expect(workers).toHaveLength(1);
  expect(workers[0]).toMatchObject({ name: "worker@recorded", active: [] });
  expect(workers[0]?.tasks).toContain("recorded.add");
  expect(workers[0]?.queues).toContain("recorded");
});

test("a task that runs is told of as one that does", () => {
  const running = asked.filter(
    ({ scenario }) => scenario.control[0].call === "active" && scenario.do === "run",
  );
  expect(running.length).toBe(files.length);
  for (const { scenario, recording } of running) {
    const [task] = Object.keys(scenario.expect);
    const [reply] = recording.control[0].replies;
    expect(decodeReply(bodyText(reply))?.answer).toEqual([expect.objectContaining({ id: task })]);
  }
});

/** An outcome as the vectors have it; what is malformed is a SUCCESS that cannot be read. */
function outcomeOf(text: string): Json {
  const read = operations["decode-result"] as (given: Json) => Json;
  try {
    decodeOutcome(text);
  } catch (error) {
    if (!(error instanceof MalformedResultError)) throw error;
    return { state: "SUCCESS", ...read({ text }) };
  }
  return read({ text });
}

/** What is expected of an error, but for what each version of Celery says in words of its own. */
function known({ message, ...error }: Json): Json {
  return message === "$ANY" ? error : { ...error, message };
}
