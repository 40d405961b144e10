import { FakeChannel, FakeConnection, messageOf, open, turn } from "./fakeRabbitmq.js";

jest.mock("rabbitmq-client", () => ({
  Connection: jest.fn((options: Record<string, unknown>) => new FakeConnection(options)),
}));

/** Of confirmChannel.ts. */
const WINDOW = 20_000;

test("a publish resolves with the confirmation, on one confirming channel", async () => {
  const { broker, connection, channel } = await open();
  const publishing = Promise.all(["1", "2"].map((id) => broker.publish(messageOf(id), { timeoutMs: 1000 })));
  await turn();
  expect(connection.channels).toHaveLength(1);
  expect(channel().confirmSelect).toHaveBeenCalledTimes(1);
  expect(channel().published.map(({ envelope }) => envelope.mandatory)).toEqual([true, true]);
  for (const { resolve } of channel().published) resolve();
  await publishing;
});

test("a returned message is UNROUTABLE, also where the confirmation is seen before the return", async () => {
  const { broker, channel } = await open();
  const [lost, fine] = ["lost", "fine"].map((id) => broker.publish(messageOf(id), { timeoutMs: 1000 }));
  await turn();
  // As rabbitmq-client does: the event is one setImmediate behind the confirmation.
  setImmediate(() =>
    channel().emit("basic.return", {
      correlationId: "lost",
      exchange: "",
      routingKey: "cpu",
      replyCode: 312,
      replyText: "NO_ROUTE",
    }),
  );
  for (const { resolve } of channel().published) resolve();
  await expect(lost).rejects.toMatchObject({ code: "UNROUTABLE", details: { queue: "cpu", replyCode: 312 } });
  await expect(fine).resolves.toBeUndefined();
});

test("what was rejected at its deadline is not sent later", async () => {
  const { broker, connection } = await open({ connected: false });
  connection.emit("error", new Error("connect ECONNREFUSED"));
  const publishing = broker.publish(messageOf("1"), { timeoutMs: 10 });
  await expect(publishing).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  await expect(publishing).rejects.toThrow(/ECONNREFUSED/);
  connection.connect();
  await turn();
  expect(connection.channels.flatMap(({ published }) => published)).toEqual([]);
});

test("no confirmation, a negative one and a lost connection are unknown", async () => {
  const { broker, channel } = await open();
  const unknown = { code: "BROKER_UNAVAILABLE", details: { sent: "unknown" } };
  await expect(broker.publish(messageOf("1"), { timeoutMs: 10 })).rejects.toMatchObject(unknown);
  const lost = broker.publish(messageOf("2"), { timeoutMs: 1000 });
  await turn();
  channel().published[1]?.reject(new Error("socket closed"));
  await expect(lost).rejects.toMatchObject(unknown);
});

test("a window of messages is written and unconfirmed at once; the next are written in their order, or not at all", async () => {
  const { broker, channel } = await open();
  const send = (id: string, timeoutMs = 60_000) => broker.publish(messageOf(id), { timeoutMs });
  const first = Array.from({ length: WINDOW }, (_, number) => send(String(number)));
  const late = send("late", 10);
  const next = [send("next"), send("last")];
  const aborting = new AbortController();
  const aborted = broker.publish(messageOf("aborted"), { timeoutMs: 60_000, signal: aborting.signal });
  aborting.abort("enough");
  await expect(aborted).rejects.toBe("enough");
  await expect(late).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  expect(channel().published).toHaveLength(WINDOW);
  for (const { resolve } of [...channel().published]) resolve();
  await Promise.all(first);
  expect(
    channel()
      .published.slice(WINDOW)
      .map(({ envelope }) => envelope.correlationId),
  ).toEqual(["next", "last"]);
  for (const { resolve } of channel().published.slice(WINDOW)) resolve();
  await Promise.all(next);
});

