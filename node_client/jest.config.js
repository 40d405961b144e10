/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  testTimeout: 60_000, // on a machine that does other things, too
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  moduleNameMapper: {
    "^(\\.{1,2}/.*)\\.js$": "$1",
    "^prettier$": "<rootDir>/test/generate/prettier.js",
    "^taskgate$": "<rootDir>/src/index.ts",
  },
};
