/** Asking the workers, and that nothing is left behind of it. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Connection } from "rabbitmq-client";
import type { WorkerInfo } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { brokers, eventually } from "./harness.js";
import { rig } from "./rig.js";

describe.each(brokers)("the workers on %s", (kind, broker) => {
  const live = rig("guarded", broker, { tasks });

  /** The entry of this test's own worker: others may be there. */
  async function own(destination?: string[]): Promise<WorkerInfo> {
    const workers = await live.gate.workers({ timeoutMs: 3000, ...(destination && { destination }) });
    const info = workers.find(({ name }) => name.startsWith(`${live.queue}@`));
    if (info === undefined) throw new Error(`not among ${workers.map(({ name }) => name).join(", ")}`);
    return info;
  }

  test("a worker tells its tasks and queues, and what it runs", async () => {
    const idle = await own();
    expect(idle.queues).toEqual([live.queue]);
    expect(idle.tasks).toEqual(expect.arrayContaining(["outcomes.add", "outcomes.steps"]));
    expect(idle.active).toEqual([]);

    const door = join(live.folder, "door");
    const job = await live.gate.tasks.outcomes.steps.send({ count: 1, gate: door }, { queue: live.queue });
    const running = await eventually(async () => {
      const { active } = await own([idle.name]);
      if (active?.[0]?.startedAt == null) throw new Error("it has not begun");
      return active;
    });
    expect(running).toEqual([
      {
        id: job.id,
        task: "outcomes.steps",
        args: [],
        kwargs: expect.objectContaining({ count: 1 }),
        startedAt: expect.any(Date),
      },
    ]);
    expect(Math.abs((running[0]?.startedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(30_000);
    await writeFile(door, "");
    await job.result();
  });

  test("a question to one worker ends with its answer, not with the time", async () => {
    const { name } = await own();
    const before = Date.now();
    await live.gate.workers({ timeoutMs: 20_000, destination: [name] });
    expect(Date.now() - before).toBeLessThan(15_000);
  });

  test("a worker that is not there is not listed", async () => {
    expect(await live.gate.workers({ timeoutMs: 200, destination: ["nobody@nowhere"] })).toEqual([]);
  });

  test("no reply key and no reply queue is left", async () => {
    const { name } = await own();
    if (kind === "redis") {
      const client = new Redis(broker);
      try {
        const watched = watchReplies(client);
        await live.gate.workers({ destination: [name] });
        await live.gate.workers({ timeoutMs: 50, destination: [name, "nobody@nowhere"] });
        expect(await watched()).toEqual([]);
      } finally {
        await client.quit();
      }
      return;
    }
    const queues = await repliesOf(broker, () => live.gate.workers({ destination: [name] }));
    expect(queues).toHaveLength(4);
    const connection = new Connection(broker.replace(/\/\/$/, "/%2F"));
    connection.on("error", () => {}); // the channel that a passive declare of nothing closes
    try {
      for (const queue of queues) {
        await expect(connection.queueDeclare({ queue, passive: true })).rejects.toMatchObject({
          code: "NOT_FOUND",
        });
      }
    } finally {
      await connection.close();
    }
  });
});

/** What was added of keys and bindings that hold answers. */
function watchReplies(client: Redis) {
  const look = async () => [
    ...(await client.keys("*reply.celery.pidbox*")).filter((key) => !key.startsWith("_kombu.binding.")),
    ...(await client.smembers("_kombu.binding.reply.celery.pidbox")),
  ];
  const before = look();
  return async () => {
    const known = new Set(await before);
    return (await look()).filter((key) => !known.has(key));
  };
}

/** The reply queues that the commands of `ask` name: a queue of the test listens to all that is broadcast. */
async function repliesOf(broker: string, ask: () => Promise<unknown>): Promise<string[]> {
  const connection = new Connection(broker.replace(/\/\/$/, "/%2F"));
  const channel = await connection.acquire();
  const queues: string[] = [];
  try {
    const { queue } = await channel.queueDeclare({ queue: "", exclusive: true });
    await channel.queueBind({ queue, exchange: "celery.pidbox", routingKey: "" });
    await channel.basicConsume({ queue, noAck: true }, ({ body }) => {
      const { reply_to: address } = JSON.parse(body.toString()) as { reply_to?: { routing_key: string } };
      if (address !== undefined) queues.push(`${address.routing_key}.reply.celery.pidbox`);
    });
    await ask();
    await eventually(async () => expect(queues.length).toBeGreaterThanOrEqual(4));
  } finally {
    await channel.close();
    await connection.close();
  }
  return queues;
}
