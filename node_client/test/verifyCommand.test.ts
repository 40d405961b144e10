/** `taskgate verify`, on a gate whose tasks are functions of the test. */

import { existsSync, readFileSync } from "node:fs";
import type { TaskContract } from "../src/contracts/contract.js";
import { TaskFailedError, UnsupportedError } from "../src/errors.js";
import { verifyCommand } from "../src/examples/command.js";
import { differences } from "../src/examples/comparison.js";
import type { ConnectOptions } from "../src/options/options.js";
import { testGate } from "../src/testing/index.js";
import { parameter } from "./fakes.js";
import { contract, inFolder } from "./generate/sample.js";

const integer = { type: "integer" };
const buy = (changes: Partial<TaskContract> = {}) =>
  contract("shop.buy", {
    parameters: [parameter("amount", integer)],
    result: { type: "object", properties: { price: { type: "number" } }, required: ["price"] },
    progress: { type: "object", properties: { label: { type: "string" } }, required: ["label"] },
    errors: [
      {
        exception: "shop.SoldOut",
        summary: "",
        details: { type: "object", properties: { left: integer }, required: ["left"] },
      },
    ],
    examples: [{ arguments: { amount: 1 }, result: { price: 1.5 } }],
    ...changes,
  });

type Answer = (
  args: { amount: number },
  context: { readonly revoked: AbortSignal; progress(done: number, total: number, data: unknown): void },
) => unknown;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command on contracts in a folder, with an answer for `shop.buy`. */
function verify(
  contracts: readonly TaskContract[],
  answer: Answer = () => ({ price: 1.5 }),
  words: (folder: string) => readonly string[] = () => [],
  then: (folder: string) => void = () => {},
): Promise<Ran> {
  const files = Object.fromEntries(contracts.map((each) => [`tasks/${each.name}.json`, each]));
  return inFolder(files, async (folder) => {
    const [out, err]: [string[], string[]] = [[], []];
    const streams = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
    // What a worker has, which is not what the contracts of the command say.
    const served = { contracts: contracts.map((each) => ({ ...each, result: true, examples: [] })) };
    const open = (_options: ConnectOptions) =>
      testGate({ tasks: served, answers: { "shop.buy": answer } as never });
    const args = [`${folder}/tasks`, "--broker", "redis://h", "--backend", "redis://h", ...words(folder)];
    const code = await verifyCommand(args, streams, undefined, open);
    then(folder);
    return { code, out: out.join("").replaceAll(folder, ""), err: err.join("").replaceAll(folder, "") };
  });
}

test("what is kept is counted, and tasks without an example are listed", async () => {
  const { code, out, err } = await verify([buy(), contract("shop.close")]);
  expect(err).toBe("");
  expect(out).toBe(
    "without an example: shop.close\nkept: 1 example of 2 tasks (/tasks, 1 worker answered)\n",
  );
  expect(code).toBe(0);
});

const raising =
  (exception: string, details: unknown = null): Answer =>
  () => {
    throw new TaskFailedError("no", { exception, details });
  };
const example = { arguments: { amount: 1 } };
const failing = { ...example, exception: "shop.SoldOut" };

test.each<[string, TaskContract["examples"][number], Answer, string]>([
  ["no text", example, () => ({ price: "much" }), "result/price must be number"],
  ["no object", example, () => null, "result must be object"],
  [
    "another result",
    { ...example, result: { price: 1 } },
    () => ({ price: 2 }),
    "result/price is 2, and the example says 1",
  ],
  [
    "null for a missing member",
    { ...example, result: { price: 1 } },
    () => ({ price: 1, note: null }),
    "result/note is null, and the example does not have it",
  ],
  [
    "another exception",
    failing,
    raising("OSError"),
    "exception is OSError (no), and the contract declares shop.SoldOut",
  ],
  [
    "no exception",
    failing,
    () => ({ price: 1 }),
    'exception is missing: the task returned {"price":1}, and the example says shop.SoldOut',
  ],
  [
    "an exception instead of a result",
    { ...example, result: { price: 1 } },
    raising("shop.SoldOut", { left: 1 }),
    'exception is shop.SoldOut (no), and the example says that the task returns {"price":1}',
  ],
  [
    "details that do not fit",
    failing,
    raising("shop.SoldOut", { left: "one" }),
    "details/left must be integer",
  ],
  [
    "other details",
    { ...failing, details: { left: 1 } },
    raising("shop.SoldOut", { left: 2 }),
    "details/left is 2, and the example says 1",
  ],
  [
    "what a worker says is unsupported",
    example,
    () => {
      throw new UnsupportedError("no Redis", { exception: "taskgate.errors.Unsupported" });
    },
    "end is UNSUPPORTED: shop.buy: taskgate.errors.Unsupported: no Redis",
  ],
  [
    "progress of a wrong shape",
    example,
    (_, { progress }) => {
      progress(1, 3, { label: "a" });
      progress(2, 3, { label: 7 });
      return { price: 1 };
    },
    "progress[1]/data/label must be string",
  ],
  ["a task that hangs", example, () => new Promise(() => {}), "end is TIMEOUT: shop.buy (job"],
  [
    "arguments that do not fit",
    { arguments: { amount: "one" } },
    () => ({ price: 1 }),
    "arguments/amount must be integer",
  ],
])("%s is wrong, and the place is named", async (_, asked, answer, sentence) => {
  const examples = [{ arguments: { amount: 1 } }, asked];
  let calls = 0;
  // The first example is kept whatever the second does.
  const both: Answer = (...given) => (calls++ === 0 ? { price: 1 } : answer(...given));
  const { code, out, err } = await verify([buy({ examples })], both, () => ["--timeout-ms", "300"]);
  expect(err).toBe("");
  expect(out).toContain(`shop.buy, examples[1]: wrong\n  ${sentence}`);
  expect(out).toContain("wrong: 1 of 2 examples of 1 task, 1 kept (/tasks, 1 worker answered)\n");
  expect(code).toBe(1);
});

