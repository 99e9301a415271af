import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { findChromium } from "./find-chromium.ts";

test("the usual names are found on the PATH", () => {
  using folder = createTemporaryFolder();
  folder.write("google-chrome", "", 0o755);
  expect(findChromium({ PATH: `/nowhere:${folder.path}` })).toBe(join(folder.path, "google-chrome"));
});

test("a browser that is named and not there is not replaced by another", () => {
  using folder = createTemporaryFolder();
  folder.write("chromium", "", 0o755);
  expect(findChromium({ PATH: folder.path, CHROMIUM_PATH: "/nowhere/chromium" })).toBeUndefined();
});
