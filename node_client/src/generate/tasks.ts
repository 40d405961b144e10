import { inspect } from "node:util";
import type { TaskContract } from "../contracts/contract.js";
import { docComment, paragraphs } from "./comments.js";
import { declaration } from "./declarations.js";
import type { Surroundings } from "./lowering.js";
import { isIdentifier } from "./names.js";
import type { Schema } from "./schema.js";

/** An example that is longer than this is left out of the doc comment. */
const LONGEST_EXAMPLE = 160;

interface Example {
  readonly arguments: object;
  readonly result?: unknown;
  readonly exception?: string;
}

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
        withDescription((error.details ?? { type: "null" }) as Schema, error.summary),
      ]),
    );
    const schema = { type: "object", properties: details, required: Object.keys(details) };
    const text = `The \`details\` of the errors of ${about}, by \`exception\`.`;
    written.push(await declaration(`${name}Errors`, schema, around(false), text));
  }
  return written;
}

/** The interface `Tasks`: a member for each segment of a task name, with the task's documentation at its end. */
export function taskTree(contracts: readonly TaskContract[], names: ReadonlyMap<string, string>): string {
  const lines: string[] = ["/** Every task by its name. */\nexport interface Tasks {\n"];
  let open: string[] = [];
  const close = (depth: number) => {
    for (; open.length > depth; open = open.slice(0, -1)) lines.push(`${"  ".repeat(open.length)}};\n`);
  };
  for (const contract of bySegments(contracts)) {
    const segments = contract.name.split(".");
    const folders = segments.slice(0, -1);
    const shared = folders.findIndex((folder, depth) => open[depth] !== folder);
    close(shared < 0 ? folders.length : shared);
    for (const folder of folders.slice(open.length)) {
      open = [...open, folder];
      lines.push(`${"  ".repeat(open.length)}${member(folder)}: {\n`);
    }
    const indent = "  ".repeat(open.length + 1);
    const name = names.get(contract.name) as string;
    const types = [
      `${name}Arguments`,
      `${name}Result`,
      ...(contract.progress === null ? [] : [`${name}Progress`]),
    ];
    lines.push(docComment(taskComment(contract), indent));
    lines.push(`${indent}${member(segments.at(-1) as string)}: TaskSpec<${types.join(", ")}>;\n`);
  }
  close(0);
  return `${lines.join("")}}\n`;
}

function taskComment(contract: TaskContract): string {
  const { name, summary, description, queue, errors } = contract;
  const tags: string[] = [];
  const example = (contract.examples as readonly Example[]).find(({ exception }) => exception === undefined);
  if (example !== undefined) {
    const access = name
      .split(".")
      .map((segment) => (isIdentifier(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`))
      .join("");
    const result = "result" in example ? ` // ${literal(example.result)}` : "";
    const call = `await gate.tasks${access}(${literal(example.arguments)})${result}`;
    if (call.length <= LONGEST_EXAMPLE) tags.push(`@example ${call}`);
  }
  for (const { exception, summary: reason } of errors) {
    tags.push(`@throws \`${exception}\`${reason === "" ? "" : `: ${reason}`}`);
  }
  return paragraphs(summary, description, `Task \`${name}\`, queue \`${queue.name}\`.`, tags.join("\n"));
}

/** A JSON value as one would type it. */
function literal(value: unknown): string {
  return inspect(value, {
    depth: null,
    compact: true,
    breakLength: Infinity,
    maxArrayLength: null,
    maxStringLength: null,
  });
}

/** The arguments object, with what a doc comment shows of each parameter. */
function describedArguments(parameters: TaskContract["parameters"]): Schema {
  const properties = parameters.map(({ name, required, description, schema, ...rest }) => {
    const described = withDescription(schema as Schema, description ?? "");
    const whole =
      required || typeof described === "boolean" ? described : { ...described, default: rest.default };
    return [name, whole] as const;
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function withDescription(schema: Schema, description: string): Schema {
  return description === "" || typeof schema === "boolean" ? schema : { ...schema, description };
}

function described(schema: Schema, text: string): string {
  return typeof schema === "object" && schema.description !== undefined
    ? paragraphs(text, schema.description)
    : text;
}

/** In the order in which a tree is written: `a.b.c` and `a.b.d` are not parted by `a.b-x`. */
function bySegments(contracts: readonly TaskContract[]): TaskContract[] {
  const key = ({ name }: TaskContract) => name.split(".").join("\0");
  return [...contracts].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function member(segment: string): string {
  return isIdentifier(segment) ? segment : JSON.stringify(segment);
}
