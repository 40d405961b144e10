// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import { chain, chord, connect, defineTasks, group, type TaskSpec, type WorkflowJob } from "taskgate";
import { exactly } from "./exactly.js";

interface Tasks {
  add: TaskSpec<{ a: number; b?: number }, number, unknown, "a">;
  show: TaskSpec<{ value: number; digits: number }, string, unknown, "value">;
  sum: TaskSpec<{ values: number[] }, number, unknown, "values">;
  now: TaskSpec<Record<never, never>, string>;
}

export async function workflows(): Promise<void> {
  const gate = await connect({ tasks: defineTasks<Tasks>([]) });
  const { add, show, sum, now } = gate.tasks;

  // Results, in order.
  exactly<string, Awaited<ReturnType<typeof one>>>();
  const one = () => gate.run(chain(add.step({ a: 1 }), add.after(), show.after({ digits: 2 })));
  const many = await gate.run(
    group(add.step({ a: 1 }), chain(add.step({ a: 1 }), show.after({ digits: 1 }))),
  );
  exactly<typeof many, [number, string]>();
  const total = await gate.run(chord([add.step({ a: 1 }), add.step({ a: 2 })], sum.after({})));
  exactly<typeof total, number>();
  const grouped = await gate.run(chain(add.step({ a: 1 }), group(add.after(), show.after({ digits: 1 }))));
  exactly<typeof grouped, [number, string]>();
  const mapped = await gate.run(group(...[1, 2].map((a) => add.step({ a }))));
  exactly<typeof mapped, number[]>();
  const job = await gate.start(chain(group(add.step({ a: 1 }), add.step({ a: 2 })), sum.after({})));
  exactly<typeof job, WorkflowJob<number>>();
  exactly<Awaited<ReturnType<typeof job.result>>, number>();

  // Groups in groups, and one after another: the list of results goes to each part of the second.
  const nested = await gate.run(
    group(group(add.step({ a: 1 })), chain(now.step(), group(now.step(), add.step({ a: 1 })))),
  );
  exactly<typeof nested, [[number], [string, number]]>();
  const twice = await gate.run(
    chain(group(add.step({ a: 1 }), add.step({ a: 2 })), group(sum.after({}), now.step())),
  );
  exactly<typeof twice, [number, string]>();
  await gate.run(chord([add.step({ a: 1 })], group(sum.after({}), now.step())));

  // A complete step takes nothing, and a result that nobody has typed fits everything.
  await gate.run(chain(now.step(), add.step({ a: 1 }), gate.task("x.y").after(), sum.after({})));

  // @ts-expect-error a text does not fit a number
  chain(now.step(), add.after());
  // @ts-expect-error the same, further on
  chain(add.step({ a: 1 }), show.after({ digits: 1 }), add.after());
  // @ts-expect-error nor a list of texts a list of numbers
  chord([now.step(), now.step()], sum.after({}));
  // @ts-expect-error nor is a tuple in a tuple one
  chord([group(add.step({ a: 1 }))], sum.after({}));
  // @ts-expect-error a group does not take what one of its parts does not
  chain(group(now.step()), group(sum.after({}), now.step()));
  // @ts-expect-error a number does not fit a list
  chain(add.step({ a: 1 }), sum.after({}));
  // @ts-expect-error each part of a group gets the same
  chain(now.step(), group(add.after(), now.step()));
  // @ts-expect-error nothing feeds it
  await gate.run(add.after());
  // @ts-expect-error nothing feeds one of them
  await gate.start(group(add.step({ a: 1 }), add.after()));
  // What follows by link fits the result, what follows by linkError the id of the task that failed.
  await add({ a: 1 }, { link: [add.after(), now.step(), gate.task("x.y").after()] });
  await add.send({ a: 1 }, { link: show.after({ digits: 1 }), linkError: gate.task("x.y").after() });
  await gate.task("x.y").send([], {}, { link: add.after() });
  chain(now.step({}, { link: now.step() }), add.step({ a: 1 }, { link: add.after() }));
  // @ts-expect-error a text does not fit a number
  await now({}, { link: add.after() });
  // @ts-expect-error nor in a list
  await now.send({}, { link: [now.step(), add.after()] });
  // @ts-expect-error nor behind a step
  now.step({}, { link: add.after() });
  // @ts-expect-error the id is no number
  await add({ a: 1 }, { linkError: add.after() });
  // @ts-expect-error the parameter that is fed cannot be given
  add.after({ a: 1 });
  // @ts-expect-error the others are needed
  show.after();
  // @ts-expect-error no parameter of it can be fed: what there is to give is everything
  add.step();
  // @ts-expect-error not an option of a step
  add.step({ a: 1 }, { timeoutMs: 1 });
}
