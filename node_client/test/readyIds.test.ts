import { ReadyIds } from "../src/backends/readyIds.js";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function open() {
  const givenBack: string[] = [];
  const ready = new ReadyIds((ids) => givenBack.push(...ids));
  /** A call: its id, and what its command of a subscription would bring besides; none where it needs no command. */
  const call = () => {
    const id = ready.next;
    if (ready.take(id)) return { id, more: null };
    const more = ready.more();
    return { id, more };
  };
  return { ready, givenBack, call };
}

test("calls that follow each other have more and more of them, up to a bound", () => {
  const { ready, call } = open();
  const brought: number[] = [];
  const ids = new Set<string>();
  for (let n = 0; n < 200; n++) {
    const { id, more } = call();
    ids.add(id);
    if (more === null) continue;
    brought.push(more.length);
    ready.add(more);
  }
  expect(brought).toEqual([0, 1, 2, 4, 8, 16, 32, 32, 32, 32, 32]);
  expect(ids.size).toBe(200);
});

test("an id stays the next one until it is taken, and others are not", () => {
  const { ready, call } = open();
  call();
  ready.add(["a", "b"]);
  expect([ready.next, ready.next]).toEqual(["b", "b"]);
  expect(ready.take("a")).toBe(false);
  expect([ready.take("b"), ready.next]).toEqual([true, "a"]);
});

test("while one command is under way no other brings any, nor where no call has asked", () => {
  const { ready, call } = open();
  expect(ready.more()).toEqual([]);
  call();
  expect(call().more).toHaveLength(1);
  expect(call().more).toEqual([]);
  ready.add([]);
  expect(call().more).toHaveLength(2);
});

test("after a pause they are given back, and it begins anew", () => {
  const { ready, givenBack, call } = open();
  for (let n = 0; n < 12; n++) ready.add(call().more ?? []);
  jest.advanceTimersByTime(1000);
  expect(givenBack).toHaveLength(8);
  expect(jest.getTimerCount()).toBe(0);
  expect(call().more).toEqual([]);
});

test("what the connection has lost is ready no more", () => {
  const { ready, givenBack, call } = open();
  call();
  ready.add(["a"]);
  ready.clear();
  expect(ready.next).not.toBe("a");
  jest.advanceTimersByTime(1000);
  expect(givenBack).toEqual([]);
});
