/** Names that the generated module needs for itself, or that TypeScript gives a meaning of its own. */
const TAKEN = ["Tasks", "TaskSpec", "Record", "Partial", "Promise", "Date", "Array", "Object", "Function"];

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
export function chooseNames(tasks: readonly string[], definitions: readonly string[]): TypeNames {
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
  let open = [...new Set(definitions)].sort();
  for (let modules = 0; open.length > 0; modules += 1) {
    const wanted = new Map<string, string[]>();
    for (const definition of open) {
      const name = qualifiedName(definition, modules);
      wanted.set(name, [...(wanted.get(name) ?? []), definition]);
    }
    open = [];
    for (const [name, sharing] of wanted) {
      const [definition] = sharing as [string];
      const longest = sharing.every((each) => qualifiedName(each, modules + 1) === name);
      if (sharing.length === 1 && !taken.has(name)) {
        taken.add(name);
        definitionNames.set(definition, name);
      } else if (longest) {
        for (const each of sharing) {
          const numbered = unused(name, (candidate) => !taken.has(candidate));
          taken.add(numbered);
          definitionNames.set(each, numbered);
        }
      } else {
        open.push(...sharing);
      }
    }
  }
  return { tasks: taskNames, definitions: definitionNames };
}

function taskTypes(name: string): string[] {
  return ["Arguments", "Result", "Progress", "Errors"].map((suffix) => name + suffix);
}

function qualifiedName(definition: string, modules: number): string {
  // `tasks.pages.Page[tasks.images.Image]` is the class `Page[Image]` in the module `tasks.pages`;
  // `tasks.pages.make.<locals>.Page` is called `Page` as well.
  const suffix = /\.(Input|Output)$/.exec(definition)?.[1] ?? "";
  const bare = suffix === "" ? definition : definition.slice(0, -suffix.length - 1);
  const short = bare.replace(/\[.*\]$/, (inner) => inner.replace(/[\p{L}\p{N}_]+\./gu, ""));
  const bracket = short.indexOf("[");
  const path = (bracket < 0 ? short : short.slice(0, bracket))
    .split(".")
    .filter((part) => part !== "<locals>");
  const parameters = bracket < 0 ? "" : short.slice(bracket);
  return pascalCase(`${path.slice(-1 - modules).join(".")}${parameters}`) + suffix;
}

function unused(name: string, free: (candidate: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (free(candidate)) return candidate;
  }
}
