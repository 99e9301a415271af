import { defineConfig } from "vitest/config";

/** Suites share a browser and two cores: one after the other, with time for a real machine. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.spec.ts"],
    fileParallelism: false,
    maxConcurrency: 3,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
