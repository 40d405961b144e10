import { EventEmitter } from "node:events";
import { inspect } from "node:util";
import { RedisBackend } from "../src/backends/index.js";
import { brokerUnavailable, RedisBroker } from "../src/brokers/index.js";
import { RedisConnection } from "../src/connections/redisConnection.js";
import { parseServiceUrl } from "../src/connections/url.js";
import { RedisControl } from "../src/control/index.js";
import { messageOf } from "./fakes.js";

/** As much of ioredis as is used, with every command answered by hand. */
class FakeRedis extends EventEmitter {
  static made: FakeRedis[] = [];
  status = "connecting";
  readonly stream = { writable: true };
  readonly commands: {
    name: string;
    args: unknown[];
    resolve(value: unknown): void;
    reject(error: Error): void;
  }[] = [];

  /** Answers every command at once, where it is set. */
  answer: ((name: string) => unknown) | null = null;
  pings = 0;

  constructor(readonly options: Record<string, unknown>) {
    super();
    FakeRedis.made.push(this);
  }

  connect() {
    this.status = "ready";
    this.emit("ready");
  }

  lose() {
    this.status = "reconnecting";
    for (const { reject } of this.commands) reject(new Error("Connection is closed."));
  }

  #command(name: string, args: unknown[]): Promise<unknown> {
    if (this.status !== "ready") return Promise.reject(new Error("not writable"));
    return new Promise((resolve, reject) => {
      this.commands.push({ name, args, resolve, reject });
      if (this.answer !== null) resolve(this.answer(name));
    });
  }

  lpush = (...args: unknown[]) => this.#command("lpush", args);
  /** Answers PING, where it is set. */
  pong: () => Promise<unknown> = async () => "PONG";
  ping = () => {
    this.pings++;
    return this.pong();
  };
  publish = (...args: unknown[]) => this.#command("publish", args);
  sadd = (...args: unknown[]) => this.#command("sadd", args);
  smembers = (...args: unknown[]) => this.#command("smembers", args);
  multi = () => {
    const steps: unknown[] = [];
    const step =
      (name: string) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return chain;
      };
    const chain = {
      lrange: step("lrange"),
      del: step("del"),
      srem: step("srem"),
      lpush: step("lpush"),
      exec: () => this.#command("exec", steps),
    };
    return chain;
  };
  subscribe = (...args: unknown[]) => this.#command("subscribe", args);
  unsubscribe = (...args: unknown[]) => this.#command("unsubscribe", args);
  mget = (keys: unknown[]) => this.#command("mget", keys);
  lrange = (...args: unknown[]) => this.#command("lrange", args);
  get = (...args: unknown[]) => this.#command("get", args);
  set = (...args: unknown[]) => this.#command("set", args);
  disconnect(_again?: boolean) {
    this.status = "end";
    this.emit("end");
  }
  async quit() {
    this.disconnect();
  }

  named(name: string) {
    return this.commands.filter((command) => command.name === name);
  }
}

jest.mock("ioredis", () => ({
  Redis: jest.fn((options: Record<string, unknown>) => new FakeRedis(options)),
}));

beforeEach(() => {
  FakeRedis.made = [];
});
const turn = () => new Promise((resolve) => setImmediate(resolve));
const url = (text = "redis://:secret@host:1/2") => parseServiceUrl(text, "broker");
const message = messageOf();

describe("broker", () => {
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
});

describe("backend", () => {
  function open() {
    const backend = new RedisBackend(url(), { connectTimeoutMs: 1000, heartbeatMs: 10_000 });
    const [commands, subscriber] = FakeRedis.made as [FakeRedis, FakeRedis];
    const texts: string[] = [];
    const watcher = {
      onText: (text: string) => texts.push(text),
      onError: (error: Error) => texts.push(error.message),
    };
    return { backend, commands, subscriber, texts, watcher };
  }

  test("one subscription and one read for a job, whoever waits for it", async () => {
    const { backend, commands, subscriber, texts, watcher } = open();
    commands.connect();
    subscriber.connect();
    const other: string[] = [];
    const end = backend.watch("j", watcher);
    const endOther = backend.watch("j", { ...watcher, onText: (text) => other.push(text) });
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
    expect(subscriber.named("unsubscribe")).toEqual([]);
    endOther();
    endOther();
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
    backend.watch("j", watcher)();
    subscriber.commands[0]?.resolve(1);
    await turn();
    expect(commands.commands).toEqual([]);
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
    subscriber.lose();
    await turn();
    expect(texts).toEqual([]);
    subscriber.connect();
    subscriber.commands.at(-1)?.reject(Object.assign(new Error("NOPERM no"), { name: "ReplyError" }));
    await turn();
    expect(texts).toEqual([expect.stringContaining("NOPERM")]);
  });

  test("what cannot be answered for now is asked again, for whom it is still waited", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    const { backend, commands, subscriber, texts, watcher } = open();
    commands.connect();
    subscriber.connect();
    backend.watch("j", watcher);
    subscriber.commands[0]?.resolve(1);
    await turn();
    const masterDown = Object.assign(new Error("MASTERDOWN Link with MASTER is down"), {
      name: "ReplyError",
    });
    commands.named("mget")[0]?.reject(masterDown);
    await turn();
    jest.advanceTimersByTime(500);
    subscriber.named("subscribe")[1]?.resolve(1);
    await turn();
    commands.named("mget")[1]?.resolve(["stored"]);
    await turn();
    expect(texts).toEqual(["stored"]);
    jest.useRealTimers();
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
});
