import { givenSchema } from "../contracts/arguments.js";
import type { TaskContract, TaskParameter } from "../contracts/contract.js";
import { paragraphs } from "./comments.js";
import { declaration } from "./declarations.js";
import type { Surroundings } from "./lowering.js";
import type { Schema } from "./schema.js";

/** The types of one task: its arguments, its result, its progress and the details of its errors. */
export async function taskDeclarations(
  contract: TaskContract,
  name: string,
  around: (acceptsUndefined: boolean) => Surroundings,
): Promise<string[]> {
  const { parameters, result, progress, errors } = contract;
  const about = `\`${contract.name}\``;
  const written: string[] = [
    await declaration(
      `${name}Arguments`,
      describedArguments(parameters),
      around(true),
      `The arguments of ${about}.`,
    ),
    await declaration(
      `${name}Result`,
      result as Schema,
      around(false),
      described(result as Schema, `What ${about} returns.`),
    ),
  ];
  if (progress !== null) {
    const text = described(progress as Schema, `The \`data\` of the progress reports of ${about}.`);
    written.push(await declaration(`${name}Progress`, progress as Schema, around(false), text));
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
    const text = `The \`details\` of the errors of ${about}, by \`exception\`.`;
    written.push(await declaration(`${name}Errors`, schema, around(false), text));
  }
  return written;
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
