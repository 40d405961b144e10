import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import type { TaskContract } from "../contracts/contract.js";
import { definitionName, referencesIn, type Schema } from "../contracts/schema.js";
import type { InvalidContractError, Place } from "../errors.js";
import { pointer } from "../json/jsonPointer.js";
import { isObject } from "../json/plainJson.js";
import { EXPORT_AGAIN, invalidContract } from "./problem.js";
import { protocolSchema } from "./protocol.js";
import { Usability } from "./usability.js";

const FORMAT_VERSION = 1;

interface Bundle {
  readonly tasks: readonly TaskContract[];
}

let compiled: Ajv2020 | undefined;

function validators(): Ajv2020 {
  compiled ??= new Ajv2020({ allErrors: true, allowUnionTypes: true })
    .addSchema(protocolSchema("task-contract"))
    .addSchema(protocolSchema("bundle"));
  return compiled;
}

/**
 * Checks that `document` is a contract in itself.
 *
 * @param file how an error calls it
 * @param usability the same for all contracts of one source
 */
export function checkContract(file: string, document: unknown, usability = new Usability()): TaskContract {
  if (isObject(document) && Array.isArray(document.tasks)) {
    throw invalidContract(
      file,
      "this is a bundle in a folder of contracts: give the path of the bundle itself, or the folder protocol/tasks",
    );
  }
  checkVersion(file, "", document);
  const contract = checkShape<TaskContract>(file, "urn:taskgate:task-contract:1", document);
  checkSchemas(file, "", contract, usability);
  return contract;
}

/** Checks that `document` is a bundle of contracts. */
export function checkBundle(file: string, document: unknown): Bundle {
  if (isObject(document) && Array.isArray(document.parameters)) {
    throw invalidContract(
      file,
      "this is the contract of one task: give the folder in which it stands, or a bundle",
    );
  }
  checkVersion(file, "", document);
  const tasks = isObject(document) && Array.isArray(document.tasks) ? document.tasks : [];
  tasks.forEach((task, index) => {
    checkVersion(file, `/tasks/${index}`, task);
  });
  const bundle = checkShape<Bundle>(file, "urn:taskgate:bundle:1", document);
  if (bundle.tasks.length === 0) throw invalidContract(file, `the bundle holds no task: ${EXPORT_AGAIN}`);
  const usability = new Usability();
  bundle.tasks.forEach((contract, index) => {
    checkSchemas(file, `/tasks/${index}`, contract, usability);
  });
  return bundle;
}

/** Every schema of a contract and where it stands. */
function schemasOf(contract: TaskContract): Array<{ path: string; schema: Schema }> {
  const found = contract.parameters.map(({ schema }, index) => ({
    path: `/parameters/${index}/schema`,
    schema: schema as Schema,
  }));
  found.push({ path: "/result", schema: contract.result as Schema });
  if (contract.progress !== null) found.push({ path: "/progress", schema: contract.progress as Schema });
  contract.errors.forEach(({ details }, index) => {
    if (details !== null) found.push({ path: `/errors/${index}/details`, schema: details as Schema });
  });
  for (const [name, schema] of Object.entries(contract.$defs)) {
    found.push({ path: pointer("/$defs", name), schema: schema as Schema });
  }
  return found;
}

function checkVersion(file: string, path: string, document: unknown): void {
  const version = isObject(document) ? document.formatVersion : undefined;
  if (version === undefined || version === FORMAT_VERSION) return;
  const remedy =
    typeof version === "number" && version > FORMAT_VERSION
      ? "update the npm package taskgate"
      : EXPORT_AGAIN;
  const message = `is ${JSON.stringify(version)}, this generator reads ${FORMAT_VERSION}`;
  throw invalidContract(file, `${path}/formatVersion ${message}: ${remedy}`, [
    { path: `${path}/formatVersion`, message },
  ]);
}

function checkShape<T>(file: string, id: string, document: unknown): T {
  const validate = validators().getSchema(id);
  if (validate === undefined) throw new Error(`The schema ${id} is missing from the package.`);
  if (validate(document) !== true) throw wrong(file, problemsOf(validate.errors ?? []));
  return document as T;
}

function checkSchemas(file: string, at: string, contract: TaskContract, usability: Usability): void {
  const problems: Place[] = [];
  const names = contract.parameters.map(({ name }) => name);
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index)
      problems.push({ path: `${at}/parameters/${index}/name`, message: `repeats the parameter ${name}` });
  });
  contract.parameters.forEach(({ kind }, index) => {
    const same = contract.parameters.findIndex((other) => other.kind === kind);
    if (kind.startsWith("variadic") && same !== index)
      problems.push({
        path: `${at}/parameters/${index}/kind`,
        message: `is ${kind}, as that of ${names[same]} already is`,
      });
  });
  for (const { path, schema } of schemasOf(contract)) {
    if (validators().validateSchema(schema) !== true) {
      const errors = problemsOf(validators().errors ?? []);
      problems.push(...errors.map((error) => ({ ...error, path: at + path + error.path })));
      continue;
    }
    for (const reference of referencesIn(schema)) {
      const name = definitionName(reference);
      if (name !== undefined && Object.hasOwn(contract.$defs, name)) continue;
      problems.push({ path: at + path, message: `refers to ${reference}, which the contract does not hold` });
    }
  }
  if (problems.length > 0) throw wrong(file, problems);
  checkUsable(file, contract, usability);
}

function checkUsable(file: string, contract: TaskContract, usability: Usability): void {
  try {
    usability.check(contract);
  } catch (error) {
    throw invalidContract(file, `${(error as Error).message}: ${EXPORT_AGAIN}`);
  }
}

function wrong(file: string, problems: readonly Place[]): InvalidContractError {
  const shown = problems
    .slice(0, 3)
    .map(({ path, message }) => `${path === "" ? "the document" : path} ${message}`);
  const more = problems.length > shown.length ? ` and ${problems.length - shown.length} more` : "";
  return invalidContract(file, `${shown.join(", ")}${more}: ${EXPORT_AGAIN}`, problems);
}

function problemsOf(errors: readonly ErrorObject[]): Place[] {
  return errors
    .filter(({ keyword }) => keyword !== "if")
    .map(({ instancePath, keyword, params, message }) => {
      const more =
        keyword === "additionalProperties"
          ? ` (${params.additionalProperty})`
          : keyword === "const"
            ? ` (${JSON.stringify(params.allowedValue)})`
            : "";
      return { path: instancePath, message: `${message ?? keyword}${more}` };
    });
}
