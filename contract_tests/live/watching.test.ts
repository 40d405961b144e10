/** `task-sent` as others see it, and events over connections that are cut, prefixed or refused. */

import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import { type CeleryEvent, connect, type Gate } from "taskgate";
import { backend, brokers, eventually, failureOf, python, root, Worker } from "./harness.js";
import { OwnBroker } from "./ownBroker.js";
import { Relay } from "./relay.js";
import { rig } from "./rig.js";

/** Milliseconds for another process, which begins by importing Celery. */
const PROCESS_MS = 120_000;

/** What Celery's own receiver and its State make of an event. */
interface Received {
  readonly event: CeleryEvent;
  readonly seen: { state: string; sent: number; name: string; routing_key: string };
}

/** A Python process that prints each `task-sent`. */
class Receiver {
  readonly received: Received[] = [];
  readonly #process: ChildProcess;
  isReady = false;

  constructor(broker: string, settings: object = {}) {
    this.#process = spawn(python, ["receiver.py"], {
      cwd: join(root, "contract_tests", "worker"),
      env: environment(broker, settings),
      stdio: ["ignore", "pipe", "inherit"],
    });
    createInterface({ input: this.#process.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      const said = JSON.parse(line) as "ready" | Received;
      if (said === "ready") this.isReady = true;
      else this.received.push(said);
    });
  }

  async ready(): Promise<void> {
    await eventually(async () => expect(this.isReady).toBe(true), PROCESS_MS);
  }

  /** The event of a task, once it is there. */
  of(id: string): Promise<Received> {
    return eventually(async () => {
      const found = this.received.find(({ event }) => event.uuid === id);
      if (found === undefined) throw new Error("Celery has received no task-sent of it");
      return found;
    });
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }
}

function environment(broker: string, settings: object): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CELERY_BROKER_URL: broker,
    CELERY_RESULT_BACKEND: backend,
    PLAIN_SETTINGS: JSON.stringify(settings),
  };
}

