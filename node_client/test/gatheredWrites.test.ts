import { GatheredWrites } from "../src/connections/gatheredWrites.js";
import { FakeConnection, messageOf, open, turn } from "./fakeRabbitmq.js";

jest.mock("rabbitmq-client", () => ({
  Connection: jest.fn((options: Record<string, unknown>) => new FakeConnection(options)),
}));

/** Notes what goes out together: what was written between a cork and its uncork. */
class FakeSocket {
  corked = 0;
  readonly calls: number[] = [];
  #written = 0;

  write() {
    this.#written++;
  }

  cork() {
    this.corked++;
  }

  uncork() {
    if (--this.corked > 0 || this.#written === 0) return;
    this.calls.push(this.#written);
    this.#written = 0;
  }
}

test("what is written in one turn goes out at its end, 64 at a time", async () => {
  const socket = new FakeSocket();
  const gathering = new GatheredWrites(() => socket);
  for (let message = 0; message < 150; message++) {
    gathering.add();
    socket.write();
  }
  expect(gathering.isHolding).toBe(true);
  await turn();
  expect(gathering.isHolding).toBe(false);
  expect(socket.corked).toBe(0);
  expect(socket.calls).toEqual([64, 64, 22]);
  gathering.add();
  socket.write();
  await turn();
  expect(socket.calls).toEqual([64, 64, 22, 1]);
});

test("where nothing can be written nothing is held", async () => {
  const gathering = new GatheredWrites(() => null);
  gathering.add();
  expect(gathering.isHolding).toBe(false);
});

test("a connection whose socket holds back is ready, although rabbitmq-client says that it is blocked", async () => {
  const { broker, client, connection, channel } = await open();
  const socket = new FakeSocket();
  Object.defineProperty(connection, "ready", { get: () => socket.corked === 0 });
  Object.assign(connection, { _socket: socket });
  const sends = ["1", "2"].map((id) => broker.publish(messageOf(id), { timeoutMs: 1000 }));
  expect(connection.ready).toBe(false);
  expect(client.isReady).toBe(true);
  await client.whenReady({ timeoutMs: 1 });
  expect(channel().published).toHaveLength(2);
  await turn();
  expect(socket.corked).toBe(0);
  for (const { resolve } of channel().published) resolve();
  await Promise.all(sends);
});
