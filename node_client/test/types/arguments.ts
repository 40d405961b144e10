// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import type {
  ShapesAnythingArguments,
  ShapesChoicesArguments,
  ShapesConstraintsArguments,
  ShapesDatesArguments,
  ShapesDefaultsArguments,
  ShapesKindsArguments,
  ShapesMapsArguments,
  ShapesNestedArguments,
  ShapesOptionalArguments,
  ShapesRecursiveArguments,
  ShapesStringsArguments,
  ShapesTuplesArguments,
  ShapesUnionsArguments,
  ShapesWrittenArguments,
} from "../generate/golden.generated.js";
import { exactly } from "./exactly.js";

function defaults(_: ShapesDefaultsArguments): void {}
defaults({});
defaults({ count: 1, tags: ["a"], point: { x: 1 }, colour: "green" });
// What a caller has as `number | undefined` is passed on as it is; JSON leaves it out.
defaults({ count: undefined, point: { x: 1, y: undefined } });
// @ts-expect-error a misspelt optional argument
defaults({ cuont: 1 });
// @ts-expect-error a wrong type
defaults({ count: "1" });
// @ts-expect-error null where the hint has no None
defaults({ count: null });
// @ts-expect-error a wrong type inside a list
defaults({ tags: [1] });
// @ts-expect-error a missing member of a model
defaults({ point: {} });
// @ts-expect-error a misspelt optional member of a model
defaults({ point: { x: 1, z: 2 } });
// @ts-expect-error a value that the enum does not have
defaults({ colour: "blue" });

function optional(_: ShapesOptionalArguments): void {}
optional({ needed: 1, nullable: null });
optional({ needed: 1, nullable: 2, both: null });
optional({ needed: 1, nullable: 2, both: undefined });
// @ts-expect-error required
optional({ nullable: null });
// @ts-expect-error required, though it may be null
optional({ needed: 1 });
// @ts-expect-error undefined is not null
optional({ needed: 1, nullable: undefined });
// @ts-expect-error not nullable
optional({ needed: null, nullable: null });

function kinds(_: ShapesKindsArguments): void {}
kinds({ first: 1, fourth: 4 });
kinds({ first: 1, second: 2, third: "3", fourth: 4, fifth: false });
// @ts-expect-error a positional-only parameter is required by its name too
kinds({ fourth: 4 });
// @ts-expect-error a keyword-only parameter without a default
kinds({ first: 1 });
// @ts-expect-error a wrong type of a positional-only parameter
kinds({ first: 1, second: "2", fourth: 4 });

function choices(_: ShapesChoicesArguments): void {}
choices({ colour: "red", level: 1, word: "small" });
choices({ colour: "green", level: 2, word: "large", mixed: null });
// @ts-expect-error a wrong literal
choices({ colour: "red", level: 1, word: "medium" });
// @ts-expect-error an integer that the enum does not have
choices({ colour: "red", level: 3, word: "small" });
// @ts-expect-error any string is not a literal
choices({ colour: "red", level: 1, word: "small" as string });
exactly<ShapesChoicesArguments["mixed"], 1 | "one" | null | true | undefined>();

function tuples(_: ShapesTuplesArguments): void {}
tuples({ pair: [1, "a"], many: [] });
tuples({ pair: [1, "a"], many: [1, 2, 3], sized: [1, 2] });
// @ts-expect-error a tuple that is too short
tuples({ pair: [1], many: [] });
// @ts-expect-error a tuple that is too long
tuples({ pair: [1, "a", 2], many: [] });
// @ts-expect-error a tuple in the wrong order
tuples({ pair: ["a", 1], many: [] });
// @ts-expect-error a list of the wrong type
tuples({ pair: [1, "a"], many: ["1"] });
// A list of bounded length is any list, because nobody has `[number, number, ...number[]]` at hand.
exactly<ShapesTuplesArguments["sized"], number[] | undefined>();

function maps(_: ShapesMapsArguments): void {}
maps({ numbers: { any: 1, name: 2 }, points: { a: { x: 1 } }, anything: { nested: [{}] } });
// @ts-expect-error a wrong type of a value
maps({ numbers: { any: "1" }, points: {}, anything: {} });
// @ts-expect-error a key that the literal does not have
maps({ numbers: {}, points: { c: { x: 1 } }, anything: {} });
// @ts-expect-error a list is not a map
maps({ numbers: [1], points: {}, anything: {} });

