/** Inputs that travel in one message. */
export interface Chunk {
  readonly number: number;
  /** The place of each input among all. */
  readonly indexes: readonly number[];
  readonly inputs: readonly Record<string, unknown>[];
}

export interface ChunkLimits {
  /** Inputs. */
  readonly size: number;
  /** Of the inputs as JSON; a larger input is a chunk of its own. */
  readonly bytes: number;
}

/** Cuts the inputs as they are asked for; what `read` refuses is handed to `refuse` and is in no chunk. */
export function* chunksOf(
  inputs: readonly unknown[],
  limits: ChunkLimits,
  read: (input: unknown) => Record<string, unknown>,
  refuse: (index: number, reason: unknown) => void,
): Generator<Chunk> {
  let number = 0;
  let bytes = 0;
  let indexes: number[] = [];
  let values: Record<string, unknown>[] = [];
  const cut = () => {
    const chunk = { number: number++, indexes, inputs: values };
    [bytes, indexes, values] = [0, [], []];
    return chunk;
  };
  for (const [index, input] of inputs.entries()) {
    let value: Record<string, unknown>;
    try {
      value = read(input);
    } catch (reason) {
      refuse(index, reason);
      continue;
    }
    const more = Buffer.byteLength(JSON.stringify(value)) + 1;
    if (values.length > 0 && bytes + more > limits.bytes) yield cut();
    bytes += more;
    indexes.push(index);
    values.push(value);
    if (values.length === limits.size) yield cut();
  }
  if (values.length > 0) yield cut();
}
