/** `Promise.try`, which Node.js 20 has not: what `begin` throws rejects, and its promise is not wrapped in another. */
export function attempt<T>(begin: () => Promise<T>): Promise<T> {
  try {
    return begin();
  } catch (error) {
    return Promise.reject(error);
  }
}
