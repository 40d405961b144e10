/** rabbitmq-client without a server: every message answered by hand. */

import { EventEmitter } from "node:events";
import { RabbitmqBroker } from "../src/brokers/index.js";
import { RabbitmqConnection } from "../src/connections/rabbitmqConnection.js";
import { parseServiceUrl } from "../src/connections/url.js";
import { RabbitmqControl } from "../src/control/index.js";
import * as fakes from "./fakes.js";

interface Publication {
  envelope: { correlationId?: string; exchange?: string; routingKey?: string; mandatory?: boolean };
  resolve(): void;
  reject(error: Error): void;
}

export class FakeChannel extends EventEmitter {
  active = true;
  readonly published: Publication[] = [];
  declared: (options: { queue: string; passive: boolean }) => Promise<{ consumerCount: number }> =
    async () => ({
      consumerCount: 2,
    });
  confirmSelect = jest.fn(async () => {});
  basicPublish = (envelope: Publication["envelope"], _body: Buffer) =>
    new Promise<void>((resolve, reject) => this.published.push({ envelope, resolve, reject }));
  queueDeclare = (options: { queue: string; passive: boolean }) => this.declared(options);
  exchangeDeclare = (options: object) => this.asked("exchangeDeclare", options);
  queueBind = (options: object) => this.asked("queueBind", options);
  asked: (method: string, options: object) => Promise<void> = async () => {};
  async close() {
    this.active = false;
  }
}

export class FakeConnection extends EventEmitter {
  static made: FakeConnection;
  ready = false;
  readonly channels: FakeChannel[] = [];
  nextChannel = () => new FakeChannel();

  constructor(readonly options: Record<string, unknown>) {
    super();
    FakeConnection.made = this;
  }

  connect() {
    this.ready = true;
    this.emit("connection");
  }

  async acquire() {
    const channel = this.nextChannel();
    this.channels.push(channel);
    return channel;
  }

  async close() {
    this.ready = false;
  }
  unsafeDestroy() {}
}

export const turn = () => new Promise((resolve) => setImmediate(resolve));
export const messageOf = (id: string, route: { exchange?: string; routingKey?: string } = {}) =>
  fakes.messageOf({ id, replyTo: "r", ...route });

export async function open({ connected = true, url = "amqp://me:secret@host//" } = {}) {
  const client = new RabbitmqConnection(parseServiceUrl(url, "broker"), {
    connectTimeoutMs: 1000,
    heartbeatMs: 10_000,
  });
  const broker = new RabbitmqBroker(client);
  const control = new RabbitmqControl(client);
  const connection = FakeConnection.made;
  if (connected) {
    connection.connect();
    await broker.ready({ timeoutMs: 1000 });
  }
  return { broker, control, client, connection, channel: () => connection.channels[0] as FakeChannel };
}
