import { expect, test } from "vitest";
import { createTemporaryFolder, type TemporaryFolder } from "../temporary-folder.ts";
import { digestPagesInputs } from "./pages-inputs.ts";

function pages(): TemporaryFolder {
  return createTemporaryFolder({
    "package-lock.json": "{}",
    "packages/web/index.html": "<title>",
    "packages/web/src/main.tsx": "1",
    "packages/contract/src/ids.ts": "1",
  });
}

const MATTERS = [
  "packages/web/src/new.css",
  "packages/web/index.html",
  "packages/contract/src/ids.ts",
  "package-lock.json",
];

test.each(MATTERS)("the pages are built anew when %s changes", (file) => {
  using folder = pages();
  const before = digestPagesInputs(folder.path);
  folder.write(file, "changed");
  expect(digestPagesInputs(folder.path)).not.toBe(before);
});

test("a file that moves changes the digest", () => {
  using folder = createTemporaryFolder({ "packages/web/src/a.ts": "1" });
  using moved = createTemporaryFolder({ "packages/web/src/b.ts": "1" });
  expect(digestPagesInputs(folder.path)).not.toBe(digestPagesInputs(moved.path));
});

test.each(["packages/web/src/main.test.tsx", "packages/hub/src/hub.ts", "packages/web/dist/index.html"])(
  "they stay when %s changes",
  (file) => {
    using folder = pages();
    const before = digestPagesInputs(folder.path);
    folder.write(file, "changed");
    expect(digestPagesInputs(folder.path)).toBe(before);
  },
);
