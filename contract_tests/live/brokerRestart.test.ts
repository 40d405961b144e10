/** A broker that is killed in the midst of 10,000 sends, and started again with what it had kept. */

import { connect } from "taskgate";
import { eventually, LATE_MS, Worker } from "./harness.js";
import { Memory } from "./memory.js";
import { brokerKinds, OwnBroker } from "./ownBroker.js";
import { COLUMNS, Tally } from "./tally.js";

const SENDS = 10_000;
/** Sends under way at a time. */
const AT_ONCE = 500;
/** How many have settled when the broker is killed. */
const KILL_AFTER = 3000;
const CALLS = 2000;
const CALL_TIMEOUT_MS = 240_000;
const PUBLISH_TIMEOUT_MS = 120_000;
/** How long the one worker may take for all of them. */
const EXECUTED_MS = 600_000;

/**
 * On Redis a message that a worker had taken and not begun comes back when the visibility timeout is over (an hour by
 * default, and never less than the time limit) and somebody looks, which kombu does every 100 s.
 */
const settings = {
  CELERY_BROKER_TRANSPORT_OPTIONS: JSON.stringify({
    visibility_timeout: 5,
    unacked_restore_interval: 1,
    unacked_restore_throttle: 1,
  }),
  CELERY_TASK_TIME_LIMIT: "4",
  CELERY_WORKER_PREFETCH_MULTIPLIER: "100", // so that there are such messages, and that they are worked on faster
};

beforeAll(() => process.stdout.write(`${COLUMNS}\n`));

test.each(brokerKinds)(
  "%s: what was confirmed is executed, and what was refused is not",
  async (kind) => {
    await using broker = await OwnBroker.start(kind);
    await using worker = await Worker.start("guarded", broker.url, settings);
    await using once = new Tally();
    await using again = new Tally();
    await using gate = await connect({ broker: broker.url });
    const memory = new Memory();
    const options = { queue: worker.queue, publishTimeoutMs: PUBLISH_TIMEOUT_MS };
    let left = SENDS;
    const sendSome = async () => {
      while (left-- > 0) {
        // One half of them is published again where its confirmation was lost.
        await (left % 2 === 0
          ? once.send(gate, options)
          : again.send(gate, { ...options, publishRetries: 5 }));
      }
    };
    const sending = Promise.all(Array.from({ length: AT_ONCE }, sendSome));
    await eventually(async () => expect(once.settled + again.settled).toBeGreaterThan(KILL_AFTER));
    await broker.kill();
    await broker.start();
    await sending;
    memory.expectBounded();
    const [first, second] = [
      await once.counts(`${kind} killed and started again`, EXECUTED_MS),
      await again.counts(`${kind} killed and started again, publishRetries: 5`, EXECUTED_MS),
    ];
    for (const counts of [first, second]) {
      expect(counts).toMatchObject({ sent: SENDS / 2, refused: 0, lost: 0, wronglyRefused: 0 });
      expect(counts.longestMs).toBeLessThan(PUBLISH_TIMEOUT_MS + LATE_MS);
    }
    // Published again until it was confirmed: nothing is uncertain, but some may have run twice.
    expect(second.confirmed).toBe(SENDS / 2);
  },
  2 * EXECUTED_MS,
);

/** The results are where the calls go, on the broker that is killed. */
test.each([
  ["redis", "redis"],
  ["rabbitmq", "rpc"],
] as const)("%s with its results (%s): each call is answered", async (kind, results) => {
  await using broker = await OwnBroker.start(kind);
  const store = results === "rpc" ? "rpc://" : broker.url;
  await using worker = await Worker.start("guarded", broker.url, {
    ...settings,
    CELERY_RESULT_BACKEND: store,
  });
  await using tally = new Tally();
  await using gate = await connect({ broker: broker.url, backend: store });
  const memory = new Memory();
  let left = CALLS;
  const callSome = async () => {
    while (left-- > 0)
      await tally.call(gate, { queue: worker.queue, publishRetries: 9, timeoutMs: CALL_TIMEOUT_MS });
  };
  const calling = Promise.all(Array.from({ length: AT_ONCE }, callSome));
  await eventually(async () => expect(tally.settled).toBeGreaterThan(CALLS / 3));
  await broker.kill();
  await broker.start();
  await calling;
  memory.expectBounded();
  const counts = await tally.counts(`${kind} with its results killed and started again amid calls`);
  expect(counts).toMatchObject({ sent: CALLS, confirmed: CALLS, executed: CALLS });
  expect(counts.longestMs).toBeLessThan(CALL_TIMEOUT_MS + LATE_MS);
});
