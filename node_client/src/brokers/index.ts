export {
  type Broker,
  type BrokerKind,
  brokerUnavailable,
  type QueueReport,
  type Settlement,
  toldBy,
  untold,
} from "./broker.js";
export { encodeForAmqp, RabbitmqBroker } from "./rabbitmq.js";
export { encodeForRedis, RedisBroker } from "./redis.js";
