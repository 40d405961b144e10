// Never run: the compiler is the test. `@ts-expect-error` fails where the line below it compiles.
import type {
  Tasks,
  TestsForeignSignaturesDefaultsNotJsonArguments,
  TestsForeignSignaturesKindsAllOfThemArguments,
  TestsForeignSignaturesKindsModelsOfArgsArguments,
  TestsForeignSignaturesUnhintedAddArguments,
  TestsForeignSignaturesUnhintedAddResult,
} from "../generate/foreign.generated.js";
import { exactly } from "./exactly.js";

function all(_: TestsForeignSignaturesKindsAllOfThemArguments): void {}
all({ a: 1, c: 3 });
all({ a: 1, b: 2, rest: [3, 4], c: 5, more: { x: true } });
// @ts-expect-error an item of another type
all({ a: 1, c: 3, rest: ["x"] });
// @ts-expect-error a further argument of another type
all({ a: 1, c: 3, more: { x: 1 } });
// @ts-expect-error a misspelt argument, though there is `**more`
all({ a: 1, c: 3, e: 4 });

function models(_: TestsForeignSignaturesKindsModelsOfArgsArguments): void {}
models({ mails: [{ subject: "a" }], by_name: { b: { subject: "b", urgent: true } } });
// @ts-expect-error a model without its member
models({ mails: [{ urgent: true }] });

function unhinted(_: TestsForeignSignaturesUnhintedAddArguments): void {}
unhinted({ x: 1, y: "anything" });
// @ts-expect-error what has no hint is known by its name
unhinted({ x: 1, z: 2 });
exactly<TestsForeignSignaturesUnhintedAddResult, unknown>();

function notJson(_: TestsForeignSignaturesDefaultsNotJsonArguments): void {}
notJson({});
notJson({ missing: 1, clock: "12:00" });

type Segments = Tasks["deep"]["er"]["than"]["two"]["segments"];
exactly<Segments extends never ? true : false, false>();
