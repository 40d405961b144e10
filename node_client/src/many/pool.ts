/**
 * Works on the items in their order, on at most `limit` at once, and takes an item only when there is room for it. Rejects
 * with the first error, after which no item is taken.
 */
export async function pool<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let isStopped = false;
  const run = async () => {
    try {
      for (let next = iterator.next(); !isStopped && !next.done; next = iterator.next()) {
        await work(next.value);
      }
    } catch (error) {
      isStopped = true;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: limit }, run));
}
