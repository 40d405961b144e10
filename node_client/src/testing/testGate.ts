import { CeleryClient } from "../celery.js";
import { indexContracts } from "../contracts/contract.js";
import { Gate } from "../gate.js";
import type { ConnectOptions } from "../options/options.js";
import { resolveSettings } from "../options/settings.js";
import { Session } from "../session.js";
import type { Answers } from "./answer.js";
import { MemoryBackend } from "./memoryBackend.js";
import { MemoryWorker } from "./memoryWorker.js";
import { TaskBook } from "./taskBook.js";

export interface TestGateOptions<T = unknown>
  extends Omit<ConnectOptions<T>, "broker" | "brokerOptions" | "backend" | "backendOptions"> {
  /** What tasks answer, by their names. @default {}: each task answers by the examples of its contract */
  readonly answers?: Answers;
}

/**
 * A gate without a broker: functions of the test answer its tasks. What is checked, thrown and reported is what a gate
 * of `connect()` checks, throws and reports. Throws INVALID_OPTIONS.
 */
export function testGate<T = unknown>({ answers = {}, ...options }: TestGateOptions<T> = {}): Gate<T> {
  const url = "redis://memory";
  const settings = resolveSettings({ ...options, broker: url, backend: url }, {});
  const contracts = indexContracts(options.tasks?.contracts ?? []);
  const backend = new MemoryBackend();
  const worker = new MemoryWorker(new TaskBook(contracts, answers), backend, settings);
  const transports = { broker: worker, control: worker.control, backend, close: () => worker.close() };
  const session = new Session(transports, settings);
  return new Gate<T>(session, new CeleryClient(session), contracts);
}
