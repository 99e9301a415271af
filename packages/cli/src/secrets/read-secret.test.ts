import { expect, test } from "vitest";
import { findFreePort } from "../ports/find-free-port.ts";
import { use } from "../testing/command-line.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";

const CANARY = "canary-9a3e";
const IDS = { JOINERY_SERVICE_ID: "l-1", JOINERY_AUTH_ID: "t-1" };
/** Nothing listens there, which is said only when everything else is in order. */
const NOWHERE = `http://127.0.0.1:${await findFreePort()}`;
const ARGV = ["conformance", "--url", NOWHERE, "--profile", "core"];

test.each([
  ["a file named by an option", ["--secret-file", "secret.txt"], {}],
  ["the environment", [], { JOINERY_PROXY_SECRET: CANARY }],
  ["a file named by the environment", [], { JOINERY_PROXY_SECRET_FILE: "secret.txt" }],
])("a secret comes from %s, and appears nowhere", async (_, argv, env) => {
  using folder = createTemporaryFolder({ "secret.txt": `${CANARY}\n` });
  const used = await use([...ARGV, ...argv], { folder: folder.path, env: { ...IDS, ...env } });
  expect(used.exitCode).toBe(3);
  expect(used.stdout + used.stderr).toContain("can't be reached");
  expect(used.stdout + used.stderr).not.toContain(CANARY);
});

test("what is missing is named, with where it may come from", async () => {
  using folder = createTemporaryFolder();
  const { exitCode, stderr } = await use(ARGV, { folder: folder.path });
  expect(exitCode).toBe(2);
  for (const name of ["JOINERY_SERVICE_ID", "JOINERY_AUTH_ID", "--secret-file"]) expect(stderr).toContain(name);
});

test.each([
  ["is not there", undefined],
  ["is empty", "\n"],
  ["holds more than a secret", `SECRET=${CANARY}\nTOKEN=${CANARY}\n`],
])("a file that %s is refused without its content", async (_, text) => {
  using folder = createTemporaryFolder(text === undefined ? {} : { "secret.txt": text });
  const used = await use([...ARGV, "--secret-file", "secret.txt"], { folder: folder.path, env: IDS });
  expect(used.exitCode).toBe(2);
  expect(used.stderr).not.toContain(CANARY);
});
