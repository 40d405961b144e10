import { EventEmitter } from "node:events";
import { RpcBackend } from "../src/backends/index.js";
import { KeptTexts } from "../src/backends/keptTexts.js";
import type { RabbitmqConnection } from "../src/connections/rabbitmqConnection.js";
import { fakeGate } from "./fakes.js";

type Handle = (message: { correlationId?: string; body: unknown; redelivered?: boolean }) => void;

class FakeConsumer extends EventEmitter {
  consumerTag = "";
  close = jest.fn(async () => {
    this.consumerTag = "";
  });
}

function open() {
  const consumer = new FakeConsumer();
  const queueDelete = jest.fn(async (_given: { queue: string }) => {});
  const consume = jest.fn((_props: { queue: string }, _handle: Handle) => consumer);
  const connection = { consume, withChannel: (use: (channel: object) => unknown) => use({ queueDelete }) };
  const backend = new RpcBackend(connection as unknown as RabbitmqConnection);
  const [props, handle] = consume.mock.calls[0] as [{ queue: string }, Handle];
  const connect = () => {
    consumer.consumerTag = "tag";
    consumer.emit("ready");
  };
  const deliver = (id: string, text: string, redelivered = false) =>
    handle({ correlationId: id, body: Buffer.from(text), redelivered });
  return { backend, consumer, props, handle, connect, deliver, queueDelete };
}

function watch(backend: RpcBackend, id: string) {
  const texts: string[] = [];
  const unwatch = backend.watch(id, { onText: (text) => texts.push(text), onError: () => {} });
  return { texts, unwatch };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("the reply queue outlives a lost connection, and is deleted at the end", async () => {
  const { backend, props, connect, queueDelete } = open();
  expect(props).toMatchObject({
    queue: backend.replyTo,
    queueOptions: { durable: true, arguments: { "x-expires": 3_600_000 } },
    requeue: false,
  });
  expect(props).not.toMatchObject({ queueOptions: { exclusive: true } });
  connect();
  await backend.close(1000);
  expect(queueDelete).toHaveBeenCalledWith({ queue: backend.replyTo });
});

test("it is ready once it consumes, and says why it does not", async () => {
  const { backend, consumer, connect } = open();
  consumer.emit("error", new Error("access refused"));
  await expect(backend.ready({ timeoutMs: 5 })).rejects.toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringMatching(/access refused/),
  });
  const ready = backend.ready({ timeoutMs: 1000 });
  expect(backend.isConnected).toBe(false);
  connect();
  await ready;
  expect(backend.isConnected).toBe(true);
});

test("each state goes to whoever watches its id, until it is not watched any more", async () => {
  const { backend, deliver } = open();
  const [first, second, other] = [watch(backend, "a"), watch(backend, "a"), watch(backend, "b")];
  deliver("a", "1");
  first.unwatch();
  deliver("a", "2");
  await turn();
  expect([first.texts, second.texts, other.texts]).toEqual([["1"], ["1", "2"], []]);
});

test("states that are delivered again after a lost connection are told once, and those not told before in their order", async () => {
  const { backend, deliver } = open();
  const { texts } = watch(backend, "a");
  for (const text of ["1", "2", "2"]) deliver("a", text);
  for (const text of ["1", "2", "2", "3"]) deliver("a", text, true);
  deliver("b", "1", true);
  expect(await backend.read("a")).toBe("3");
  expect(await backend.read("b")).toBe("1");
  // A task that begins again says the same again.
  for (const text of ["1", "2"]) deliver("a", text);
  expect(texts).toEqual(["1", "2", "2", "3", "1", "2"]);
});

test("of what was told, the last thousand are remembered", async () => {
  const { backend, deliver } = open();
  deliver("a", "old");
  for (let number = 0; number < 1000; number++) deliver("b", String(number));
  const { texts } = watch(backend, "a");
  await turn();
  deliver("a", "old", true);
  expect(texts).toEqual(["old", "old"]);
});

