import { BrokerUnavailableError, ClosedError, UnroutableError } from "../src/errors.js";
import { resolveSettings } from "../src/options/settings.js";
import { Outbox } from "../src/outbox.js";
import { FakeBackend, FakeBroker, messageOf } from "./fakes.js";

const lost = new BrokerUnavailableError("lost", { details: { sent: "unknown", isPassing: false } });
const refused = new BrokerUnavailableError("refused", { details: { sent: "no", isPassing: false } });

function open(options = {}) {
  const [broker, backend] = [new FakeBroker(), new FakeBackend()];
  const outbox = new Outbox(broker, backend, resolveSettings({ broker: "redis://fake", ...options }, {}));
  /** What the broker answers, one after the other; then it confirms. */
  const answer = (...errors: Error[]) => {
    broker.onPublish = () => {
      const error = errors.shift();
      if (error !== undefined) throw error;
    };
  };
  /** The broker is silent until the door opens. */
  const hold = () => {
    let confirm!: () => void;
    const door = new Promise<void>((resolve) => {
      confirm = resolve;
    });
    broker.onPublish = () => door;
    return confirm;
  };
  return { outbox, broker, backend, answer, hold };
}

const message = (id = "id", args: unknown[] = []) => messageOf({ id, args });

test("a message beyond the bound on messages or bytes is OVERLOADED, and nothing of it is sent", async () => {
  for (const bound of [{ maxPendingPublishes: 1 }, { maxPendingBytes: 100 }]) {
    const { outbox, broker, hold } = open(bound);
    const confirm = hold();
    const first = outbox.publish(message("first"), {});
    expect(outbox.pending.messages).toBe(1);
    const overloaded = expect.objectContaining({
      code: "OVERLOADED",
      retryable: true,
      details: outbox.pending,
    });
    expect(() => outbox.publish(message("second"), {})).toThrow(overloaded);
    expect(broker.published).toHaveLength(1);
    confirm();
    await first;
    expect(outbox.pending).toEqual({ messages: 0, bytes: 0 });
    await outbox.publish(message("third"), {});
  }
});

test("a refused message gives its room back", async () => {
  const { outbox, answer } = open({ maxPendingPublishes: 1 });
  answer(new UnroutableError("no queue"));
  await expect(outbox.publish(message(), {})).rejects.toMatchObject({ code: "UNROUTABLE" });
  expect(outbox.pending).toEqual({ messages: 0, bytes: 0 });
  await outbox.publish(message(), {});
});

test("a body that is too large is refused before it is counted", async () => {
  const { outbox, broker } = open({ maxMessageBytes: 100 });
  const tooLarge = expect.objectContaining({ code: "PAYLOAD_TOO_LARGE" });
  expect(() => outbox.publish(message("id", ["x".repeat(100)]), {})).toThrow(tooLarge);
  expect(broker.published).toEqual([]);
});

test("a lost confirmation is tried again as often as publishRetries says, 0 by default", async () => {
  const one = open();
  one.answer(lost);
  await expect(one.outbox.publish(message(), {})).rejects.toBe(lost);
  expect(one.broker.published).toHaveLength(1);
  const two = open();
  two.answer(lost, lost, lost);
  await expect(two.outbox.publish(message(), { retries: 2 })).rejects.toBe(lost);
  expect(two.broker.published).toHaveLength(3);
  const three = open();
  three.answer(lost);
  await three.outbox.publish(message(), { retries: 1 });
  expect(three.broker.options[1]?.timeoutMs).toBeLessThanOrEqual(10_000);
});

test("where one attempt may have been sent, it counts no more that the last one was not", async () => {
  for (const last of [refused, new ClosedError("closed")]) {
    const { outbox, broker, answer } = open();
    answer(lost, last);
    await expect(outbox.publish(message(), { retries: 5 })).rejects.toBe(lost);
    expect(broker.published).toHaveLength(2);
  }
  const { outbox, answer } = open();
  const unroutable = new UnroutableError("no queue");
  answer(lost, unroutable);
  await expect(outbox.publish(message(), { retries: 5 })).rejects.toBe(unroutable);
});

test("what is certain is not tried again", async () => {
  for (const final of [refused, new UnroutableError("no queue")]) {
    const { outbox, broker, answer } = open();
    answer(final);
    await expect(outbox.publish(message(), { retries: 5 })).rejects.toBe(final);
    expect(broker.published).toHaveLength(1);
  }
});

test("flush waits for what is under way, and no longer than it may", async () => {
  const { outbox, hold } = open();
  await outbox.flush(10_000);
  const confirm = hold();
  const publishing = outbox.publish(message(), {});
  await outbox.flush(20);
  expect(outbox.pending.messages).toBe(1);
  const flushed = outbox.flush(10_000);
  confirm();
  await Promise.all([flushed, publishing]);
  expect(outbox.pending.messages).toBe(0);
});

test("the backend learns of a message before the broker does", async () => {
  const { outbox, broker, backend } = open();
  broker.onPublish = () => expect(backend.expected).toEqual(["mine"]);
  await outbox.publish(message("mine"), {});
  expect(broker.published).toHaveLength(1);
});

test("where results come to a queue that is lost, nothing is sent before it is there again", async () => {
  const { outbox, broker, backend } = open();
  let there!: () => void;
  const replying = new Promise<void>((resolve) => {
    there = resolve;
  });
  Object.assign(backend, { whenReplying: () => replying });
  const publishing = outbox.publish(message(), { timeoutMs: 60_000 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(broker.published).toEqual([]);
  there();
  await publishing;
  expect(broker.published).toHaveLength(1);
  expect(broker.options[0]?.timeoutMs).toBeGreaterThan(50_000);
  Object.assign(backend, { whenReplying: () => Promise.reject(refused) });
  await expect(outbox.publish(message(), {})).rejects.toBe(refused);
  expect(broker.published).toHaveLength(1);
  expect(outbox.pending.messages).toBe(0);
});
