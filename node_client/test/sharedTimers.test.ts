import { SharedTimers } from "../src/waiting/sharedTimers.js";

beforeEach(() => jest.useFakeTimers({ now: 1_000_003 }));
afterEach(() => jest.useRealTimers());

test("nothing is early, and nothing later than a 64th of its time", () => {
  const due = new Map<number, number>();
  const timers = new SharedTimers<number>((timeoutMs) => due.set(timeoutMs, Date.now() - 1_000_003));
  const given = [1, 2, 10, 63, 64, 65, 100, 999, 30_000, 60_001, 3_600_000];
  for (const timeoutMs of given) timers.start(timeoutMs, timeoutMs);
  jest.advanceTimersByTime(4_000_000);
  expect(Array.from(due.keys())).toEqual(given);
  for (const [timeoutMs, tookMs] of due) {
    expect(tookMs).toBeGreaterThanOrEqual(timeoutMs);
    expect(tookMs).toBeLessThanOrEqual(Math.max(timeoutMs * (1 + 1 / 64), timeoutMs + 1));
  }
});

test("those of about the same time share a timer, and one that was stopped is not told", () => {
  const told: string[] = [];
  const timers = new SharedTimers<string>((item) => told.push(item));
  const first = timers.start("first", 30_000);
  for (let index = 0; index < 1000; index++) timers.start(`other ${index}`, 30_000);
  expect(jest.getTimerCount()).toBe(1);
  timers.stop("first", first);
  timers.stop("first", first);
  jest.advanceTimersByTime(31_000);
  expect(told).toHaveLength(1000);
  expect(told).not.toContain("first");
  expect(jest.getTimerCount()).toBe(0);
});

test("one who stops another while it is told is heeded, and a later start has its own time", () => {
  const told: string[] = [];
  const timers = new SharedTimers<string>((item) => {
    told.push(`${item} at ${Date.now() - 1_000_003}`);
    if (item === "a") timers.stop("b", b);
    if (item === "a") timers.start("c", 10);
  });
  timers.start("a", 10);
  const b = timers.start("b", 10);
  jest.advanceTimersByTime(100);
  expect(told).toEqual(["a at 10", "c at 20"]);
});

test("a time beyond what setTimeout takes is not over at once", () => {
  const told: string[] = [];
  const timers = new SharedTimers<string>((item) => told.push(item));
  timers.start("far", 2 ** 31 + 5);
  jest.advanceTimersByTime(1_000_000_000);
  expect(told).toEqual([]);
});

test("only what was not stopped keeps the process alive", () => {
  jest.useRealTimers();
  const timers = new SharedTimers<string>(() => {});
  const alive = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = alive();
  const [one, two] = [timers.start("one", 60_000), timers.start("two", 60_000)];
  expect(alive()).toBe(before + 1);
  timers.stop("one", one);
  expect(alive()).toBe(before + 1);
  timers.stop("two", two);
  expect(alive()).toBe(before);
  const again = timers.start("again", 60_000);
  expect(alive()).toBe(before + 1);
  timers.stop("again", again);
  expect(alive()).toBe(before);
});
