import { expect, test } from "vitest";
import { checkImports } from "./imports.ts";

const HUB = "packages/hub/src";

/** A small repository in which everything is as it should be. */
const SOUND: Record<string, string> = {
  "package.json": JSON.stringify({ name: "joinery", devDependencies: { vitest: "1" } }),
  "packages/contract/package.json": JSON.stringify({
    name: "@joinery/contract",
    exports: { ".": "./src/index.ts", "./pages": "./src/pages/index.ts", "./zod-inside": "./src/ids.ts" },
    dependencies: { zod: "4" },
  }),
  "packages/contract/src/index.ts": 'export * from "./ids.ts";\n',
  "packages/contract/src/ids.ts": 'import { z } from "zod";\nexport const id = z.string();\n',
  "packages/contract/src/pages/index.ts": 'export type * from "../ids.ts";\nexport const KINDS = ["a"];\n',
  "packages/sdk/package.json": manifest("@joinery/sdk", { "@joinery/contract": "0", jose: "6" }),
  "packages/sdk/src/index.ts": 'import { id } from "@joinery/contract";\nexport const x = id;\n',
  "packages/sdk/src/node.ts": 'import { createServer } from "node:http";\nexport const serve = createServer;\n',
  "packages/hub/package.json": manifest("@joinery/hub", { "@joinery/contract": "0", hono: "4" }),
  [`${HUB}/index.ts`]: 'export { createHub } from "./hub.ts";\n',
  [`${HUB}/hub.ts`]: 'import { routes } from "./accounts/routes.ts";\nexport const createHub = () => routes;\n',
  [`${HUB}/accounts/routes.ts`]: 'import { save } from "./save.ts";\nimport { findOne } from "./store.ts";\n',
  [`${HUB}/accounts/save.ts`]: 'import { insertOne } from "./store.ts";\nexport const save = insertOne;\n',
  [`${HUB}/accounts/identity.ts`]: "export const same = 1;\n",
  [`${HUB}/accounts/store.ts`]: [
    'import { same } from "./identity.ts";',
    'export const findOne = (db) => db.selectFrom("linked_accounts");',
    'export const insertOne = (db) => db.insertInto("linked_accounts", same);',
  ].join("\n"),
  [`${HUB}/secrets/digests.ts`]: 'import { createHmac } from "node:crypto";\nexport const digest = createHmac;\n',
  "packages/web/package.json": manifest("@joinery/web", { "@joinery/contract": "0" }),
  "packages/web/src/app.tsx":
    'import { KINDS } from "@joinery/contract/pages";\nimport type { id } from "@joinery/contract";\n',
  "packages/workshop/package.json": manifest("@joinery/workshop", { "@joinery/hub": "0" }),
  "packages/workshop/src/index.ts": 'import { createHub } from "@joinery/hub";\n',
};

function manifest(name: string, dependencies: Record<string, string>): string {
  return JSON.stringify({ name, exports: { ".": "./src/index.ts", "./node": "./src/node.ts" }, dependencies });
}

function check(added: Record<string, string>): string[] {
  return checkImports(new Map(Object.entries({ ...SOUND, ...added })));
}

test("a sound repository has no violations", () => {
  expect(check({})).toEqual([]);
});

