import { decodeReply, encodeBroadcast, revokeBroadcast, revokedKey } from "../src/control/mailbox.js";

test("a revoke is what Celery's own control broadcasts", () => {
  // Recorded from app.control.revoke("someid", terminate=True) of Celery 5.7.
  const recorded = {
    method: "revoke",
    arguments: { task_id: "someid", terminate: true, signal: "SIGTERM" },
    destination: null,
    pattern: null,
    matcher: null,
  };
  const { headers, body } = encodeBroadcast(revokeBroadcast("someid", true));
  expect(JSON.parse(body)).toEqual(recorded);
  expect(headers).toEqual({ clock: 1, expires: 0 });
  expect(revokedKey("someid")).toBe("taskgate:revoked:someid");
});

test("a question carries where to answer", () => {
  const reply_to = { exchange: "reply.celery.pidbox", routing_key: "me" };
  const { body } = encodeBroadcast({ method: "active_queues", arguments: {}, ticket: "t", reply_to });
  expect(JSON.parse(body)).toMatchObject({ ticket: "t", reply_to });
});

const replied = (body: unknown) =>
  JSON.stringify({ body: Buffer.from(JSON.stringify(body)).toString("base64") });

test("the queues in a worker's reply are read, anything else is no reply", () => {
  expect(decodeReply(replied({ "w@h": [{ name: "cpu" }, { name: "io" }] }))).toEqual(["cpu", "io"]);
  for (const text of ["garbage", "{}", replied(null), replied({ "w@h": { error: "x" } })]) {
    expect(decodeReply(text)).toBeNull();
  }
});
