export type { Answer, AnswerContext, Answers } from "./answer.js";
export { type TestGateOptions, testGate } from "./testGate.js";
