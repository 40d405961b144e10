import { createClient, createWorker } from "../src/celery-node.js";
import { DeclaringBroker, type QueueDeclarer } from "../src/dropin/declaringBroker.js";
import { DropInBackend } from "../src/dropin/dropInBackend.js";
import { withCeleryForm } from "../src/dropin/nodeResult.js";
import type { ResultQueues } from "../src/dropin/resultQueues.js";
import { openSession } from "../src/dropin/session.js";
import { UnroutableError } from "../src/errors.js";
import { decodeOutcome } from "../src/results/outcome.js";
import { FakeBackend, FakeBroker, fakeGate, messageOf } from "./fakes.js";

test("the defaults are celery-node's", () => {
  expect(createClient().conf).toEqual(createWorker().conf);
  expect(createClient().conf).toMatchObject({
    CELERY_BROKER: "amqp://",
    CELERY_BACKEND: "amqp://",
    CELERY_QUEUE: "celery",
  });
  expect(createClient("redis://a", "redis://b", "q").conf).toMatchObject({
    CELERY_BROKER: "redis://a",
    CELERY_BACKEND: "redis://b",
    CELERY_QUEUE: "q",
  });
});

test("a client that was not used has nothing to disconnect", async () => {
  await createClient().disconnect();
});

test("protocol 1 is refused before anything is opened", () => {
  const client = createClient("nonsense");
  client.conf.TASK_PROTOCOL = 1;
  expect(() => client.createTask("t.t").delay()).toThrow(
    expect.objectContaining({ code: "UNSUPPORTED", message: expect.stringContaining("TASK_PROTOCOL is 1") }),
  );
});

test.each([
  ["a URL that is none", { CELERY_BROKER: "nonsense" }, /broker/],
  ["options of amqplib", { CELERY_BROKER_OPTIONS: { heartbeat: 1 } }, /CELERY_BROKER_OPTIONS.*amqplib/],
  ["options of amqplib", { CELERY_BACKEND_OPTIONS: { a: 1 } }, /CELERY_BACKEND_OPTIONS.*amqplib/],
  [
    "options of ioredis that this client does not know",
    { CELERY_BROKER: "redis://localhost", CELERY_BROKER_OPTIONS: { family: 6 } },
    /brokerOptions/,
  ],
])("what stands in conf is refused by the first use: %s", (_what, conf, said) => {
  const client = createClient();
  Object.assign(client.conf, conf);
  expect(() => client.sendTask("t.t")).toThrow(
    expect.objectContaining({ code: "INVALID_OPTIONS", message: expect.stringMatching(said) }),
  );
});

test("arguments that are not JSON are refused at once, and a task that is not known is PENDING", async () => {
  const client = createClient("redis://localhost:1", "redis://localhost:1");
  expect(() => client.createTask("t.t").delay(1n)).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENTS" }),
  );
  await client.disconnect();
  expect(await fakeGate().client.asyncResult("none").status()).toBe("PENDING");
});

test("waits last as long as Celery keeps a result, and messages may be as large as RabbitMQ takes", async () => {
  const session = openSession(createClient("redis://localhost:1", "redis://localhost:1").conf);
  try {
    expect(session.settings).toMatchObject({ timeoutMs: 86_400_000, maxMessageBytes: 134_217_728 });
  } finally {
    await session.close();
  }
});

class FakeDeclarer extends FakeBroker implements QueueDeclarer {
  readonly declared: string[] = [];
  async declareQueue(queue: string): Promise<void> {
    this.declared.push(queue);
  }
}

test("a queue that is missing is declared after the message came back, and the message is sent again", async () => {
  const broker = new FakeDeclarer();
  broker.onPublish = () => {
    if (broker.declared.length === 0) throw new UnroutableError("no queue");
  };
  await new DeclaringBroker(broker).publish(messageOf(), { timeoutMs: 1000 });
  expect(broker.declared).toEqual(["cpu"]);
  expect(broker.published).toHaveLength(2);
});

test("a queue that exists is not declared, and no exchange ever", async () => {
  const broker = new FakeDeclarer();
  await new DeclaringBroker(broker).publish(messageOf(), { timeoutMs: 1000 });
  broker.onPublish = () => {
    throw new UnroutableError("no binding");
  };
  const publish = new DeclaringBroker(broker).publish(messageOf({ exchange: "e" }), { timeoutMs: 1000 });
  await expect(publish).rejects.toMatchObject({ code: "UNROUTABLE" });
  expect(broker.declared).toEqual([]);
});

test("a publish that still finds no queue is UNROUTABLE, not a loop", async () => {
  const broker = new FakeDeclarer();
  broker.onPublish = () => {
    throw new UnroutableError("no queue");
  };
  await expect(new DeclaringBroker(broker).publish(messageOf(), { timeoutMs: 1000 })).rejects.toMatchObject({
    code: "UNROUTABLE",
  });
  expect(broker.published).toHaveLength(2);
});

test("what celery-node's own worker stores is read", () => {
  const outcome = (meta: object) => decodeOutcome(withCeleryForm(JSON.stringify(meta)));
  expect(outcome({ status: "SUCCESS", traceback: null })).toMatchObject({ state: "SUCCESS", result: null });
  expect(outcome({ status: "SUCCESS", result: 0 })).toMatchObject({ result: 0 });
  expect(outcome({ status: "FAILURE", result: null, traceback: "no" })).toMatchObject({
    failure: { code: "TASK_FAILED", exception: "Error", message: "no" },
  });
  expect(outcome({ status: "FAILURE", result: null, traceback: {} })).toMatchObject({
    failure: { message: "celery-node's worker stores no reason" },
  });
});

test("what a Python worker stores is left as it is", () => {
  for (const text of [
    '{"status": "FAILURE", "result": null}',
    '{"status":"FAILURE","result":{}}',
    '{"status":"',
  ])
    expect(withCeleryForm(text)).toBe(text);
});

test("results come from the backend or from the queue of the task, whichever has them", async () => {
  const [backend, queues] = [new FakeBackend(), new FakeBackend()];
  const both = new DropInBackend(backend, queues as unknown as ResultQueues);
  const texts: string[] = [];
  const end = both.watch("id", { onText: (text) => texts.push(text), onError: () => {} });
  expect(await both.read("id", { timeoutMs: 1000 })).toBeNull();
  queues.store("id", { status: "SUCCESS" });
  expect(texts).toEqual(['{"status":"SUCCESS","result":null}']);
  expect(await both.read("id", { timeoutMs: 1000 })).toBe(texts[0]);
  backend.store("id", { status: "STARTED", result: {} });
  expect(texts).toHaveLength(2);
  end();
  expect([backend.watchers.size, queues.watchers.size]).toEqual([0, 0]);
});

test("without results that can be read, sending works and waiting is UNSUPPORTED", async () => {
  const backend = new DropInBackend(new FakeBackend("none here"), null);
  const { client } = fakeGate([], {}, backend as unknown as FakeBackend);
  const result = client.sendTask("t.t", [1]);
  await result.published;
  await expect(result.get()).rejects.toMatchObject({ code: "UNSUPPORTED" });
});
