import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fakeGate } from "./fakes.js";

const source = join(__dirname, "../src");

test("one file imports celery-node", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const importing = files.filter((name) =>
    /from "celery-node|require\("celery-node/.test(readFileSync(join(source, name), "utf8")),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(importing).toEqual(["celery.ts"]);
});

test("createTask, delay and get work as in celery-node", async () => {
  const { client, work, broker } = fakeGate([], { defaultQueue: "celery" });
  work(({ body }) => ({ status: "SUCCESS", result: body }));
  const result = client.createTask("tasks.add").delay(1, 2);
  expect(await result.get()).toEqual([[1, 2], {}, expect.any(Object)]);
  expect(broker.published[0]?.headers).toMatchObject({ task: "tasks.add", lang: "py", id: result.taskId });
  expect(broker.published[0]?.properties.delivery_info.routing_key).toBe("celery");
  const named = client.createTask("tasks.add").applyAsync([1], { b: 2 });
  expect(await named.get(1000)).toEqual([[1], { b: 2 }, expect.any(Object)]);
  expect(await named.result()).toEqual([[1], { b: 2 }, expect.any(Object)]);
  expect(await named.status()).toBe("SUCCESS");
  expect(await client.asyncResult(named.taskId).get()).toEqual(await named.get());
});

test("sendTask without kwargs sends an empty object", async () => {
  const { client, broker } = fakeGate();
  await client.sendTask("t.t", [1]).published;
  expect(broker.published[0]?.body.slice(0, 2)).toEqual([[1], {}]);
});

test("a publish that fails surfaces in published and in get", async () => {
  const { client, broker } = fakeGate();
  broker.onPublish = () => {
    throw new Error("away");
  };
  const result = client.createTask("t.t").delay() as ReturnType<typeof client.sendTask>;
  await expect(result.published).rejects.toThrow("away");
  await expect(result.get()).rejects.toThrow("away");
});

test("result is null before the end, and never waits for it", async () => {
  const { client, backend } = fakeGate();
  const result = client.sendTask("t.t");
  expect(await result.result()).toBeNull();
  backend.store(result.taskId, { status: "STARTED", result: {} });
  expect(await result.result()).toBeNull();
  expect(await result.status()).toBe("STARTED");
});

test("get ends at its timeout", async () => {
  const { client } = fakeGate();
  await expect(client.sendTask("t.t").get(20)).rejects.toMatchObject({ code: "TIMEOUT" });
});

test("isReady and disconnect are ours", async () => {
  const { client, broker, backend } = fakeGate();
  await client.isReady();
  await client.disconnect();
  expect([broker.isClosed, backend.isClosed]).toEqual([true, true]);
});
