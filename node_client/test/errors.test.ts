import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errorClasses, InvalidArgumentsError, placesMessage, TaskgateError } from "../src/errors.js";
import * as api from "../src/index.js";

const { codes } = JSON.parse(readFileSync(join(__dirname, "../../protocol/errors.json"), "utf8")) as {
  codes: { code: string; retryable: boolean }[];
};

test("the classes and protocol/errors.json name the same codes, with the same retryable", () => {
  const listed = codes.map(({ code, retryable }) => [code, retryable]);
  const classes = Array.from(errorClasses.values(), (each) => [each.code, each.retryable]);
  expect(listed.length).toBeGreaterThan(10);
  expect(classes.sort()).toEqual(listed.sort());
});

test("every class is exported under its own name", () => {
  for (const errorClass of errorClasses.values()) {
    expect((api as Record<string, unknown>)[errorClass.name]).toBe(errorClass);
  }
});

test("an error carries code, name, details and cause", () => {
  const cause = new Error("below");
  const error = new InvalidArgumentsError("text", { details: { errors: [] }, cause });
  expect(error).toBeInstanceOf(TaskgateError);
  expect(error).toMatchObject({
    name: "InvalidArgumentsError",
    code: "INVALID_ARGUMENTS",
    message: "text",
    details: { errors: [] },
    retryable: false,
    exception: null,
    pythonTraceback: null,
    cause,
  });
});

test("a worker may say that a failure is retryable", () => {
  expect(new TaskgateError("x", { retryable: true }).retryable).toBe(true);
});

test("a message lists the first places and counts the rest", () => {
  const places = Array.from({ length: 7 }, (_, index) => ({ path: `/${index}`, message: "is wrong" }));
  expect(placesMessage("it", places)).toContain("/4 is wrong; and 2 more");
  expect(placesMessage("it", [{ path: "", message: "is wrong" }])).toBe("it: (the whole) is wrong");
});
