import { expect, test } from "vitest";
import { ROOT } from "../root.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { codeBlocksOf, compileBlocks } from "./docs/code-blocks.ts";
import { readMarkdownFiles } from "./docs/markdown-files.ts";
import { checkNames } from "./docs/names.ts";

/** A repository with one suite, one script and one setting. */
function checkText(text: string): string[] {
  using folder = createTemporaryFolder({
    "e2e/journey.spec.ts": "",
    "e2e/faults/failover.spec.ts": "",
    "packages/hub/src/hub.ts": "",
    "docs/page.png": "",
  });
  const known = { root: folder.path, scripts: ["test", "e2e"], sources: "env.JOINERY_PORT" };
  return checkNames({ path: "README.md", text }, known);
}

test("commands, settings and paths that exist are fine", () => {
  const text = [
    "Run `npm test`, `npm run e2e` or `npm run e2e -- journey`, `npm run e2e -- faults/failover`; `npm test -- packages/hub` runs a part.",
    "`JOINERY_PORT` is read in `packages/hub/src/hub.ts`; names in `packages/<name>/src` are up to you.",
    '<img src="docs/page.png" width="300" alt="a page">',
  ].join("\n");
  expect(checkText(text)).toEqual([]);
});

test.each([
  ["`npm run deploy`", 'README.md:2 names the script "deploy", which is not there'],
  ["`npm start`", 'README.md:2 names the script "start", which is not there'],
  ["`npm run e2e -- voyage`", 'README.md:2 runs "voyage", but there is no e2e/voyage.spec.ts'],
  ["`npm run e2e -- faults/x`", 'README.md:2 runs "faults/x", but there is no e2e/faults/x.spec.ts'],
  ["`JOINERY_PORTS`", "README.md:2 names JOINERY_PORTS, which nothing reads"],
  ["`JOINERY_POR`", "README.md:2 names JOINERY_POR, which nothing reads"],
  ["`packages/hub/src/hob.ts`", "README.md:2 names packages/hub/src/hob.ts, which is not there"],
  ['<img alt="" src="docs/pages.png">', "README.md:2 shows docs/pages.png, which is not there"],
])("%s is named with its line", (text, fault) => {
  expect(checkText(`# Title\n${text}\n`)).toEqual([fault]);
});

test("examples are compiled against the packages, and a fault names the line of the document", async () => {
  const text = [
    "# Title",
    "```ts",
    'import { oauth2 } from "@joinery/sdk";',
    'const auth = oauth2({ issuer: "https://login.acme.example", clientID: "joinery", scopes: ["openid"] });',
    "```",
    "```ts",
    "const fine: number = 1;",
    "```",
  ].join("\n");
  const faults = await compileBlocks(ROOT, codeBlocksOf({ path: "docs/guides/a.md", text }));
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^docs\/guides\/a\.md:4 error TS2561: .*clientID/);
}, 30_000);

test("the documentation of the root, of docs and of every package is read, and nothing else", () => {
  using folder = createTemporaryFolder({
    "README.md": "a",
    "docs/guides/b.md": "b",
    "packages/sdk/README.md": "c",
    "packages/sdk/node_modules/x/README.md": "d",
    "node_modules/x/README.md": "e",
  });
  expect(readMarkdownFiles(folder.path).map(({ path }) => path)).toEqual([
    "README.md",
    "docs/guides/b.md",
    "packages/sdk/README.md",
  ]);
});
