import { Readable } from "node:stream";
import { judgeLines } from "../../src/compatibility/verdicts.js";

async function verdicts(...lines: string[]): Promise<unknown[]> {
  const out: string[] = [];
  await judgeLines(Readable.from(lines.map((line) => `${line}\n`)), (text) => out.push(text));
  return out.map((text) => JSON.parse(text));
}

function line(schema: unknown, value: unknown): string {
  return JSON.stringify({ schema, value });
}

test("each line is judged, in its order", async () => {
  const schema = { type: "integer", maximum: 5 };
  expect(await verdicts(line(schema, 5), line(schema, 6), line(true, null), line(false, null))).toEqual([
    { accepted: true, places: [] },
    { accepted: false, places: [{ path: "", message: "must be <= 5" }] },
    { accepted: true, places: [] },
    { accepted: false, places: [expect.anything()] },
  ]);
});

test("formats are asserted, and references are followed", async () => {
  const schema = {
    type: "object",
    properties: { at: { $ref: "#/$defs/At" } },
    $defs: { At: { type: "string", format: "date-time" } },
  };
  const [fits, misfits] = await verdicts(
    line(schema, { at: "2026-01-31T12:30:00Z" }),
    line(schema, { at: "2026-01-31" }),
  );
  expect(fits).toMatchObject({ accepted: true });
  expect(misfits).toMatchObject({ accepted: false, places: [{ path: "/at" }] });
});

test("what cannot be judged is said in its line, and the next is judged", async () => {
  const answers = await verdicts(
    "nonsense",
    line({ type: "string", pattern: "(?i)a" }, "a"),
    '{"schema": true}',
    line(true, 1),
  );
  expect(answers).toEqual([
    { error: expect.any(String) },
    { error: expect.stringContaining("cannot be used") },
    { error: "a line is an object with `schema` and `value`" },
    { accepted: true, places: [] },
  ]);
});
