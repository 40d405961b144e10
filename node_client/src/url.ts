import { readFileSync } from "node:fs";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { InvalidOptionsError } from "./errors.js";

/** A URL as Celery writes them, taken apart. */
export interface ServiceUrl {
  readonly scheme: string;
  readonly hostname: string;
  readonly port: number | null;
  readonly username: string | null;
  readonly password: string | null;
  /** Decoded, without the leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The URL with `**` for the password: what may be printed. */
  readonly shown: string;
}

/** Reads a broker or backend URL. No error of it, nor any cause of one, holds the password. */
export function parseServiceUrl(text: string, option: string): ServiceUrl {
  const fail = (message: string) =>
    new InvalidOptionsError(`${option}: ${message}`, {
      details: { errors: [{ path: `/${option}`, message }] },
    });
  if (text.includes(";")) throw fail("holds several URLs, which this version does not support; give one");
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fail("is not a URL such as redis://localhost:6379/0 or amqp://guest:guest@localhost:5672//");
  }
  try {
    return {
      scheme: url.protocol.slice(0, -1),
      hostname: decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, "$1") || "localhost",
      port: url.port === "" ? null : Number(url.port),
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
  const options: TlsOptions = { servername: url.hostname };
  const requirement = url.query.get("ssl_cert_reqs")?.toLowerCase();
  if (requirement === "none" || requirement === "cert_none") options.rejectUnauthorized = false;
  const file = (name: string) => {
    const path = url.query.get(name);
    return path === null ? undefined : readFileSync(path);
  };
  const [ca, cert, key] = [file("ssl_ca_certs"), file("ssl_certfile"), file("ssl_keyfile")];
  return { ...options, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
