/** A server between a client and a broker: with TLS where asked, and able to cut or to silence what goes through it. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #silent = new WeakSet<Socket>();
  #isOpen = true;
  #swallows = false;
  #cutsAtAnswer = false;

  private constructor(host: string, port: number, tls: TlsOptions | null) {
    const accept = (client: Socket) => {
      if (!this.#isOpen) {
        client.on("error", () => {}).destroy();
        return;
      }
      const upstream = connect(port, host);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#sockets.add(from);
        if (this.#swallows) this.#silent.add(from);
        from.on("data", (chunk) => {
          if (this.#cutsAtAnswer && from === upstream) {
            this.#cutsAtAnswer = false;
            this.cut();
          } else if (!this.#silent.has(from)) to.write(chunk);
        });
        from.on("error", () => {});
        from.on("close", () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    };
    this.#server = tls === null ? createServer(accept) : createTlsServer(tls, accept);
  }

  /** Starts one before the server of `url`. */
  static async before(url: string, tls: TlsOptions | null = null): Promise<Relay> {
    const { hostname, port } = new URL(url);
    const proxy = new Relay(hostname, Number(port), tls);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many connections of clients stand. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** `url` with this server in place of its own. */
  url(url: string, scheme?: string): string {
    const through = url.replace(new URL(url).host, `127.0.0.1:${this.port}`);
    return scheme === undefined ? through : through.replace(/^\w+/, scheme);
  }

  /** Drops every connection; new ones are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Drops every connection at the next thing that the server says, of which the client hears nothing. */
  cutAtAnswer(): void {
    this.#cutsAtAnswer = true;
  }

  /** Drops every connection, and each new one until `accept()`. */
  refuse(): void {
    this.#isOpen = false;
    this.cut();
  }

  accept(): void {
    this.#isOpen = true;
    this.#swallows = false;
  }

  /** The connections that stand carry nothing any more, and stay open; new ones work. */
  silence(): void {
    for (const socket of this.#sockets) this.#silent.add(socket);
  }

  /** No connection carries anything, and none is closed: those that stand, and each new one until `accept()`. */
  swallow(): void {
    this.#swallows = true;
    this.silence();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }
}
