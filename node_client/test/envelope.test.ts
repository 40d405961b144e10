import { encodeForAmqp, encodeForRedis } from "../src/brokers/index.js";
import { CELERY_HEADERS, encodeBody, encodeTask, type TaskCall } from "../src/messages/envelope.js";

const call: TaskCall = {
  task: "images.thumbnail",
  id: "0e7a1f6e-6d53-4d2c-9a43-3b1f7e1f4c11",
  args: [2, "x"],
  kwargs: { width: 256 },
  routingKey: "cpu",
  origin: "gen1@host",
  replyTo: "reply",
};

test("the headers are those of Python's publisher, in its order", () => {
  const { headers } = encodeTask({ ...call, headers: { traceparent: "00-x" } });
  expect(Object.keys(headers)).toEqual([...CELERY_HEADERS, "traceparent"]);
  expect(headers).toEqual({
    lang: "py",
    task: "images.thumbnail",
    id: call.id,
    shadow: null,
    eta: null,
    expires: null,
    group: null,
    group_index: null,
    retries: 0,
    timelimit: [null, null],
    root_id: call.id,
    parent_id: null,
    argsrepr: "(2, 'x')",
    kwargsrepr: "{'width': 256}",
    origin: "gen1@host",
    ignore_result: null,
    replaced_task_nesting: 0,
    stamped_headers: null,
    stamps: {},
    traceparent: "00-x",
  });
});

test("a caller's headers cannot replace Celery's", () => {
  expect(encodeTask({ ...call, headers: { id: "other", task: "other" } }).headers).toMatchObject({
    id: call.id,
    task: call.task,
  });
});

test("the time limits are [hard, soft]", () => {
  expect(encodeTask({ ...call, timeLimit: 9, softTimeLimit: 8.5 }).headers.timelimit).toEqual([9, 8.5]);
});

test("times are Python's isoformat in UTC", () => {
  const { headers } = encodeTask({
    ...call,
    eta: new Date("2026-01-02T03:04:05.678Z"),
    expires: new Date("2026-01-02T03:04:05Z"),
  });
  expect(headers.eta).toBe("2026-01-02T03:04:05.678000+00:00");
  expect(headers.expires).toBe("2026-01-02T03:04:05+00:00");
});

test("the body has three elements and is encoded once", () => {
  const message = encodeTask(call);
  expect(JSON.parse(encodeBody(message).toString())).toEqual([
    [2, "x"],
    { width: 256 },
    { callbacks: null, errbacks: null, chain: null, chord: null },
  ]);
  expect(encodeBody(message)).toBe(encodeBody(message));
});

test("each message has its own body, in whatever order they are asked for", () => {
  const [one, other] = [encodeTask({ ...call, args: [1] }), encodeTask({ ...call, args: [2] })];
  const argumentsOf = () => [one, other, one].map((message) => JSON.parse(encodeBody(message).toString())[0]);
  expect(argumentsOf()).toEqual([[1], [2], [1]]);
});

test("on Redis it is what kombu keeps", () => {
  const { key, value } = encodeForRedis(encodeTask({ ...call, priority: 4 }), "tag");
  expect(key).toBe("cpu\x06\x163");
  const stored = JSON.parse(value) as Record<string, unknown>;
  expect(Object.keys(stored)).toEqual(["body", "content-encoding", "content-type", "headers", "properties"]);
  expect(JSON.parse(Buffer.from(stored.body as string, "base64").toString())).toEqual(encodeTask(call).body);
  expect(stored).toMatchObject({ "content-encoding": "utf-8", "content-type": "application/json" });
  expect(stored.properties).toEqual({
    correlation_id: call.id,
    reply_to: "reply",
    delivery_mode: 2,
    delivery_info: { exchange: "", routing_key: "cpu" },
    priority: 4,
    body_encoding: "base64",
    delivery_tag: "tag",
  });
});

test.each([
  [0, "cpu"],
  [2, "cpu"],
  [3, "cpu\x06\x163"],
  [5, "cpu\x06\x163"],
  [6, "cpu\x06\x166"],
  [9, "cpu\x06\x169"],
  [200, "cpu\x06\x169"],
])("priority %i is kept under its step", (priority, key) => {
  expect(encodeForRedis(encodeTask({ ...call, priority }), "tag").key).toBe(key);
});

test("on RabbitMQ it is mandatory and durable, and has no expiration", () => {
  const { envelope, body } = encodeForAmqp(
    encodeTask({ ...call, priority: 7, expires: new Date("2026-01-01T00:00:00Z") }),
  );
  expect(envelope).toMatchObject({
    exchange: "",
    routingKey: "cpu",
    mandatory: true,
    durable: true,
    deliveryMode: 2,
    contentType: "application/json",
    contentEncoding: "utf-8",
    correlationId: call.id,
    replyTo: "reply",
    priority: 7,
  });
  expect(envelope).not.toHaveProperty("expiration");
  expect(envelope.timestamp).toBeUndefined();
  expect("timestamp" in envelope).toBe(true); // or rabbitmq-client would add one
  expect(envelope.headers?.shadow).toBeNull();
  expect(JSON.parse(body.toString())).toHaveLength(3);
});
