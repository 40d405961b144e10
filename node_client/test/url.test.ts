import { inspect } from "node:util";
import { openTransports } from "../src/connections/transports.js";
import { parseServiceUrl, tlsOptions } from "../src/connections/url.js";
import { InvalidOptionsError, UnsupportedError } from "../src/errors.js";
import { resolveSettings } from "../src/options/settings.js";

test("a URL is taken apart, and shown without its password", () => {
  expect(parseServiceUrl("redis://me:p%40ss@host:6380/3?ssl_cert_reqs=none", "broker")).toMatchObject({
    scheme: "redis",
    hostname: "host",
    port: 6380,
    username: "me",
    password: "p@ss",
    path: "3",
    shown: "redis://me:**@host:6380/3",
  });
  expect(parseServiceUrl("redis://", "broker")).toMatchObject({
    hostname: "localhost",
    port: null,
    password: null,
  });
  expect(parseServiceUrl("redis://[::1]:1/0", "broker").hostname).toBe("::1");
});

test.each([
  "redis://:sec ret@ho st:x/0",
  "nonsense-secret",
  "redis://:secret%@host/0",
  "redis://:secret@a/0;redis://b",
])("%s is INVALID_OPTIONS and does not show the password", (url) => {
  try {
    parseServiceUrl(url, "broker");
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidOptionsError);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sec ?ret@|:secret|-secret/);
    return;
  }
  throw new Error("it was accepted");
});

test("TLS follows the scheme, and Celery's name for an unchecked certificate", () => {
  expect(tlsOptions(parseServiceUrl("redis://h", "broker"))).toBeUndefined();
  expect(tlsOptions(parseServiceUrl("rediss://h", "broker"))).toEqual({ servername: "h" });
  expect(tlsOptions(parseServiceUrl("rediss://h?ssl_cert_reqs=CERT_NONE", "broker"))).toMatchObject({
    rejectUnauthorized: false,
  });
});

test("an address is no TLS server name", () => {
  expect(tlsOptions(parseServiceUrl("rediss://127.0.0.1", "broker"))).toEqual({});
  expect(tlsOptions(parseServiceUrl("amqps://[::1]", "broker"))).toEqual({});
});

test("a certificate that cannot be read is INVALID_OPTIONS and names the option", () => {
  const url = parseServiceUrl("rediss://h?ssl_ca_certs=/none/ca.pem", "backend");
  expect(() => tlsOptions(url)).toThrow(InvalidOptionsError);
  expect(() => tlsOptions(url)).toThrow(/^backend: .*ssl_ca_certs.*ENOENT/);
});

test.each(["redis://h/name", "rediss://h?ssl_ca_certs=/none/ca.pem", "redis://h:x"])(
  "with the backend %s the broker that was opened is closed again",
  async (url) => {
    expect(() => open("amqp://host", url)).toThrow(InvalidOptionsError);
    await new Promise((resolve) => setImmediate(resolve));
    expect(closeConnection).toHaveBeenCalledTimes(1);
  },
);

test("a backend without a scheme is not shown, it may begin with a password", () => {
  expect(() => open("amqp://host", ":secret@host:6379/0")).toThrow(InvalidOptionsError);
  expect(() => open("amqp://host", ":secret@host:6379/0")).not.toThrow(/secret/);
});

test.each(["sqs://x", "memory://", "http://x"])("the broker %s is INVALID_OPTIONS", (url) => {
  expect(() => open(url, null)).toThrow(InvalidOptionsError);
});

test.each(["db+postgresql://me:secret@host/x", "disabled", "", "file:///x", "cache+memory://"])(
  "the backend %j is refused when it is asked, not before",
  async (url) => {
    // A scheme that fails after the backend was looked at: nothing is opened in this test.
    const { backend } = openTransportsWithout(url);
    expect(backend.unsupported).toMatch(/redis:\/\//);
    expect(backend.unsupported).not.toMatch(/secret/);
    expect(() => backend.watch("x", { onText() {}, onError() {} })).toThrow(UnsupportedError);
    await expect(backend.read("x", { timeoutMs: 1 })).rejects.toThrow(UnsupportedError);
  },
);

const closeConnection = jest.fn(async () => {});
jest.mock("rabbitmq-client", () => ({
  Connection: jest.fn(() => ({ on() {}, close: () => closeConnection() })),
}));
beforeEach(() => closeConnection.mockClear());

function open(broker: string, backend: string | null) {
  return openTransports({ ...resolveSettings({ broker }, {}), backend });
}

function openTransportsWithout(backend: string) {
  return open("amqp://host", backend);
}

test("several URLs name the servers of one service", () => {
  const url = parseServiceUrl("amqp://me:secret@one:1//;amqp://two:2", "broker");
  expect(url).toMatchObject({
    hostname: "one",
    username: "me",
    path: "/",
    hosts: [
      { hostname: "one", port: 1 },
      { hostname: "two", port: 2 },
    ],
  });
  // As Celery's documentation writes it: the database after the last one.
  expect(parseServiceUrl("sentinel://one:1;sentinel://two:2/3", "broker").path).toBe("3");
});

test.each([
  "redis://one;redis://two",
  "amqp://one;amqps://two",
  "amqp://me:secret@one;amqp://you:secret@two",
  "amqp://me:secret@one;amqp://me:other@two",
  "amqp://one/x;amqp://two/y",
])("%s is not one service", (text) => {
  expect(() => parseServiceUrl(text, "broker")).toThrow(InvalidOptionsError);
  expect(() => parseServiceUrl(text, "broker")).not.toThrow(/secret/);
});

test("sentinels need the name of the master, which is not in the URL", () => {
  expect(() => open("sentinel://one", null)).toThrow(/brokerOptions.masterName/);
});
