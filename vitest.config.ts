import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "examples/**/*.test.ts", "scripts/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // A worker keeps its modules, and so its PGlite: starting one for each file took most of the run. Tests therefore undo
    // what they change outside themselves, fake clocks above all.
    isolate: false,
  },
});
