export { RabbitmqControl } from "./rabbitmqControl.js";
export { RedisControl } from "./redisControl.js";
export type { Command, RemoteControl, Replies, Reply } from "./remoteControl.js";
