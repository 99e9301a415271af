import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder, type TemporaryFolder } from "../temporary-folder.ts";
import { isOutdated } from "./outdated.mjs";

const zod = { version: "4.6.7", integrity: "sha512-zod" };
const locked = {
  "": { dependencies: {} },
  "packages/hub": { name: "@joinery/hub", dependencies: { zod: "4.6.7" } },
  "node_modules/@joinery/hub": { resolved: "packages/hub", link: true },
  "node_modules/zod": zod,
  "node_modules/fsevents": { version: "2.0.0", integrity: "sha512-fs", optional: true },
};
const { "": _, "node_modules/fsevents": __, ...installed } = locked;

function repository(): TemporaryFolder {
  return createTemporaryFolder({
    "package.json": "{}",
    "package-lock.json": JSON.stringify({ packages: locked }),
    "packages/hub/package.json": JSON.stringify({ dependencies: { zod: "4.6.7" } }),
    "node_modules/.package-lock.json": JSON.stringify({ packages: installed }),
  });
}

function reinstalled(folder: TemporaryFolder, packages: object): boolean {
  folder.write("node_modules/.package-lock.json", JSON.stringify({ packages }));
  return isOutdated(folder.path);
}

test("what npm has installed as locked is up to date, without other platforms' optional packages", () => {
  using folder = repository();
  expect(isOutdated(folder.path)).toBe(false);
});

test("a fresh clone and an interrupted install are outdated", () => {
  using folder = repository();
  rmSync(join(folder.path, "node_modules/.package-lock.json"));
  expect(isOutdated(folder.path)).toBe(true);
});

test("another version, another content, a missing and a superfluous package are outdated", () => {
  using folder = repository();
  const { "node_modules/zod": removed, ...withoutZod } = installed;
  expect(reinstalled(folder, { ...installed, "node_modules/zod": { ...removed, version: "4.6.6" } })).toBe(true);
  expect(reinstalled(folder, { ...installed, "node_modules/zod": { ...removed, integrity: "sha512-x" } })).toBe(true);
  expect(reinstalled(folder, withoutZod)).toBe(true);
  expect(reinstalled(folder, { ...installed, "node_modules/left": zod })).toBe(true);
});

test("a workspace that asks for something the lockfile does not know is outdated", () => {
  using folder = repository();
  folder.write("packages/hub/package.json", JSON.stringify({ dependencies: { zod: "4.6.7", hono: "4.13.19" } }));
  expect(isOutdated(folder.path)).toBe(true);
});

test("a workspace's scripts and description may change", () => {
  using folder = repository();
  folder.write("packages/hub/package.json", JSON.stringify({ description: "new", dependencies: { zod: "4.6.7" } }));
  expect(isOutdated(folder.path)).toBe(false);
});
