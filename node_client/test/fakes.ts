import type { ResultBackend, Watcher } from "../src/backends/index.js";
import type { Broker, QueueReport } from "../src/brokers/index.js";
import { CeleryClient } from "../src/celery.js";
import { indexContracts, type TaskContract, type TaskParameter } from "../src/contracts/contract.js";
import type { CeleryEvent, Command, RemoteControl, Replies } from "../src/control/index.js";
import type { Deadline } from "../src/deadline.js";
import type { TaskMessage } from "../src/envelope.js";
import { Gate } from "../src/gate.js";
import { type ConnectOptions, resolveSettings } from "../src/options.js";
import { Session } from "../src/session.js";

/** A broker in memory. `onPublish` plays the worker; what it throws is the broker's answer. */
export class FakeBroker implements Broker {
  readonly kind = "redis";
  readonly published: TaskMessage[] = [];
  readonly options: Deadline[] = [];
  report: QueueReport = { consumers: 0, text: "no worker consumes it" };
  inspected: string[] = [];
  isClosed = false;
  onPublish: (message: TaskMessage, options: Deadline) => void | Promise<void> = () => {};

  async ready(): Promise<void> {}

  async publish(message: TaskMessage, options: Deadline): Promise<void> {
    this.published.push(message);
    this.options.push(options);
    await this.onPublish(message, options);
  }

  async ping(): Promise<void> {}

  async inspectQueue(queue: string): Promise<QueueReport> {
    this.inspected.push(queue);
    return this.report;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** Remote control in memory. */
export class FakeControl implements RemoteControl {
  readonly broadcasts: Command[] = [];
  readonly listeners = new Set<(body: string) => void>();
  readonly refusals = new Set<(error: Error) => void>();
  readonly told: CeleryEvent[] = [];
  replies: Replies = { replies: [], silent: 0 };

  async broadcast(command: Command): Promise<void> {
    this.broadcasts.push(command);
  }

  async ask(command: Command): Promise<Replies> {
    this.broadcasts.push(command);
    return this.replies;
  }

  listen(onBody: (body: string) => void, onRefused: (error: Error) => void): () => void {
    this.listeners.add(onBody);
    this.refusals.add(onRefused);
    return () => this.listeners.delete(onBody);
  }

  publishEvent(event: CeleryEvent): void {
    this.told.push(event);
  }

  async close(): Promise<void> {}
}

/** A result backend in memory. */
export class FakeBackend implements ResultBackend {
  readonly stored = new Map<string, string>();
  readonly watchers = new Map<string, Set<Watcher>>();
  readonly revoked: string[] = [];
  readonly expected: string[] = [];
  readonly chords: [groupId: string, size: number][] = [];
  readonly replyTo = "reply-to";
  storeless: string | null = null;
  isConnected = true;
  isClosed = false;

  constructor(readonly unsupported: string | null = null) {}

  async ready(): Promise<void> {}

  async ping(): Promise<void> {}

  watch(id: string, watcher: Watcher): () => void {
    const watchers = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, watchers.add(watcher));
    const text = this.stored.get(id);
    if (text !== undefined) setImmediate(() => watcher.onText(text));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) this.watchers.delete(id);
    };
  }

  /** A worker stores a state. */
  store(id: string, meta: object): void {
    const text = JSON.stringify(meta);
    this.stored.set(id, text);
    for (const watcher of Array.from(this.watchers.get(id) ?? [])) watcher.onText(text);
  }

  expect(id: string): void {
    this.expected.push(id);
  }

  async prepareChord(groupId: string, size: number): Promise<void> {
    this.chords.push([groupId, size]);
  }

  async read(id: string): Promise<string | null> {
    return this.stored.get(id) ?? null;
  }

  async markRevoked(id: string): Promise<void> {
    this.revoked.push(id);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

export function parameter(
  name: string,
  schema: TaskParameter["schema"],
  more: Partial<TaskParameter> = {},
): TaskParameter {
  return { name, kind: "positionalOrKeyword", required: !("default" in more), schema, ...more };
}

export function contractOf(name: string, more: Partial<TaskContract> = {}): TaskContract {
  return {
    formatVersion: 1,
    name,
    summary: "",
    description: "",
    parameters: [],
    result: true,
    progress: null,
    errors: [],
    queue: { name: "cpu", type: "classic" },
    limits: { timeLimit: null, softTimeLimit: null },
    storesResult: true,
    idempotent: false,
    examples: [],
    $defs: {},
    fingerprint: `sha256:${"0".repeat(64)}`,
    ...more,
  };
}

/** A gate between the two fakes. */
export function fakeGate<T = unknown>(
  contracts: readonly TaskContract[] = [],
  options: ConnectOptions = {},
  backend = new FakeBackend(),
) {
  const broker = new FakeBroker();
  const settings = resolveSettings({ broker: "redis://fake", backend: "redis://fake", ...options }, {});
  const control = new FakeControl();
  const close = async () => {
    await Promise.all([broker.close(), backend.close()]);
  };
  const session = new Session({ broker, control, backend, close }, settings);
  const client = new CeleryClient(session);
  const gate = new Gate<T>(session, client, indexContracts(contracts));
  /** The worker: answers each message with what `answer` says. */
  const work = (answer: (message: TaskMessage) => object) => {
    broker.onPublish = (message) => {
      setImmediate(() => backend.store(message.properties.correlation_id, answer(message)));
    };
  };
  return { gate, broker, control, backend, session, client, work };
}
