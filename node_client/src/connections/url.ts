import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { InvalidOptionsError } from "../errors.js";

/** One of the servers that a URL names. */
export interface Host {
  readonly hostname: string;
  readonly port: number | null;
}

/** A URL as Celery writes them, taken apart; where there are several, joined by `;`, the first of them. */
export interface ServiceUrl extends Host {
  /** The option that it was given as: "broker" or "backend". */
  readonly option: string;
  readonly scheme: string;
  /** The servers of all URLs, in their order; the first is this one. */
  readonly hosts: readonly Host[];
  readonly username: string | null;
  readonly password: string | null;
  /** Decoded, without the leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The URL with `**` for the password: what may be printed. */
  readonly shown: string;
}

/** The error for an option that holds a URL; `message` may not hold what could be a password. */
export function invalidUrl(option: string, message: string, cause?: unknown): InvalidOptionsError {
  return new InvalidOptionsError(`${option}: ${message}`, {
    details: { errors: [{ path: `/${option}`, message }] },
    cause,
  });
}

/** The schemes whose URLs may name several servers: the nodes of a cluster, and the sentinels of a Redis. */
const SEVERAL_HOSTS = new Set(["amqp", "amqps", "pyamqp", "pyamqps", "sentinel"]);

/**
 * Reads a broker or backend URL, or several that are joined by `;` as Celery takes them: they may differ in host and port
 * alone, and what the later ones leave out is that of the first. No error of it, nor any cause of one, holds the password.
 */
export function parseServiceUrl(text: string, option: string): ServiceUrl {
  const [first, ...others] = text.split(";").map((one) => parseOne(one, option)) as [
    ServiceUrl,
    ...ServiceUrl[],
  ];
  if (others.length === 0) return first;
  const fail = (message: string) => invalidUrl(option, message);
  if (!SEVERAL_HOSTS.has(first.scheme)) {
    throw fail(`holds several URLs, which ${first.scheme}:// does not take; give one, or sentinel:// ones`);
  }
  for (const other of others) {
    const differs =
      other.scheme !== first.scheme ||
      (other.username ?? first.username) !== first.username ||
      (other.password ?? first.password) !== first.password ||
      (other.path !== "" && first.path !== "" && other.path !== first.path);
    if (differs) throw fail("holds URLs that differ in more than host and port");
  }
  // Celery's documentation writes the database or virtual host after the last one, too.
  const path = first.path || (others.find((other) => other.path !== "")?.path ?? "");
  return { ...first, path, hosts: [first, ...others].map(({ hostname, port }) => ({ hostname, port })) };
}

function parseOne(text: string, option: string): ServiceUrl {
  const fail = (message: string) => invalidUrl(option, message);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fail("is not a URL such as redis://localhost:6379/0 or amqp://guest:guest@localhost:5672//");
  }
  try {
    const host = {
      hostname: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1") || "localhost",
      port: url.port === "" ? null : Number(url.port),
    };
    return {
      option,
      scheme: url.protocol.slice(0, -1),
      ...host,
      hosts: [host],
      username: url.username === "" ? null : decodeURIComponent(url.username),
      password: url.password === "" ? null : decodeURIComponent(url.password),
      path: decodeURIComponent(url.pathname.replace(/^\//, "")),
      query: url.searchParams,
      shown: `${url.protocol}//${url.username}${url.password === "" ? "" : ":**"}${url.username || url.password ? "@" : ""}${url.host}${url.pathname}`,
    };
  } catch {
    throw fail("holds a % that does not start an escape; write %25 for a percent sign");
  }
}

/** TLS settings from the query, by Celery's names for them; `undefined` where the scheme is not TLS. */
export function tlsOptions(url: ServiceUrl): TlsOptions | undefined {
  if (url.scheme !== "rediss" && url.scheme !== "amqps") return undefined;
  const options: TlsOptions = {};
  // An address is no server name (RFC 6066): Node would warn.
  if (isIP(url.hostname) === 0) options.servername = url.hostname;
  const requirement = url.query.get("ssl_cert_reqs")?.toLowerCase();
  if (requirement === "none" || requirement === "cert_none") options.rejectUnauthorized = false;
  const [ca, cert, key] = [
    fileOf(url, "ssl_ca_certs"),
    fileOf(url, "ssl_certfile"),
    fileOf(url, "ssl_keyfile"),
  ];
  return { ...options, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function fileOf(url: ServiceUrl, name: string): Buffer | undefined {
  const path = url.query.get(name);
  if (path === null) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw invalidUrl(url.option, `the file of ${name} cannot be read (${(error as Error).message})`, error);
  }
}
