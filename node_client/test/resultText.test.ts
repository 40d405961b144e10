import { MalformedResultError } from "../src/errors.js";
import { parseResultText } from "../src/results/resultText.js";

function problems(text: string): unknown {
  try {
    parseResultText(text);
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedResultError);
    return ((error as MalformedResultError).details as { errors: { path: string }[] } | null)?.errors?.map(
      ({ path }) => path,
    );
  }
  throw new Error("it was accepted");
}

test.each([
  ['{"status": "SUCCESS", "result": [1, {"a": NaN}]}', ["/1/a"]],
  ['{"status": "SUCCESS", "result": Infinity}', [""]],
  ['{"status": "SUCCESS", "result": {"x": -Infinity, "y": [NaN, 1]}}', ["/x", "/y/0"]],
  ['{"status": "SUCCESS", "result": 9007199254740993}', [""]],
  ['{"result": {"a/b": [-9007199254740993, 123456789012345678901234567890]}}', ["/a~1b/0", "/a~1b/1"]],
  ['{"result": {"k\\"ey": 9007199254740992}}', ['/k"ey']],
])("%s is refused at %j", (text, paths) => {
  expect(problems(text)).toEqual(paths);
});

test.each([
  ['{"result": 9007199254740991}', { result: 9007199254740991 }],
  ['{"result": 0.12345678901234567890}', { result: 0.12345678901234568 }],
  ['{"result": 1.2345678901234567e+30}', { result: 1.2345678901234567e30 }],
  [
    '{"result": "NaN and 12345678901234567890 \\"Infinity\\""}',
    { result: 'NaN and 12345678901234567890 "Infinity"' },
  ],
  ['{"result": "\\\\", "x": NaN}', { result: "\\", x: "NaN" }],
  [
    '{"kwargs": {"id": 12345678901234567890}, "result": 1}',
    { kwargs: { id: "12345678901234567890" }, result: 1 },
  ],
  ['{"results": NaN, "result": [true, null, {}]}', { results: "NaN", result: [true, null, {}] }],
  [
    '{"status": "TRAINING", "result": {"loss": NaN, "seen": 12345678901234567890}}',
    { status: "TRAINING", result: { loss: "NaN", seen: "12345678901234567890" } },
  ],
  [
    '{"result": {"exc_message": [-Infinity]}, "status": "FAILURE"}',
    { result: { exc_message: ["-Infinity"] }, status: "FAILURE" },
  ],
])("%s is read", (text, expected) => {
  expect(parseResultText(text)).toEqual(expected);
});

test.each(["x", "\\", '"'])("a long text of %j with the word NaN in it is read", (character) => {
  const meta = { status: "SUCCESS", result: `${character.repeat(10_000_000)} NaN` };
  expect(parseResultText(JSON.stringify(meta))).toEqual(meta);
});

test("a compressed result says so", () => {
  expect(() => parseResultText("\x00celery-compressed\x00application/x-gzip\x00...")).toThrow(/compress/);
});

test.each(["", "x", "{", '{"result": NaN', "\x80\x02pickle"])("garbage %j is MALFORMED_RESULT", (text) => {
  expect(() => parseResultText(text)).toThrow(MalformedResultError);
});
