import { delayedRoute } from "../src/messages/delay.js";
import { FakeChannel, FakeConnection, messageOf, open, turn } from "./fakeRabbitmq.js";
import * as fakes from "./fakes.js";

jest.mock("rabbitmq-client", () => ({
  Connection: jest.fn((options: Record<string, unknown>) => new FakeConnection(options)),
}));

test.each([
  [
    "amqp://me:secret@host//",
    { hostname: "host", port: 5672, vhost: "/", username: "me", password: "secret" },
  ],
  ["amqp://host", { hostname: "host", vhost: "/", username: "guest", password: "guest" }],
  ["amqp://host:1/my%2Fhost", { port: 1, vhost: "my/host" }],
  ["amqps://host", { port: 5671, tls: { servername: "host" } }],
])("%s", async (url, options) => {
  const { connection } = await open({ connected: false, url });
  expect(connection.options).toMatchObject(options);
});

test("a memory alarm is named, and nothing is sent while it lasts", async () => {
  const { broker, connection, channel } = await open();
  connection.ready = false;
  connection.emit("connection.blocked", "low on memory");
  await expect(broker.publish(messageOf("1"), { timeoutMs: 10 })).rejects.toThrow(
    /blocks publishers.*low on memory/,
  );
  const later = broker.publish(messageOf("2"), { timeoutMs: 1000 });
  connection.ready = true;
  connection.emit("connection.unblocked");
  await turn();
  expect(channel().published).toHaveLength(1);
  channel().published[0]?.resolve();
  await later;
});

describe("before a message goes through an exchange", () => {
  async function asking(answer: (number: number) => Promise<void>) {
    const opened = await open();
    const asked: unknown[] = [];
    opened.connection.nextChannel = () => {
      const channel = new FakeChannel();
      channel.asked = (method, options) => answer(asked.push([method, options]));
      return channel;
    };
    const published = () => opened.connection.channels.flatMap((channel) => channel.published);
    return { ...opened, asked, published };
  }
  const refuse = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  const through = { exchange: "e", routingKey: "k" };

  test("one that is missing is UNROUTABLE for all, and is asked for again", async () => {
    const { broker, asked, published } = await asking((number) =>
      number === 1 ? refuse("NOT_FOUND") : Promise.resolve(),
    );
    const sends = ["1", "2"].map((id) => broker.publish(messageOf(id, through), { timeoutMs: 1000 }));
    const outcomes = await Promise.allSettled(sends);
    expect(outcomes).toMatchObject(Array(2).fill({ reason: { code: "UNROUTABLE", details: through } }));
    expect(asked).toEqual([["exchangeDeclare", { exchange: "e", passive: true }]]);
    expect(published()).toEqual([]);
    const later = broker.publish(messageOf("3", through), { timeoutMs: 1000 });
    await turn();
    await turn();
    published()[0]?.resolve();
    await later;
    expect(asked).toHaveLength(2);
  });

  test("one that was deleted since leaves open what was sent, and is asked for again", async () => {
    const { broker, asked, published } = await asking(async () => {});
    const sends = ["1", "2"].map((id) => broker.publish(messageOf(id, through), { timeoutMs: 1000 }));
    const settled = Promise.allSettled(sends);
    await turn();
    await turn();
    // As rabbitmq-client does, which does not know which message it was.
    published()[0]?.reject(Object.assign(new Error("BasicPublish: NOT_FOUND"), { code: "NOT_FOUND" }));
    published()[1]?.reject(Object.assign(new Error("channel is closed"), { code: "CH_CLOSE" }));
    const unknown = { reason: { code: "BROKER_UNAVAILABLE", details: { sent: "unknown" } } };
    expect(await settled).toMatchObject([unknown, unknown]);
    broker.publish(messageOf("3", through), { timeoutMs: 10 }).catch(() => {});
    await turn();
    expect(asked).toHaveLength(2);
  });

  test("a delayed message has its queue bound to where it comes out, once for several", async () => {
    const { broker, asked, published } = await asking(async () => {});
    const delayed = delayedRoute({ exchange: "", routingKey: "a.b" }, 5000);
    const sends = ["1", "2"].map((id) => broker.publish(messageOf(id, delayed), { timeoutMs: 1000 }));
    await turn();
    await turn();
    for (const { resolve } of published()) resolve();
    await Promise.all(sends);
    const routingKey = `${"*.".repeat(28)}a.b`;
    expect(asked).toEqual([["queueBind", { queue: "a.b", exchange: "celery_delayed_delivery", routingKey }]]);
    expect(published().map(({ envelope }) => envelope.exchange)).toEqual([
      "celery_delayed_27",
      "celery_delayed_27",
    ]);
  });

  test.each([
    ["NOT_FOUND", 404, /cannot deliver to the queue cpu with a delay/],
    ["ACCESS_REFUSED", 403, /permissions/],
  ])("a delayed message whose queue cannot be bound (%s) is UNROUTABLE", async (code, replyCode, text) => {
    const { broker, published } = await asking(() => refuse(code));
    const delayed = delayedRoute({ exchange: "", routingKey: "cpu" }, 5000);
    const sending = broker.publish(messageOf("1", delayed), { timeoutMs: 1000 });
    await expect(sending).rejects.toMatchObject({ code: "UNROUTABLE", details: { queue: "cpu", replyCode } });
    await expect(sending).rejects.toThrow(text);
    expect(published()).toEqual([]);
  });

  test("a question that is lost, or not answered, is BROKER_UNAVAILABLE: nothing was sent", async () => {
    const { broker } = await asking((number) =>
      number === 1 ? refuse("CONN_CLOSE") : new Promise(() => {}),
    );
    const send = () => broker.publish(messageOf("1", through), { timeoutMs: 10 });
    const details = { sent: "no", isPassing: true };
    await expect(send()).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details });
    await expect(send()).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  });
});

