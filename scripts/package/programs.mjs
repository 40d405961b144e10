// The programs of a stranger, in plain JavaScript, and what they have to print.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { check, run } from "./run.mjs";

const NAMES = "connect, defineTasks, InvalidOptionsError, TaskgateError";

/** Connects to each broker of the environment and sends a task; where there is none, to a port where nobody listens. */
const SEND = `
class Unlike extends TaskgateError {}
if (!(Unlike.prototype instanceof Error)) throw new Error("TaskgateError");
const { TASKGATE_TEST_REDIS_URL: redis, TASKGATE_TEST_AMQP_URL: amqp } = process.env;
const queue = process.argv[2];
async function send(broker, backend) {
  const gate = await connect({ tasks: defineTasks([]), broker, backend, connectTimeoutMs: redis && amqp ? 10000 : 300 });
  try {
    await gate.task("package.none").send([], {}, { queue });
    return "sent";
  } finally {
    await gate.close();
  }
}
async function main() {
  const absent = "redis://127.0.0.1:1/0";
  for (const broker of ["http://nowhere", redis || absent, amqp || "amqp://127.0.0.1:1"]) {
    try {
      console.log(await send(broker, redis || absent));
    } catch (error) {
      if (!(error instanceof TaskgateError)) throw error;
      if (error.code === "INVALID_OPTIONS" && !(error instanceof InvalidOptionsError)) throw error;
      console.log(error.code);
    }
  }
}
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;

/** What is exported is seen by name in an ES module, too, although the package is CommonJS; and there is one of each. */
const same = (entries) => `
import { createRequire } from "node:module";
${entries.map(({ entry }, index) => `import * as entry${index} from ${JSON.stringify(entry)};`).join("\n")}
${entries
  .filter(({ names }) => names.length > 0)
  .map(
    ({ entry, names }, index) =>
      `import { ${names.map((name) => `${name} as ${name}${index}`).join(", ")} } from ${JSON.stringify(entry)};
for (const value of [${names.map((name) => name + index).join(", ")}])
  if (typeof value !== "function") throw new Error(${JSON.stringify(entry)});`,
  )
  .join("\n")}
const require = createRequire(import.meta.url);
const classes = new Map();
for (const [entry, imported] of Object.entries({ ${entries.map(({ entry }, index) => `${JSON.stringify(entry)}: entry${index}`).join(", ")} })) {
  for (const [name, value] of Object.entries(require(entry))) {
    if (imported[name] !== value) throw new Error(entry + ": " + name + " is not what require() gives");
    if (!name.endsWith("Error")) continue;
    if ((classes.get(name) ?? value) !== value) throw new Error(entry + ": there are two of " + name);
    classes.set(name, value);
  }
}
console.log(classes.size > 0 ? "same" : "no classes");
`;

/** A program that connects, as an ES module and as CommonJS. */
const sending = {
  "send.mjs": `import { ${NAMES} } from "taskgate";${SEND}`,
  "send.cjs": `const { ${NAMES} } = require("taskgate");${SEND}`,
};

/** The brokers are those of the environment, or there are none. */
function expectedOfSending() {
  const { TASKGATE_TEST_REDIS_URL: redis, TASKGATE_TEST_AMQP_URL: amqp } = process.env;
  return redis && amqp
    ? "INVALID_OPTIONS sent UNROUTABLE"
    : "INVALID_OPTIONS BROKER_UNAVAILABLE BROKER_UNAVAILABLE";
}

/** Runs one program that connects, checks what it printed, and takes back what it sent. */
export async function runSending(folder, file, node = process.execPath) {
  const queue = `package-${randomUUID()}`;
  const printed = run(folder, node, file, queue).trim().split("\n").join(" ");
  const expected = expectedOfSending();
  check(printed === expected, `${file} runs: ${expected}`, `(it printed ${printed})`);
  if (!expected.includes("sent")) return;
  const redis = new Redis(process.env.TASKGATE_TEST_REDIS_URL);
  try {
    check((await redis.del(queue)) === 1, `  and Redis has the message of ${file}`);
  } finally {
    redis.disconnect();
  }
}

/** Writes the programs into the folder of somebody who has installed the package. */
export function writePrograms(home, entries) {
  for (const [file, text] of Object.entries(sending)) writeFileSync(join(home, file), text);
  writeFileSync(join(home, "same.mjs"), same(entries));
}

/** Runs the programs under a Node.js, by default this one. */
export async function runPrograms(home, node = process.execPath) {
  for (const file of Object.keys(sending)) await runSending(home, file, node);
  const printed = run(home, node, "same.mjs").trim();
  check(
    printed === "same",
    "same.mjs runs: import and require give the same classes, in each entry",
    printed,
  );
}