function nested(_: ShapesNestedArguments): void {}
const segment = { start: { x: 1 }, end: { x: 2, y: 3 } };
nested({ segment, page: { items: [{ x: 1 }] }, size: { width: 1 }, options: { mode: "fast" } });
nested({
  segment: { ...segment, label: null },
  page: { items: [], next_page: null },
  size: { width: 1, height: 2 },
  options: { mode: "good", title: "t" },
});
const rest = { size: { width: 1 }, options: { mode: "fast" } } as const;
nested({ segment, ...rest, page: { items: [] } });
// @ts-expect-error an extra property two models down
nested({ ...rest, page: { items: [] }, segment: { ...segment, start: { x: 1, z: 1 } } });
// @ts-expect-error a wrong type in the parameter of a generic model
nested({ segment, page: { items: [{ x: "1" }] }, size: { width: 1 }, options: { mode: "fast" } });
// @ts-expect-error a misspelt optional member of a dataclass
nested({ segment, page: { items: [] }, size: { width: 1, heigth: 1 }, options: { mode: "fast" } });
// @ts-expect-error a wrong literal in a TypedDict
nested({ segment, page: { items: [] }, size: { width: 1 }, options: { mode: "slow" } });
// @ts-expect-error null where a TypedDict's member may only be left out
nested({ segment, page: { items: [] }, size: { width: 1 }, options: { mode: "fast", title: null } });

function recursive(_: ShapesRecursiveArguments): void {}
recursive({ tree: { name: "a", children: [{ name: "b" }, { name: "c", children: [{ name: "d" }] }] } });
// @ts-expect-error wrong at the third level
recursive({ tree: { name: "a", children: [{ name: "b", children: [{ name: 1 }] }] } });

function unions(_: ShapesUnionsArguments): void {}
unions({ simple: 1, wide: [1], tagged: { kind: "circle", radius: 1 } });
unions({ simple: "1", wide: { a: 1 }, tagged: { kind: "rectangle", width: 1, height: 1 } });
unions({ simple: "1", wide: true, tagged: { kind: "circle", radius: 1 } });
// @ts-expect-error no branch of the union
unions({ simple: true, wide: true, tagged: { kind: "circle", radius: 1 } });
// @ts-expect-error the members of another branch
unions({ simple: 1, wide: true, tagged: { kind: "circle", width: 1, height: 1 } });
// @ts-expect-error an unknown branch
unions({ simple: 1, wide: true, tagged: { kind: "square", width: 1 } });
// @ts-expect-error a member of the other branch besides
unions({ simple: 1, wide: true, tagged: { kind: "circle", radius: 1, width: 1 } });

function dates(_: ShapesDatesArguments): void {}
dates({ moment: "2030-01-02T03:04:05Z", day: "2030-01-02" });
// @ts-expect-error JSON has no Date
dates({ moment: new Date(), day: "2030-01-02" });

function written(_: ShapesWrittenArguments): void {}
written({ shape: { kind: "rectangle", width: 1, height: 1 }, person: { firstName: "a" }, point: { x: 1 } });
const rectangle = { kind: "rectangle", width: 1, height: 1 } as const;
// @ts-expect-error what is computed for the result is no argument
written({ shape: { ...rectangle, area: 1 }, person: { firstName: "a" }, point: { x: 1 } });
// @ts-expect-error Python's name of a member that has an alias
written({ shape: { kind: "rectangle", width: 1, height: 1 }, person: { first_name: "a" }, point: { x: 1 } });

function constraints(_: ShapesConstraintsArguments): void {}
constraints({ width: 1, ratio: 0.5, step: 5, slug: "a" });
// @ts-expect-error JSON has no bigint
constraints({ width: 1n, ratio: 0.5, step: 5, slug: "a" });

exactly<ShapesAnythingArguments, { value: unknown; items: unknown[]; members: { [k: string]: unknown } }>();
exactly<ShapesStringsArguments["amount"], number | string | undefined>();
exactly<ShapesStringsArguments["identifier"], string>();
