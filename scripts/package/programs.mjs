// The programs of a stranger, in plain JavaScript, and what they have to print.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { check, run } from "./run.mjs";

/** Uses every entry, connects to each broker of the environment and sends a task; where there is none, to an empty port. */
const SEND = `
class Unlike extends TaskgateError {}
if (!(Unlike.prototype instanceof Error)) throw new Error("TaskgateError");
const { TASKGATE_TEST_REDIS_URL: redis, TASKGATE_TEST_AMQP_URL: amqp } = process.env;
const backend = redis || "redis://127.0.0.1:1/0";
const queue = process.argv[2];
const connectTimeoutMs = redis && amqp ? 10000 : 300;
async function send(broker) {
  const gate = await connect({ tasks: defineTasks([]), broker, backend, connectTimeoutMs });
  try {
    await gate.task("package.none").send([], {}, { queue });
    return "sent";
  } finally {
    await gate.close();
  }
}
async function main() {
  for (const attempt of [...refused, () => send(backend), () => send(amqp || "amqp://127.0.0.1:1")]) {
    try {
      console.log(await attempt());
    } catch (error) {
      if (!(error instanceof TaskgateError)) throw error;
      console.log(error.code);
    }
  }
}
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`;

/** The program above, with imports written as `load(names by their new names, entry)` has them. */
function sending(entries, load) {
  const uses = entries.map(({ entry, names }, index) => load({ [names[0]]: `use${index}` }, entry));
  const refused = entries.map((entry, index) => `() => use${index}${entry.refused}`).join(", ");
  const own = load(
    { connect: "connect", defineTasks: "defineTasks", TaskgateError: "TaskgateError" },
    "taskgate",
  );
  return `${own}${uses.join("")}const refused = [${refused}];${SEND}`;
}

const imported = (names, entry) => {
  const list = Object.entries(names).map(([name, alias]) => `${name} as ${alias}`);
  return `import { ${list.join(", ")} } from ${JSON.stringify(entry)};\n`;
};

const required = (names, entry) => {
  const list = Object.entries(names).map(([name, alias]) => `${name}: ${alias}`);
  return `const { ${list.join(", ")} } = require(${JSON.stringify(entry)});\n`;
};

/** What is exported is seen by name in an ES module, too, although the package is CommonJS; and there is one of each. */
const same = (entries) => `
import { createRequire } from "node:module";
${entries.map(({ entry }, index) => `import * as entry${index} from ${JSON.stringify(entry)};`).join("\n")}
${entries.map(({ entry, names }, index) => imported(Object.fromEntries(names.map((name) => [name, name + index])), entry)).join("")}
for (const value of [${entries.flatMap(({ names }, index) => names.map((name) => name + index)).join(", ")}])
  if (typeof value !== "function") throw new Error(String(value));
const require = createRequire(import.meta.url);
const classes = new Map();
for (const [entry, imported] of [${entries.map(({ entry }, index) => `[${JSON.stringify(entry)}, entry${index}]`).join(", ")}]) {
  for (const [name, value] of Object.entries(require(entry))) {
    if (imported[name] !== value) throw new Error(entry + ": " + name + " is not what require() gives");
    if (!name.endsWith("Error")) continue;
    if ((classes.get(name) ?? value) !== value) throw new Error(entry + ": there are two of " + name);
    classes.set(name, value);
  }
}
console.log(classes.size > 0 ? "same" : "no classes");
`;

/** What the program prints: each entry refuses, and then the brokers, of which there may be none. */
function expectedOf(entries) {
  const { TASKGATE_TEST_REDIS_URL: redis, TASKGATE_TEST_AMQP_URL: amqp } = process.env;
  const refused = entries.map(() => "INVALID_OPTIONS");
  const brokers = redis && amqp ? ["sent", "UNROUTABLE"] : ["BROKER_UNAVAILABLE", "BROKER_UNAVAILABLE"];
  return [...refused, ...brokers].join(" ");
}

/** Runs one program that connects, checks what it printed, and takes back what it sent. */
export async function runSending(folder, file, entries, node = process.execPath) {
  const queue = `package-${randomUUID()}`;
  const printed = run(folder, node, file, queue).trim().split("\n").join(" ");
  const expected = expectedOf(entries);
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
  writeFileSync(join(home, "send.mjs"), sending(entries, imported));
  writeFileSync(join(home, "send.cjs"), sending(entries, required));
  writeFileSync(join(home, "same.mjs"), same(entries));
}

/** Runs the programs under a Node.js, by default this one. */
export async function runPrograms(home, entries, node = process.execPath) {
  for (const file of ["send.mjs", "send.cjs"]) await runSending(home, file, entries, node);
  const printed = run(home, node, "same.mjs").trim();
  check(
    printed === "same",
    "same.mjs runs: import and require give the same classes, in each entry",
    printed,
  );
}
