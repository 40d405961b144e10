/** A program ends by itself after gate.close(), whatever has become of the broker. */

import { spawnSync } from "node:child_process";
import { backend, brokers } from "./harness.js";

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

test.each(brokers)("on %s, also where the broker is gone", (_, broker) => {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", PROGRAM, broker, backend], {
    cwd: __dirname,
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(stderr).toBe("");
  const [code, milliseconds] = stdout.trim().split(" ");
  expect(code).toBe("BROKER_UNAVAILABLE");
  expect(Number(milliseconds)).toBeLessThan(1000);
});
