import type { Channel } from "rabbitmq-client";
import { backendUnavailable, type Watcher } from "../backends/backend.js";
import { KeptTexts } from "../backends/keptTexts.js";
import { bodyText, RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { parseServiceUrl } from "../connections/url.js";
import type { Settings } from "../options/settings.js";
import { type Deadline, withDeadline } from "../waiting/deadline.js";

/** Results that were taken from their queues and are remembered, the newest. */
const [MAX_KEPT, MAX_CHARACTERS] = [10_000, 32 * 2 ** 20];

/** As celery-node's own worker declares the queue of a result: one a task, gone a day after its last use. */
function resultQueue(id: string) {
  return {
    queue: id.replaceAll("-", ""),
    durable: true,
    autoDelete: true,
    arguments: { "x-expires": 86_400_000 },
  };
}

/**
 * Where celery-node's own worker puts results with `amqp://`: each in a queue of its own. The queue is there while
 * somebody waits, and is gone afterwards. The connection is opened by the first wait.
 */
export class ResultQueues {
  readonly #settings: Settings;
  readonly #url: ReturnType<typeof parseServiceUrl>;
  readonly #watchers = new Map<string, Set<Watcher>>();
  /** A message can be taken once, a result be asked for again. */
  readonly #kept = new KeptTexts(MAX_KEPT, MAX_CHARACTERS);
  #connection: RabbitmqConnection | null = null;
  #channel: Promise<Channel> | null = null;

  constructor(url: string, settings: Settings) {
    this.#url = parseServiceUrl(url, "backend");
    this.#settings = settings;
  }

  watch(id: string, watcher: Watcher): () => void {
    const text = this.#kept.get(id);
    if (text !== null) {
      setImmediate(() => watcher.onText(text));
      return () => {};
    }
    const watchers = this.#watchers.get(id);
    if (watchers !== undefined) watchers.add(watcher);
    else {
      this.#watchers.set(id, new Set([watcher]));
      this.#consume(id).catch((error: Error) => this.#fail(id, error));
    }
    return () => this.#unwatch(id, watcher);
  }

  /** What has come already; a message that somebody may yet wait for stays in its queue. */
  async read(id: string, options: Deadline): Promise<string | null> {
    const kept = this.#kept.get(id);
    if (kept !== null) return kept;
    const connection = this.#connect();
    await connection.whenReady(options).catch((error: Error) => {
      throw this.#unavailable(error);
    });
    return connection.withChannel(async (channel) => {
      try {
        const message = await channel.basicGet({ queue: resultQueue(id).queue, noAck: false });
        if (message === undefined) return null;
        channel.basicNack({ deliveryTag: message.deliveryTag, requeue: true });
        return bodyText(message);
      } catch (error) {
        if ((error as { code?: string }).code === "NOT_FOUND") return null;
        throw this.#unavailable(error as Error);
      }
    });
  }

  async close(timeoutMs: number): Promise<void> {
    this.#watchers.clear();
    if (this.#connection === null) return;
    // A connection is closed when its channels are.
    const closed = Promise.resolve(this.#channel).then((channel) => channel?.close());
    await withDeadline(closed, { timeoutMs, onDeadline: () => new Error("not closed") }).catch(() => {});
    await this.#connection.close(timeoutMs);
  }

  #connect(): RabbitmqConnection {
    this.#connection ??= new RabbitmqConnection(this.#url, this.#settings);
    return this.#connection;
  }

  async #consume(id: string): Promise<void> {
    await this.#connect().whenReady({ timeoutMs: this.#settings.connectTimeoutMs });
    this.#channel ??= this.#open();
    const channel = await this.#channel;
    const queue = resultQueue(id);
    await channel.queueDeclare(queue);
    await channel.basicConsume({ queue: queue.queue, consumerTag: queue.queue, noAck: true }, (message) =>
      this.#deliver(id, bodyText(message)),
    );
    // Whoever waited has left meanwhile.
    if (!this.#watchers.has(id)) await channel.basicCancel(queue.queue);
  }

  async #open(): Promise<Channel> {
    try {
      const channel = await this.#connect().acquire();
      channel.once("close", () => {
        this.#channel = null;
        // With the channel went its consumers.
        for (const id of Array.from(this.#watchers.keys())) {
          this.#consume(id).catch((error: Error) => this.#fail(id, error));
        }
      });
      return channel;
    } catch (error) {
      this.#channel = null;
      throw error;
    }
  }

  #deliver(id: string, text: string): void {
    this.#kept.set(id, text);
    for (const watcher of Array.from(this.#watchers.get(id) ?? [])) watcher.onText(text);
  }

  #fail(id: string, error: Error): void {
    const watchers = Array.from(this.#watchers.get(id) ?? []);
    this.#watchers.delete(id);
    for (const watcher of watchers) watcher.onError(this.#unavailable(error));
  }

  #unwatch(id: string, watcher: Watcher): void {
    const watchers = this.#watchers.get(id);
    if (watchers === undefined || !watchers.delete(watcher) || watchers.size > 0) return;
    this.#watchers.delete(id);
    // Where this fails, the channel is gone, and the consumer with it.
    this.#channel?.then((channel) => channel.basicCancel(resultQueue(id).queue)).catch(() => {});
  }

  #unavailable(error: Error): Error {
    return backendUnavailable(
      this.#url.shown,
      `the queue of a result cannot be read (${error.message})`,
      error,
    );
  }
}
