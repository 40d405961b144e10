import { Waiters, withDeadline } from "../src/waiting/deadline.js";

const never = new Promise<never>(() => {});
const onDeadline = () => new Error("deadline");

test("settles like the promise, and leaves no timer or listener behind", async () => {
  jest.useFakeTimers();
  try {
    const { signal } = new AbortController();
    const listeners = { added: 0, removed: 0 };
    signal.addEventListener = () => listeners.added++;
    signal.removeEventListener = () => listeners.removed++;
    const options = { timeoutMs: 1000, signal, onDeadline };
    await expect(withDeadline(Promise.resolve(5), options)).resolves.toBe(5);
    await expect(withDeadline(Promise.reject(new Error("own")), options)).rejects.toThrow("own");
    expect(listeners).toEqual({ added: 2, removed: 2 });
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test("rejects at the deadline, and swallows what comes later", async () => {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("late")), 20));
  await expect(withDeadline(late, { timeoutMs: 1, onDeadline })).rejects.toThrow("deadline");
  await expect(late).rejects.toThrow("late");
});

test("a wait longer than a timer can count does not end at once", async () => {
  jest.useFakeTimers();
  try {
    let isOver = false;
    withDeadline(never, { timeoutMs: 2 ** 40, onDeadline }).catch(() => {
      isOver = true;
    });
    await jest.advanceTimersByTimeAsync(1000);
    expect(isOver).toBe(false);
  } finally {
    jest.clearAllTimers();
    jest.useRealTimers();
  }
});

test("the signal's reason goes before all else", async () => {
  const reason = { any: "reason" };
  const signal = AbortSignal.abort(reason);
  await expect(withDeadline(never, { timeoutMs: 1000, signal, onDeadline })).rejects.toBe(reason);
});

test("waiters are released together, or fail together", async () => {
  const waiters = new Waiters();
  const both = Promise.all([1, 2].map(() => waiters.wait({ timeoutMs: 1000, onDeadline })));
  waiters.release();
  await both;
  const failing = expect(waiters.wait({ timeoutMs: 1000, onDeadline })).rejects.toThrow("refused");
  waiters.fail(new Error("refused"));
  await failing;
  await expect(waiters.wait({ timeoutMs: 1, onDeadline })).rejects.toThrow("deadline");
});
