import { expect, test } from "vitest";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { checkLinks } from "./links.ts";

test("links that lead somewhere are fine", () => {
  using folder = createTemporaryFolder({
    "README.md": [
      "[a](docs/a.md) [b](docs/a.md#what-it-is-for-whom) [c](https://example.com/x)",
      '![p](docs/p.png "title")',
      "# Here",
      "[here](#here)",
    ].join("\n"),
    "docs/a.md": "# A\n\n## What it is, for whom?\n\n[up](../README.md)\n",
    "docs/p.png": "",
  });
  expect(checkLinks(folder.path)).toEqual([]);
});

test("a missing file and a missing heading are named with their line", () => {
  using folder = createTemporaryFolder({ "README.md": "# Here\n\n[a](docs/a.md)\n[b](#there)\n" });
  expect(checkLinks(folder.path)).toEqual([
    "README.md:3 links to docs/a.md, which is not there",
    "README.md:4 links to #there, where there is no such heading",
  ]);
});

test("examples in code blocks are no links", () => {
  using folder = createTemporaryFolder({ "README.md": "```md\n[a](docs/a.md)\n```\n" });
  expect(checkLinks(folder.path)).toEqual([]);
});
