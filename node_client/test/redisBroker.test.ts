import { inspect } from "node:util";
import { brokerUnavailable, RedisBroker } from "../src/brokers/index.js";
import { RedisConnection } from "../src/connections/redisConnection.js";
import { RedisControl } from "../src/control/index.js";
import { FakeRedis, turn, url } from "./fakeRedis.js";
import { messageOf } from "./fakes.js";

jest.mock("ioredis", () => ({
  Redis: jest.fn((options: Record<string, unknown>) => new FakeRedis(options)),
}));

beforeEach(() => {
  FakeRedis.made = [];
});
const message = messageOf();

function open() {
  const connection = new RedisConnection(url(), {
    name: "taskgate-broker",
    connectTimeoutMs: 1000,
    heartbeatMs: 10_000,
    unavailable: (sent, reason, cause, isPassing) =>
      brokerUnavailable(url().shown, sent, reason, cause, isPassing),
  });
  const broker = new RedisBroker(connection, new RedisControl(connection));
  return { broker, connection, redis: FakeRedis.made[0] as FakeRedis };
}
const replyError = (text: string) => Object.assign(new Error(text), { name: "ReplyError" });

test("a replica is left once, when what was written to it is answered", async () => {
  const { broker, redis } = open();
  redis.connect();
  const left: unknown[] = [];
  redis.disconnect = (again?: boolean) => {
    left.push(again);
    redis.status = "reconnecting";
  };
  let pong = (_answer: string) => {};
  redis.pong = () =>
    new Promise((resolve) => {
      pong = resolve;
    });
  const reconnectOnError = redis.options.reconnectOnError as (error: Error) => unknown;
  for (let index = 0; index < 3; index++) expect(reconnectOnError(replyError("READONLY You"))).toBe(false);
  expect(redis.pings).toBe(1);
  expect(left).toEqual([]);
  const publishing = broker.publish(message, { timeoutMs: 1000 });
  await turn();
  expect(redis.commands).toEqual([]);
  pong("PONG");
  await turn();
  expect(left).toEqual([true]);
  redis.connect();
  await turn();
  redis.commands[0]?.resolve(1);
  await publishing;
  expect(reconnectOnError(replyError("OOM no"))).toBe(false);
  expect(redis.pings).toBe(1);
});

test("the connection queues nothing by itself", () => {
  const { redis } = open();
  expect(redis.options).toMatchObject({
    host: "host",
    port: 1,
    db: 2,
    password: "secret",
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    autoResubscribe: false,
  });
});

test("a publish waits for the connection, and resolves with the reply", async () => {
  const { broker, redis } = open();
  let isDone = false;
  const publishing = broker.publish(message, { timeoutMs: 1000 }).then(() => {
    isDone = true;
  });
  await turn();
  expect(redis.commands).toEqual([]);
  redis.connect();
  await turn();
  const [push] = redis.named("lpush");
  expect(push?.args[0]).toBe("cpu");
  expect(isDone).toBe(false);
  push?.resolve(1);
  await publishing;
});

test("what was rejected at its deadline is not sent later", async () => {
  const { broker, redis } = open();
  redis.emit("error", new Error("connect ECONNREFUSED"));
  const publishing = broker.publish(message, { timeoutMs: 10 });
  await expect(publishing).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  await expect(publishing).rejects.toThrow(/ECONNREFUSED/);
  redis.connect();
  await turn();
  expect(redis.commands).toEqual([]);
});

test("what an exchange leads to is pushed again where Redis has refused the transaction for now", async () => {
  const { broker, redis } = open();
  redis.connect();
  const replies = [
    Object.assign(replyError("EXECABORT Transaction discarded because of previous errors."), {
      previousErrors: [null, replyError("OOM command not allowed")],
    }),
    [[null, 1]],
  ];
  const bindings = ["anything", "a\x06\x16(((\x06\x16broken", "key\x06\x16\x06\x16cpu"];
  redis.answer = (name) => {
    if (name === "smembers") return bindings;
    const reply = replies.shift();
    return reply instanceof Error ? Promise.reject(reply) : reply;
  };
  await broker.publish(messageOf({ exchange: "x", routingKey: "key" }), { timeoutMs: 5000 });
  expect(replies).toEqual([]);
  expect(redis.named("exec").map(({ args }) => (args as string[][]).map(([, list]) => list))).toEqual([
    ["cpu"],
    ["cpu"],
  ]);
});

test("a message has another delivery tag each time that it is sent", async () => {
  const { broker, redis } = open();
  redis.connect();
  redis.answer = () => 1;
  for (let time = 0; time < 2; time++) await broker.publish(message, { timeoutMs: 1000 });
  const tags = redis.named("lpush").map(({ args }) => JSON.parse(args[1] as string).properties.delivery_tag);
  expect(new Set([...tags, message.properties.correlation_id]).size).toBe(3);
});

test("an exchange leads to each queue of which a binding fits, once", async () => {
  const { broker, redis } = open();
  redis.connect();
  const bound = (key: string, pattern: string, queue: string) => [key, pattern, queue].join("\x06\x16");
  const bindings = [
    bound("a.b", "", "direct"),
    bound("a.*", "^a\\.[^\\.]*?$", "topic"),
    bound("#.b", "^.*?\\.b$", "topic"),
    bound("a.*.c", "^a\\.[^\\.]*?\\.c$", "other"),
    bound("a", "", "another"),
  ];
  redis.answer = (name) => (name === "smembers" ? bindings : [[null, 1]]);
  await broker.publish(messageOf({ exchange: "x", routingKey: "a.b" }), { timeoutMs: 1000 });
  const lists = redis.named("exec").map(({ args }) => (args as string[][]).map(([, list]) => list));
  expect(lists).toEqual([["direct", "topic"]]);
});

