import { InvalidArgumentsError, type Place, placesMessage } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import type { JsonSchema, TaskContract, TaskParameter } from "./contract.js";

/** The schema of the arguments object, derived the same way in both languages. */
export function argumentsSchema(contract: TaskContract): JsonSchema {
  const byName = contract.parameters.filter(isByName).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      contract.parameters.map((parameter) => [parameter.name, givenSchema(parameter, byName)]),
    ),
    required: contract.parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
    $defs: contract.$defs,
  };
}

/** The schema of what is given for a parameter by its name. `byName` are those that no `**kwargs` can hold. */
export function givenSchema(
  { kind, schema }: Pick<TaskParameter, "kind" | "schema">,
  byName: readonly string[] = [],
): JsonSchema {
  if (kind === "variadicPositional") return { type: "array", items: schema };
  if (kind !== "variadicKeyword") return schema;
  const names = byName.length > 0 ? { propertyNames: { not: { enum: [...byName] } } } : {};
  return { type: "object", additionalProperties: schema, ...names };
}

function isByName({ kind }: TaskParameter): boolean {
  return kind === "positionalOrKeyword" || kind === "keywordOnly";
}

/** Whether it can be given by position. */
export function isByPosition({ kind }: TaskParameter): boolean {
  return kind === "positionalOnly" || kind === "positionalOrKeyword";
}

export interface SplitArguments {
  readonly args: unknown[];
  readonly kwargs: Record<string, unknown>;
}

/**
 * Positional-only parameters travel as args, all others as kwargs; where there are items for `*args`, so does every
 * parameter before them. One that is left out before one that is given is filled with the contract's default,
 * because a position cannot be skipped.
 *
 * @throws InvalidArgumentsError where it has to be filled and only Python knows the default
 */
export function splitArguments(contract: TaskContract, values: Record<string, unknown>): SplitArguments {
  const kwargs = { ...values };
  const { parameters } = contract;
  const items = takenOut(parameters, "variadicPositional", kwargs);
  const members = takenOut(parameters, "variadicKeyword", kwargs);
  const further = Array.isArray(items) ? items : [];
  const positional = parameters.filter(
    further.length > 0 ? isByPosition : ({ kind }) => kind === "positionalOnly",
  );
  const given =
    further.length > 0
      ? positional.length - 1
      : positional.findLastIndex(({ name }) => Object.hasOwn(values, name));
  const args = positional.slice(0, given + 1).map((parameter) => filled(contract, parameter, values));
  for (const { name } of positional) delete kwargs[name];
  return { args: [...args, ...further], kwargs: Object.assign(kwargs, members) };
}

/** Removes from `kwargs` what is given for the variadic parameter of that kind. */
function takenOut(
  parameters: readonly TaskParameter[],
  kind: TaskParameter["kind"],
  kwargs: Record<string, unknown>,
): unknown {
  const name = parameters.find((parameter) => parameter.kind === kind)?.name;
  if (name === undefined || !Object.hasOwn(kwargs, name)) return undefined;
  const value = kwargs[name];
  delete kwargs[name];
  return value;
}

function filled(contract: TaskContract, parameter: TaskParameter, values: Record<string, unknown>): unknown {
  const { name } = parameter;
  if (Object.hasOwn(values, name)) return values[name];
  if (Object.hasOwn(parameter, "default")) return parameter.default;
  const places = [
    {
      path: pointer("", name),
      message: "must be given where a position after it is, for only Python knows its default",
    },
  ];
  throw new InvalidArgumentsError(placesMessage(`${contract.name} was not sent`, places), {
    details: { errors: places },
  });
}

export interface BoundArguments {
  readonly values: Record<string, unknown>;
  /** What is wrong with how they are given; what they are is not looked at. */
  readonly places: readonly Place[];
}

/** Binds args and kwargs to the parameters as Python would, so that they can be checked by name. */
export function bindArguments(
  { parameters }: TaskContract,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): BoundArguments {
  const positional = parameters.filter(isByPosition);
  const further = args.slice(positional.length);
  const items = parameters.find(({ kind }) => kind === "variadicPositional");
  const members = parameters.find(({ kind }) => kind === "variadicKeyword");
  const places: Place[] =
    items !== undefined
      ? []
      : further.map((_, index) => ({
          path: `/${positional.length + index}`,
          message: "is one positional argument too many",
        }));
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const values: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(kwargs)) {
    const parameter = known.get(name);
    const isMember = members !== undefined && !(parameter && isByName(parameter));
    Object.defineProperty(isMember ? others : values, name, { value, ...MEMBER });
    if (isMember) continue;
    if (parameter?.kind === "positionalOnly") {
      places.push({ path: pointer("", name), message: "is positional only: give it in args" });
    }
    if (parameter === items && items !== undefined) {
      places.push({ path: pointer("", name), message: "is given by position: give its items in args" });
    }
  }
  for (const [index, { name }] of positional.slice(0, args.length).entries()) {
    if (Object.hasOwn(values, name)) places.push({ path: pointer("", name), message: "is given twice" });
    values[name] = args[index];
  }
  if (items !== undefined && further.length > 0) values[items.name] = further;
  if (members !== undefined && Object.keys(others).length > 0) values[members.name] = others;
  return { values, places };
}

/** As an assignment makes it, also where the name is `__proto__`. */
const MEMBER = { enumerable: true, configurable: true, writable: true };
