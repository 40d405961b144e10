export type { ResultBackend, Watcher } from "./backend.js";
export { RedisBackend } from "./redis.js";
export { RpcBackend } from "./rpc.js";
export { UnsupportedBackend } from "./unsupported.js";
