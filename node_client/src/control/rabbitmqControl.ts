import type { RabbitmqConnection } from "../connections/rabbitmqConnection.js";
import { type Deadline, withDeadline } from "../deadline.js";
import { encodeCommand, PIDBOX_EXCHANGE } from "./mailbox.js";
import type { Command, RemoteControl, Replies } from "./remoteControl.js";

/** Remote control over RabbitMQ: a fanout exchange that workers listen on. */
export class RabbitmqControl implements RemoteControl {
  readonly #connection: RabbitmqConnection;

  constructor(connection: RabbitmqConnection) {
    this.#connection = connection;
  }

  async broadcast(command: Command, options: Deadline): Promise<void> {
    const { headers, body } = encodeCommand(command, null);
    await this.#connection.whenReady(options);
    // A channel of its own: where no worker ever ran, the exchange is missing and RabbitMQ closes the channel.
    const sent = this.#connection
      .withChannel(async (channel) => {
        await channel.confirmSelect();
        await channel.basicPublish(
          {
            exchange: PIDBOX_EXCHANGE,
            routingKey: "",
            contentType: "application/json",
            contentEncoding: "utf-8",
            headers,
          },
          Buffer.from(body),
        );
      })
      .catch((error: Error & { code?: string }) => {
        if (error.code === "NOT_FOUND") return;
        throw this.#connection.unavailable("unknown", `the broadcast failed (${error.message})`, error);
      });
    await withDeadline(sent, {
      ...options,
      onDeadline: () =>
        this.#connection.unavailable("unknown", `no confirmation within ${options.timeoutMs} ms`),
    });
  }

  async ask(_command: Command, _options: Deadline): Promise<Replies> {
    throw new Error("not yet");
  }

  async close(): Promise<void> {}
}
