export type { Broadcast, Broker, QueueReport } from "./broker.js";
export { encodeForAmqp, RabbitmqBroker } from "./rabbitmq.js";
export { encodeForRedis, RedisBroker } from "./redis.js";
