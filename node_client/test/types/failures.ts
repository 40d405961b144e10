// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import { chain, connect, type DeclaredFailure, TaskFailedError, type TaskgateError } from "taskgate";
import { declaredFailure } from "taskgate/testing";
import { type AtlasEuropeFindErrors, type PointOutput, tasks } from "../generate/golden.generated.js";
import { exactly } from "./exactly.js";

type Failed = DeclaredFailure<AtlasEuropeFindErrors>;

exactly<Failed["exception"], "ValueError" | "tests.shapes.Plain" | "tests.shapes.TooFar">();
exactly<DeclaredFailure<Record<never, never>>, never>();

/** Compiles only as long as each declared exception has its case. */
function place(error: Failed): string {
  switch (error.exception) {
    case "tests.shapes.TooFar":
      exactly<typeof error.details, PointOutput>();
      return `${error.details.x}, ${error.details.y}`;
    case "tests.shapes.Plain":
      exactly<typeof error.details, number | null>();
      return String(error.details);
    case "ValueError":
      // Its class does not say what it carries.
      exactly<typeof error.details, unknown>();
      return error.message;
  }
}

/** As above, without the case of ValueError. */
// @ts-expect-error it has no end where the exception is another one
export function forgotten(error: Failed): string {
  switch (error.exception) {
    case "tests.shapes.TooFar":
    case "tests.shapes.Plain":
      return error.message;
  }
}

export async function failures(): Promise<string> {
  const gate = await connect({ tasks });
  const { find } = gate.tasks.atlas.europe;

  try {
    await find({ point: { x: 1 } });
    const job = await find.send({ point: { x: 1 } });
    await job.result();
    await gate.run(chain(find.step({ point: { x: 1 } }), gate.task("any").after()));
  } catch (error) {
    if (find.declares(error)) {
      exactly<typeof error.retryable, boolean>();
      exactly<typeof error.pythonTraceback, string | null>();
      // @ts-expect-error what the details are depends on the exception
      error.details.x;
      // @ts-expect-error the task does not declare it
      if (error.exception === "KeyError") return "";
      if (error.exception === "tests.shapes.TooFar") return String(error.details.x);
      // @ts-expect-error of another exception
      error.details.x;
      if (error.exception !== "ValueError") exactly<typeof error.details, number | null>();
      return place(error);
    }
    exactly<typeof error, unknown>();
    if (error instanceof TaskFailedError) {
      exactly<typeof error.exception, string | null>();
      exactly<typeof error.details, unknown>();
      if (error.exception === "KeyError") return error.message;
    }
    // A task that declares nothing.
    if (gate.tasks.shapes.anything.declares(error)) exactly<typeof error, never>();
  }

  for (const entry of await find.map([{ point: { x: 1 } }])) {
    if (entry.status === "fulfilled") exactly<typeof entry.value, string>();
    else if (find.declares(entry.reason)) return place(entry.reason);
  }

  const known: TaskgateError | undefined = await find({ point: { x: 1 } }).then(
    () => undefined,
    (error: TaskgateError) => error,
  );
  if (find.declares(known)) return place(known);
  return known?.code ?? "";
}

export function answers(): Failed {
  // @ts-expect-error an exception that the task does not declare
  declaredFailure<AtlasEuropeFindErrors>("KeyError", null);
  // @ts-expect-error details of another exception
  declaredFailure<AtlasEuropeFindErrors>("tests.shapes.TooFar", 1);
  declaredFailure<AtlasEuropeFindErrors>("tests.shapes.Plain", null, { message: "no", retryable: true });
  return declaredFailure<AtlasEuropeFindErrors>("tests.shapes.TooFar", { x: 1, y: 2 });
}
