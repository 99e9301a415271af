import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

test("nothing outside the adapter needs Node: it must run on Bun, Deno and workers too", async () => {
  const names = await readdir(import.meta.dirname, { recursive: true });
  const sources = names.filter((name) => /^(?!testing).*(?<!\.test)\.ts$/.test(name) && !/^node(\.ts|\/)/.test(name));

  const texts = await Promise.all(sources.map((name) => readFile(join(import.meta.dirname, name), "utf8")));
  const offenders = sources.filter((_name, index) =>
    /from "node:|\bBuffer\b|^(?! \*).*\bprocess\./m.test(texts[index] ?? ""),
  );

  expect(sources.length).toBeGreaterThan(25);
  expect(offenders).toEqual([]);
});
