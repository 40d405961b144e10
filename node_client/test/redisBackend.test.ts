import { RedisBackend } from "../src/backends/index.js";
import { CLAIM_SCRIPT, CLAIM_SECONDS } from "../src/idempotency.js";
import { FakeRedis, turn, url } from "./fakeRedis.js";

jest.mock("ioredis", () => ({
  Redis: jest.fn((options: Record<string, unknown>) => new FakeRedis(options)),
}));

beforeEach(() => {
  FakeRedis.made = [];
});
function open(keyPrefix = "") {
  const backend = new RedisBackend(url(), {
    connectTimeoutMs: 1000,
    heartbeatMs: 10_000,
    redis: { keyPrefix },
  });
  const [commands, subscriber] = FakeRedis.made as [FakeRedis, FakeRedis];
  const texts: string[] = [];
  const watcher = {
    onText: (text: string) => texts.push(text),
    onError: (error: Error) => texts.push(error.message),
  };
  return { backend, commands, subscriber, texts, watcher };
}

afterEach(() => jest.useRealTimers());

/** Without setImmediate and nextTick, by which the turns of the event loop go on. */
function takeTheClock() {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick"] });
}

test("one subscription and one read for a job, whoever waits for it", async () => {
  takeTheClock();
  const { backend, commands, subscriber, texts, watcher } = open();
  commands.connect();
  subscriber.connect();
  const other: string[] = [];
  const end = backend.watch("j", watcher);
  const endOther = backend.watch("j", { ...watcher, onText: (text) => other.push(text) });
  await turn();
  expect(subscriber.named("subscribe").map(({ args }) => args)).toEqual([["celery-task-meta-j"]]);
  subscriber.commands[0]?.resolve(1);
  await turn();
  commands.named("mget").at(-1)?.resolve(["stored"]);
  await turn();
  expect(texts).toEqual(["stored"]);
  subscriber.emit("message", "celery-task-meta-j", "pushed");
  subscriber.emit("message", "celery-task-meta-k", "another's");
  expect(texts).toEqual(["stored", "pushed"]);
  expect(other).toEqual(["stored", "pushed"]);
  end();
  jest.advanceTimersByTime(1000);
  expect(subscriber.named("unsubscribe")).toEqual([]);
  endOther();
  endOther();
  jest.advanceTimersByTime(1000);
  expect(subscriber.named("unsubscribe").map(({ args }) => args)).toEqual([["celery-task-meta-j"]]);
});

describe("what is read meets what is pushed:", () => {
  const channel = "celery-task-meta-j";

  async function subscribed() {
    const opened = open();
    const { backend, commands, subscriber, watcher } = opened;
    commands.connect();
    subscriber.connect();
    backend.watch("j", watcher);
    await turn();
    subscriber.commands[0]?.resolve(1);
    await turn();
    return { ...opened, read: commands.named("mget")[0] };
  }

  test("what was pushed before the answer came is not told again", async () => {
    const { subscriber, texts, read } = await subscribed();
    subscriber.emit("message", channel, "1");
    subscriber.emit("message", channel, "2");
    read?.resolve(["1"]);
    await turn();
    expect(texts).toEqual(["1", "2"]);
  });

  test("what was pushed before, and comes after the answer, is not overtaken", async () => {
    const { subscriber, texts, read } = await subscribed();
    let pong = (_answer: string) => {};
    subscriber.pong = () =>
      new Promise((resolve) => {
        pong = resolve;
      });
    read?.resolve(["3"]);
    await turn();
    for (const text of ["1", "2", "3"]) subscriber.emit("message", channel, text);
    pong("PONG");
    await turn();
    expect(texts).toEqual(["1", "2", "3"]);
  });

  test("after a reconnect only what is new is told", async () => {
    const { commands, subscriber, texts, read } = await subscribed();
    read?.resolve([null]);
    subscriber.emit("message", channel, "1");
    for (const stored of ["1", "2"]) {
      subscriber.lose();
      subscriber.connect();
      subscriber.named("subscribe").at(-1)?.resolve(1);
      await turn();
      commands.named("mget").at(-1)?.resolve([stored]);
      await turn();
    }
    expect(texts).toEqual(["1", "2"]);
  });

  test("one who joins gets the newest, though the others have it already", async () => {
    const { backend, commands, subscriber, texts, watcher, read } = await subscribed();
    const joined: string[] = [];
    read?.resolve(["1"]);
    subscriber.emit("message", channel, "2");
    backend.watch("j", { ...watcher, onText: (text) => joined.push(text) });
    await turn();
    commands.named("mget").at(-1)?.resolve(["2"]);
    await turn();
    expect(joined.at(-1)).toBe("2");
    expect(texts).toEqual(["2"]);
  });

  test("a server that refuses PING is read all the same", async () => {
    const { subscriber, texts, read } = await subscribed();
    subscriber.pong = () => Promise.reject(Object.assign(new Error("NOPERM"), { name: "ReplyError" }));
    read?.resolve(["1"]);
    await turn();
    expect(texts).toEqual(["1"]);
  });
});