test("what hangs is revoked before the next example begins", async () => {
  const signals: AbortSignal[] = [];
  const hanging: Answer = (_, { revoked }) => {
    signals.push(revoked);
    if (signals.length === 1) return new Promise(() => {});
    return { price: signals[0]?.aborted ? 1 : "the first still runs" };
  };
  const examples = [example, { ...example, result: { price: 1 } }];
  const { out } = await verify([buy({ examples })], hanging, () => ["--timeout-ms", "300"]);
  expect(out).toContain("wrong: 1 of 2 examples of 1 task, 1 kept");
});

test("a declared failure keeps an example that does not say how it ends", async () => {
  expect(await verify([buy({ examples: [example] })], raising("shop.SoldOut", { left: 1 }))).toMatchObject({
    code: 0,
  });
});

test("a task that stores no result is not run, and said so", async () => {
  const answer = jest.fn(() => ({ price: 1 }));
  const mail = contract("shop.mail", { storesResult: false, examples: [{ arguments: {} }] });
  const { code, out } = await verify([buy({ examples: [example] }), mail], answer);
  expect(out).toContain("shop.mail, examples[0]: not run: result is not known: the task stores none");
  expect(answer).toHaveBeenCalledTimes(1);
  expect(code).toBe(0);
});

test("where no task that has an example stores its result, nothing is verified", async () => {
  const { code, out, err } = await verify([buy({ storesResult: false })]);
  expect(err).toMatch(/^taskgate: no task that has an example stores its result.*verify others\n$/);
  expect(out).toBe("");
  expect(code).toBe(2);
});

test("the report as JSON, and as JUnit in a folder that is made for it", async () => {
  const examples = [example, { ...example, result: { price: 7 } }];
  let xml = "";
  const { code, out } = await verify(
    [buy({ examples }), contract("shop.close")],
    () => ({ price: 1, note: '<&">\u0001' }),
    (folder) => ["--json", "--junit", `${folder}/reports/verify.xml`],
    (folder) => {
      xml = readFileSync(`${folder}/reports/verify.xml`, "utf8");
    },
  );
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    formatVersion: 1,
    outcome: "wrong",
    tasks: 2,
    workers: ["celery@memory"],
    withoutExample: ["shop.close"],
    examples: [
      { task: "shop.buy", index: 0, status: "kept", findings: [] },
      {
        task: "shop.buy",
        index: 1,
        status: "wrong",
        findings: [{ place: "result/price" }, { place: "result/note" }],
      },
    ],
  });
  expect(xml).toMatch(/<testsuite name="taskgate verify" tests="3" failures="1" errors="0" skipped="1" /);
  expect(xml).toMatch(/<testcase classname="shop.buy" name="examples\[0\]" time="\d+\.\d{3}" \/>/);
  expect(xml).toContain(
    '<failure message="result/price is 1, and the example says 7">shop.buy, examples[1]\n',
  );
  expect(xml).toContain("result/note is &quot;&lt;&amp;\\&quot;&gt;\\u0001&quot;");
  expect(xml).toContain('<skipped message="the task has no example" />');
});

test("--task chooses", async () => {
  const other = contract("shop.other", { examples: [{ arguments: {} }] });
  const { out } = await verify([buy(), other], undefined, () => ["--task", "shop.buy"]);
  expect(out).toBe("kept: 1 example of 1 task (/tasks, 1 worker answered)\n");
});

