import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// What an editor shows: asked of TypeScript's own language server, in the protocol that editors speak.
const CLIENT = join(__dirname, "..", "..");
const TSC = join(CLIENT, "..", "node_modules", "typescript", "bin", "tsc");
const PROGRAM = `import { connect } from "taskgate";
import { tasks } from "../generate/golden.generated.js";
const gate = await connect({ tasks });
gate.tasks.shapes.constraints({ width: 1, ratio: 0.5, step: 5, slug: "a" });
gate.tasks.atlas.europe.find.send({ point: { x: 1 } });
const failure: unknown = undefined;
if (gate.tasks.atlas.europe.find.declares(failure) && failure.exception === "tests.shapes.TooFar") {
  failure.details;
}
`;

/** The few messages of the language server protocol that a hover needs. */
class Editor {
  readonly #server: ChildProcessWithoutNullStreams = spawn(process.execPath, [TSC, "--lsp", "--stdio"]);
  readonly #waiting = new Map<number, (result: unknown) => void>();
  readonly #uri = pathToFileURL(join(CLIENT, "test", "types", "unsaved.ts")).href;
  #received = Buffer.alloc(0);
  #last = 0;

  constructor() {
    this.#server.stdout.on("data", (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data]);
      for (let message = this.#take(); message !== undefined; message = this.#take()) this.#answer(message);
    });
  }

  async open(text: string): Promise<void> {
    await this.#request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(CLIENT).href,
      capabilities: {},
    });
    this.#send({ method: "initialized", params: {} });
    const textDocument = { uri: this.#uri, languageId: "typescript", version: 1, text };
    this.#send({ method: "textDocument/didOpen", params: { textDocument } });
  }

  /** What the editor shows over the first `word` in `text`. */
  async hover(text: string, word: string): Promise<string> {
    const before = text.slice(0, text.indexOf(word)).split("\n");
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const textDocument = { uri: this.#uri };
    return JSON.stringify(await this.#request("textDocument/hover", { textDocument, position }));
  }

  close(): void {
    this.#server.kill();
  }

  #request(method: string, params: object): Promise<unknown> {
    this.#last += 1;
    this.#send({ id: this.#last, method, params });
    return new Promise((resolve) => this.#waiting.set(this.#last, resolve));
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(): { id?: number; method?: string; result?: unknown } | undefined {
    const end = this.#received.indexOf("\r\n\r\n");
    const length = Number(/Content-Length: (\d+)/i.exec(this.#received.subarray(0, end).toString())?.[1]);
    if (end < 0 || this.#received.length < end + 4 + length) return undefined;
    const body = this.#received.subarray(end + 4, end + 4 + length).toString();
    this.#received = this.#received.subarray(end + 4 + length);
    return JSON.parse(body);
  }

  #answer({ id, method, result }: { id?: number; method?: string; result?: unknown }): void {
    if (id === undefined) return;
    // The server asks for settings, which are those it has.
    if (method !== undefined) this.#send({ id, result: null });
    else this.#waiting.get(id)?.(result);
  }
}

test.each([
  ["constraints(", "Bounds, lengths and patterns."],
  ["width:", "In pixels."],
  ["width:", "4096"],
  ["find.", "Everything that can be said about a task."],
  ["find.", "The point is outside the map."],
  ["x:", "x: number"],
  ["declares(", "with an exception that it declares"],
  ["exception ===", '\\"ValueError\\" | \\"tests.shapes.Plain\\" | \\"tests.shapes.TooFar\\"'],
  ["details;", "details: PointOutput"],
])(
  "an editor shows over %s: %s",
  async (word, expected) => {
    const editor = new Editor();
    try {
      await editor.open(PROGRAM);
      expect(await editor.hover(PROGRAM, word)).toContain(expected);
    } finally {
      editor.close();
    }
  },
  30_000,
);
