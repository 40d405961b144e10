export { type CeleryResult, createWorker } from "./celery.js";
export { createClient, type DropInClient } from "./dropin/client.js";
