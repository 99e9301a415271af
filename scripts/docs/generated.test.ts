import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { checkGenerated, type GeneratedDocs, writeGenerated } from "./generated.ts";

const DOCS: GeneratedDocs = {
  name: "two pages",
  folder: "docs/things",
  files: () =>
    new Map([
      ["docs/things/a.md", "# A\n"],
      ["docs/reference/things.md", "| a |\n"],
    ]),
};

test("what was written is current", () => {
  using folder = createTemporaryFolder();
  writeGenerated(folder.path, DOCS);
  expect(checkGenerated(folder.path, DOCS)).toEqual([]);
});

test("a page that is missing, changed by hand, or made from nothing is named", () => {
  using folder = createTemporaryFolder({ "docs/things/a.md": "# A, by hand\n", "docs/things/gone.md": "# Gone\n" });
  expect(checkGenerated(folder.path, DOCS)).toEqual([
    "docs/things/a.md is not current: run `npm run generate`.",
    "docs/reference/things.md is not current: run `npm run generate`.",
    "docs/things/gone.md is made from nothing any more: run `npm run generate`.",
  ]);
});

test("writing takes the place of all of these, and touches nothing beside its folder", () => {
  using folder = createTemporaryFolder({ "docs/things/gone.md": "# Gone\n", "docs/reference/other.md": "# Other\n" });
  writeGenerated(folder.path, DOCS);
  expect(checkGenerated(folder.path, DOCS)).toEqual([]);
  expect(readFileSync(join(folder.path, "docs/reference/other.md"), "utf8")).toBe("# Other\n");
});