test("what RabbitMQ refuses for now is written again until the deadline, then its reason is told", async () => {
  const { broker, channel } = await open();
  const nack = () => Object.assign(new Error("message rejected by server"), { code: "NACK" });
  const taken = broker.publish(messageOf("taken"), { timeoutMs: 10_000 });
  const refused = broker.publish(messageOf("refused"), { timeoutMs: 20 });
  for (const { reject } of [...channel().published]) reject(nack());
  await expect(refused).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  await expect(refused).rejects.toThrow(/refused \(message rejected by server\)/);
  while (channel().published.length < 3) await turn();
  expect(channel().published[2]?.envelope.correlationId).toBe("taken");
  channel().published[2]?.resolve();
  await taken;
});

test("closing settles what waits to be written, and what is asked for after it", async () => {
  const { broker, channel } = await open();
  const sends = Array.from({ length: WINDOW + 1 }, (_, number) =>
    broker.publish(messageOf(String(number)), { timeoutMs: 60_000 }),
  );
  const waiting = expect(sends.pop()).rejects.toMatchObject({ code: "CLOSED" });
  const closing = broker.close(100);
  await waiting;
  await expect(broker.publish(messageOf("after"), { timeoutMs: 60_000 })).rejects.toMatchObject({
    code: "CLOSED",
  });
  for (const { resolve } of [...channel().published]) resolve();
  await Promise.all([...sends, closing]);
});

test("a channel that was closed is replaced", async () => {
  const { broker, connection } = await open();
  (connection.channels[0] as FakeChannel).active = false;
  const publishing = broker.publish(messageOf("1"), { timeoutMs: 1000 });
  await turn();
  expect(connection.channels).toHaveLength(2);
  connection.channels[1]?.published[0]?.resolve();
  await publishing;
});

test("a connection that is lost while the channel opens is waited for again", async () => {
  const { broker, connection } = await open({ connected: false });
  const waiting = broker.publish(messageOf("waiting"), { timeoutMs: 5000 });
  const late = broker.publish(messageOf("late"), { timeoutMs: 50 });
  connection.nextChannel = () => {
    connection.ready = false;
    throw new Error("socket closed unexpectedly by server");
  };
  connection.connect();
  await expect(late).rejects.toMatchObject({ code: "BROKER_UNAVAILABLE", details: { sent: "no" } });
  await expect(late).rejects.toThrow(/within 50 ms/);
  connection.nextChannel = () => new FakeChannel();
  connection.connect();
  while (connection.channels.length === 0) await turn();
  while (connection.channels[0]?.published.length !== 1) await turn();
  expect(connection.channels[0].published[0]?.envelope.correlationId).toBe("waiting");
  connection.channels[0].published[0]?.resolve();
  await waiting;
});

test("a channel that RabbitMQ does not give is no reason to wait", async () => {
  const { broker, connection } = await open({ connected: false });
  connection.nextChannel = () => {
    throw new Error("maximum number of channels");
  };
  const publishing = broker.publish(messageOf("1"), { timeoutMs: 60_000 });
  connection.connect();
  await expect(publishing).rejects.toThrow(/no channel \(maximum number of channels\); nothing was sent/);
});

test("two of one id that are returned are both UNROUTABLE, and one on another way is not", async () => {
  const { broker, channel } = await open();
  const ways = ["other", "missing", "missing"];
  const sends = ways.map((routingKey) =>
    broker.publish(messageOf("same", { routingKey }), { timeoutMs: 1000 }),
  );
  for (const routingKey of ["missing", "missing"]) {
    channel().emit("basic.return", { correlationId: "same", exchange: "", routingKey, replyCode: 312 });
  }
  for (const { resolve } of channel().published) resolve();
  const settled = await Promise.allSettled(sends);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
});

test("what RabbitMQ has refused for now is not written again once the broker is closed", async () => {
  const { broker, channel } = await open();
  channel().close = async () => {}; // as while it waits for its last confirmations
  const publishing = broker.publish(messageOf("1"), { timeoutMs: 10_000 });
  channel().published[0]?.reject(Object.assign(new Error("refused"), { code: "NACK" }));
  await turn();
  await broker.close(0);
  await expect(publishing).rejects.toMatchObject({ code: "CLOSED" });
  expect(channel().published).toHaveLength(1);
});
