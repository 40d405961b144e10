/** A task that is run again, as Node sees it: why, when, and what becomes of it. */

import type { JobState } from "taskgate";
import { tasks } from "../tasks.generated.js";
import { brokers, eventually, failureOf } from "./harness.js";
import { rig } from "./rig.js";

describe.each(brokers)("a worker on %s", (_kind, broker) => {
  const live = rig("guarded", broker, { tasks });

  async function statesOf(attempts: number, retryAfter: number): Promise<JobState[]> {
    const { busy } = live.gate.tasks.outcomes;
    const job = await busy.send({ attempts, retry_after: retryAfter }, { queue: live.queue });
    const states: JobState[] = [];
    for await (const state of job.states({ timeoutMs: 30_000 })) states.push(state);
    return states;
  }

  test("RETRY says which attempt has failed, why, and when the next one is due", async () => {
    const sentAt = Date.now();
    const states = await statesOf(3, 1);
    const retries = states.filter(({ state }) => state === "RETRY");
    expect(retries).toMatchObject(
      [1, 2].map((attempt) => ({
        isFinal: false,
        error: { code: "TASK_FAILED", message: expect.stringContaining("busy for 1"), retryable: true },
        retry: { attempt },
      })),
    );
    const due = retries.map(({ retry }) => retry?.at.getTime() ?? 0);
    // Two clocks, one of which is read in whole milliseconds.
    expect(due[0]).toBeGreaterThanOrEqual(sentAt + 950);
    expect(due[1]).toBeGreaterThanOrEqual((due[0] ?? 0) + 950);
    expect(states.at(-1)).toMatchObject({ state: "SUCCESS", isFinal: true, error: null, retry: null });
    expect(Date.now()).toBeGreaterThanOrEqual((due[1] ?? 0) - 50);
  });

  test("the last attempt fails with its own error, after which the same call may succeed", async () => {
    const states = await statesOf(4, 0);
    expect(states.at(-1)).toMatchObject({
      state: "FAILURE",
      isFinal: true,
      error: { code: "TASK_FAILED", exception: "scenarios.outcomes.Busy", retryable: true },
      retry: null,
    });
  });

  test("an error that names a time too far away is the end at once", async () => {
    const { busy } = live.gate.tasks.outcomes;
    const job = await busy.send({ attempts: 3, retry_after: 3600 }, { queue: live.queue });
    expect((await failureOf(job.result())).message).toContain("busy for 3600");
  });

  test("a job that waits for its next attempt can be revoked", async () => {
    const { busy } = live.gate.tasks.outcomes;
    const job = await busy.send({ attempts: 3, retry_after: 2 }, { queue: live.queue });
    await eventually(async () => expect(await job.status()).toBe("RETRY"));
    await job.revoke();
    expect((await failureOf(job.result({ timeoutMs: 30_000 }))).code).toBe("REVOKED");
  });
});
