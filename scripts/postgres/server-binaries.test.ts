import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { findServerBinaries } from "./server-binaries.ts";

test("the newest of Debian's versions is taken, by number", () => {
  using folder = createTemporaryFolder();
  for (const name of ["9/bin/initdb", "9/bin/postgres", "15/bin/initdb", "15/bin/postgres"])
    folder.write(name, "", 0o755);
  expect(findServerBinaries("", folder.path)).toBe(join(folder.path, "15/bin"));
});

test("a client without a server, and files that can't be run, are no server", () => {
  using folder = createTemporaryFolder();
  folder.write("16/bin/psql", "", 0o755);
  folder.write("15/bin/initdb", "", 0o755);
  folder.write("15/bin/postgres", "", 0o644);
  expect(findServerBinaries("", folder.path)).toBeUndefined();
});

test("the PATH comes first", () => {
  using folder = createTemporaryFolder();
  for (const name of ["own/initdb", "own/postgres", "15/bin/initdb", "15/bin/postgres"]) folder.write(name, "", 0o755);
  expect(findServerBinaries(join(folder.path, "own"), folder.path)).toBe(join(folder.path, "own"));
});
