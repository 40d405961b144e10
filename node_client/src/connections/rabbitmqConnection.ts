import {
  type AsyncMessage,
  type Channel,
  Connection,
  type ConnectionOptions,
  type Consumer,
  type ConsumerProps,
} from "rabbitmq-client";
import { brokerUnavailable } from "../brokers/broker.js";
import { type BrokerUnavailableError, ClosedError } from "../errors.js";
import { type Deadline, timeLeft, Waiters, withDeadline } from "../waiting/deadline.js";
import { GatheredWrites, type Holdable } from "./gatheredWrites.js";
import { type ServiceUrl, tlsOptions } from "./url.js";

/** The login or the virtual host is refused: waiting would not help. */
const REFUSED = new Set(["ACCESS_REFUSED", "NOT_ALLOWED", "INVALID_PATH"]);

export interface RabbitmqConnectionOptions {
  readonly connectTimeoutMs: number;
  readonly heartbeatMs: number;
  /**
   * Whether much is written that RabbitMQ does not answer. Without TCP's delay, then: the next message would wait 40 ms
   * for the acknowledgement of the one before. @default false
   */
  readonly isUnanswered?: boolean;
}

/** Channels of `withChannel` that are open at once: of the 2047 that RabbitMQ allows, the gate's own must get theirs. */
const MAX_CHANNELS = 500;

/** What the socket takes before the rest waits in its channel. */
const SOCKET_BYTES = 1_048_576;

type SocketConnectOptions = NonNullable<ConnectionOptions["socket"]>;

/** One connection to RabbitMQ. It reconnects for ever, and says why it is not ready. */
export class RabbitmqConnection {
  readonly #connection: Connection;
  readonly #shown: string;
  readonly #waiters = new Waiters();
  #lastError: Error | null = null;
  #isBlocked: string | null = null;
  #channels = 0;
  readonly #waitingForChannel: (() => void)[] = [];
  readonly #gathering: GatheredWrites;
  #closed: ClosedError | null = null;

