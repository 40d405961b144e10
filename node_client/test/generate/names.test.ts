import type { Schema } from "../../src/contracts/schema.js";
import { chooseNames, isIdentifier, pascalCase } from "../../src/generate/names.js";

function definitions(...names: readonly string[]): Map<string, Schema> {
  return new Map(names.map((name) => [name, {}]));
}

test.each([
  ["primes.below", "PrimesBelow"],
  ["images.colour_stats", "ImagesColourStats"],
  ["a.b-c", "ABC"],
  ["größe.messen", "GrößeMessen"],
  ["2d.plot", "_2dPlot"],
])("%s becomes %s", (name, expected) => {
  expect(pascalCase(name)).toBe(expected);
});

test("a definition is called after its class", () => {
  const { definitions: names } = chooseNames(
    [],
    definitions("tasks.images.Thumbnail", "tasks.images.Thumbnail.Output"),
  );
  expect(Object.fromEntries(names)).toEqual({
    "tasks.images.Thumbnail": "Thumbnail",
    "tasks.images.Thumbnail.Output": "ThumbnailOutput",
  });
});

test("two classes of one name get their modules, whatever the order", () => {
  const expected = {
    "tasks.images.Size": "ImagesSize",
    "tasks.tables.Size": "TablesSize",
    "tasks.tables.Row": "Row",
  };
  const forth = definitions("tasks.images.Size", "tasks.tables.Size", "tasks.tables.Row");
  const back = definitions("tasks.tables.Row", "tasks.tables.Size", "tasks.images.Size");
  expect(Object.fromEntries(chooseNames([], forth).definitions)).toEqual(expected);
  expect(Object.fromEntries(chooseNames([], back).definitions)).toEqual(expected);
});

test("a class gives way to the types of a task and to those of the language", () => {
  const { definitions: names } = chooseNames(
    ["primes.below"],
    definitions("tasks.primes.PrimesBelowArguments", "tasks.dates.Date"),
  );
  expect(Object.fromEntries(names)).toEqual({
    "tasks.primes.PrimesBelowArguments": "PrimesPrimesBelowArguments",
    "tasks.dates.Date": "DatesDate",
  });
});

test("what modules cannot tell apart is numbered", () => {
  const { definitions: names, tasks } = chooseNames(["a.b_c", "a.bC", "a.b.c"], definitions("Size", "size"));
  expect([...names.values()].sort()).toEqual(["Size", "Size2"]);
  expect(Object.fromEntries(tasks)).toEqual({ "a.b.c": "ABC", "a.bC": "ABC2", "a.b_c": "ABC3" });
});

test("a generic class is called after its parameters too", () => {
  const names = chooseNames(
    [],
    new Map<string, Schema>([
      ["tasks.pages.Page_tasks.images.Image", { title: "Page[Image]" }],
      ["tasks.images.Image", { title: "Image" }],
    ]),
  ).definitions;
  expect([...names.values()].sort()).toEqual(["Image", "PageImage"]);
});

test("a segment that is no identifier is quoted", () => {
  expect(["below", "größe", "$a", "_b", "class"].map(isIdentifier)).toEqual([true, true, true, true, true]);
  expect(["odd-name", "2d", "a b", ""].map(isIdentifier)).toEqual([false, false, false, false]);
});
