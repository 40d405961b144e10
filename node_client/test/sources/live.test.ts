import { readAnswer } from "../../src/control/contracts.js";
import { contractsOfWorkers } from "../../src/sources/liveAnswers.js";
import { contract, inFolder, run } from "../generate/sample.js";

const one = contract("a.one");
const answerOf = (worker: string, ...contracts: object[]) => readAnswer({ worker, answer: { contracts } });

test("what workers with one app serve is taken once, and of several apps all", () => {
  const found = contractsOfWorkers("live", [
    answerOf("w1@h", one),
    answerOf("w2@h", JSON.parse(JSON.stringify(one)), contract("a.two")),
    readAnswer({ worker: "w3@h", answer: { error: "KeyError('taskgate_contracts')" } }),
  ]);
  expect(found.map(({ place, contract: { name } }) => [place, name])).toEqual([
    ["live w1@h", "a.one"],
    ["live w2@h", "a.two"],
  ]);
});

test.each([
  ["a description", { description: "other" }],
  ["the queue", { queue: { name: "other", type: "classic" } }],
])("workers that differ in %s are both named, and the task", (_, more) => {
  expect(() =>
    contractsOfWorkers("live", [answerOf("w1@h", one), answerOf("w2@h", { ...one, ...more })]),
  ).toThrow(/`a\.one` is not the same in w1@h and w2@h.*wait until/);
});

test.each([
  [{ error: "KeyError" }, /does not import taskgate/],
  ["garbage", /no list of contracts/],
  [null, /no list of contracts/],
])("a worker that answers %j is left out with the reason", (answer, reason) => {
  const answered = readAnswer({ worker: "w@h", answer });
  expect(answered).toMatchObject({ worker: "w@h", contracts: [], reason: expect.stringMatching(reason) });
  expect(() => contractsOfWorkers("live", [answered])).toThrow(
    /no contract came from w@h: make the app with/,
  );
});

test("a contract that cannot be used names the worker", () => {
  const newer = { ...one, formatVersion: 2 };
  expect(() => contractsOfWorkers("live", [answerOf("w@h", newer)])).toThrow(
    /^live w@h: \/formatVersion is 2.*update the npm package/,
  );
  expect(() => contractsOfWorkers("live", [answerOf("w@h", { name: 1 })])).toThrow(/^live w@h: /);
});

test.each<[string[], number, RegExp]>([
  [["live:"], 2, /broker: is not given: add `--broker`, or set CELERY_BROKER_URL/],
  [["live:", "--broker", "secret@h"], 2, /broker: is not a URL/],
  [["live:", "--broker", "kafka://u:secret@h"], 2, /scheme kafka:\/\/ is not supported/],
  [["live:", "--broker", "redis://h", "--timeout-ms", "0"], 2, /milliseconds from 1 to \d+, not 0:/],
  [["live:", "--broker", "redis://h", "--timeout-ms", "1s"], 2, /milliseconds from 1 to \d+, not 1s:/],
  [["live:", "--watch"], 2, /live: cannot be watched/],
  [["live:a@h,,b@h"], 1, /names of workers, joined by commas/],
  [["git:v1", "--broker", "redis://h"], 2, /go with `live:`/],
  [["a", "--timeout-ms", "5"], 2, /go with `live:`/],
])("not understood: %j", async (args, code, part) => {
  const before = process.env.CELERY_BROKER_URL;
  delete process.env.CELERY_BROKER_URL;
  try {
    await inFolder({}, async (folder) => {
      const ran = await run(["generate", ...args, "-o", `${folder}/x.ts`]);
      expect(ran).toEqual({ code, out: "", err: expect.stringMatching(part) });
      expect(ran.err).not.toMatch(/secret/);
      expect(ran.err.trimEnd().split("\n")).toHaveLength(1);
    });
  } finally {
    if (before !== undefined) process.env.CELERY_BROKER_URL = before;
  }
});
