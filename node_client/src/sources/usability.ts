import { argumentsSchema } from "../contracts/arguments.js";
import type { TaskContract } from "../contracts/contract.js";
import { withDiscriminators } from "../contracts/discriminator.js";
import { definitionName, mapSchemas, type Schema } from "../contracts/schema.js";
import { strictAjv, TaskValidator } from "../contracts/validation.js";

/**
 * Whether the client can judge by the schemas of contracts: better to learn here than at the first call that it
 * cannot. A definition is compiled once for all contracts of a source: those in which it differs are refused together
 * (collisions.ts).
 */
export class Usability {
  readonly #ajv = strictAjv({
    // Each has been held against the meta-schema already.
    validateSchema: false,
    // What is compiled here never runs.
    allErrors: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  readonly #definitions = new Set<string>();

  /** Throws InvalidContractError, which names the task, where the client could not use one of its schemas. */
  check(contract: TaskContract): void {
    if (this.#compiles(contract)) return;
    // What counts is how the client compiles it, each task by itself; so do the words.
    const validator = new TaskValidator(contract);
    validator.arguments({});
    validator.result(null);
    for (const { exception } of contract.errors) validator.details(exception, null);
  }

  #compiles(contract: TaskContract): boolean {
    const { $defs, result, errors } = contract;
    const { $defs: _, ...given } = argumentsSchema(contract) as { $defs: unknown };
    const parts = [given, result, ...errors.map(({ details }) => details ?? true)];
    const schema = { allOf: parts.map((part) => prepared(part, $defs)) };
    try {
      for (const [name, definition] of Object.entries($defs)) this.#add(name, definition, $defs);
      this.#ajv.compile(schema);
      return true;
    } catch {
      return false;
    } finally {
      this.#ajv.removeSchema(schema);
    }
  }

  #add(name: string, definition: unknown, definitions: unknown): void {
    if (this.#definitions.has(name)) return;
    this.#definitions.add(name);
    this.#ajv.addSchema(prepared(definition, definitions) as object, idOf(name));
  }
}

/** A schema as the client compiles it, whose references lead to definitions outside of it. */
function prepared(schema: unknown, definitions: unknown): Schema {
  return mapSchemas(withDiscriminators(schema, definitions) as Schema, (part) => {
    const name = part.$ref === undefined ? undefined : definitionName(part.$ref);
    return name === undefined ? part : { ...part, $ref: idOf(name) };
  });
}

function idOf(definition: string): string {
  return `urn:definition:${encodeURIComponent(definition)}`;
}
