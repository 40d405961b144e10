export type { ResultBackend, Watcher } from "./backend.js";
export { RedisBackend } from "./redis.js";
export { UnsupportedBackend } from "./unsupported.js";
