import { expect, test } from "vitest";
import { isIgnored } from "./watch-files.ts";

test.each([
  "/p/node_modules",
  "/p/.git",
  "/p/.joinery",
  "/p/dist",
  "/p/x.log",
  "/p/.env.joinery",
  "/p/a.ts~",
  "/p/__pycache__",
])("%s starts nothing again", (path) => {
  expect(isIgnored(path)).toBe(true);
});

test.each(["/p/src/main.ts", "/p/server.py", "/p/.env", "/p/distance.ts", "/p/package.json"])("%s does", (path) => {
  expect(isIgnored(path)).toBe(false);
});
