/**
 * Another process that calls with an idempotency key. Each line of the standard input is `{broker, backend, task, kwargs,
 * options, times}`: so many calls at once. It is answered by the line `{values, codes}`, of those that resolved and of
 * those that rejected.
 */

import { createInterface } from "node:readline";
import { connect } from "taskgate";

for await (const line of createInterface(process.stdin)) {
  const { broker, backend, task, kwargs, options, times } = JSON.parse(line);
  const gate = await connect({ broker, backend });
  const call = () => gate.task(task).call([], kwargs, options);
  const settled = await Promise.allSettled(Array.from({ length: times }, call));
  await gate.close();
  console.log(
    JSON.stringify({
      values: settled.filter(({ status }) => status === "fulfilled").map(({ value }) => value),
      codes: settled.filter(({ status }) => status === "rejected").map(({ reason }) => reason.code),
    }),
  );
}