test("the end of a task stays, though the attempt before it says RETRY only now", async () => {
  const { backend, deliver } = open();
  backend.expect("a");
  const [success, failure, retry] = ["SUCCESS", "FAILURE", "RETRY"].map((status) =>
    JSON.stringify({ status, result: { exc_type: "E", exc_message: [], exc_module: "m" } }),
  ) as [string, string, string];
  deliver("a", retry);
  deliver("a", failure);
  deliver("a", retry);
  expect(await backend.read("a")).toBe(failure);
  deliver("a", success);
  expect(await backend.read("a")).toBe(success);
});

test("what came before it was watched comes first, and can be read again", async () => {
  const { backend, deliver } = open();
  backend.expect("a");
  deliver("a", "1");
  deliver("a", "2");
  expect(await backend.read("a")).toBe("2");
  const { texts } = watch(backend, "a");
  expect(texts).toEqual([]);
  await turn();
  expect(texts).toEqual(["2"]);
  expect(await watchedOnce(backend, "a")).toEqual(["2"]);
  expect(await backend.read("b")).toBeNull();
});

async function watchedOnce(backend: RpcBackend, id: string) {
  const { texts, unwatch } = watch(backend, id);
  await turn();
  unwatch();
  return texts;
}

test("a second publish of a message does not forget its state", async () => {
  const { backend, deliver } = open();
  backend.expect("a");
  deliver("a", "1");
  backend.expect("a");
  expect(await backend.read("a")).toBe("1");
});

test("garbage of another program is dropped, or left to whoever waits for its id", async () => {
  const { backend, handle } = open();
  const { texts } = watch(backend, "a");
  handle({ body: Buffer.from([0xff]) });
  expect(backend.knows(undefined as never)).toBe(false);
  handle({ correlationId: "a", body: { read: "by rabbitmq-client" } });
  handle({ correlationId: "a", body: undefined });
  expect(texts).toEqual(['{"read":"by rabbitmq-client"}', ""]);
});

test("nothing is stored: chords and revokes that last are UNSUPPORTED", async () => {
  const { backend } = open();
  await expect(backend.markRevoked()).rejects.toMatchObject({ code: "UNSUPPORTED" });
  await expect(backend.prepareChord()).rejects.toMatchObject({ code: "UNSUPPORTED" });
});

test("the job of another process is UNSUPPORTED at once, but can be revoked; an own one is picked up", async () => {
  const { gate, backend, control } = fakeGate();
  backend.storeless = "there is no store";
  Object.assign(backend, { knows: (id: string) => id === "own" });
  backend.store("own", { status: "SUCCESS", result: 1, task_id: "own" });
  expect(await gate.job("own").result()).toBe(1);
  const foreign = gate.job("foreign");
  const unsupported = { code: "UNSUPPORTED", message: "there is no store" };
  await expect(foreign.result()).rejects.toMatchObject(unsupported);
  await expect(foreign.status()).rejects.toMatchObject(unsupported);
  await foreign.revoke();
  expect(control.broadcasts).toMatchObject([{ method: "revoke", arguments: { task_id: "foreign" } }]);
  expect(backend.revoked).toEqual([]);
});

test("what is kept is bounded by ids and by characters; the oldest go first", () => {
  const kept = new KeptTexts(3, 10);
  for (const id of ["a", "b", "c"]) kept.set(id, null);
  kept.set("a", "aaaa");
  kept.set("d", "dddd");
  expect(["a", "b", "c", "d"].map((id) => kept.has(id))).toEqual([true, false, true, true]);
  kept.set("c", "ccc");
  expect(["a", "c", "d"].map((id) => kept.get(id))).toEqual([null, "ccc", "dddd"]);
  kept.delete("c");
  kept.set("e", "eeeeee");
  expect(["d", "e"].map((id) => kept.get(id))).toEqual(["dddd", "eeeeee"]);
});
