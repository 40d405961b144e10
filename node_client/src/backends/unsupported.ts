import { UnsupportedError } from "../errors.js";
import type { ResultBackend } from "./backend.js";

/** A result backend that this client does not read: sending works, asking for a result does not. */
export class UnsupportedBackend implements ResultBackend {
  readonly isConnected = true;

  readonly storeless: string;
  readonly replyTo = "";

  constructor(readonly unsupported: string) {
    this.storeless = unsupported;
  }

  async ready(): Promise<void> {}

  async ping(): Promise<void> {
    throw new UnsupportedError(this.unsupported);
  }

  watch(): () => void {
    throw new UnsupportedError(this.unsupported);
  }

  async read(): Promise<string | null> {
    throw new UnsupportedError(this.unsupported);
  }

  async markRevoked(): Promise<void> {
    throw new UnsupportedError(this.unsupported);
  }

  expect(): void {}

  async claim(): Promise<never> {
    throw new UnsupportedError(this.unsupported);
  }

  async prepareChord(): Promise<void> {
    throw new UnsupportedError(this.unsupported);
  }

  async close(): Promise<void> {}
}