test("nothing is read for a job whose result came before the subscription was confirmed", async () => {
  const { backend, commands, subscriber, watcher } = open();
  commands.connect();
  subscriber.connect();
  const end = backend.watch("j", watcher);
  await turn();
  end();
  subscriber.commands[0]?.resolve(1);
  await turn();
  expect(commands.commands).toEqual([]);
});

describe("jobs that are about to be sent:", () => {
  async function subscribed(ids: readonly string[]) {
    takeTheClock();
    const opened = open();
    const { backend, commands, subscriber, watcher } = opened;
    const timers = jest.getTimerCount();
    commands.connect();
    subscriber.connect();
    const ends = ids.map((id) => backend.watch(id, watcher, true));
    await turn();
    subscriber.commands[0]?.resolve(ids.length);
    await turn();
    return { ...opened, ends, timers };
  }
  const channels = (names: string) => Array.from(names, (name) => `celery-task-meta-${name}`);

  test("one command subscribes those of one turn, and one that has left already is none of them", async () => {
    const { backend, subscriber, watcher } = await subscribed(["a", "b"]);
    backend.watch("c", watcher, true)();
    backend.watch("d", watcher, true);
    await turn();
    expect(subscriber.named("subscribe").map(({ args }) => args)).toEqual([channels("ab"), channels("d")]);
  });

  test("calls that follow each other are subscribed to before they are sent, and are not read", async () => {
    const { backend, commands, subscriber, texts, watcher } = open();
    commands.connect();
    subscriber.connect();
    takeTheClock();
    const call = () => {
      const id = backend.nextId;
      return { id, end: backend.watch(id, watcher, true) };
    };
    for (const _ of "ab") {
      call().end();
      call();
      await turn();
      subscriber.named("subscribe").at(-1)?.resolve(1);
      await turn();
    }
    const subscribed = subscriber.named("subscribe").map(({ args }) => args);
    const { id, end } = call();
    await turn();
    expect(subscriber.named("subscribe")).toHaveLength(subscribed.length);
    expect(subscribed.at(-1)?.at(-1)).toBe(`celery-task-meta-${id}`);
    subscriber.emit("message", `celery-task-meta-${id}`, "pushed");
    jest.advanceTimersByTime(100);
    expect(texts).toEqual(["pushed"]);
    expect(commands.named("mget").flatMap(({ args }) => args)).not.toContain(`celery-task-meta-${id}`);
    end();
    jest.advanceTimersByTime(1000);
    expect(subscriber.named("unsubscribe").flatMap(({ args }) => args)).toContain(`celery-task-meta-${id}`);
  });

  test("only for whom nothing comes is it looked whether something was stored before", async () => {
    const { commands, subscriber, texts, timers } = await subscribed(["a", "b", "c"]);
    subscriber.emit("message", "celery-task-meta-b", "pushed");
    expect(commands.commands).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(commands.commands.map(({ args }) => args)).toEqual([channels("ac")]);
    commands.commands[0]?.resolve(["stored", null]);
    await turn();
    expect(texts).toEqual(["pushed", "stored"]);
    jest.advanceTimersByTime(1000);
    expect(commands.commands).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(timers);
  });

  test("one who looks for a result that may be there does not wait", async () => {
    const { backend, commands, subscriber, watcher } = await subscribed(["a"]);
    backend.watch("old", watcher);
    await turn();
    subscriber.named("subscribe").at(-1)?.resolve(1);
    await turn();
    expect(commands.commands.map(({ args }) => args)).toEqual([["celery-task-meta-old"]]);
  });

  test("one command unsubscribes those that have left, and one who comes again stays subscribed", async () => {
    const { backend, subscriber, watcher, texts, ends } = await subscribed(["a", "b", "c"]);
    for (const end of ends) end();
    backend.watch("b", watcher, true);
    await turn();
    jest.advanceTimersByTime(200);
    expect(subscriber.named("unsubscribe").map(({ args }) => args)).toEqual([channels("ac")]);
    subscriber.emit("message", "celery-task-meta-a", "nobody's");
    subscriber.emit("message", "celery-task-meta-b", "pushed");
    expect(texts).toEqual(["pushed"]);
  });

  test("many that leave do not wait to be unsubscribed", async () => {
    const { subscriber, ends } = await subscribed(Array.from({ length: 500 }, (_, index) => `j${index}`));
    for (const end of ends) end();
    expect(subscriber.named("unsubscribe").map(({ args }) => args.length)).toEqual([500]);
    jest.advanceTimersByTime(200);
    expect(subscriber.named("unsubscribe")).toHaveLength(1);
  });
});

test("each who waits for a job is told, also where one leaves while it is told", async () => {
  const { backend, commands, subscriber, watcher, texts } = open();
  commands.connect();
  subscriber.connect();
  const ends = [0, 1, 2].map((number) =>
    backend.watch("j", {
      ...watcher,
      onText: (text) => {
        texts.push(`${number} ${text}`);
        if (text === "first") ends[1]?.();
      },
    }),
  );
  for (const text of ["first", "second"]) subscriber.emit("message", "celery-task-meta-j", text);
  expect(texts.sort()).toEqual(expect.arrayContaining(["0 first", "0 second", "2 first", "2 second"]));
  expect(texts).not.toContain("1 second");
  for (const end of ends) end();
  subscriber.emit("message", "celery-task-meta-j", "third");
  expect(texts).not.toContain("0 third");
});

