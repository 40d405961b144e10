import type { ErrorObject, Options, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { InvalidContractError, type Place } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import { argumentsSchema } from "./arguments.js";
import { type JsonSchema, type TaskContract, withDefinitions } from "./contract.js";
import { withDiscriminators } from "./discriminator.js";
import { formats } from "./formats.js";
import { addKeywords } from "./keywords.js";
import { withOpenPlaces } from "./openPlaces.js";
import { openSchema } from "./openSchema.js";

// ajv-formats is CommonJS with `exports.default`; under nodenext its default import is the namespace.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default;

/** The checks of one task, compiled when they are first used. */
export class TaskValidator {
  readonly #contract: TaskContract;
  #arguments: ValidateFunction | undefined;
  #result: ValidateFunction | undefined;
  #newerResult: ValidateFunction | undefined;
  #progress: ValidateFunction | undefined;
  readonly #details = new Map<string, ValidateFunction>();

  constructor(contract: TaskContract) {
    this.#contract = contract;
  }

  /** Every place where the arguments object does not fit; empty where it fits. */
  arguments(values: unknown): Place[] {
    this.#arguments ??= compile(
      this.#contract,
      "arguments",
      withOpenPlaces(argumentsSchema(this.#contract)) as JsonSchema,
    );
    return places(this.#arguments, values);
  }

  /** Every place where the result does not fit; empty where it fits. */
  result(value: unknown): Place[] {
    this.#result ??= compile(
      this.#contract,
      "result",
      withDefinitions(this.#contract, this.#contract.result),
    );
    return places(this.#result, value);
  }

  /** As `result`, but for members that the contract does not name: a newer worker may add some. */
  newerResult(value: unknown): Place[] {
    const { result } = this.#contract;
    this.#newerResult ??= compile(
      this.#contract,
      "result",
      withDefinitions(this.#contract, result),
      openSchema,
    );
    return places(this.#newerResult, value);
  }

  /** Every place where the data of a report of progress do not fit; null where the task declares none. */
  progress(data: unknown): Place[] | null {
    const { progress } = this.#contract;
    if (progress === null) return null;
    this.#progress ??= compile(this.#contract, "progress", withDefinitions(this.#contract, progress));
    return places(this.#progress, data);
  }

  /**
   * Every place where the details of an exception do not fit, but for members that the contract does not name; null
   * where the task does not declare it.
   */
  details(exception: string, value: unknown): Place[] | null {
    const declared = this.#contract.errors.find((error) => error.exception === exception);
    if (declared === undefined) return null;
    // The class says nothing of what it carries: it may carry anything.
    if (declared.details === null) return [];
    const known = this.#details.get(exception);
    const schema = withDefinitions(this.#contract, declared.details);
    const validate = known ?? compile(this.#contract, `details of ${exception}`, schema, openSchema);
    this.#details.set(exception, validate);
    return places(validate, value);
  }
}

let shared: Ajv2020 | undefined;

function ajv(): Ajv2020 {
  shared ??= strictAjv();
  return shared;
}

/** An ajv that reads schemas as the checks of a call do. */
export function strictAjv(more: Options = {}): Ajv2020 {
  // Strict, so that a keyword or a format that would not be checked is an error and not silence. The
  // relaxations are for what contracts hold: type lists, constraints beside anyOf, open tuples, and the tag of
  // a union that is required of each member.
  const made = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    addUsedSchema: false,
    discriminator: true,
    // A parameter may be called `constructor`, which every object has from elsewhere.
    ownProperties: true,
    ...more,
  });
  addFormats(made);
  for (const [name, format] of Object.entries(formats)) made.addFormat(name, format);
  addKeywords(made);
  return made;
}

function compile(
  contract: TaskContract,
  what: string,
  schema: JsonSchema,
  change: (schema: unknown) => unknown = (schema) => schema,
): ValidateFunction {
  const prepared = change(withDiscriminators(schema, contract.$defs)) as JsonSchema;
  try {
    return ajv().compile(prepared);
  } catch (error) {
    throw new InvalidContractError(
      `the ${what} schema of ${contract.name} cannot be used: ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    // ajv keeps every schema that it has seen, and a program may connect many times.
    if (typeof prepared === "object") ajv().removeSchema(prepared);
  }
}

function places(validate: ValidateFunction, value: unknown): Place[] {
  if (validate(value)) return [];
  const messages = new Map<string, Set<string>>();
  const errors = validate.errors ?? [];
  for (const error of errors) {
    if (saysNothing(error, errors)) continue;
    const place = placeOf(error, validate);
    const known = messages.get(place.path) ?? new Set();
    messages.set(place.path, known.add(place.message));
  }
  return Array.from(messages, ([path, known]) => ({ path, message: Array.from(known).join(", or ") }));
}

/** "must match a schema in anyOf" says nothing beside what each of them misses, nor does ajv's word on a name. */
function saysNothing(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (error.keyword === "propertyNames") return true;
  if (error.keyword !== "anyOf" && error.keyword !== "oneOf") return false;
  return errors.some(
    ({ keyword, instancePath: path }) =>
      keyword !== "anyOf" &&
      keyword !== "oneOf" &&
      (path === error.instancePath || path.startsWith(`${error.instancePath}/`)),
  );
}

function placeOf(error: ErrorObject, validate: ValidateFunction): Place {
  // What is wrong with the name of a member is wrong at the member.
  const { propertyName } = error;
  const path = propertyName === undefined ? error.instancePath : pointer(error.instancePath, propertyName);
  const parameters = error.params as Record<string, unknown>;
  // The only schema of a name that says so is that of `**kwargs`, in which no other parameter may stand.
  if (propertyName !== undefined && error.keyword === "not")
    return { path, message: "is an argument of its own" };
  switch (error.keyword) {
    case "required":
      return { path: pointer(path, String(parameters.missingProperty)), message: "is required" };
    case "additionalProperties":
    case "unevaluatedProperties": {
      const name = String(parameters.additionalProperty ?? parameters.unevaluatedProperty);
      return { path: pointer(path, name), message: `is not known${hint(name, path, validate)}` };
    }
    case "enum":
      return { path, message: `must be one of ${JSON.stringify(parameters.allowedValues)}` };
    case "discriminator":
      return { path: pointer(path, String(parameters.tag)), message: "must be the tag of a member" };
    case "const":
      return { path, message: `must be ${JSON.stringify(parameters.allowedValue)}` };
    default:
      return { path, message: error.message ?? `fails ${error.keyword}` };
  }
}

/** The names that would have been right, where the misspelt one is an argument. */
function hint(name: string, path: string, validate: ValidateFunction): string {
  if (path !== "" || typeof validate.schema !== "object") return "";
  const names = Object.keys((validate.schema.properties as object | undefined) ?? {});
  const near = names.find((known) => squeeze(known) === squeeze(name) || distance(known, name) <= 2);
  if (near !== undefined) return `; did you mean ${near}?`;
  return names.length > 0 ? `; the arguments are ${names.join(", ")}` : "; the task takes no arguments";
}

function squeeze(name: string): string {
  return name.replace(/_/g, "").toLowerCase();
}

/** Levenshtein's distance, for names of a few dozen characters. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
