// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import type {
  AtlasEuropeFindErrors,
  AtlasEuropeFindProgress,
  Point,
  PointOutput,
  SegmentOutput,
  ShapesAnythingResult,
  ShapesChoicesResult,
  ShapesConstraintsResult,
  ShapesDefaultsResult,
  ShapesMapsResult,
  ShapesNestedResult,
  ShapesOptionalResult,
  ShapesRecursiveResult,
  ShapesTuplesResult,
  ShapesUnionsResult,
  ShapesWrittenResult,
} from "../generate/golden.generated.js";
import { exactly } from "./exactly.js";

exactly<ShapesDefaultsResult, null>();
exactly<ShapesAnythingResult, unknown>();
exactly<ShapesChoicesResult, "red" | "green">();
exactly<ShapesConstraintsResult, number[]>();
exactly<ShapesOptionalResult, string | null>();
exactly<ShapesTuplesResult, [boolean, PointOutput]>();

// A result is written with its defaults, so they are there to be read.
exactly<PointOutput["y"], number>();
exactly<Point["y"], number | undefined>();

export function nested(result: ShapesNestedResult): string {
  const first = result.items[0];
  // @ts-expect-error a list may be empty (noUncheckedIndexedAccess)
  first.start;
  // @ts-expect-error a field that does not exist
  result.item;
  // @ts-expect-error a field that does not exist two models down
  first?.start.z;
  // @ts-expect-error what may be null is asked for first
  first?.label.length;
  exactly<typeof first, SegmentOutput | undefined>();
  return first?.label ?? "";
}

export function recursive(tree: ShapesRecursiveResult): number {
  return tree.children.reduce((sum, child) => sum + recursive(child), tree.name.length);
}

export function maps(result: ShapesMapsResult): number | undefined {
  // @ts-expect-error a map may not have the key (noUncheckedIndexedAccess)
  result.anything.length;
  return result.anything?.[0]?.y;
}

export function unions(result: ShapesUnionsResult): number {
  // @ts-expect-error of one branch only
  result.radius;
  switch (result.kind) {
    case "circle":
      return result.radius;
    case "rectangle":
      return result.area;
  }
}

export function written([shape, person, point]: ShapesWrittenResult): number {
  // @ts-expect-error Python's name of a member that has an alias
  person.first_name;
  return shape.area + person.firstName.length + point.y;
}

export function failed(details: AtlasEuropeFindErrors): void {
  exactly<(typeof details)["ValueError"], unknown>();
  exactly<(typeof details)["tests.shapes.Plain"], number | null>();
  exactly<(typeof details)["tests.shapes.TooFar"], PointOutput>();
  // @ts-expect-error an exception that the task does not declare
  details.KeyError;
}

exactly<AtlasEuropeFindProgress["mode"], "fast" | "good">();
