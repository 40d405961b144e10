import { EventEmitter } from "node:events";
import type { RabbitmqConnection } from "../src/connections/rabbitmqConnection.js";
import { RabbitmqControl } from "../src/control/index.js";

type Deliver = (message: { body: unknown }) => void;

class FakeChannel extends EventEmitter {
  readonly done: [method: string, params: unknown][] = [];
  deliver: Deliver = () => {};
  /** Plays the workers. */
  onPublish: () => void | Promise<void> = () => {};
  readonly #note = (method: string) => async (params?: unknown) => {
    this.done.push([method, params]);
  };
  confirmSelect = this.#note("confirmSelect");
  exchangeDeclare = this.#note("exchangeDeclare");
  queueDeclare = this.#note("queueDeclare");
  queueBind = this.#note("queueBind");
  queueDelete = this.#note("queueDelete");
  async basicConsume(params: unknown, deliver: Deliver) {
    this.done.push(["basicConsume", params]);
    this.deliver = deliver;
  }
  async basicPublish(envelope: unknown, body: Buffer) {
    this.done.push(["basicPublish", { envelope, body: JSON.parse(body.toString()) }]);
    await this.onPublish();
  }
  the = <T>(method: string): T => this.done.find(([name]) => name === method)?.[1] as T;
}

function open() {
  const channel = new FakeChannel();
  const connection = {
    whenReady: async () => {},
    withChannel: (use: (given: FakeChannel) => Promise<unknown>) => use(channel),
    unavailable: (sent: string, reason: string) =>
      Object.assign(new Error(reason), { code: "BROKER_UNAVAILABLE", details: { sent } }),
  };
  return { channel, control: new RabbitmqControl(connection as unknown as RabbitmqConnection) };
}

const ping = (destination?: string[]) => ({
  method: "ping",
  arguments: {},
  ...(destination && { destination }),
});
const answer = (worker: string) => ({ body: Buffer.from(JSON.stringify({ [worker]: { ok: "pong" } })) });

test("the question names a reply queue that is bound before it is asked, and is gone afterwards", async () => {
  const { channel, control } = open();
  channel.onPublish = () => channel.deliver(answer("w@h"));
  const replies = await control.ask(ping(["w@h"]), { timeoutMs: 60_000 });
  expect(replies).toEqual({ replies: [{ worker: "w@h", answer: { ok: "pong" } }], silent: 0 });
  expect(channel.done.map(([method]) => method)).toEqual([
    "exchangeDeclare",
    "queueDeclare",
    "queueBind",
    "basicConsume",
    "confirmSelect",
    "basicPublish",
    "queueDelete",
  ]);
  expect(channel.the("exchangeDeclare")).toEqual({
    exchange: "reply.celery.pidbox",
    type: "direct",
    durable: false,
  });
  const { queue, routingKey } = channel.the<{ queue: string; routingKey: string }>("queueBind");
  expect(queue).toBe(`${routingKey}.reply.celery.pidbox`);
  expect(channel.the("queueDeclare")).toMatchObject({
    queue,
    exclusive: true,
    autoDelete: true,
    durable: false,
  });
  expect(channel.the<{ body: unknown }>("basicPublish").body).toMatchObject({
    method: "ping",
    destination: ["w@h"],
    reply_to: { exchange: "reply.celery.pidbox", routing_key: routingKey },
  });
  expect(channel.the("queueDelete")).toEqual({ queue });
});

test("without a destination all of the time is waited, and nobody can tell who is silent", async () => {
  const { channel, control } = open();
  channel.onPublish = () => {
    channel.deliver({ body: "garbage" });
    channel.deliver({ body: { "w@h": "rabbitmq-client has read it" } });
  };
  const { replies, silent } = await control.ask(ping(), { timeoutMs: 20 });
  expect(replies).toEqual([{ worker: "w@h", answer: "rabbitmq-client has read it" }]);
  expect(silent).toBeNull();
  expect(channel.the("queueDelete")).toBeDefined();
});

test("who of the destination does not answer is counted", async () => {
  const { channel, control } = open();
  channel.onPublish = () => channel.deliver(answer("w@h"));
  expect((await control.ask(ping(["w@h", "other@h"]), { timeoutMs: 20 })).silent).toBe(1);
});

test("where no worker ever ran, nobody answers", async () => {
  const { channel, control } = open();
  channel.onPublish = () => Promise.reject(Object.assign(new Error("no exchange"), { code: "NOT_FOUND" }));
  expect(await control.ask(ping(), { timeoutMs: 60_000 })).toEqual({ replies: [], silent: 0 });
});

test("a connection that is lost meanwhile is told at once", async () => {
  const { channel, control } = open();
  channel.onPublish = () => void setImmediate(() => channel.emit("close"));
  await expect(control.ask(ping(), { timeoutMs: 60_000 })).rejects.toMatchObject({
    code: "BROKER_UNAVAILABLE",
    details: { sent: "unknown" },
  });
});

test("an aborted question ends with the signal's reason, and removes its queue all the same", async () => {
  const { channel, control } = open();
  const reason = new Error("enough");
  const aborter = new AbortController();
  channel.onPublish = () => aborter.abort(reason);
  await expect(control.ask(ping(), { timeoutMs: 20, signal: aborter.signal })).rejects.toBe(reason);
  // The removal goes on after the rejection.
  const deadline = Date.now() + 4000;
  while (channel.the("queueDelete") === undefined && Date.now() < deadline) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(channel.the("queueDelete")).toBeDefined();
});

describe("events", () => {
  const event = { type: "task-sent", hostname: "gen1@h", timestamp: 1.5 };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  function openEvents({ refuses = false } = {}) {
    const opened: FakeChannel[] = [];
    const acquire = async () => {
      const channel = Object.assign(new FakeChannel(), { active: true, close: async () => {} });
      if (refuses) channel.exchangeDeclare = () => Promise.reject(new Error("ACCESS_REFUSED"));
      opened.push(channel);
      return channel;
    };
    const connection = { isReady: true, acquire };
    return { opened, connection, control: new RabbitmqControl(connection as unknown as RabbitmqConnection) };
  }

  test("go over one channel, opened once, and without waiting for anything", async () => {
    const { opened, control } = openEvents();
    for (let count = 0; count < 3; count++) control.publishEvent(event);
    await turn();
    control.publishEvent(event);
    await turn();
    expect(opened).toHaveLength(1);
    expect(opened[0]?.done.map(([method]) => method)).toEqual([
      "exchangeDeclare",
      ...Array.from({ length: 4 }, () => "basicPublish"),
    ]);
  });

  test("that the broker refuses are tried again some seconds later, not with each message", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    try {
      const { opened, control } = openEvents({ refuses: true });
      for (let count = 0; count < 3; count++) {
        control.publishEvent(event);
        await turn();
      }
      expect(opened).toHaveLength(1);
      jest.advanceTimersByTime(5_000);
      control.publishEvent(event);
      await turn();
      expect(opened).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  test("are dropped while there is no connection, and beyond what may wait", async () => {
    const { opened, connection, control } = openEvents();
    connection.isReady = false;
    control.publishEvent(event);
    connection.isReady = true;
    for (let count = 0; count < 20_010; count++) control.publishEvent(event);
    await turn();
    expect(opened[0]?.done.filter(([method]) => method === "basicPublish")).toHaveLength(20_000);
  });
});
