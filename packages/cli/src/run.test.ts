import { expect, test } from "vitest";
import { COMMANDS } from "./commands.ts";
import { use } from "./testing/command-line.ts";

const NAMES = COMMANDS.map(({ name }) => name);

test("without a word it shows what there is, on stdout", async () => {
  const { exitCode, stdout, stderr } = await use([]);
  expect(exitCode).toBe(0);
  for (const name of NAMES) expect(stdout).toContain(`  ${name} `);
  expect(stderr).toBe("");
});

test.each(NAMES)("joinery %s --help shows examples, exit codes and what to do next", async (name) => {
  const { exitCode, stdout, stderr } = await use([...name.split(" "), "--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`joinery ${name}`);
  for (const heading of ["Options", "Examples", "Exit codes", "Next"]) expect(stdout).toContain(`\n${heading}\n`);
  expect(stderr).toBe("");
  expect(await use(["help", ...name.split(" ")])).toEqual({ exitCode, stdout, stderr });
});

test("the version is one line, and a document for programs", async () => {
  expect((await use(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse((await use(["--version", "--json"])).stdout)).toMatchObject({ version: expect.any(String) });
});

test("a command that was mistyped is answered with the nearest, on stderr, with exit code 2", async () => {
  const { exitCode, stdout, stderr } = await use(["confromance"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toBe('There is no command "confromance".\nDid you mean joinery conformance?\n');
});

test("a program reads a refusal as a document, people read it on stderr", async () => {
  const { exitCode, stdout, stderr } = await use(["fault", "--json"]);
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toEqual({
    error: {
      exit_code: 3,
      sentence: "No joinery dev runs in this folder.",
      next: expect.stringContaining("joinery dev"),
    },
  });
  expect(stderr).toContain("No joinery dev runs in this folder.");
});

test("colours are for terminals only, and NO_COLOR is obeyed there", async () => {
  const coloured = new RegExp(`${String.fromCharCode(27)}\\[`);
  expect((await use(["--help"])).stdout).not.toMatch(coloured);
  expect((await use(["--help"], { terminal: true })).stdout).toMatch(coloured);
  expect((await use(["--help"], { terminal: true, env: { NO_COLOR: "1" } })).stdout).not.toMatch(coloured);
  expect((await use(["--help"], { env: { FORCE_COLOR: "1" } })).stdout).toMatch(coloured);
});

test("what follows the dashes belongs to the command that is run, also when it looks like an option of ours", async () => {
  const { exitCode, stdout, stderr } = await use(["doctor", "--", "--json", "--help"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain("joinery doctor runs no command");
});

test("a command of two words is asked for its second, and answered with the nearest", async () => {
  expect(await use(["hub"])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("joinery hub serve") });
  expect((await use(["hub", "sreve"])).stderr).toBe(
    'There is no command "hub sreve".\nDid you mean joinery hub serve?\n',
  );
  const { exitCode, stdout } = await use(["hub", "--help"]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("  hub migrate ");
  expect(stdout).not.toContain("  doctor ");
});
