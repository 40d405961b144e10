// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import { connect, type Job } from "taskgate";
import {
  type AtlasEuropeFindProgress,
  type PageSegmentOutput,
  type ShapesChoicesResult,
  tasks,
} from "../generate/golden.generated.js";
import { exactly } from "./exactly.js";

export async function calls(): Promise<void> {
  const gate = await connect({ tasks });

  const colour = await gate.tasks.shapes.choices(
    { colour: "red", level: 1, word: "small" },
    { timeoutMs: 10 },
  );
  exactly<typeof colour, ShapesChoicesResult>();
  const page = await gate.tasks.shapes.nested({
    segment: { start: { x: 1 }, end: { x: 2 } },
    page: { items: [] },
    size: { width: 1 },
    options: { mode: "fast" },
  });
  exactly<typeof page, PageSegmentOutput>();

  // Where every argument is optional, the arguments object may be left out.
  exactly<Awaited<ReturnType<typeof gate.tasks.shapes.defaults>>, null>();
  await gate.tasks.shapes.defaults();
  await gate.tasks.shapes.defaults.send();
  await gate.tasks.shapes.defaults({}, { timeoutMs: 10 });
  // @ts-expect-error a required argument: the object may not be left out
  await gate.tasks.shapes.optional();
  // @ts-expect-error nor for a job
  await gate.tasks.shapes.optional.send();
  // @ts-expect-error a misspelt optional argument
  await gate.tasks.shapes.defaults({ cuont: 1 });
  // @ts-expect-error a misspelt optional argument of a job
  await gate.tasks.shapes.defaults.send({ cuont: 1 });
  // @ts-expect-error by position
  await gate.tasks.shapes.kinds(1, 4);
  // @ts-expect-error a task that does not exist
  await gate.tasks.shapes.unheardOf({});
  // @ts-expect-error a module that does not exist
  await gate.tasks.forms.choices({});
  // @ts-expect-error a module is no task
  await gate.tasks.shapes({});

  // A chain feeds the first parameter; the others are given.
  gate.tasks.shapes.kinds.after({ second: 2, fourth: 4 });
  // @ts-expect-error what the step before it gives
  gate.tasks.shapes.kinds.after({ first: 1, fourth: 4 });
  // @ts-expect-error a required argument that no step gives
  gate.tasks.shapes.kinds.after();
  gate.tasks.shapes.recursive.after();

  const job = await gate.tasks.atlas.europe.find.send({ point: { x: 1 } });
  exactly<typeof job, Job<string, AtlasEuropeFindProgress>>();
  exactly<Awaited<ReturnType<typeof job.result>>, string>();
  for await (const { data } of job.progress()) {
    exactly<typeof data.mode, "fast" | "good">();
    // @ts-expect-error a field that does not exist
    data.modes;
  }
}