test.each<[string, string[], RegExp]>([
  [
    "an unknown task",
    ["--task", "shop.by"],
    /^taskgate: there is no contract of shop\.by: there are shop\.buy$/,
  ],
  ["a time that is none", ["--timeout-ms", "0"], /`--timeout-ms` is a whole number of milliseconds/],
  [
    "too much at once",
    ["--concurrency", "2000"],
    /`--concurrency` is a whole number of examples from 1 to 1000/,
  ],
  ["an unknown option", ["--nope"], /Unknown option '--nope'.*npx taskgate verify --help/],
  ["a second source", ["other"], /takes one folder/],
  ["--repo without git:", ["--repo", "x"], /goes with a git revision/],
  ["a report that cannot be written", ["--junit", "/dev/null/x/y.xml"], /cannot be written.*another file/],
])("%s could not be run: one sentence, code 2", async (_, words, sentence) => {
  const { code, err } = await verify([buy()], undefined, () => words);
  expect(err.trimEnd()).toMatch(sentence);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(2);
});

test("contracts without any example, or that are broken, could not be run", async () => {
  expect(await verify([contract("shop.close")])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^taskgate: no task has an example.*\n$/),
  });
  expect(await verify([{ ...buy(), fingerprint: `sha256:${"0".repeat(64)}` }])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/was edited by hand.*\n$/),
  });
});

test("a connection that goes away ends it with the example that was under way", async () => {
  const err: string[] = [];
  const streams = { out: () => {}, err: (text: string) => err.push(text) };
  const open = () => {
    const leaving = () => {
      gate.close();
      return new Promise(() => {});
    };
    const gate = testGate({ tasks: { contracts: [buy()] }, answers: { "shop.buy": leaving } as never });
    return gate;
  };
  await inFolder({ "tasks/shop.buy.json": buy() }, async (folder) => {
    const args = [`${folder}/tasks`, "--broker", "redis://h", "--backend", "redis://h"];
    expect(await verifyCommand(args, streams, undefined, open)).toBe(2);
  });
  expect(err.join("")).toMatch(
    /^taskgate: shop\.buy, examples\[0\] could not be tried.*gate was closed.*\n$/,
  );
});

test("a defect is told with its stack, and by its own code", async () => {
  const err: string[] = [];
  const streams = { out: () => {}, err: (text: string) => err.push(text) };
  const open = () => {
    throw new RangeError("odd");
  };
  await inFolder({ "tasks/shop.buy.json": buy() }, async (folder) => {
    const args = [`${folder}/tasks`, "--broker", "redis://h", "--backend", "redis://h"];
    expect(await verifyCommand(args, streams, undefined, open)).toBe(70);
  });
  expect(err.join("")).toMatch(/RangeError: odd\n +at /);
});

test("an interrupted run ends with 130, and the job is revoked", async () => {
  const interrupted = new AbortController();
  const revoked: boolean[] = [];
  const answer = (_: object, context: { revoked: AbortSignal }) => {
    context.revoked.addEventListener("abort", () => revoked.push(true));
    setImmediate(() => interrupted.abort());
    return new Promise(() => {});
  };
  await inFolder({ "tasks/shop.buy.json": buy() }, async (folder) => {
    const args = [`${folder}/tasks`, "--broker", "redis://h", "--backend", "redis://h"];
    const open = () => testGate({ tasks: { contracts: [buy()] }, answers: { "shop.buy": answer } as never });
    const streams = { out: () => {}, err: () => {} };
    expect(await verifyCommand(args, streams, interrupted.signal, open)).toBe(130);
  });
  expect(revoked).toEqual([true]);
});

test("help", async () => {
  const out: string[] = [];
  const streams = { out: (text: string) => out.push(text), err: () => {} };
  expect(await verifyCommand(["--help"], streams)).toBe(0);
  expect(out.join("")).toContain("taskgate verify <contracts>");
  expect(existsSync("--help")).toBe(false);
});

test.each<[unknown, unknown, string[]]>([
  [null, null, []],
  [{ a: [1, "x"] }, { a: [1, "x"] }, []],
  [1, true, [""]],
  [0, -0, []],
  ["1", 1, [""]],
  [{ a: null }, {}, ["/a"]],
  [{}, { a: null }, ["/a"]],
  [[1, 2], [1], [""]],
  [[1, { "a/b": 2 }], [1, { "a/b": 3 }], ["/1/a~1b"]],
  [{}, [], [""]],
])("%j and %j differ at %j", (expected, actual, paths) => {
  expect(differences(expected, actual).map(({ path }) => path)).toEqual(paths);
});