const FORBIDDEN: [name: string, path: string, source: string, sentence: string][] = [
  ["the hub imports the SDK", `${HUB}/x.ts`, 'import "@joinery/sdk";', "packages/hub must not import packages/sdk"],
  [
    "the hub imports the SDK's types",
    `${HUB}/x.ts`,
    'import type { x } from "@joinery/sdk";',
    "must not import packages/sdk",
  ],
  ["the SDK imports the hub", "packages/sdk/src/x.ts", 'export * from "@joinery/hub";', "must not import packages/hub"],
  [
    "the pages import the hub",
    "packages/web/src/x.ts",
    'await import("@joinery/hub");',
    "must not import packages/hub",
  ],
  [
    "the contract imports the SDK",
    "packages/contract/src/x.ts",
    'import "@joinery/sdk";',
    "must not import packages/sdk",
  ],
  [
    "an example reaches into the hub",
    "examples/plain/x.ts",
    'import "../../packages/hub/src/hub.ts";',
    "examples/plain must not",
  ],
  ["a package is imported by path", "packages/workshop/src/x.ts", 'import "../../hub/src/hub.ts";', "by its name"],
  ["the contract uses Node", "packages/contract/src/x.ts", 'import { join } from "node:path";', "zod and itself only"],
  ["the contract uses hono", "packages/contract/src/x.ts", 'import { Hono } from "hono";', "zod and itself only"],
  ["the SDK uses Node", "packages/sdk/src/x.ts", 'import { join } from "node:path";', "belongs into src/node.ts"],
  [
    "key material outside secrets",
    `${HUB}/accounts/x.ts`,
    'import { hash } from "node:crypto";',
    "only the hub's secrets/",
  ],
  ["zod in the pages", "packages/web/src/x.ts", 'import { id } from "@joinery/contract";', "brings zod into the pages"],
  ["zod by a side door", "packages/web/src/x.ts", 'import { id } from "@joinery/contract/zod-inside";', "brings zod"],
  ["an undeclared package", "packages/sdk/src/x.ts", 'import { Hono } from "hono";', "hono is not declared"],
  ["a package for tests only", "packages/sdk/src/x.ts", 'import { test } from "vitest";', "must be under dependencies"],
  ["an undeclared package in a test", "packages/sdk/src/x.test.ts", 'import x from "left-pad";', "not declared in any"],
  [
    "a use case imports routes",
    `${HUB}/accounts/x.ts`,
    'import { routes } from "./routes.ts";',
    "never back to the routes",
  ],
  ["a room imports another's routes", `${HUB}/feed/x.ts`, 'import { r } from "../accounts/routes.ts";', "never back"],
  ["a route writes by itself", `${HUB}/accounts/x-routes.ts`, 'import { insertOne } from "./store.ts";', "(insertOne)"],
  [
    "a store imports a use case",
    `${HUB}/accounts/x-store.ts`,
    'import { save } from "./save.ts";',
    "does not import a use case",
  ],
  [
    "another room's table",
    `${HUB}/feed/store.ts`,
    'db.updateTable("linked_accounts")',
    "feed asks accounts, which owns it",
  ],
  ["a file without a name", `${HUB}/accounts/utils.ts`, "export const x = 1;", '"utils.ts" says nothing'],
  ["a folder without a name", `${HUB}/shared/x.ts`, "export const x = 1;", '"shared" says nothing'],
  ["a default export", `${HUB}/x.ts`, "export default 1;", "there is no default"],
  ["a default export by renaming", `${HUB}/x.ts`, "const x = 1;\nexport { x as default };", "there is no default"],
  ["a barrel", `${HUB}/accounts/index.ts`, 'export * from "./save.ts";', "no barrels inside a package"],
];

test.each(FORBIDDEN)("%s", (_name, path, source, sentence) => {
  const violations = check({ [path]: `${source}\n` });
  expect(violations).toHaveLength(1);
  expect(violations[0]).toContain(path);
  expect(violations[0]).toContain(sentence);
});

test("a violation names the line", () => {
  const source = 'import { a } from "./accounts/identity.ts";\n\nimport { b } from "@joinery/sdk";\n';
  expect(check({ [`${HUB}/x.ts`]: source })[0]).toContain(`${HUB}/x.ts:3 imports "@joinery/sdk"`);
});

const ALLOWED: [name: string, path: string, source: string][] = [
  ["a comment speaks of an import", `${HUB}/x.ts`, '/**\nimport { x } from "@joinery/sdk";\n*/'],
  ["the workshop composes", "packages/workshop/src/x.ts", 'import { createHub } from "@joinery/hub";'],
  ["a test of the SDK uses Node", "packages/sdk/src/x.test.ts", 'import { join } from "node:path";'],
  ["a configuration has a default export", "packages/web/vite.config.ts", "export default {};"],
  ["a suite composes", "e2e/x.spec.ts", 'import { createHub } from "../packages/hub/src/index.ts";'],
];

test.each(ALLOWED)("%s", (_name, path, source) => {
  expect(check({ [path]: `${source}\n` })).toEqual([]);
});
