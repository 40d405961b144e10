/**
 * The floor: a bare program over the libraries that Taskgate uses. Its messages are bytes before the clock runs; then it
 * subscribes to the result, sends, and waits for what Redis pushes. It checks nothing, and gives up where one is lost.
 * Its messages say what Taskgate's say: brokers and workers shall have the same to do.
 */

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Connection, type Envelope } from "rabbitmq-client";
import { root } from "../programs.js";
import { type Job, type Peer, QUEUE, TASK, type Urls } from "./protocol.js";

const CONTRACT = join(root, "benchmarks", "contracts", "tasks", `${TASK}.json`);
const { fingerprint } = JSON.parse(readFileSync(CONTRACT, "utf8")) as { fingerprint: string };

interface Prepared {
  readonly id: string;
  readonly publish: () => Promise<unknown>;
}

/** Something that can send a message of Celery's. */
interface Sender {
  prepare(id: string, job: Job): () => Promise<unknown>;
  close(): Promise<unknown>;
}

export async function open({ kind, broker, redis }: Urls): Promise<Peer> {
  const sender = kind === "redis" ? redisSender(broker) : await rabbitmqSender(broker);
  const subscriber = new Redis(redis);
  const waiting = new Map<string, (value: unknown) => void>();
  subscriber.on("message", (channel: string, text: string) => {
    const { status, result } = JSON.parse(text) as { status: string; result: unknown };
    if (status === "STARTED") return;
    waiting.get(channel)?.(result);
  });
  let prepared: Prepared[] = [];
  return {
    prepare: (jobs) => {
      prepared = jobs.map((job) => {
        const id = randomUUID();
        return { id, publish: sender.prepare(id, job) };
      });
    },
    call: async ({ job }) => {
      const { id, publish } = prepared[job] as Prepared;
      const channel = `celery-task-meta-${id}`;
      const result = new Promise<unknown>((resolve) => waiting.set(channel, resolve));
      await Promise.all([subscriber.subscribe(channel), publish()]);
      const value = await result;
      waiting.delete(channel);
      subscriber.unsubscribe(channel);
      return value;
    },
    send: ({ job }) => (prepared[job] as Prepared).publish(),
    close: async () => {
      await Promise.all([sender.close(), subscriber.quit()]);
    },
  };
}

function redisSender(url: string): Sender {
  const client = new Redis(url);
  return {
    prepare: (id, job) => {
      const text = JSON.stringify({
        body: Buffer.from(bodyOf(job)).toString("base64"),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        headers: headersOf(id, job),
        properties: {
          correlation_id: id,
          reply_to: id,
          delivery_mode: 2,
          delivery_info: { exchange: "", routing_key: job.queue },
          priority: 0,
          body_encoding: "base64",
          delivery_tag: randomUUID(),
        },
      });
      return () => client.lpush(job.queue, text);
    },
    close: () => client.quit(),
  };
}

async function rabbitmqSender(url: string): Promise<Sender> {
  const connection = new Connection(url.replace(/\/\/$/, "/%2F"));
  const channel = await connection.acquire();
  await channel.confirmSelect();
  return {
    prepare: (id, job) => {
      const body = Buffer.from(bodyOf(job));
      const envelope: Envelope = {
        routingKey: job.queue,
        mandatory: true,
        contentType: "application/json",
        contentEncoding: "utf-8",
        durable: true,
        priority: 0,
        correlationId: id,
        replyTo: id,
        headers: headersOf(id, job),
      };
      return () => channel.basicPublish(envelope, body);
    },
    close: async () => {
      await channel.close();
      await connection.close();
    },
  };
}

function bodyOf({ run, job }: Job): string {
  return JSON.stringify([[], { run, job }, { callbacks: null, errbacks: null, chain: null, chord: null }]);
}

function headersOf(id: string, { run, job, queue }: Job): Record<string, unknown> {
  return {
    lang: "py",
    task: TASK,
    id,
    shadow: null,
    eta: null,
    // A call expires with its wait; what is only sent does not.
    expires: queue === QUEUE ? new Date(Date.now() + 600_000).toISOString() : null,
    group: null,
    group_index: null,
    retries: 0,
    timelimit: [null, null],
    root_id: id,
    parent_id: null,
    argsrepr: "()",
    kwargsrepr: `{'run': '${run}', 'job': ${job}}`,
    origin: `gen${process.pid}@${hostname()}`,
    ignore_result: null,
    replaced_task_nesting: 0,
    stamped_headers: null,
    stamps: {},
    "taskgate-contract": fingerprint,
  };
}
