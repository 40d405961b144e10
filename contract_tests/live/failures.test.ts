/** Exceptions that tasks declare, as Node tells them apart, on every way by which they come. */

import { chain, TaskFailedError, TaskgateError } from "taskgate";
import { type OutcomesTakeErrors, type RefusalsRefuseErrors, tasks } from "../tasks.generated.js";
import { failureOf } from "./harness.js";
import { rig } from "./rig.js";
import { alone, stored, workerSettings } from "./ways.js";

describe.each([...stored, ...alone])("a guarded worker on $name", (way) => {
  const live = rig("guarded", way.broker, {
    tasks,
    backend: way.backend,
    settings: workerSettings(way),
  });
  const tooFew = { wanted: 3, left: 1 };

  /** What is known of a failure of `take`: typed, so that it compiles only as long as the details are. */
  function shortage(error: unknown): OutcomesTakeErrors["scenarios.outcomes.OutOfStock"] | "another" {
    if (!live.gate.tasks.outcomes.take.declares(error)) return "another";
    switch (error.exception) {
      case "scenarios.outcomes.OutOfStock":
        return { wanted: error.details.wanted, left: error.details.left };
    }
  }

  test("a call, a job, and a job that is picked up by its id fail with the details that are declared", async () => {
    const { gate, queue } = live;
    const { take } = gate.tasks.outcomes;
    expect(shortage(await failureOf(take(tooFew, { queue })))).toEqual(tooFew);
    const job = await take.send(tooFew, { queue });
    expect(shortage(await failureOf(job.result()))).toEqual(tooFew);
    expect(shortage(await failureOf(gate.job(job.id).result()))).toEqual(tooFew);
  });

  test("each entry of a map says what it has failed with", async () => {
    const { gate, queue } = live;
    const entries = await gate.tasks.outcomes.take.map([{ wanted: 1, left: 1 }, tooFew], { queue });
    expect(
      entries.map((entry) => (entry.status === "fulfilled" ? entry.value : shortage(entry.reason))),
    ).toEqual([0, tooFew]);
  });

  test("a workflow fails with what the step declares that has failed", async () => {
    const { gate, queue } = live;
    const { add, take } = gate.tasks.outcomes;
    const first = add.step({ left: 1, right: 2 }, { queue });
    const error = await failureOf(
      gate.run(chain(first, take.after({ left: 1 }, { queue }), add.after({ right: 1 }, { queue }))),
    );
    expect([error.task, shortage(error)]).toEqual(["outcomes.take", tooFew]);
    const other = gate.tasks.refusals.refuse.step({ kind: "fits" }, { queue });
    const another = await failureOf(gate.run(chain(other, take.step(tooFew, { queue }))));
    expect([another.task, shortage(another)]).toEqual(["refusals.refuse", "another"]);
    expect(gate.tasks.refusals.refuse.declares(another)).toBe(true);
  });

  // With rpc:// a task cannot become a chord.
  if (stored.includes(way)) {
    test("a task that becomes a workflow fails with what it declares and a part has raised", async () => {
      const { gate, queue } = live;
      const error = await failureOf(gate.tasks.flows.short(tooFew, { queue }));
      expect(gate.tasks.flows.short.declares(error)).toBe(true);
      expect(error.details).toEqual(tooFew);
    });
  }

  test.each([
    ["fits", "scenarios.refusals.Refused", { askedBy: "a test", limit: 3 }, true],
    ["fields", "scenarios.refusals.Spent", { budget: "tests", left: 0 }, false],
    ["silent", "scenarios.refusals.Silent", null, false],
    ["carrying", "scenarios.refusals.Silent", { since: "May" }, false],
    ["builtin", "LookupError", null, false],
  ] as const)(
    "%s: %s is declared, with details %j, and retryable: %s",
    async (kind, exception, details, again) => {
      const { gate, queue } = live;
      const { refuse } = gate.tasks.refusals;
      const error = await failureOf(refuse({ kind }, { queue }));
      if (!refuse.declares(error)) throw error;
      const found: keyof RefusalsRefuseErrors = error.exception;
      expect([error.code, found, error.details, error.retryable]).toEqual([
        "TASK_FAILED",
        exception,
        details,
        again,
      ]);
      expect(error.pythonTraceback).toContain("in refuse");
    },
  );

  test.each([
    ["misfit", "scenarios.refusals.Refused", { askedBy: "a test", limit: 0 }, true],
    ["subclass", "scenarios.refusals.RefusedForever", { askedBy: "a test", limit: 3 }, true],
    ["undeclared", "KeyError", null, false],
  ] as const)(
    "%s: %s is TASK_FAILED in full, and not declared",
    async (kind, exception, details, retryable) => {
      const { gate, queue } = live;
      const { refuse } = gate.tasks.refusals;
      const error = await failureOf(refuse({ kind }, { queue }));
      expect(error).toBeInstanceOf(TaskFailedError);
      expect(error).toMatchObject({
        code: "TASK_FAILED",
        task: "refusals.refuse",
        exception,
        details,
        retryable,
      });
      expect(refuse.declares(error)).toBe(false);
    },
  );

  test("what the worker says of itself is told by its code", async () => {
    const { gate, queue } = live;
    const error = await failureOf(gate.tasks.outcomes.wrong_result({}, { queue }));
    expect(error).toBeInstanceOf(TaskgateError);
    expect([error.code, gate.tasks.outcomes.wrong_result.declares(error)]).toEqual(["INVALID_RESULT", false]);
  });
});
