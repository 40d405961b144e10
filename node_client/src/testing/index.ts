export type { Answer, AnswerContext, Answers } from "./answer.js";
export { declaredFailure, type FailureOptions } from "./declaredFailure.js";
export { type TestGateOptions, testGate } from "./testGate.js";
