import { decodeReply, encodeCommand, revokeCommand, revokedKey } from "../src/control/mailbox.js";

test("a revoke is what Celery's own control broadcasts", () => {
  // Recorded from app.control.revoke("someid", terminate=True) of Celery 5.7.
  const recorded = {
    method: "revoke",
    arguments: { task_id: "someid", terminate: true, signal: "SIGTERM" },
    destination: null,
    pattern: null,
    matcher: null,
  };
  const { headers, body } = encodeCommand(revokeCommand("someid", true), null);
  expect(JSON.parse(body)).toEqual(recorded);
  expect(headers).toEqual({ clock: 1, expires: 0 });
  expect(revokedKey("someid")).toBe("taskgate:revoked:someid");
});

test("a question carries where to answer", () => {
  const reply_to = { exchange: "reply.celery.pidbox", routing_key: "me" };
  const command = { method: "active_queues", arguments: {}, destination: ["w@h"] };
  const { body } = encodeCommand(command, { ticket: "t", routingKey: "me" });
  expect(JSON.parse(body)).toMatchObject({ destination: ["w@h"], ticket: "t", reply_to });
});

test("a reply names its worker, anything else is no reply", () => {
  expect(decodeReply('{"w@h": [{"name": "cpu"}]}')).toEqual({ worker: "w@h", answer: [{ name: "cpu" }] });
  for (const text of ["garbage", "{}", "null", "[]", "1"]) expect(decodeReply(text)).toBeNull();
});
