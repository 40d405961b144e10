import { givenSchema } from "../contracts/arguments.js";
import type { TaskContract, TaskParameter } from "../contracts/contract.js";
import type { Schema } from "../contracts/schema.js";
import { paragraphs } from "./comments.js";
import type { Declaration } from "./declarations.js";
import type { Surroundings } from "./lowering.js";

/** The types of one task: its arguments, its result, its progress and the details of its errors. */
export function taskDeclarations(
  contract: TaskContract,
  name: string,
  around: (acceptsUndefined: boolean) => Surroundings,
): Declaration[] {
  const { parameters, progress, errors } = contract;
  const result = contract.result as Schema;
  const about = `\`${contract.name}\``;
  const found: Declaration[] = [
    {
      name: `${name}Arguments`,
      schema: describedArguments(parameters),
      around: around(true),
      description: `The arguments of ${about}.`,
    },
    {
      name: `${name}Result`,
      schema: result,
      around: around(false),
      description: described(result, `What ${about} returns.`),
    },
  ];
  if (progress !== null) {
    const schema = progress as Schema;
    const description = described(schema, `The \`data\` of the progress reports of ${about}.`);
    found.push({ name: `${name}Progress`, schema, around: around(false), description });
  }
  if (errors.length > 0) {
    const details = Object.fromEntries(
      errors.map((error) => [
        error.exception,
        // Without a schema its class says nothing of what it carries.
        withDescription((error.details ?? {}) as Schema, error.summary),
      ]),
    );
    const schema = { type: "object", properties: details, required: Object.keys(details) };
    const description = `The \`details\` of the errors of ${about}, by \`exception\`.`;
    found.push({ name: `${name}Errors`, schema, around: around(false), description });
  }
  return found;
}

/** The arguments object, with what a doc comment shows of each parameter. */
function describedArguments(parameters: TaskContract["parameters"]): Schema {
  const properties = parameters.map((parameter) => {
    const { name, required } = parameter;
    const described = withDescription(givenSchema(parameter) as Schema, describedParameter(parameter));
    const whole =
      required || typeof described === "boolean" ? described : { ...described, default: parameter.default };
    return [name, whole] as const;
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function describedParameter(parameter: TaskParameter): string {
  const { name, kind, required, description = "" } = parameter;
  if (kind === "variadicPositional")
    return paragraphs(description, `Further positional arguments: \`*${name}\` in Python.`);
  if (kind === "variadicKeyword")
    return paragraphs(description, `Further arguments by name: \`**${name}\` in Python.`);
  const isPythons = !required && !Object.hasOwn(parameter, "default");
  return isPythons
    ? paragraphs(description, "What holds where it is left out is known to Python alone.")
    : description;
}

function withDescription(schema: Schema, description: string): Schema {
  return description === "" || typeof schema === "boolean" ? schema : { ...schema, description };
}

function described(schema: Schema, text: string): string {
  return typeof schema === "object" && schema.description !== undefined
    ? paragraphs(text, schema.description)
    : text;
}
