/** A backend program that calls the Python tasks of python_workers/tasks/ as typed functions. */

import { join } from "node:path";
import { connect, InvalidArgumentsError, RevokedError, type TaskgateError } from "taskgate";
import { Screen } from "./screen.js";
import { tasks } from "./tasks.generated.js";

const output = join(import.meta.dirname, "output");
const screen = new Screen();
const gate = await connect({ tasks });

try {
  await screen.during(async () => {
    await Promise.all([photographs(), table(), digits(), primes(), cancelled()]);
  });
  await refused();
  await raised();
  screen.table();
  console.log(`thumbnails: ${output}`);
} finally {
  await gate.close();
}

/** Photographs travel by reference: the worker reads the file and writes the thumbnail. */
async function photographs(): Promise<void> {
  for (const photograph of ["china.jpg", "flower.jpg"]) {
    const location = `sample:${photograph}`;
    await screen.call(`images.thumbnail ${photograph}`, async () => {
      const { width, height, size } = await gate.tasks.images.thumbnail({
        location,
        folder: output,
        width: 320,
      });
      return `${width} x ${height} pixels, ${size} bytes`;
    });
    await screen.call(`images.colours ${photograph}`, async () => {
      const { palette } = await gate.tasks.images.colours({ location, colours: 3 });
      return palette.map(({ hex, share }) => `${hex} ${Math.round(share * 100)} %`).join(", ");
    });
  }
}

async function table(): Promise<void> {
  await screen.call("tables.profile breast_cancer.csv", async () => {
    const location = "sample:breast_cancer.csv";
    const { rows, columns } = await gate.tasks.tables.profile({ location, header: false, skip_lines: 1 });
    return `${rows} rows, ${columns.length} columns, mean of the first ${columns[0]?.mean}`;
  });
}

async function digits(): Promise<void> {
  const model = await screen.call("digits.train", async () => {
    const job = await gate.tasks.digits.train.send({ folder: output, epochs: 60 });
    await screen.follow("digits.train", job.progress(), ({ data }) => `accuracy ${data.accuracy}`);
    const trained = await job.result();
    return [`${trained.images} images, ${Math.round(trained.accuracy * 100)} % right`, trained.path] as const;
  });
  await screen.call("digits.read", async () => {
    const zero =
      "00 00 05 13 09 01 00 00 00 00 13 15 10 15 05 00 00 03 15 02 00 11 08 00 00 04 12 00 00 08 08 00";
    const rest =
      "00 05 08 00 00 09 08 00 00 04 11 00 01 12 07 00 00 02 14 05 10 12 00 00 00 00 06 13 10 00 00 00";
    const image = `${zero} ${rest}`.split(" ").map(Number);
    return `a handwritten ${(await gate.tasks.digits.read({ model, images: [image] })).join(", ")}`;
  });
}

/** A long computation: progress while it runs. */
async function primes(): Promise<void> {
  await screen.call("primes.count", async () => {
    const job = await gate.tasks.primes.count.send({ limit: 600_000_000 }, { expiresMs: 60_000 });
    await screen.follow("primes.count", job.progress(), ({ data }) => `${data.found} found`);
    const { count, twins } = await job.result();
    return `${count} primes, ${twins} pairs of twins`;
  });
}

/** A far too long computation: taken back at its first report. */
async function cancelled(): Promise<void> {
  await screen.call("primes.count, cancelled", async () => {
    const job = await gate.tasks.primes.count.send({ limit: 10 ** 12 }, { expiresMs: 60_000 });
    for await (const _ of job.progress()) await job.revoke();
    return await refusal(job.result(), RevokedError);
  });
}

/** The arguments do not fit the contract: nothing is sent. TypeScript would not compile the misspelt name. */
async function refused(): Promise<void> {
  await screen.call("images.thumbnail, bad arguments", async () => {
    const misspelt = { location: "sample:china.jpg", folder: output, widht: 5000 } as never;
    return await refusal(gate.tasks.images.thumbnail(misspelt), InvalidArgumentsError);
  });
}

/** The Python function raises an exception that it declares: its name says what its details are. */
async function raised(): Promise<void> {
  await screen.call("images.colours, not an image", async () => {
    const { colours } = gate.tasks.images;
    try {
      await colours({ location: "sample:iris.csv" });
    } catch (error) {
      if (!colours.declares(error)) throw error;
      switch (error.exception) {
        case "tasks.files.FileUnreadable":
          return `${error.code}: ${error.details.location}: ${error.details.reason}`;
      }
    }
    throw new Error("an error was expected");
  });
}

/** The text of the error with which a call is expected to end. */
async function refusal(
  call: Promise<unknown>,
  expected: new (message: string) => TaskgateError,
): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof expected) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("an error was expected");
}
