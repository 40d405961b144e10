export { readContracts } from "./contracts.js";
export { moduleText, type Origin } from "./module.js";
export { type GenerateOptions, generate, type Outcome } from "./output.js";
