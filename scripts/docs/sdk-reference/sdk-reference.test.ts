import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ROOT } from "../../root.ts";
import { createTemporaryFolder } from "../../temporary-folder.ts";
import { pagesOf, sdkPages } from "../sdk-pages.ts";
import { findEntries } from "./entries.ts";
import { missingComments } from "./missing-comments.ts";
import { createReader, exportsOf } from "./source-file.ts";

const SOURCES = { root: ROOT, read: createReader(ROOT) };
const MANIFEST = JSON.stringify({ exports: { ".": "./src/index.ts" } });
const INDEX = "packages/sdk/src/index.ts";
const STORE = "packages/sdk/src/store/store.ts";

/** An SDK of a few files, the whole of it on one page. */
function createSdk(files: Record<string, string>) {
  const folder = createTemporaryFolder({ "packages/sdk/package.json": MANIFEST, ...files });
  const sources = { root: folder.path, read: createReader(folder.path) };
  const entries = () => findEntries(sources);
  return {
    entries,
    missing: () => missingComments(entries(), sources),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

/** The headings below the titles of all pages, with what follows each. */
function sectionsOf(pages: ReadonlyMap<string, string>): Map<string, string> {
  const below = [...pages].filter(([path]) => path.startsWith("docs/reference/sdk/")).map(([, text]) => text);
  return new Map(
    below
      .join("\n")
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.split("\n")[0] ?? "", text]),
  );
}

test("every value that an entry exports at run time has a section that says where it comes from", async () => {
  const sections = sectionsOf(sdkPages());
  const entries = Object.entries(exportsOf(ROOT, "packages/sdk"));
  const brought = await Promise.all(
    entries.map(async ([entry, file]) => {
      const module = (await import(pathToFileURL(join(ROOT, "packages/sdk", file)).href)) as object;
      return Object.keys(module).map((name) => `import { ${name} } from "${join("@joinery/sdk", entry)}"`);
    }),
  );

  const text = [...sections.values()].join("\n");
  expect(brought.flat().length).toBeGreaterThan(30);
  expect(brought.flat().filter((line) => !text.includes(line))).toEqual([]);
});

test("every name that stands in an entry's exports has a section, types as well", () => {
  const written = Object.values(exportsOf(ROOT, "packages/sdk")).flatMap((file) => {
    const source = readFileSync(join(ROOT, "packages/sdk", file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
    const listed = [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
      names.split(","),
    );
    const declared = [...source.matchAll(/^export (?:async )?(?:function|interface|const|class|type) (\w+)/gm)];
    return [...listed.map((name) => name.replace("type", "").trim()), ...declared.map(([, name = ""]) => name)];
  });
  const sections = [...sectionsOf(sdkPages()).keys()].map((heading) => heading.replace(/ \(.*\)$/, ""));

  expect([...new Set(written.filter((name) => name !== ""))].sort()).toEqual([...sections].sort());
});

test("everything that is exported says in a sentence what it is, and so does every member", () => {
  expect(missingComments(findEntries(SOURCES), SOURCES)).toEqual([]);
});

test("an export or a member that says nothing is named, with its file", () => {
  using sdk = createSdk({
    [INDEX]: `export { type Silent, mute } from "./store/store.ts";`,
    [STORE]: `
/** Has a comment. */
export interface Silent {
  said: string;
  /** todo */
  kept(): void;
  /** Is fine as it is. */
  spoken?: number;
}
export function mute(): void {}
`,
  });

  expect(sdk.missing()).toEqual([`${STORE}: Silent.said`, `${STORE}: Silent.kept`, `${STORE}: mute`]);
});

test("names are followed through files, other packages and new names to where they are declared", () => {
  using sdk = createSdk({
    [INDEX]: `export { far } from "@joinery/contract";\nexport { near as close } from "./store/store.ts";`,
    [STORE]: `import { near } from "./deep.ts";\nexport { near };`,
    "packages/sdk/src/store/deep.ts": "/** It is near. */\nexport const near: number = 1;",
    "packages/contract/package.json": MANIFEST,
    "packages/contract/src/index.ts": `export { far } from "./far.ts";`,
    "packages/contract/src/far.ts": "/** It is far. */\nexport function far(): void {}",
  });

  expect(sdk.entries().map(({ name, doc, file }) => [name, doc, file.path])).toEqual([
    ["far", "It is far.", "packages/contract/src/far.ts"],
    ["close", "It is near.", "packages/sdk/src/store/deep.ts"],
  ]);
});

test("an export that is declared nowhere, or a star, is refused", () => {
  using lost = createSdk({ [INDEX]: `export { gone } from "./store/store.ts";`, [STORE]: "" });
  using star = createSdk({ [INDEX]: `export * from "./store/store.ts";`, [STORE]: "" });

  expect(() => lost.entries()).toThrow("exports gone, which is declared nowhere");
  expect(() => star.entries()).toThrow("name what is exported");
});

test("a section of the real SDK has its members with type, whether they may be left out, and what they mean", () => {
  const sections = sectionsOf(sdkPages());

  expect(sections.get("IntegrationOptions")).toContain("interface IntegrationOptions extends HubSettings { … }");
  expect(sections.get("IntegrationOptions")).toMatch(/^- `auth`: `Auth`<br>\n {2}How accounts are linked: /m);
  expect(sections.get("Clock")).toMatch(/^- `sleep`: `\(milliseconds: number\) => Promise<void>`<br>$/m);
  expect(sections.get("SpoolEntry")).not.toContain("{ … }");
  expect(sections.get("User")).toMatch(/^- `manager_id`: `string \| null`<br>$/m);
  expect(sections.get("Revocation")).toContain('type Revocation = "revoked" | ');
  expect(sections.get("AccountsApi")).toMatch(
    /type UpdateLinkedAccountBody = \{\n {2}external_account_id\?: string \| undefined;\n/,
  );
  expect(sections.get("AccountsApi")).not.toContain("requires_reauth?");
  expect(sections.get("Secret (class)")).not.toContain("#value");
});

test("a function is shown without its body, and what it takes apart has a name", () => {
  const sections = sectionsOf(sdkPages());

  expect(sections.get("lookAfter")).toContain(
    "```typescript\nfunction lookAfter(handler: FetchHandler, options?: { spool?: string | undefined }): () => void\n```",
  );
  expect(sections.get("toWorker")).toContain(
    "function toWorker<Env extends object>(create: (env: Env) => FetchHandler)",
  );
});

test("an export that no page is about is refused, with the place to change", () => {
  using sdk = createSdk({
    [INDEX]: `export { odd } from "./odd.ts";`,
    "packages/sdk/src/odd.ts": "export const odd: 1 = 1;",
  });
  const entries = sdk.entries();

  expect(() => pagesOf(entries, SOURCES)).toThrow("odd of packages/sdk/src/odd.ts belongs to no page: see groups.ts");
});

test("somebody who wants a token in a background job is led to the example", () => {
  const pages = sdkPages();

  const row = /^\| get a token in a background job \| (.*) \|$/m.exec(pages.get("docs/reference/sdk.md") ?? "")?.[1];
  expect(row).toContain("[`Integration`](sdk/create-an-integration.md#integration)");
  expect(sectionsOf(pages).get("Integration")).toContain("account.accessToken()");
});
