export type { CeleryClient, CeleryResult } from "./celery.js";
export {
  defineTasks,
  type TaskContract,
  type TaskModule,
  type TaskParameter,
  type TaskSpec,
} from "./contracts/contract.js";
export type { ActiveTask, CeleryEvent, EventsOptions, WorkerInfo, WorkersOptions } from "./control/index.js";
export {
  BackendUnavailableError,
  BrokerUnavailableError,
  ClosedError,
  ContractMismatchError,
  IdempotencyConflictError,
  InvalidArgumentsError,
  InvalidContractError,
  InvalidOptionsError,
  InvalidResultError,
  MalformedMessageError,
  MalformedResultError,
  OverloadedError,
  PayloadTooLargeError,
  type Place,
  RevokedError,
  TaskFailedError,
  TaskgateError,
  type TaskgateErrorOptions,
  TaskTimeoutError,
  TimeLimitExceededError,
  UnknownTaskError,
  UnroutableError,
  UnsupportedError,
  WorkerLostError,
} from "./errors.js";
export { connect, Gate, type UntypedTask } from "./gate.js";
export type { Health, HealthOptions, ServiceHealth } from "./health.js";
export { Job, type JobState } from "./job.js";
export type {
  CallOptions,
  ConnectOptions,
  MapOptions,
  MapProgress,
  MessageOptions,
  PriorityWord,
  ProgressOptions,
  RedisOptions,
  RevokeOptions,
  SendManyOptions,
  SendOptions,
  WaitOptions,
} from "./options/options.js";
export type { DeclaredFailure } from "./results/declaredFailure.js";
export type { Progress, Retry, TaskState } from "./results/outcome.js";
export type { VerifiedTask, VerifyOptions, VerifyReport } from "./verification/index.js";
export { type Chain, chain, chord, type Group, group } from "./workflow/canvas.js";
export type { RunOptions, StartOptions } from "./workflow/start.js";
export type { AnyStep, AnyWorkflow, Step, StepOptions, Workflow } from "./workflow/step.js";
export type { WorkflowJob } from "./workflow/workflowJob.js";