test("a refused login does not wait for the deadline, and no error shows the password", async () => {
  const { broker, connection } = await open({ connected: false });
  const ready = broker.ready({ timeoutMs: 60_000 });
  connection.emit("error", Object.assign(new Error("Login was refused"), { code: "ACCESS_REFUSED" }));
  await expect(ready).rejects.toThrow(/amqp:\/\/me:\*\*@host.*Login was refused/);
  await expect(ready).rejects.not.toThrow(/secret/);
});

test.each([
  ["of more than a frame", { big: "x".repeat(200_000) }, "PAYLOAD_TOO_LARGE", /headers.*200\d{3} bytes/],
  ["below 64 bits", { low: -1e20 }, "INVALID_OPTIONS", /below -2\^63/],
  ["with a name that would be cut", { in: { ["é".repeat(128)]: 1 } }, "INVALID_OPTIONS", /256 bytes/],
])("headers %s are refused before they could close the channel", async (_what, headers, code, message) => {
  const { broker, channel } = await open();
  const publishing = broker.publish(fakes.messageOf({ id: "1", replyTo: "r", headers }), { timeoutMs: 1000 });
  await expect(publishing).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  expect(channel().published).toEqual([]);
});

test.each([
  ["id", { id: "\ud800" }, "/correlation_id"],
  ["long id", { id: "x".repeat(256) }, "/correlation_id"],
  ["queue", { routingKey: "cpu\ud800" }, "/routing_key"],
  ["reply queue", { replyTo: "ö".repeat(128) }, "/reply_to"],
])(
  "%s that would arrive as another is refused: a return would not be known again",
  async (_what, call, path) => {
    const { broker, channel } = await open();
    const publishing = broker.publish(fakes.messageOf(call), { timeoutMs: 1000 });
    const details = { errors: [{ path, message: expect.stringMatching(/well-formed.*255 bytes/) }] };
    await expect(publishing).rejects.toMatchObject({ code: "INVALID_OPTIONS", details });
    expect(channel().published).toEqual([]);
  },
);

