export { type VerifiedTask, VerifyReport } from "./report.js";
export { type VerifyOptions, verify } from "./verify.js";
