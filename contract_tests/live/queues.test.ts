/** Queues that somebody else has made are used as they are: RabbitMQ would refuse to declare them with other arguments. */

import { randomUUID } from "node:crypto";
import { Connection } from "rabbitmq-client";
import { connect, type Gate } from "taskgate";
import { backend, brokers, eventually, failureOf } from "./harness.js";

const [, [, broker]] = brokers;
const dead = `live-${randomUUID()}`;
let queue: string;
let other: Connection;
let gate: Gate;

beforeAll(async () => {
  other = new Connection(broker.replace(/\/\/$/, "/%2F"));
  await other.queueDeclare({ queue: dead, durable: true });
  gate = await connect({ broker, backend });
});
// A new name each: RabbitMQ 3.10 closes connections that have met a queue of another type under the same one.
beforeEach(() => {
  queue = `live-${randomUUID()}`;
});
afterEach(() => other.queueDelete(queue));
afterAll(async () => {
  await gate?.close();
  await other?.queueDelete(dead);
  await other?.close();
});

const declare = (given: Record<string, unknown>) =>
  other.queueDeclare({ queue, durable: true, arguments: given });
const send = (taskId: string, options = {}) =>
  gate.task("any.task").send([], {}, { queue, taskId, ...options });
const take = (from = queue) =>
  eventually(async () => {
    const message = await other.basicGet({ queue: from, noAck: true });
    if (message === undefined) throw new Error(`nothing is on ${from}`);
    return message;
  });

test("a quorum queue: it counts the deliveries, as only such a one does", async () => {
  await declare({ "x-queue-type": "quorum" });
  await send("once");
  const channel = await other.acquire();
  const first = await channel.basicGet({ queue });
  if (first === undefined) throw new Error("nothing is on the queue");
  channel.basicNack({ deliveryTag: first.deliveryTag, requeue: true });
  const second = await take();
  expect(second.headers).toMatchObject({ id: "once", "x-delivery-count": 1 });
  await channel.close();
});

test("a queue with priorities: the higher one is first", async () => {
  await declare({ "x-max-priority": 9 });
  await send("low", { priority: "low" });
  await send("high", { priority: "high" });
  expect([(await take()).headers?.id, (await take()).headers?.id]).toEqual(["high", "low"]);
});

test("a queue with a time to live and dead letters: what nobody takes goes to them, whole", async () => {
  await declare({
    "x-message-ttl": 1,
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": dead,
  });
  await send("late", { headers: { "x-test": [1] } });
  const letter = await take(dead);
  expect(letter).toMatchObject({ correlationId: "late", headers: { id: "late", "x-test": [1] } });
  expect(letter.headers?.["x-first-death-reason"]).toBe("expired");
});

test("a full queue that rejects: confirmed is what it took, the rest is refused at its deadline", async () => {
  await declare({ "x-max-length": 1, "x-overflow": "reject-publish" });
  await send("first");
  const error = await failureOf(send("second", { publishTimeoutMs: 500 }));
  expect(error).toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  const waiting = send("third");
  expect((await take()).headers?.id).toBe("first");
  await waiting;
  expect((await take()).headers?.id).toBe("third");
});
