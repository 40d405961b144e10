import type { Schema } from "../contracts/schema.js";

/** Names that the generated module needs for itself, or that TypeScript gives a meaning of its own. */
const TAKEN = [
  "Tasks",
  "TaskSpec",
  "TaskModule",
  "Record",
  "Partial",
  "Promise",
  "Date",
  "Array",
  "Object",
  "Function",
];

/** `primes.below_limit` becomes `PrimesBelowLimit`. Never begins with a digit. */
export function pascalCase(text: string): string {
  const words = text.split(/[^\p{L}\p{N}$]+/u).filter((word) => word !== "");
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[\p{L}$]/u.test(joined) ? joined : `_${joined}`;
}

/** Whether `text` may stand as a property name without quotes. */
export function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

/** The TypeScript names of the types of one module. */
export interface TypeNames {
  /** By task name: the beginning of `...Arguments`, `...Result`, `...Progress` and `...Errors`. */
  readonly tasks: ReadonlyMap<string, string>;
  /** By definition name (`tasks.images.Thumbnail`): the name of its type. */
  readonly definitions: ReadonlyMap<string, string>;
}

/**
 * Chooses the names. A definition is called after its class (`tasks.images.Thumbnail` is `Thumbnail`,
 * `tasks.images.Thumbnail.Output` is `ThumbnailOutput`); where that would be ambiguous, its modules go before
 * it. The outcome depends on the set of names alone, not on their order.
 */
export function chooseNames(tasks: readonly string[], definitions: ReadonlyMap<string, Schema>): TypeNames {
  const taken = new Set(TAKEN);
  const taskNames = new Map<string, string>();
  for (const task of [...tasks].sort()) {
    const name = unused(pascalCase(task), (candidate) =>
      taskTypes(candidate).every((type) => !taken.has(type)),
    );
    for (const type of taskTypes(name)) taken.add(type);
    taskNames.set(task, name);
  }

  const definitionNames = new Map<string, string>();
  const origins = new Map([...definitions].map(([name, schema]) => [name, originOf(name, schema)]));
  let open = [...definitions.keys()].sort();
  for (let modules = 0; open.length > 0; modules += 1) {
    const wanted = new Map<string, string[]>();
    for (const definition of open) {
      const name = qualified(origins.get(definition) as Origin, modules);
      wanted.set(name, [...(wanted.get(name) ?? []), definition]);
    }
    open = [];
    for (const [name, sharing] of wanted) {
      const exhausted = sharing.every((each) => modules >= (origins.get(each) as Origin).modules.length);
      if (!exhausted && (sharing.length > 1 || taken.has(name))) {
        open.push(...sharing);
        continue;
      }
      for (const definition of sharing) {
        const free = unused(name, (candidate) => !taken.has(candidate));
        taken.add(free);
        definitionNames.set(definition, free);
      }
    }
  }
  return { tasks: taskNames, definitions: definitionNames };
}

function taskTypes(name: string): string[] {
  return ["Arguments", "Result", "Progress", "Errors"].map((suffix) => name + suffix);
}

interface Origin {
  readonly modules: readonly string[];
  readonly className: string;
  /** "Output" where the model is written differently in a result, else "". */
  readonly suffix: string;
}

function originOf(definition: string, schema: Schema): Origin {
  const suffix = definition.endsWith(".Output") ? "Output" : "";
  const path = suffix === "" ? definition : definition.slice(0, -".Output".length);
  const title = typeof schema === "object" ? schema.title : undefined;
  // The generic class `Page[Image]` is the definition `tasks.pages.Page_tasks.images.Image`: only its title tells
  // where the name of the class begins.
  const generic = typeof title === "string" ? /^(\w+)\[/.exec(title)?.[1] : undefined;
  const start = generic === undefined ? -1 : path.indexOf(`.${generic}_`);
  const end = start < 0 ? path.lastIndexOf(".") : start;
  const className = start < 0 ? path.slice(end + 1) : (title as string).replace(/\w+\./g, "");
  return { modules: end < 0 ? [] : path.slice(0, end).split("."), className, suffix };
}

function qualified({ modules, className, suffix }: Origin, count: number): string {
  const before = count === 0 ? [] : modules.slice(-count);
  return pascalCase([...before, className].join(".")) + suffix;
}

function unused(name: string, free: (candidate: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (free(candidate)) return candidate;
  }
}
