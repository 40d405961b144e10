const shared = {
  testEnvironment: "node",
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
};

/** @type {import("jest").Config} */
module.exports = {
  // `npx jest --selectProjects vectors` needs no broker; `live` needs both, from scripts/brokers.py.
  projects: [
    { ...shared, displayName: "vectors", roots: ["<rootDir>/node"] },
    { ...shared, displayName: "live", roots: ["<rootDir>/live"] },
  ],
  testTimeout: 400_000, // on a machine that does other things, too
};
