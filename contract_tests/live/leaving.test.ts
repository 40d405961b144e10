/** A program ends by itself after gate.close(), whatever has become of the broker, and leaves nothing behind unsent. */

import { spawnSync } from "node:child_process";
import { backend, brokers, Worker } from "./harness.js";
import { COLUMNS, Tally } from "./tally.js";

const SENDS = 1000;

/** Connects by way of a proxy, which goes away before the gate is closed; prints how long the process then lives. */
const PROGRAM = `
const net = require("node:net");
const { connect } = require("taskgate");
const [brokerUrl, backend] = process.argv.slice(1);
const target = new URL(brokerUrl);
const { hostname: host, port } = target;
const sockets = new Set();
const proxy = net.createServer((client) => {
  const server = net.connect({ host, port });
  for (const [from, to] of [[client, server], [server, client]]) {
    sockets.add(from.pipe(to));
    from.on("error", () => to.destroy());
  }
});
proxy.listen(0, "127.0.0.1", async () => {
  target.host = "127.0.0.1:" + proxy.address().port;
  const gate = await connect({ broker: target.href, backend });
  proxy.close();
  for (const socket of sockets) socket.destroy();
  const error = await gate.task("a.b").call([], {}, { timeoutMs: 300 }).catch((error) => error);
  await gate.close();
  const closed = Date.now();
  process.on("exit", () => console.log(error.code, Date.now() - closed));
});
`;

/** Sends without waiting for it, closes, and is gone; prints what each promise had come to by then. */
const HASTY = `
const { writeSync } = require("node:fs");
const { connect } = require("taskgate");
const [broker, backend, queue, key, first, count, leave] = process.argv.slice(1);
(async () => {
  const gate = await connect({ broker, backend });
  const task = gate.task("tally.count");
  const counts = { confirmed: [], rejected: [] };
  for (let number = Number(first); number < Number(first) + Number(count); number++) {
    task.send([key, number], {}, { queue, ignoreResult: true }).then(
      () => counts.confirmed.push(number),
      (error) => counts.rejected.push(error.code),
    );
  }
  await gate.close();
  writeSync(1, JSON.stringify(counts));
  if (leave === "process.exit()") process.exit();
})();
`;

function run(program: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", program, ...args], {
    cwd: __dirname,
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

test.each(brokers)("on %s, also where the broker is gone", (_, broker) => {
  const [code, milliseconds] = run(PROGRAM, [broker, backend]).trim().split(" ");
  expect(code).toBe("BROKER_UNAVAILABLE");
  expect(Number(milliseconds)).toBeLessThan(5000);
});

describe.each(brokers)("on %s, a program that sends without awaiting it, and closes,", (name, broker) => {
  let worker: Worker;
  beforeAll(async () => {
    worker = await Worker.start("guarded", broker);
    process.stdout.write(`${COLUMNS}\n`);
  });
  afterAll(() => worker?.stop());

  test.each(["process.exit()", "end of the program"])("has sent all of it: %s", async (leave) => {
    await using tally = new Tally();
    const numbers = Array.from({ length: SENDS }, () => tally.next());
    const [key, first] = numbers[0] as [string, number];
    const args = [broker, backend, worker.queue, key, `${first}`, `${SENDS}`, leave];
    const { confirmed, rejected } = JSON.parse(run(HASTY, args)) as Record<string, unknown[]>;
    expect(rejected).toEqual([]);
    expect(confirmed).toHaveLength(SENDS);
    await Promise.all(numbers.map(([, number]) => tally.note(number, Promise.resolve())));
    const counts = await tally.counts(`${name}: close() and ${leave}`);
    expect(counts).toMatchObject({ executed: SENDS, lost: 0, executedTwice: 0 });
  });
});
