/** A backend program that calls the Python tasks of python_workers/tasks/ as typed functions. */

import { join } from "node:path";
import { connect, InvalidArgumentsError, RevokedError, TaskFailedError } from "taskgate";
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
      const { width, height, size } = await gate.tasks.images.thumbnail({ location, folder: output, width: 320 });
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
    const zero = "00 00 05 13 09 01 00 00 00 00 13 15 10 15 05 00 00 03 15 02 00 11 08 00 00 04 12 00 00 08 08 00";
    const rest = "00 05 08 00 00 09 08 00 00 04 11 00 01 12 07 00 00 02 14 05 10 12 00 00 00 00 06 13 10 00 00 00";
    const image = `${zero} ${rest}`.split(" ").map(Number);
    return `a handwritten ${(await gate.tasks.digits.read({ model, images: [image] })).join(", ")}`;
  });
}
