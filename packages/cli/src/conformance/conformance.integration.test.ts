import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { use } from "../testing/command-line.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";

/** Answers everything with a success that says nothing. */
const WRONG = `
require("node:http").createServer((_, response) => response.end("fine")).listen(Number(process.env.PORT), process.env.HOST);
`;
const argv = ["conformance", "--kind", "plain", "--profile", "core"];
const env = { PATH: process.env.PATH };

test("a server that is wrong is found out: the report on stdout, exit code 1, and everything has ended", async () => {
  using folder = createTemporaryFolder({ "server.cjs": WRONG });
  const used = await use([...argv, "--json", "--", process.execPath, "server.cjs"], { folder: folder.path, env });
  const report = JSON.parse(used.stdout) as {
    counts: { failed: number };
    exit_code: number;
    target: { address: string };
  };
  expect(used.exitCode).toBe(1);
  expect(report.exit_code).toBe(1);
  expect(report.counts.failed).toBeGreaterThan(0);
  await expect(fetch(report.target.address)).rejects.toThrow();
}, 90_000);

test("a report goes to a file when one is named, and people still read how it ended", async () => {
  using folder = createTemporaryFolder({ "server.cjs": WRONG });
  const output = ["--reporter", "junit", "--output", "report.xml"];
  const used = await use([...argv, ...output, "--", process.execPath, "server.cjs"], { folder: folder.path, env });
  expect(used.stdout).toBe("");
  expect(used.stderr).toMatch(/\d+ failed/);
  expect(readFileSync(join(folder.path, "report.xml"), "utf8")).toContain('<testcase name="core.auth.answers"');
}, 90_000);

test("a command that ends instead of listening is told with what it said", async () => {
  using folder = createTemporaryFolder({ "server.cjs": 'console.error("no database"); process.exit(4);' });
  const used = await use([...argv, "--", process.execPath, "server.cjs"], { folder: folder.path, env });
  expect(used.exitCode).toBe(3);
  expect(used.stderr).toContain("│ no database");
  expect(used.stderr).toContain("ended with exit code 4");
}, 60_000);

test.each([
  [["--profile", "cor"], "Did you mean core?"],
  [["--requirements", "0.9"], "1.0"],
  [["--expected-failures", "none.txt"], "can't be read"],
  [["--expected-failures", "wrong.txt"], "line 1"],
])("%j is told before anything is started", async (wrong, hint) => {
  using folder = createTemporaryFolder({ "wrong.txt": "core.nothing\n" });
  const { exitCode, stderr } = await use(["conformance", ...wrong, "--", "true"], { folder: folder.path, env });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(hint);
});
