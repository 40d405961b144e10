/** Results in Redis that are none: each ends the one wait that it is meant for with a code, and nothing else. */

import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { connect, type Gate } from "taskgate";
import { backend, eventually, failureOf } from "./harness.js";
import { rig } from "./rig.js";

const value = (members: object) => JSON.stringify({ traceback: null, children: [], ...members });

describe("what another program says on the channel of a result", () => {
  const queue = `live-${randomUUID()}`;
  let redis: Redis;
  let gate: Gate;
  beforeAll(async () => {
    redis = new Redis(backend);
    gate = await connect({ broker: backend, backend });
  });
  afterAll(async () => {
    await gate?.close();
    await redis?.del(queue);
    redis?.disconnect();
  });

  /** Begins to wait for two jobs; gives the ends of both, and how to speak on the channel of the first. */
  async function waiting() {
    const jobs = await Promise.all([0, 1].map(() => gate.task("any.task").send([], {}, { queue })));
    const [meant, other] = jobs.map(({ id }) => `celery-task-meta-${id}`) as [string, string];
    const [ended, kept] = jobs.map((job) => job.result({ timeoutMs: 20_000 })) as [
      Promise<unknown>,
      Promise<unknown>,
    ];
    ended.catch(() => {});
    kept.catch(() => {});
    await eventually(async () => {
      expect(await redis.pubsub("NUMSUB", meant, other)).toEqual([meant, 1, other, 1]);
    });
    return { ended, kept, meant, other };
  }

  test.each<[string, string | Buffer]>([
    ["no JSON", "garbage"],
    ["nothing", ""],
    ["bytes that are no text", Buffer.from([0xff, 0x00, 0x80, 0x02])],
    ["a pickle", "\x80\x02}q\x00."],
    ["NaN", '{"status": "SUCCESS", "result": NaN}'],
    ["a list", "[1]"],
    ["no state", value({ result: 1 })],
    ["a state that is none", value({ status: 7, result: 1 })],
    ["a compressed one", "\x00celery-compressed\x00application/x-gzip\x00x\x9c"],
  ])("%s: MALFORMED_RESULT, and the next one is not hurt", async (_what, said) => {
    const { ended, kept, meant, other } = await waiting();
    await redis.publish(meant, said);
    expect((await failureOf(ended)).code).toBe("MALFORMED_RESULT");
    await redis.publish(other, value({ status: "SUCCESS", result: 1, task_id: other.slice(17) }));
    expect(await kept).toBe(1);
  });

  test.each<[string, object]>([
    ["members that nobody knows", { status: "SUCCESS", result: 1, shape: 9, worker: { a: 1 } }],
    ["a state that nobody knows, before the end", { status: "PAUSED", result: { why: "x" } }],
  ])("of a newer shape, %s: the result comes", async (_what, members) => {
    const { ended, kept, meant, other } = await waiting();
    await redis.publish(meant, value(members));
    await redis.publish(meant, value({ status: "SUCCESS", result: 1 }));
    expect(await ended).toBe(1);
    await redis.publish(other, value({ status: "SUCCESS", result: 2 }));
    expect(await kept).toBe(2);
  });
});

describe("a plain worker that compresses its results", () => {
  const live = rig("plain", backend, {
    settings: { PLAIN_SETTINGS: JSON.stringify({ result_compression: "gzip" }) },
  });

  test("the caller is told so, with what to do", async () => {
    const error = await failureOf(live.gate.task("plain.add").call([1, 2], {}, { queue: live.queue }));
    expect(error.code).toBe("MALFORMED_RESULT");
    expect(error.message).toMatch(/result_compression/);
  });
});
