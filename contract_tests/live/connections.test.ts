/** The ways to a broker and a result backend that are not a plain URL. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { connect } from "taskgate";
import { backend, brokers, eventually, failureOf, Worker } from "./harness.js";
import { OwnBroker } from "./ownBroker.js";
import { Relay } from "./relay.js";

const rabbitmq = brokers[1][1];
const folder = mkdtempSync(join(tmpdir(), "taskgate-connections-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A plain worker for the tests that need one, whatever way they take to it. */
describe.each(brokers)("on %s", (kind, broker) => {
  let worker: Worker;
  beforeAll(async () => {
    worker = await Worker.start("plain", broker);
  });
  afterAll(() => worker?.stop());
  const add = async (url: string, results: string) => {
    await using gate = await connect({ broker: url, backend: results, connectTimeoutMs: 30_000 });
    return await gate.task("plain.add").call([1, 2], {}, { queue: worker.queue, timeoutMs: 30_000 });
  };

  test("TLS, with the authority's certificate and not without", async () => {
    const [key, cert] = [join(folder, `${kind}.key`), join(folder, `${kind}.crt`)];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        cert,
        ...subject,
      ],
      { stdio: "ignore" },
    );
    const tls = { key: readFileSync(key), cert: readFileSync(cert) };
    const [toBroker, toRedis] = [await Relay.before(broker, tls), await Relay.before(backend, tls)];
    try {
      const schemes = kind === "redis" ? "rediss" : "amqps";
      const through = toBroker.url(broker, schemes);
      const results = toRedis.url(backend, "rediss");
      const ca = `?ssl_ca_certs=${encodeURIComponent(cert)}`;
      expect(await add(through + ca, results + ca)).toBe(3);
      expect(await add(`${through}?ssl_cert_reqs=none`, `${results}?ssl_cert_reqs=none`)).toBe(3);
      const refused = await failureOf(connect({ broker: through, backend, connectTimeoutMs: 2000 }));
      expect(refused.code).toBe("BROKER_UNAVAILABLE");
      expect(refused.message).toMatch(/certificate/);
    } finally {
      await Promise.all([toBroker.close(), toRedis.close()]);
    }
  });

  test("a connection that goes silent is found out, and its calls are answered by the next one", async () => {
    const [toBroker, toRedis] = [await Relay.before(broker), await Relay.before(backend)];
    const gate = await connect({
      broker: toBroker.url(broker),
      backend: toRedis.url(backend),
      heartbeatMs: 1000,
    });
    const call = () =>
      gate.task("plain.add").call([1, 2], {}, { queue: worker.queue, timeoutMs: 20_000, publishRetries: 9 });
    try {
      expect(await call()).toBe(3);
      toBroker.silence();
      toRedis.silence();
      const calls = [call(), call()];
      expect(await Promise.all(calls)).toEqual([3, 3]);
    } finally {
      await gate.close();
      await Promise.all([toBroker.close(), toRedis.close()]);
    }
  });
});

test("RabbitMQ by several hosts, the first of which is away", async () => {
  const worker = await Worker.start("plain", rabbitmq);
  try {
    const away = rabbitmq.replace(new URL(rabbitmq).host, `127.0.0.1:${await freePort()}`);
    await using gate = await connect({ broker: `${away};${rabbitmq}`, backend });
    expect(await gate.task("plain.add").call([1, 2], {}, { queue: worker.queue })).toBe(3);
  } finally {
    await worker.stop();
  }
});

test("a virtual host of RabbitMQ, and one that this user may not use", async () => {
  const own = await OwnBroker.start("rabbitmq");
  try {
    await own.control("add_vhost", "team/a");
    await own.control("set_permissions", "-p", "team/a", "guest", ".*", ".*", ".*");
    await own.control("add_vhost", "closed");
    const broker = own.url.replace(/\/\/$/, "/team%2Fa");
    await using gate = await connect({ broker, backend });
    // Nobody has declared a queue there: it is another host than the one of `//`.
    expect((await failureOf(gate.task("any").send())).code).toBe("UNROUTABLE");
    const refused = await failureOf(connect({ broker: own.url.replace(/\/\/$/, "/closed"), backend }));
    expect(refused.code).toBe("BROKER_UNAVAILABLE");
    expect(refused.message).toMatch(/RabbitMQ refused the connection/);
    expect(refused.message).not.toMatch(/guest@/);
    const connected = await own.control("list_connections", "vhost");
    expect(connected).toContain("team/a");
  } finally {
    await own.stop();
  }
});

test("Redis with a prefix before every key, and an ACL user who may touch no other", async () => {
  const prefix = "prefixed:";
  const redis = new Redis(backend);
  const options = JSON.stringify({ global_keyprefix: prefix });
  const worker = await Worker.start("guarded", backend, {
    CELERY_BROKER_TRANSPORT_OPTIONS: options,
    CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS: options,
  });
  // The client's revokes are kept under a name of Taskgate's own.
  const keys = [`~${prefix}*`, `&${prefix}*`, "~taskgate:*"];
  await redis.call(
    "ACL",
    "SETUSER",
    "backend",
    "reset",
    "on",
    ">secret",
    ...keys,
    "+@all",
    "-@dangerous",
    "+info",
  );
  try {
    const url = backend.replace("://", "://backend:secret@");
    const redisOptions = { keyPrefix: prefix };
    await using gate = await connect({
      broker: url,
      backend: url,
      brokerOptions: redisOptions,
      backendOptions: redisOptions,
    });
    const job = await gate.task("outcomes.echo").send([], { value: "pong" }, { queue: worker.queue });
    expect(await job.result()).toBe("pong");
    expect(await redis.exists(`${prefix}celery-task-meta-${job.id}`)).toBe(1);
    expect(await redis.exists(`celery-task-meta-${job.id}`)).toBe(0);
    await job.revoke();
    // Without the prefix the same user may do nothing.
    await using bare = await connect({ broker: url, backend: url });
    const refused = await failureOf(bare.task("outcomes.echo").send([], {}, { publishTimeoutMs: 2000 }));
    expect(refused.message).toMatch(/NOPERM/);
  } finally {
    await redis.call("ACL", "DELUSER", "backend");
    await worker.stop();
    redis.disconnect();
  }
});

test("a Redis that its sentinels name", async () => {
  const [port, sentinelPort] = [await freePort(), await freePort()];
  const home = mkdtempSync(join(folder, "sentinel-"));
  const settings = join(home, "sentinel.conf");
  writeFileSync(
    settings,
    `port ${sentinelPort}\nbind 127.0.0.1\ndir ${home}\nsentinel monitor leader 127.0.0.1 ${port} 1\n`,
  );
  const servers = [
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", home],
    [settings, "--sentinel"],
  ].map((words) => spawn("redis-server", words, { stdio: "ignore" }));
  try {
    const broker = `sentinel://127.0.0.1:${sentinelPort}/3`;
    const named = { masterName: "leader" };
    const gate = await eventually(() =>
      connect({
        broker,
        backend: broker,
        brokerOptions: named,
        backendOptions: named,
        connectTimeoutMs: 2000,
      }),
    );
    const job = await gate.task("any").send();
    expect(await job.status()).toBe("PENDING");
    await gate.close();
    const redis = new Redis(port, { db: 3 });
    expect(await redis.llen("celery")).toBe(1);
    redis.disconnect();
  } finally {
    for (const server of servers) {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    }
  }
});
