import { checkConnectOptions } from "./checks.js";
import type { ConnectOptions, RedisOptions } from "./options.js";
import { invalidOptions } from "./rules.js";

/** The settings of a connection, complete. */
export interface Settings {
  readonly broker: string;
  readonly brokerOptions: RedisOptions;
  readonly backend: string | null;
  readonly backendOptions: RedisOptions;
  readonly defaultQueue: string;
  readonly timeoutMs: number;
  readonly publishTimeoutMs: number;
  readonly backendTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly closeTimeoutMs: number;
  readonly maxMessageBytes: number;
  readonly maxPendingPublishes: number;
  readonly maxPendingBytes: number;
  readonly visibilityTimeoutMs: number;
  readonly taskSentEvents: boolean;
}

/** Checks the options of `connect` and fills in the defaults. */
export function resolveSettings(
  options: ConnectOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  checkConnectOptions(options);
  const broker = options.broker ?? environment.CELERY_BROKER_URL ?? "";
  if (broker === "") {
    throw invalidOptions("connect", [
      {
        path: "/broker",
        message: "is not given: pass it, or set the environment variable CELERY_BROKER_URL",
      },
    ]);
  }
  return {
    broker,
    brokerOptions: options.brokerOptions ?? {},
    backendOptions: options.backendOptions ?? {},
    backend: options.backend ?? environment.CELERY_RESULT_BACKEND ?? null,
    defaultQueue: options.defaultQueue ?? "celery",
    timeoutMs: options.timeoutMs ?? 60_000,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    backendTimeoutMs: options.backendTimeoutMs ?? 5_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    heartbeatMs: options.heartbeatMs ?? 10_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 5_000,
    maxMessageBytes: options.maxMessageBytes ?? 262_144,
    maxPendingPublishes: options.maxPendingPublishes ?? 100_000,
    maxPendingBytes: options.maxPendingBytes ?? 268_435_456,
    visibilityTimeoutMs: options.visibilityTimeoutMs ?? 3_600_000,
    taskSentEvents: options.taskSentEvents ?? false,
  };
}
