import { type Broker, type QueueReport, type Settlement, toldBy, untold } from "../src/brokers/index.js";
import { CeleryClient } from "../src/celery.js";
import { indexContracts, type TaskContract, type TaskParameter } from "../src/contracts/contract.js";
import type { CeleryEvent, Command, RemoteControl, Replies } from "../src/control/index.js";
import type { TaskgateError } from "../src/errors.js";
import { Gate } from "../src/gate.js";
import { encodeTask, type TaskCall, type TaskMessage } from "../src/messages/envelope.js";
import type { ConnectOptions } from "../src/options/options.js";
import { resolveSettings } from "../src/options/settings.js";
import { Session } from "../src/session.js";
import { MemoryBackend } from "../src/testing/memoryBackend.js";
import type { Deadline } from "../src/waiting/deadline.js";

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

  publish<T = void>(
    message: TaskMessage,
    options: Deadline,
    settlement: Settlement<T> = untold(),
  ): Promise<T> {
    return toldBy(this.#publish(message, options), settlement);
  }

  async #publish(message: TaskMessage, options: Deadline): Promise<void> {
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

/** The backend of a gate for tests, which also notes what it was told. */
export class FakeBackend extends MemoryBackend {
  readonly revoked: string[] = [];
  readonly expected: string[] = [];
  readonly chords: [groupId: string, size: number][] = [];
  isClosed = false;

  override expect(id: string): void {
    this.expected.push(id);
  }

  override async prepareChord(groupId: string, size: number): Promise<void> {
    this.chords.push([groupId, size]);
  }

  override async markRevoked(id: string): Promise<void> {
    this.revoked.push(id);
  }

  override async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** A message of nothing in particular. */
export function messageOf(more: Partial<TaskCall> = {}): TaskMessage {
  const call = { task: "a.b", id: "id", args: [], kwargs: {}, routingKey: "cpu", origin: "o", replyTo: "" };
  return encodeTask({ ...call, ...more });
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

const integer = { type: "integer" };

/** `math.add`, whose first argument is positional-only and whose second has a default. */
export function addContract(more: Partial<TaskContract> = {}): TaskContract {
  const a = parameter("a", integer, { kind: "positionalOnly" });
  return contractOf("math.add", {
    parameters: [a, parameter("b", integer, { default: 1 })],
    result: integer,
    queue: { name: "sums", type: "classic" },
    ...more,
  });
}

/** The error with which a promise rejects; fails where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<TaskgateError> {
  return promise.then(
    () => {
      throw new Error("it did not reject");
    },
    (error: unknown) => error as TaskgateError,
  );
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
