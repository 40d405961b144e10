import type { InvalidOptionsError } from "../src/errors.js";
import { delayedKey, delayedPattern, delayedRoute } from "../src/messages/delay.js";
import { messageFacts, queueOf } from "../src/messages/message.js";
import type { MessageOptions } from "../src/options/options.js";
import { resolveSettings } from "../src/options/settings.js";
import { contractOf } from "./fakes.js";

const settings = resolveSettings({ broker: "redis://fake", defaultQueue: "usual" }, {});
const quorum = contractOf("t", { queue: { name: "safe", type: "quorum" } });
const route = (kind: "redis" | "rabbitmq", options: MessageOptions, contract = quorum) => {
  const { exchange, routingKey } = messageFacts(contract, options, settings, kind);
  return [exchange, routingKey];
};

test.each<[MessageOptions["priority"], number, number]>([
  ["high", 0, 9],
  ["normal", 3, 4],
  ["low", 9, 0],
  [5, 5, 5],
  [undefined, 0, 0],
])("priority %j is %d on Redis and %d on RabbitMQ", (priority, redis, rabbitmq) => {
  const options = priority === undefined ? {} : { priority };
  expect(messageFacts(null, options, settings, "redis").priority).toBe(redis);
  expect(messageFacts(null, options, settings, "rabbitmq").priority).toBe(rabbitmq);
});

test("the queue is the option's, the contract's, or the default; an exchange takes its place", () => {
  expect(queueOf(quorum, { queue: "given" }, settings)).toBe("given");
  expect(queueOf(quorum, {}, settings)).toBe("safe");
  expect(queueOf(null, {}, settings)).toBe("usual");
  expect(queueOf(quorum, { exchange: "e" }, settings)).toBeNull();
  expect(route("redis", { exchange: "e" })).toEqual(["e", ""]);
  expect(route("redis", { exchange: "e", routingKey: "k" })).toEqual(["e", "k"]);
});

test("times are Celery's: seconds, and a hard limit alone is both", () => {
  const facts = messageFacts(null, { timeLimitMs: 1500 }, settings, "redis");
  expect(facts).toMatchObject({ timeLimit: 1.5, softTimeLimit: 1.5, eta: null, expires: null });
  const soft = messageFacts(null, { softTimeLimitMs: 500 }, settings, "redis");
  expect(soft).toMatchObject({ timeLimit: null, softTimeLimit: 0.5 });
});

test("the headers are the caller's, the fingerprint and the key", () => {
  const options = { headers: { a: { b: 1 } }, idempotencyKey: "k" };
  expect(messageFacts(quorum, options, settings, "redis").headers).toEqual({
    a: { b: 1 },
    "taskgate-contract": quorum.fingerprint,
    "taskgate-idempotency-key": "k",
  });
  expect(messageFacts(null, {}, settings, "redis").headers).toEqual({});
  expect(messageFacts(null, {}, settings, "redis")).not.toHaveProperty("replyTo");
});

test("a delay beyond the lease is refused on Redis, at the option that was given", () => {
  const beyond = settings.visibilityTimeoutMs + 60_000;
  const eta = new Date(Date.now() + beyond);
  for (const [options, path] of [
    [{ countdownMs: beyond }, "/countdownMs"],
    [{ eta }, "/eta"],
  ] as const) {
    const refused = () => messageFacts(null, options, settings, "redis");
    expect(refused).toThrow(/allowBeyondLease/);
    try {
      refused();
    } catch (error) {
      expect((error as InvalidOptionsError).details).toMatchObject({ errors: [{ path }] });
    }
    const allowed = messageFacts(null, { ...options, allowBeyondLease: true }, settings, "redis");
    expect(allowed.eta).not.toBeNull();
    expect(messageFacts(null, options, settings, "rabbitmq").eta).not.toBeNull();
  }
  const within = { countdownMs: settings.visibilityTimeoutMs - 1000 };
  expect(messageFacts(null, within, settings, "redis").eta).not.toBeNull();
});

describe("delayed delivery", () => {
  const delayed = `${"0.".repeat(25)}1.0.0`;

  test("is for a quorum queue on RabbitMQ, by the contract or the option", () => {
    const options = { countdownMs: 4500 };
    expect(route("rabbitmq", options)).toEqual(["celery_delayed_27", `${delayed}.safe`]);
    expect(route("rabbitmq", { ...options, queue: "q", queueType: "quorum" })).toEqual([
      "celery_delayed_27",
      `${delayed}.q`,
    ]);
    expect(route("redis", options)).toEqual(["", "safe"]);
    expect(route("rabbitmq", { ...options, queueType: "classic" })).toEqual(["", "safe"]);
    // Of a queue that the contract does not name nobody has said that it is a quorum queue.
    expect(route("rabbitmq", { ...options, queue: "q" })).toEqual(["", "q"]);
    expect(route("rabbitmq", {})).toEqual(["", "safe"]);
  });

  test("of a whole second is one, however long the message takes to make", () => {
    let now = 1_800_000_000_000;
    const clock = jest.spyOn(Date, "now").mockImplementation(() => now++);
    expect(route("rabbitmq", { countdownMs: 4000 })).toEqual(["celery_delayed_27", `${delayed}.safe`]);
    clock.mockRestore();
  });

  test("through an exchange a worker holds it: what comes out of one again could not be told", () => {
    const through = { countdownMs: 4500, exchange: "e" };
    expect(route("rabbitmq", through)).toEqual(["e", ""]);
    expect(route("redis", { ...through, queueType: "quorum" })).toEqual(["e", ""]);
    expect(route("rabbitmq", { exchange: "e", queueType: "quorum" })).toEqual(["e", ""]);
    expect(() => route("rabbitmq", { ...through, queueType: "quorum" })).toThrow(/queueType/);
  });

  test.each([
    [-5000, null],
    [999, null],
    [1000, `${"0.".repeat(27)}1`],
    [(2 ** 28 - 1) * 1000, Array(28).fill("1").join(".")],
    [2 ** 28 * 1000 * 2, Array(28).fill("1").join(".")],
  ])("%d ms are the key %j", (milliseconds, key) => {
    const plain = { exchange: "", routingKey: "q.r" };
    expect(delayedRoute(plain, milliseconds)).toEqual(
      key === null ? plain : { exchange: "celery_delayed_27", routingKey: `${key}.q.r` },
    );
  });

  test("the queue behind the delay is told from an exchange of that name", () => {
    expect(delayedKey(delayedRoute({ exchange: "", routingKey: "a.b" }, 5000))).toBe("a.b");
    expect(delayedKey({ exchange: "celery_delayed_27", routingKey: "a.b" })).toBeNull();
    expect(delayedKey({ exchange: "", routingKey: delayedPattern("a") })).toBeNull();
  });
});
