import { pool } from "../src/many/pool.js";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("takes the items in order, and one only when there is room for it", async () => {
  const taken: number[] = [];
  let [under, most] = [0, 0];
  await pool([1, 2, 3, 4, 5], 2, async (item) => {
    taken.push(item);
    most = Math.max(most, ++under);
    await turn();
    under--;
  });
  expect(taken).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test("rejects with the first error, and takes no item after it", async () => {
  const taken: number[] = [];
  const working = pool([1, 2, 3, 4, 5], 2, async (item) => {
    taken.push(item);
    await turn();
    if (item === 1) throw new Error("first");
  });
  await expect(working).rejects.toThrow("first");
  await turn();
  await turn();
  expect(taken).toEqual([1, 2]);
});
