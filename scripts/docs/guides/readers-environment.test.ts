import { expect, test } from "vitest";
import { readersEnvironment } from "./readers-environment.ts";

test("a reader has their own tools and registry, and nothing of this repository", () => {
  const env = {
    PATH: "/repository/node_modules/.bin:/usr/bin",
    HOME: "/home/ada",
    JOINERY_TEST_DATABASE_URL: "postgres://…",
    npm_lifecycle_event: "e2e",
    npm_config_registry: "https://registry.example",
  };
  const theirs = readersEnvironment(env, { root: "/repository", home: "/tmp/reader" });
  expect(theirs).toMatchObject({ HOME: "/home/ada", npm_config_registry: "https://registry.example" });
  expect(theirs.PATH).toBe("/tmp/reader/global/bin:/usr/bin");
  expect(Object.keys(theirs)).not.toContain("JOINERY_TEST_DATABASE_URL");
  expect(Object.keys(theirs)).not.toContain("npm_lifecycle_event");
});