test("no reply is unknown, a refusal is no", async () => {
  const { broker, redis } = open();
  redis.connect();
  const silent = broker.publish(message, { timeoutMs: 10 });
  await expect(silent).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "unknown" } });
  const refused = broker.publish(message, { timeoutMs: 1000 });
  await turn();
  redis.named("lpush")[1]?.reject(replyError("WRONGTYPE Operation against a key"));
  await expect(refused).rejects.toMatchObject({ details: { sent: "no" } });
  const lost = broker.publish(message, { timeoutMs: 1000 });
  await turn();
  redis.lose();
  await expect(lost).rejects.toMatchObject({ details: { sent: "unknown" } });
});

test("a refused login does not wait for the deadline, and no error shows the password", async () => {
  const { broker, redis } = open();
  const ready = broker.ready({ timeoutMs: 60_000 }).catch((error: unknown) => error);
  const command = { name: "hello", args: ["3", "AUTH", "default", "secret"] }; // as ioredis adds it
  redis.emit("error", Object.assign(replyError("WRONGPASS invalid username-password pair"), { command }));
  const shown = inspect(await ready, { depth: 9, showHidden: true });
  expect(shown).toMatch(/redis:\/\/:\*\*@host:1\/2.*WRONGPASS/);
  expect(shown).toMatch(/cause/);
  expect(shown).not.toMatch(/secret/);
});

test("an error does not show what was sent", async () => {
  const { broker, redis } = open();
  redis.connect();
  const refused = broker.publish(message, { timeoutMs: 1000 }).catch((error: unknown) => error);
  const [push] = redis.named("lpush");
  const command = { name: "lpush", args: push?.args };
  push?.reject(Object.assign(replyError("OOM command not allowed"), { command }));
  expect(inspect(await refused, { depth: 9, showHidden: true })).not.toMatch(/lpush/);
});

test("closing ends what waits for a connection with CLOSED", async () => {
  const { broker, connection } = open();
  const closed = { code: "CLOSED", message: expect.stringContaining("nothing was sent") };
  const waiting = expect(broker.publish(message, { timeoutMs: 60_000 })).rejects.toMatchObject(closed);
  await connection.close(0);
  await waiting;
  await expect(broker.publish(message, { timeoutMs: 60_000 })).rejects.toMatchObject(closed);
});

describe("who consumes a queue", () => {
  const reply = (queues: string[]) =>
    JSON.stringify({
      body: Buffer.from(JSON.stringify({ "w@h": queues.map((name) => ({ name })) })).toString("base64"),
    });

  /** Asks, and lets `listeners` workers hear it, of whom some answer. */
  async function ask(queue: string, listeners: number, answers: string[]) {
    const { broker, redis } = open();
    redis.connect();
    redis.answer = (name) => {
      if (name === "publish") return listeners;
      return name === "lrange" ? answers : 1;
    };
    return { report: await broker.inspectQueue(queue, 40), redis };
  }

  test("the workers that answer are counted, and no key stays", async () => {
    const { report, redis } = await ask("cpu", 2, [reply(["cpu", "io"]), reply(["io"])]);
    expect(report).toEqual({ consumers: 1, text: "1 worker consumes the queue cpu" });
    const [binding, member] = redis.named("sadd").flatMap(({ args }) => args) as [string, string];
    const [question] = redis.named("publish");
    expect(question?.args[0]).toBe("/2.celery.pidbox");
    const replies = member.split("\x06\x16").at(-1);
    expect(redis.named("exec").at(-1)?.args).toEqual([
      ["srem", binding, member],
      ["del", replies],
    ]);
  });

  test("where nobody listens, nobody is waited for", async () => {
    const { report, redis } = await ask("cpu", 0, []);
    expect(report).toEqual({ consumers: 0, text: "no worker consumes the queue cpu" });
    expect(redis.named("lrange")).toEqual([]);
    expect(redis.named("exec")).toHaveLength(1);
  });

  test("a worker that does not answer leaves it open", async () => {
    const { report } = await ask("cpu", 1, []);
    expect(report.consumers).toBeNull();
    expect(report.text).toMatch(/1 worker is connected/);
  });

  test("without a connection it cannot be told", async () => {
    const { broker } = open();
    expect((await broker.inspectQueue("cpu", 10)).consumers).toBeNull();
  });
});

test("a connection is asked whether it lives, as long as it is one", async () => {
  jest.useFakeTimers();
  try {
    const { connection, redis } = open();
    jest.advanceTimersByTime(10_000);
    expect(redis.pings).toBe(0);
    redis.connect();
    jest.advanceTimersByTime(20_000);
    expect(redis.pings).toBe(2);
    await connection.close(0);
    jest.advanceTimersByTime(20_000);
    expect(redis.pings).toBe(2);
  } finally {
    jest.useRealTimers();
  }
});

test("an aborted signal ends the wait", async () => {
  const { broker } = open();
  const controller = new AbortController();
  const publishing = broker.publish(message, { timeoutMs: 60_000, signal: controller.signal });
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(publishing).rejects.toBe(reason);
});