test("after a reconnect all are subscribed and read again, in batches", async () => {
  const { backend, commands, subscriber, watcher } = open();
  for (let index = 0; index < 1200; index++) backend.watch(`j${index}`, watcher);
  expect(subscriber.commands).toEqual([]);
  subscriber.connect();
  expect(subscriber.named("subscribe").map(({ args }) => args.length)).toEqual([500, 500, 200]);
  for (const { resolve } of subscriber.commands) resolve(1);
  await turn();
  expect(commands.commands).toEqual([]); // not connected yet
  commands.connect();
  expect(commands.named("mget").map(({ args }) => args.length)).toEqual([500, 500, 200]);
  subscriber.lose();
  subscriber.connect();
  expect(subscriber.named("subscribe")).toHaveLength(6);
});

test("a refused subscription ends the wait, a lost connection does not", async () => {
  const { backend, commands, subscriber, texts, watcher } = open();
  commands.connect();
  subscriber.connect();
  backend.watch("j", watcher);
  await turn();
  subscriber.lose();
  await turn();
  expect(texts).toEqual([]);
  subscriber.connect();
  subscriber.commands.at(-1)?.reject(Object.assign(new Error("NOPERM no"), { name: "ReplyError" }));
  await turn();
  expect(texts).toEqual([expect.stringContaining("NOPERM")]);
});

test("what cannot be answered for now is asked again, for whom it is still waited", async () => {
  takeTheClock();
  const { backend, commands, subscriber, texts, watcher } = open();
  commands.connect();
  subscriber.connect();
  backend.watch("j", watcher);
  await turn();
  subscriber.commands[0]?.resolve(1);
  await turn();
  const masterDown = Object.assign(new Error("MASTERDOWN Link with MASTER is down"), {
    name: "ReplyError",
  });
  commands.named("mget")[0]?.reject(masterDown);
  await turn();
  jest.advanceTimersByTime(500);
  commands.named("mget")[1]?.resolve(["stored"]);
  await turn();
  expect(texts).toEqual(["stored"]);
});

test("what is refused for now is written again until the time is over, what is refused is not", async () => {
  const { backend, commands } = open();
  commands.connect();
  const refusals = ["OOM command not allowed", "READONLY You can't", null];
  commands.answer = () => {
    const text = refusals.shift();
    if (text) throw Object.assign(new Error(text), { name: "ReplyError" });
    return "OK";
  };
  await backend.markRevoked("j", { timeoutMs: 1000 });
  expect(commands.commands).toHaveLength(3);
  refusals.push("OOM command not allowed");
  const late = backend.markRevoked("j", { timeoutMs: 10 });
  await expect(late).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
  await expect(late).rejects.toThrow(/OOM/);
  refusals.push("NOPERM no");
  await expect(backend.markRevoked("j", { timeoutMs: 1000 })).rejects.toThrow(/NOPERM/);
  expect(commands.commands).toHaveLength(5);
});

test("a revoke is kept for a day", async () => {
  const { backend, commands } = open();
  commands.connect();
  const marking = backend.markRevoked("j", { timeoutMs: 1000 });
  expect(commands.commands[0]?.args).toEqual(["taskgate:revoked:j", "1", "EX", 86_400]);
  commands.commands[0]?.resolve("OK");
  await marking;
});

test.each([
  ["", "celery-task-meta-j"],
  ["shop", "shop_celery-task-meta-j"],
  ["shop:", "shop:celery-task-meta-j"],
  ["shop-", "shop-celery-task-meta-j"],
])("with the prefix %j a result is under %s, as Celery writes it", async (prefix, key) => {
  const { backend, commands, subscriber, texts, watcher } = open(prefix);
  commands.connect();
  subscriber.connect();
  backend.watch("j", watcher);
  const reading = backend.read("j", { timeoutMs: 1000 });
  await turn();
  expect(subscriber.named("subscribe").map(({ args }) => args)).toEqual([[key]]);
  expect(commands.named("get").map(({ args }) => args)).toEqual([[key]]);
  commands.named("get")[0]?.resolve("stored");
  await expect(reading).resolves.toBe("stored");
  subscriber.emit("message", key, "pushed");
  expect(texts).toEqual(["pushed"]);
});

test.each(["", "apart:"])(
  "a key is claimed in one step, where workers look for it (prefix %j)",
  async (prefix) => {
    const { backend, commands } = open(prefix);
    commands.connect();
    const claimed = backend.claim("j", "digest", { timeoutMs: 1000 });
    await turn();
    const [claim] = commands.named("eval");
    expect(claim?.args).toEqual([
      CLAIM_SCRIPT,
      2,
      `${prefix}taskgate:idempotency:j`,
      `${prefix}celery-task-meta-j`,
      "digest",
      CLAIM_SECONDS,
    ]);
    claim?.resolve("claimed");
    expect(await claimed).toBe("claimed");
  },
);
