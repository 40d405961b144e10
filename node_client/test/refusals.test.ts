import { untilTaken } from "../src/brokers/refusals.js";
import { BrokerUnavailableError, UnroutableError } from "../src/errors.js";

const passing = new BrokerUnavailableError("READONLY", { details: { sent: "no", isPassing: true } });
const lost = new BrokerUnavailableError("lost", { details: { sent: "unknown", isPassing: false } });
const refused = new BrokerUnavailableError("refused", { details: { sent: "no", isPassing: false } });

/** A broker that answers with these errors, one after the other; then it takes the message. */
function script(...errors: Error[]) {
  const timeouts: number[] = [];
  const attempt = async ({ timeoutMs }: { timeoutMs: number }) => {
    timeouts.push(timeoutMs);
    const error = errors.shift();
    if (error !== undefined) throw error;
  };
  return { attempt, timeouts };
}

test("what is refused for now is tried again until it is taken, each time with the time that is left", async () => {
  const { attempt, timeouts } = script(passing, passing);
  await untilTaken(attempt, { timeoutMs: 10_000 });
  expect(timeouts).toHaveLength(3);
  expect(timeouts[2]).toBeLessThan(timeouts[0] as number);
});

test("it is given up at the deadline, with the broker's reason", async () => {
  const { attempt, timeouts } = script(...Array<Error>(100).fill(passing));
  await expect(untilTaken(attempt, { timeoutMs: 200 })).rejects.toBe(passing);
  expect(timeouts.length).toBeGreaterThan(1);
  expect(timeouts.length).toBeLessThan(5);
});

test("what is certain, and what is unknown, is not tried again", async () => {
  for (const error of [refused, lost, new UnroutableError("no queue")]) {
    const { attempt, timeouts } = script(error);
    await expect(untilTaken(attempt, { timeoutMs: 10_000 })).rejects.toBe(error);
    expect(timeouts).toHaveLength(1);
  }
});

test("the signal ends the pause between two tries", async () => {
  const { attempt } = script(...Array<Error>(100).fill(passing));
  const aborting = new AbortController();
  const taken = untilTaken(attempt, { timeoutMs: 10_000, signal: aborting.signal });
  setImmediate(() => aborting.abort("enough"));
  await expect(taken).rejects.toBe("enough");
});
