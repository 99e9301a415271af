import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";
import { readEnvFile, refuseForeignEnvFile, writeEnvFile } from "./env-file.ts";

const SETTINGS = { JOINERY_HUB: "http://127.0.0.1:4000", ACME_ISSUER: "http://[::1]:4003", NAME: "two words & more" };

test("a shell and we ourselves read what was written, and nobody else may", () => {
  using folder = createTemporaryFolder();
  const path = join(folder.path, ".env.joinery");

  writeEnvFile(path, SETTINGS);

  const shell = execFileSync("sh", [
    "-c",
    'set -a; . "$1"; printf "%s|%s|%s" "$JOINERY_HUB" "$ACME_ISSUER" "$NAME"',
    "sh",
    path,
  ]);
  expect(shell.toString()).toBe(Object.values(SETTINGS).join("|"));
  expect(readEnvFile(path)).toEqual(SETTINGS);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a file of somebody else stays as it is and is not read", () => {
  using folder = createTemporaryFolder({ ".env": "JOINERY_HUB=mine\n" });
  const path = join(folder.path, ".env");
  expect(() => refuseForeignEnvFile(path, ".env")).toThrow("joinery didn't write it");
  expect(readEnvFile(path)).toEqual({});
});

test("our own file may be written anew", () => {
  using folder = createTemporaryFolder();
  const path = join(folder.path, ".env.joinery");
  writeEnvFile(path, SETTINGS);
  expect(() => refuseForeignEnvFile(path, ".env.joinery")).not.toThrow();
});