/** Sends a task as Python does where `task_send_sent_event` is on. */
async function sendFromPython(broker: string, queue: string, id: string): Promise<void> {
  const code = `from plain import add; add.apply_async((1, 2), queue=${JSON.stringify(queue)}, task_id="${id}")`;
  const child = spawn(python, ["-c", code], {
    cwd: join(root, "contract_tests", "worker"),
    env: environment(broker, { task_send_sent_event: true }),
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [status] = await once(child, "exit", { signal: AbortSignal.timeout(PROCESS_MS) });
  expect(status).toBe(0);
}

/** What comes while `body` runs, of the type `task-sent`. */
async function watching(gate: Gate, body: (seen: readonly CeleryEvent[]) => Promise<void>): Promise<void> {
  const seen: CeleryEvent[] = [];
  const aborter = new AbortController();
  const over = new Error("over");
  const reading = (async () => {
    for await (const event of gate.events({ types: ["task-sent"], signal: aborter.signal })) seen.push(event);
  })();
  const ended = expect(reading).rejects.toBe(over);
  try {
    await body(seen);
  } finally {
    aborter.abort(over);
    await ended;
  }
}

describe.each(brokers)("what is sent over %s", (_, broker) => {
  const live = rig("plain", broker, { taskSentEvents: true });
  const send = () => live.gate.task("plain.add").send([1, 2], {}, { queue: live.queue });
  /** Sends until one is heard of: nobody is told when a subscription stands. */
  const heard = (seen: readonly CeleryEvent[]) =>
    eventually(
      async () => {
        const { id } = await send();
        await eventually(async () => expect(seen.map(({ uuid }) => uuid)).toContain(id), 500);
      },
      PROCESS_MS,
      1,
    );

  test("is told to another gate, and is so still after its connection was cut", async () => {
    const relay = await Relay.before(broker);
    try {
      await using watcher = await connect({ broker: relay.url(broker), backend, heartbeatMs: 1000 });
      await watching(watcher, async (seen) => {
        await heard(seen);
        relay.cut();
        const before = seen.length;
        await heard(seen);
        expect(seen.length).toBeGreaterThan(before);
        relay.silence();
        await heard(seen);
      });
    } finally {
      await relay.close();
    }
  });

  test("is told to Celery's own receiver, as what Python sends is", async () => {
    const receiver = new Receiver(broker);
    try {
      await receiver.ready();
      const fromPython = randomUUID();
      await sendFromPython(broker, live.queue, fromPython);
      const theirs = await receiver.of(fromPython);
      const before = Date.now() / 1000;
      const { id } = await send();
      const ours = await receiver.of(id);
      const own = ["uuid", "root_id", "hostname", "pid", "clock", "timestamp", "local_received"];
      const common = ({ event }: Received) =>
        Object.fromEntries(
          Object.entries(event).map(([key, value]) => [key, own.includes(key) ? "own" : value]),
        );
      expect(common(ours)).toEqual(common(theirs));
      expect(ours.event).toMatchObject({ uuid: id, root_id: id, pid: process.pid });
      expect(ours.event.hostname).toMatch(new RegExp(`^gen${process.pid}@`));
      expect(ours.seen).toMatchObject({ state: "PENDING", name: "plain.add", routing_key: live.queue });
      expect(Math.abs(ours.seen.sent - before)).toBeLessThan(30);
    } finally {
      await receiver.stop();
    }
  });

  test("is told without holding up the next message", async () => {
    // TCP's delayed acknowledgement is 40 ms, in each round; a busy machine is quiet for one of them.
    await eventually(async () => {
      const took: number[] = [];
      for (let count = 0; count < 30; count++) {
        const before = performance.now();
        await send();
        took.push(performance.now() - before);
      }
      expect(took.sort((a, b) => a - b)[15]).toBeLessThan(30);
    });
  });

  test("is told of the last message before the gate is closed, too", async () => {
    await watching(live.gate, async (seen) => {
      await heard(seen);
      const short = await connect({ broker, backend, taskSentEvents: true });
      const { id } = await short.task("plain.add").send([1, 2], {}, { queue: live.queue });
      await short.close();
      await eventually(async () => expect(seen.map(({ uuid }) => uuid)).toContain(id));
    });
  });
});

test("a RabbitMQ whose permissions refuse the exchange: listening is UNSUPPORTED, and sending goes on", async () => {
  const own = await OwnBroker.start("rabbitmq");
  const admin = new Connection(own.url.replace(/\/\/$/, "/%2F"));
  try {
    const { queue } = await admin.queueDeclare({ queue: "jobs" });
    await own.control("add_user", "watcher", "secret");
    await own.control("set_permissions", "watcher", "^$", "^amq\\.default$", "^$");
    const broker = own.url.replace("guest:guest", "watcher:secret");
    await using gate = await connect({ broker, backend, taskSentEvents: true });
    const refused = await failureOf(gate.events({ signal: AbortSignal.timeout(PROCESS_MS) }).next());
    expect(refused.code).toBe("UNSUPPORTED");
    expect(refused.message).toMatch(/ACCESS_REFUSED.*allow it to configure the exchange celeryev/);
    await Promise.all(Array.from({ length: 3 }, () => gate.task("any").send([], {}, { queue })));
    await gate.task("any").send([], {}, { queue });
    expect((await admin.queueDeclare({ queue, passive: true })).messageCount).toBe(4);
  } finally {
    await admin.close();
    await own.stop();
  }
});

describe("on a Redis", () => {
  test("with a prefix, events are told and heard under it", async () => {
    const settings = { broker_transport_options: { global_keyprefix: "watched:" } };
    const receiver = new Receiver(backend, settings);
    const worker = await Worker.start("plain", backend, { PLAIN_SETTINGS: JSON.stringify(settings) });
    try {
      await receiver.ready();
      const brokerOptions = { keyPrefix: "watched:" };
      await using gate = await connect({ broker: backend, brokerOptions, backend, taskSentEvents: true });
      const { id } = await gate.task("plain.add").send([1, 2], {}, { queue: worker.queue });
      await receiver.of(id);
      for await (const { hostname } of gate.events({ signal: AbortSignal.timeout(PROCESS_MS) })) {
        // No worker but this one has the prefix.
        expect(hostname.startsWith(`${worker.queue}@`)).toBe(true);
        break;
      }
    } finally {
      await Promise.all([receiver.stop(), worker.stop()]);
    }
  });

  test("whose ACL refuses the channel, listening is UNSUPPORTED, and sending goes on", async () => {
    const admin = new Redis(backend);
    const user = `watcher-${randomUUID()}`;
    const key = `watched-${randomUUID()}`;
    await admin.call("ACL", "SETUSER", user, "reset", "on", ">secret", `~${key}`, "+@all", "&nothing");
    try {
      const url = backend.replace("://", `://${user}:secret@`);
      await using gate = await connect({ broker: url, backend, taskSentEvents: true });
      const refused = await failureOf(gate.events({ signal: AbortSignal.timeout(PROCESS_MS) }).next());
      expect(refused.code).toBe("UNSUPPORTED");
      expect(refused.message).toMatch(/NOPERM.*allow it the channels with `&\/\d+\.celeryev\/\*`/);
      await gate.task("any").send([], {}, { queue: key });
      expect(await admin.llen(key)).toBe(1);
    } finally {
      await admin.call("ACL", "DELUSER", user);
      await admin.del(key);
      admin.disconnect();
    }
  });
});
