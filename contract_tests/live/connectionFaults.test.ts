/** Connections that are cut or go silent in the midst of sends and calls, while the brokers themselves are well. */

import { connect, type Gate } from "taskgate";
import { backend, brokers, eventually, failureOf, LATE_MS, Worker } from "./harness.js";
import { Memory } from "./memory.js";
import { Relay } from "./relay.js";
import { COLUMNS, Tally } from "./tally.js";

const SENDS = 2000;
const CALLS = 1000;
/** Sends or calls under way at a time. */
const AT_ONCE = 200;
const TIMEOUT_MS = 20_000;
const SHORT_MS = 2000;
const HEARTBEAT_MS = 1000;
const CONNECT_MS = 2000;
const CLOSE_MS = 1000;
const FAULTS = ["cut", "silence"] as const;

beforeAll(() => process.stdout.write(`${COLUMNS}\n`));

/** The results of the last one come by RabbitMQ alone. */
const ways = [
  ...brokers.map(([kind, url]) => [kind, url, backend] as const),
  ["rpc", brokers[1][1], "rpc://"],
] as const;

describe.each(ways)("on %s", (kind, broker, results) => {
  let worker: Worker;
  let toBroker: Relay;
  let toResults: Relay;
  let gate: Gate;
  let tally: Tally;
  beforeAll(async () => {
    worker = await Worker.start("guarded", broker, { CELERY_RESULT_BACKEND: results });
  });
  afterAll(() => worker?.stop());
  beforeEach(async () => {
    tally = new Tally();
    [toBroker, toResults] = [await Relay.before(broker), await Relay.before(backend)];
    gate = await connect({
      broker: toBroker.url(broker),
      backend: results === backend ? toResults.url(backend) : results,
      heartbeatMs: HEARTBEAT_MS,
      publishTimeoutMs: TIMEOUT_MS,
      timeoutMs: TIMEOUT_MS,
      connectTimeoutMs: CONNECT_MS,
      closeTimeoutMs: CLOSE_MS,
    });
  });
  afterEach(async () => {
    await gate?.close();
    await Promise.all([toBroker.close(), toResults.close(), tally.stop()]);
  });

  /** Starts `count` of them, at most AT_ONCE at a time, and does `harm` each time when a quarter more has settled. */
  async function amid(count: number, start: () => Promise<void>, harm: () => void): Promise<void> {
    let left = count;
    const some = async () => {
      while (left-- > 0) await start();
    };
    const all = Promise.all(Array.from({ length: AT_ONCE }, some));
    for (const share of [0.25, 0.5, 0.75]) {
      await Promise.race([all, eventually(async () => expect(tally.settled).toBeGreaterThan(count * share))]);
      harm();
    }
    await all;
  }

  /** What stands is what stood before: nothing was opened twice. */
  const expectConnections = () =>
    eventually(async () => {
      expect(toBroker.connections).toBe(1);
      expect(toResults.connections).toBe(results === backend ? 2 : 0);
    });

  // By RabbitMQ alone they are sent in the same way.
  const ofSends = results === backend ? FAULTS : [];
  for (const fault of ofSends)
    test(`${fault} in the midst of sends`, async () => {
      const memory = new Memory();
      await amid(
        SENDS,
        () => tally.send(gate, { queue: worker.queue }),
        () => toBroker[fault](),
      );
      memory.expectBounded();
      const counts = await tally.counts(`${kind}: ${fault} three times amid sends`);
      expect(counts).toMatchObject({ sent: SENDS, refused: 0, lost: 0, executedTwice: 0, wronglyRefused: 0 });
      expect(counts.longestMs).toBeLessThan(TIMEOUT_MS + LATE_MS);
      await expectConnections();
    });

  test.each(FAULTS)("%s of all connections in the midst of calls", async (fault) => {
    const options = { queue: worker.queue, publishRetries: 9 };
    await amid(
      CALLS,
      () => tally.call(gate, options),
      () => {
        toBroker[fault]();
        toResults[fault]();
      },
    );
    const counts = await tally.counts(`${kind}: ${fault} three times amid calls, publishRetries: 9`);
    expect(counts).toMatchObject({ sent: CALLS, confirmed: CALLS, executed: CALLS });
    expect(counts.longestMs).toBeLessThan(TIMEOUT_MS + LATE_MS);
    await expectConnections();
  });

  test("the connection of the results is lost while 1000 calls wait", async () => {
    const memory = new Memory();
    const calls = Promise.all(Array.from({ length: CALLS }, () => tally.call(gate, { queue: worker.queue })));
    await eventually(async () => expect((await gate.health()).pending.messages).toBe(0));
    const relay = results === backend ? toResults : toBroker;
    relay.refuse();
    await eventually(async () => expect(await tally.executed()).toBe(CALLS));
    expect(tally.settled).toBeLessThan(CALLS);
    relay.accept();
    await calls;
    memory.expectBounded();
    const counts = await tally.counts(`${kind}: no connection to the results while 1000 calls wait`);
    expect(counts).toMatchObject({ sent: CALLS, confirmed: CALLS, executed: CALLS, executedTwice: 0 });
    await expectConnections();
  });

  test("a network that swallows everything, new connections too, and comes back", async () => {
    const options = { queue: worker.queue, timeoutMs: SHORT_MS };
    await tally.call(gate, { queue: worker.queue });
    toBroker.swallow();
    toResults.swallow();
    const memory = new Memory();
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => tally.call(gate, options)));
    }
    memory.expectBounded();
    toBroker.accept();
    toResults.accept();
    // A try to connect that had begun before ends within CONNECT_MS, and the next one succeeds.
    await gate.task("tally.count").call(tally.next(), {}, { queue: worker.queue, publishRetries: 9 });
    const counts = await tally.counts(`${kind}: nothing gets through while 600 are called`);
    expect(counts).toMatchObject({ confirmed: 1, executed: 2, wronglyRefused: 0 });
    expect(counts.unknown + counts.refused).toBe(3 * AT_ONCE);
    expect(counts.longestMs).toBeLessThan(SHORT_MS + LATE_MS);
    await expectConnections();
  });

  test("close() ends in its time where nothing gets through", async () => {
    toBroker.swallow();
    toResults.swallow();
    const call = failureOf(gate.task("tally.count").call(tally.next(), {}, { queue: worker.queue }));
    const started = Date.now();
    await gate.close();
    expect(Date.now() - started).toBeLessThan(CLOSE_MS + LATE_MS);
    expect((await call).code).toMatch(/^(CLOSED|BROKER_UNAVAILABLE)$/);
  });
});
