export { type Broker, type BrokerKind, brokerUnavailable, type QueueReport } from "./broker.js";
export { encodeForAmqp, RabbitmqBroker } from "./rabbitmq.js";
export { encodeForRedis, RedisBroker } from "./redis.js";