  constructor(
    url: ServiceUrl,
    { connectTimeoutMs, heartbeatMs, isUnanswered = false }: RabbitmqConnectionOptions,
  ) {
    this.#shown = url.shown;
    const tls = tlsOptions(url);
    const defaultPort = tls === undefined ? 5672 : 5671;
    this.#connection = new Connection({
      ...(url.hosts.length === 1
        ? { hostname: url.hostname, port: url.port ?? defaultPort }
        : { hosts: url.hosts.map(({ hostname, port }) => `${hostname}:${port ?? defaultPort}`) }),
      username: url.username ?? "guest",
      password: url.password ?? "guest",
      vhost: url.path === "" || url.path === "/" ? "/" : url.path,
      ...(tls !== undefined && { tls }),
      connectionName: "taskgate",
      connectionTimeout: connectTimeoutMs,
      heartbeat: Math.max(Math.ceil(heartbeatMs / 1000), 1),
      retryLow: 100,
      retryHigh: 2000,
      noDelay: isUnanswered,
      // RabbitMQ's own default. The client's, 8192, is less than two `argsrepr` of 1024 characters can be in UTF-8.
      frameMax: 131_072,
      // Node's own bound, 16 kB, is reached by some 16 messages, and what is more goes out only when the event loop turns:
      // RabbitMQ would have nothing to do while a program sends thousands at once. Node passes it on to the stream.
      socket: { writableHighWaterMark: SOCKET_BYTES } as object as SocketConnectOptions,
    });
    this.#gathering = new GatheredWrites(() => (this.#connection.ready ? socketOf(this.#connection) : null));
    this.#connection.on("error", (error: Error & { code?: string }) => {
      this.#lastError = error;
      if (REFUSED.has(error.code ?? "")) this.#waiters.fail(error);
    });
    this.#connection.on("connection", () => {
      this.#lastError = null;
      this.#isBlocked = null;
      this.#waiters.release();
    });
    this.#connection.on("connection.blocked", (reason) => {
      this.#isBlocked = reason;
    });
    this.#connection.on("connection.unblocked", () => {
      this.#isBlocked = null;
      this.#waiters.release();
    });
  }

  /** Connected, and RabbitMQ does not block publishers. */
  get isReady(): boolean {
    // rabbitmq-client takes a socket that is held back for one of a connection that is blocked.
    return this.#gathering.isHolding || this.#connection.ready;
  }

  /** To be called before a message is written: those of one turn of the event loop go to the system together. */
  gather(): void {
    this.#gathering.add();
  }

  /** The error of a publish that this broker did not take. */
  unavailable(
    sent: "no" | "unknown",
    reason: string,
    cause?: unknown,
    isPassing = false,
  ): BrokerUnavailableError {
    return brokerUnavailable(this.#shown, sent, reason, cause, isPassing);
  }

  async acquire(): Promise<Channel> {
    const channel = await this.#connection.acquire({ emitErrorsFromChannel: true });
    channel.on("error", () => {}); // the command that failed rejects as well
    return channel;
  }

  /** A channel for `use` alone: where the broker closes it, no publish suffers. Whoever finds too many open waits. */
  async withChannel<T>(use: (channel: Channel) => Promise<T>): Promise<T> {
    if (this.#channels < MAX_CHANNELS) this.#channels++;
    else await new Promise<void>((resolve) => this.#waitingForChannel.push(resolve));
    let channel: Channel | null = null;
    try {
      channel = await this.acquire();
      return await use(channel);
    } finally {
      // Its number is free once it is closed.
      (channel?.close() ?? Promise.resolve()).catch(() => {}).then(() => this.#leaveChannel());
    }
  }

  #leaveChannel(): void {
    const next = this.#waitingForChannel.shift();
    if (next === undefined) this.#channels--;
    else next();
  }

  /** Consumes until it is closed, again after each reconnect. What `handle` has taken is acknowledged. */
  consume(props: ConsumerProps, handle: (message: AsyncMessage) => void): Consumer {
    return this.#connection.createConsumer(props, handle);
  }

  /** Opens a channel, which is a question and its answer. Rejects with BROKER_UNAVAILABLE. */
  async ping(options: Deadline): Promise<void> {
    const deadline = Date.now() + options.timeoutMs;
    await this.whenReady(options);
    await withDeadline(
      this.withChannel(async () => {}),
      {
        ...options,
        timeoutMs: timeLeft(deadline),
        onDeadline: () => this.unavailable("no", `RabbitMQ did not answer within ${options.timeoutMs} ms`),
      },
    );
  }

  /** Resolves when RabbitMQ takes messages; rejects with BROKER_UNAVAILABLE, nothing sent. */
  async whenReady({ timeoutMs, signal }: Deadline): Promise<void> {
    if (this.isReady) return;
    if (this.#closed !== null) throw this.#closed;
    const missed = new Error();
    try {
      await this.#waiters.wait({ timeoutMs, signal, onDeadline: () => missed });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof ClosedError) throw error;
      if (error === missed) throw this.notReady(timeoutMs);
      const { message } = error as Error;
      throw this.unavailable("no", `RabbitMQ refused the connection (${message})`, error);
    }
  }

  /** The error of a message that could not be written within `timeoutMs`. */
  notReady(timeoutMs: number): BrokerUnavailableError {
    if (this.isReady) {
      return this.unavailable("no", `others waited for their confirmation for all of the ${timeoutMs} ms`);
    }
    if (this.#isBlocked !== null) {
      return this.unavailable("no", `RabbitMQ blocks publishers (${this.#isBlocked})`);
    }
    const cause = this.#lastError;
    const reason = `no connection to RabbitMQ within ${timeoutMs} ms`;
    return this.unavailable("no", cause ? `${reason} (${cause.message})` : reason, cause ?? undefined);
  }

  /** Leaves once the channels are closed, after at most `timeoutMs`. */
  async close(timeoutMs: number): Promise<void> {
    this.#closed = new ClosedError(
      "the gate was closed before there was a connection to RabbitMQ; nothing was sent",
    );
    this.#waiters.fail(this.#closed);
    const late = new Error("RabbitMQ did not answer");
    await withDeadline(this.#connection.close(), { timeoutMs, onDeadline: () => late }).catch((error) => {
      // rabbitmq-client's own close() never settles where the connection is destroyed under it. Any other error: the
      // connection is gone, which is what was wanted.
      if (error === late) this.#connection.unsafeDestroy();
    });
  }
}

/** rabbitmq-client's own socket, which it does not show: where it has another name, messages go one by one. */
function socketOf(connection: Connection): Holdable | null {
  return (connection as unknown as { readonly _socket?: Holdable })._socket ?? null;
}

/** What a message says, as text: rabbitmq-client reads the body of some that name no encoding. */
export function bodyText({ body }: { body?: unknown }): string {
  if (typeof body === "string") return body;
  return Buffer.isBuffer(body) ? body.toString() : (JSON.stringify(body) ?? "");
}
