import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";
import { DEV_FILE, findDevFile, isAlive, removeDevFile, writeDevFile } from "./dev-file.ts";

const FILE = { workshop: "http://127.0.0.1:4004", token: "a-token", pid: process.pid };

test("it is found from every folder of a project, and only its owner may read it", () => {
  using folder = createTemporaryFolder();
  const deep = join(folder.path, "src/deep");
  mkdirSync(deep, { recursive: true });

  writeDevFile(folder.path, FILE);

  expect(findDevFile(deep)).toEqual({ folder: folder.path, file: FILE });
  expect(statSync(join(folder.path, DEV_FILE)).mode & 0o777).toBe(0o600);
});

test("it is removed by whoever wrote it, and by nobody else", () => {
  using folder = createTemporaryFolder();
  writeDevFile(folder.path, FILE);
  removeDevFile(folder.path, FILE.pid + 1);
  expect(findDevFile(folder.path)?.file).toEqual(FILE);
  removeDevFile(folder.path, FILE.pid);
  expect(findDevFile(folder.path)).toBeUndefined();
});

test.each(["", "{", "[]", '{"workshop":"http://127.0.0.1:4004"}', '{"workshop":1,"token":"t","pid":2}'])(
  "a file that says %j is none",
  (text) => {
    using folder = createTemporaryFolder({ [DEV_FILE]: text });
    expect(findDevFile(folder.path)).toBeUndefined();
  },
);

test("a process that has ended is known to have ended", () => {
  expect(isAlive(FILE)).toBe(true);
  // Larger than any system gives out.
  expect(isAlive({ ...FILE, pid: 2 ** 30 })).toBe(false);
});