test("200,000 may wait for a connection, and all are told that it was closed", async () => {
  const { broker, client } = await open({ connected: false });
  const message = messageOf("1");
  const first = broker.publish(message, { timeoutMs: 1 });
  const sends = Array.from({ length: 200_000 }, () => broker.publish(message, { timeoutMs: 60_000 }));
  // The attempt to connect ends with the first; another one begins for all the others.
  await expect(first).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE" });
  await turn();
  await client.close(0);
  const settled = await Promise.allSettled(sends);
  expect(new Set(settled.map((each) => each.status === "rejected" && each.reason.code))).toEqual(
    new Set(["CLOSED"]),
  );
});

test("whoever needs a connection after it was closed is told so at once", async () => {
  const { client, control } = await open({ connected: false });
  await client.close(0);
  const command = { method: "ping", arguments: {} };
  await expect(control.broadcast(command, { timeoutMs: 60_000 })).rejects.toMatchObject({ code: "CLOSED" });
});

test("closing ends what waits for a connection with CLOSED", async () => {
  const { broker, client } = await open({ connected: false });
  const waiting = expect(broker.publish(messageOf("1"), { timeoutMs: 60_000 })).rejects.toMatchObject({
    code: "CLOSED",
  });
  await client.close(0);
  await waiting;
});

test("closing a channel that is lost closes the connection all the same", async () => {
  const { broker, client, connection, channel } = await open();
  channel().close = async () => {
    throw new Error("the channel is closed");
  };
  await broker.close(100);
  await client.close(100);
  expect(connection.ready).toBe(false);
});

test("the consumers of a queue are counted without declaring it", async () => {
  const { broker, connection } = await open();
  const asked: unknown[] = [];
  connection.nextChannel = () => {
    const channel = new FakeChannel();
    channel.declared = async (options) => {
      asked.push(options);
      if (options.queue === "none") throw Object.assign(new Error("no queue"), { code: "NOT_FOUND" });
      return { consumerCount: options.queue === "cpu" ? 2 : 0 };
    };
    return channel;
  };
  expect(await broker.inspectQueue("cpu", 100)).toEqual({
    consumers: 2,
    text: "2 workers consume the queue cpu",
  });
  expect(await broker.inspectQueue("idle", 100)).toEqual({
    consumers: 0,
    text: "no worker consumes the queue idle",
  });
  expect(await broker.inspectQueue("none", 100)).toEqual({
    consumers: 0,
    text: "the queue none does not exist",
  });
  expect(asked).toEqual(["cpu", "idle", "none"].map((queue) => ({ queue, passive: true })));
});

test("a thousand who time out together ask once, and those for another queue on their own", async () => {
  const { broker, connection } = await open();
  const before = connection.channels.length;
  const queues = Array.from({ length: 1000 }, (_, number) => (number % 2 === 0 ? "even" : "odd"));
  const reports = await Promise.all(queues.map((queue) => broker.inspectQueue(queue, 1000)));
  expect(connection.channels.length - before).toBe(2);
  expect(reports.at(-1)?.text).toMatch(/2 workers consume the queue odd/);
});

test("two thousand revokes at once take 500 channels at most, and none is forgotten", async () => {
  const { client, connection, control } = await open();
  let [opened, most] = [0, 0];
  connection.nextChannel = () => {
    most = Math.max(most, ++opened);
    const channel = new FakeChannel();
    channel.basicPublish = async () => {};
    channel.close = async () => {
      await turn();
      opened--;
    };
    return channel;
  };
  const command = { method: "revoke", arguments: {} };
  await Promise.all(Array.from({ length: 2000 }, () => control.broadcast(command, { timeoutMs: 5000 })));
  expect(most).toBe(500);
  const failed = client.withChannel(() => Promise.reject(new Error("refused")));
  await expect(failed).rejects.toThrow("refused");
  while (opened > 0) await turn();
});

test("a broadcast without any worker is no error", async () => {
  const { control, connection } = await open();
  const sending = control.broadcast({ method: "revoke", arguments: { task_id: "x" } }, { timeoutMs: 1000 });
  await turn();
  const [publication] = connection.channels[1]?.published ?? [];
  expect(publication?.envelope).toMatchObject({ exchange: "celery.pidbox", routingKey: "" });
  publication?.reject(Object.assign(new Error("no exchange"), { code: "NOT_FOUND" }));
  await sending;
  expect(connection.channels[0]?.active).toBe(true);
});
