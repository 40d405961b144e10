import { inspect } from "node:util";
import type { TaskContract } from "../contracts/contract.js";
import { docComment, paragraphs } from "./comments.js";
import { isIdentifier } from "./names.js";

/** An example that is longer than this is left out of the doc comment. */
const LONGEST_EXAMPLE = 160;

interface Example {
  readonly arguments: object;
  readonly result?: unknown;
  readonly exception?: string;
}

/** Of progress and of the fed parameter, where `TaskSpec` is told what comes after them. */
const DEFAULTS = ["unknown", "never"];

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
    lines.push(docComment(taskComment(contract), indent));
    lines.push(`${indent}${member(segments.at(-1) as string)}: ${taskSpec(contract, name)};\n`);
  }
  close(0);
  return `${lines.join("")}}\n`;
}

/** The type of a task. What it leaves out at its end has the defaults of `TaskSpec`. */
function taskSpec({ parameters, progress, errors }: TaskContract, name: string): string {
  const [first] = parameters;
  // Celery feeds a step of a chain by position.
  const isFed = first?.kind === "positionalOnly" || first?.kind === "positionalOrKeyword";
  const types: readonly (string | undefined)[] = [
    progress === null ? undefined : `${name}Progress`,
    isFed ? JSON.stringify(first.name) : undefined,
    errors.length === 0 ? undefined : `${name}Errors`,
  ];
  const said = types.slice(0, types.findLastIndex((type) => type !== undefined) + 1);
  const rest = said.map((type, index) => type ?? DEFAULTS[index]);
  return `TaskSpec<${[`${name}Arguments`, `${name}Result`, ...rest].join(", ")}>`;
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

/** In the order in which a tree is written: `a.b.c` and `a.b.d` are not parted by `a.b-x`. */
function bySegments(contracts: readonly TaskContract[]): TaskContract[] {
  const key = ({ name }: TaskContract) => name.split(".").join("\0");
  return [...contracts].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function member(segment: string): string {
  return isIdentifier(segment) ? segment : JSON.stringify(segment);
}
