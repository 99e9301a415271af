import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What Node 20.19 does not have, of what the compiler lets pass because the hub runs on Node 24. */
const NEWER =
  /\b(Promise\.(withResolvers|try)|(Map|Object)\.groupBy|Array\.fromAsync|URL\.parse|RegExp\.escape|Iterator\.from|Uint8Array\.from(Base64|Hex)|Error\.isError|import\.meta\.main)\b|\.(toBase64|toHex|isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference|getOrInsert|getOrInsertComputed)\(/;

async function readSources(): Promise<{ name: string; text: string }[]> {
  const names = await readdir(import.meta.dirname, { recursive: true });
  const sources = names.filter((name) => /^(?!testing).*(?<!\.test)\.ts$/.test(name));
  return Promise.all(
    sources.map(async (name) => ({ name, text: await readFile(join(import.meta.dirname, name), "utf8") })),
  );
}

function namesOf(sources: { name: string; text: string }[], pattern: RegExp): string[] {
  return sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
}

test("nothing outside the adapters for Node needs Node: it must run on Bun, Deno and workers too", async () => {
  const sources = (await readSources()).filter(({ name }) => !/^node(\.ts|\/)/.test(name));

  expect(sources.length).toBeGreaterThan(25);
  expect(namesOf(sources, /from "node:|\bBuffer\b|^(?! \*).*\bprocess\./m)).toEqual([]);
});

test("nothing is newer than Node 20.19", async () => {
  expect(namesOf(await readSources(), NEWER)).toEqual([]);
});
