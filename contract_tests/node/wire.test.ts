/** What the Node client sends, and what the vectors have it read, fits the hand-written schemas of protocol/wire/. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeTask } from "../../node_client/src/messages/envelope.js";
import { type Json, taskCall } from "./adapters.js";
import { problems } from "./schemas.js";

const vectors = (operation: string): Json[] =>
  JSON.parse(readFileSync(join(__dirname, "..", "vectors", `${operation}.json`), "utf8")).cases;

test.each([...vectors("encode-redis"), ...vectors("encode-rabbitmq")])(
  "$id is a task message",
  ({ given }) => {
    expect(problems("task-message", encodeTask(taskCall(given)))).toEqual([]);
  },
);

const [call] = vectors("encode-redis");
const withBody = (body: Json) => ({ ...encodeTask(taskCall(call.given)), body });

test.each(vectors("encode-workflow"))("$id is made of task messages", ({ expect: { messages } }) => {
  for (const { body } of messages) expect(problems("task-message", withBody(body))).toEqual([]);
});

test("what follows a task has every member of a signature", () => {
  const [{ expect: chained }] = vectors("encode-workflow").slice(1);
  const [[args, kwargs, embed]] = chained.messages.map(({ body }: Json) => body);
  const { immutable: _, ...first } = embed.chain[0];
  expect(problems("task-message", withBody([args, kwargs, { ...embed, chain: [first] }]))).toHaveLength(1);
});

test("a task message without a header, or with two elements, is none", () => {
  const message = JSON.parse(JSON.stringify(encodeTask(taskCall(vectors("encode-redis")[0].given))));
  const { root_id: _, ...headers } = message.headers;
  expect(problems("task-message", { ...message, headers })).toHaveLength(1);
  expect(problems("task-message", { ...message, body: message.body.slice(0, 2) })).not.toEqual([]);
});

// Bare NaN is no JSON, so that no schema speaks of it.
const readable = vectors("decode-result").filter(({ expect }) => expect.malformed === undefined);
test.each(readable.filter(({ given }) => !/NaN|Infinity/.test(given.text)))(
  "$id is a result",
  ({ given }) => {
    expect(problems("result", JSON.parse(given.text))).toEqual([]);
  },
);

test.each(vectors("encode-revoke"))("$id is a control message", ({ expect: body }) => {
  expect(problems("control", body)).toEqual([]);
});
