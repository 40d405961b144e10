import { Feed } from "../src/waiting/feed.js";

async function all<T>(feed: Feed<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const item of feed.read()) read.push(item);
  return read;
}

test("what came before and what comes later is read in order, until the end", async () => {
  const feed = new Feed<number>(10);
  feed.push(1);
  const reading = all(feed);
  feed.push(2);
  setImmediate(() => {
    feed.push(3);
    feed.end();
  });
  expect(await reading).toEqual([1, 2, 3]);
});

test("of what a slow reader leaves, the oldest goes", async () => {
  const feed = new Feed<number>(2);
  for (const item of [1, 2, 3]) feed.push(item);
  feed.end();
  expect(await all(feed)).toEqual([2, 3]);
});

test("the first failure comes after what is there", async () => {
  const feed = new Feed<number>(10);
  feed.push(1);
  feed.fail(new Error("first"));
  feed.fail(new Error("second"));
  const reading = feed.read();
  expect(await reading.next()).toEqual({ done: false, value: 1 });
  await expect(reading.next()).rejects.toThrow("first");
});

test("who waits decides how long", async () => {
  const reading = new Feed<number>(1).read(() => Promise.reject(new Error("too late")));
  await expect(reading.next()).rejects.toThrow("too late");
});
