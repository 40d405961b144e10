export { type Answered, askContracts, type ContractAnswers } from "./contracts.js";
export { type CeleryEvent, type EventsOptions, eventStream } from "./events.js";
export { RabbitmqControl } from "./rabbitmqControl.js";
export { RedisControl } from "./redisControl.js";
export type { Command, RemoteControl, Replies, Reply } from "./remoteControl.js";
export { sentEvents } from "./sentEvents.js";
export {
  type ActiveTask,
  askRegistered,
  askWorkers,
  type WorkerInfo,
  type WorkersOptions,
} from "./workers.js";
