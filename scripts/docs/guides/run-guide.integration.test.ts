import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTemporaryFolder } from "../../temporary-folder.ts";
import { createGuideShell } from "./guide-shell.ts";
import { runGuide } from "./run-guide.ts";

async function follow(path: string, ...blocks: string[]) {
  await using shell = createGuideShell(path, process.env);
  return await runGuide(blocks.join("\n\n"), shell);
}

const run = (code: string) => `\`\`\`sh\n${code}\n\`\`\``;
const marked = (mark: string, code: string) => `<!-- ${mark} -->\n${run(code)}`;

test("a command finds the folder, the variables and the files that the guide has left behind", async () => {
  using place = createTemporaryFolder();
  const reports = await follow(
    place.path,
    run("mkdir project && cd project\nexport WHO='a reader'"),
    marked("file: src/note.txt", "written"),
    run('cat src/note.txt; echo "for $WHO" > result.txt'),
    marked("prints", "writ…"),
  );
  expect(reports.map(({ kind }) => kind)).toEqual(["run", "write", "run", "prints"]);
  expect(readFileSync(join(place.path, "folder/project/result.txt"), "utf8")).toBe("for a reader\n");
});

test("what runs beside the guide has begun before the next block, and ends with the shell", async () => {
  using place = createTemporaryFolder();
  const serve = "trap 'echo gone > ended; exit 0' INT\necho listening\nwhile :; do sleep 0.1; done";
  await follow(place.path, marked("starts, until: listening", serve), run("test ! -e ended"));
  expect(existsSync(join(place.path, "folder/ended"))).toBe(true);
});

test("lines of a file are changed where they stand, and nowhere else", async () => {
  using place = createTemporaryFolder();
  const change = "<!-- change: list.txt -->\n```diff\n one\n-two\n+2\n+and a half\n```";
  await follow(place.path, marked("file: list.txt", "one\ntwo\nthree\ntwo"), change);
  expect(readFileSync(join(place.path, "folder/list.txt"), "utf8")).toBe("one\n2\nand a half\nthree\ntwo\n");
});

test("a block that is not run says why", async () => {
  using place = createTemporaryFolder();
  const [report] = await follow(place.path, marked("not run: it needs your tenant", "touch deployed"));
  expect(report).toMatchObject({ kind: "not run", reason: "it needs your tenant" });
  expect(existsSync(join(place.path, "folder/deployed"))).toBe(false);
});

test.each([
  ["fails", run("echo so far; false; echo never"), /^line 1: It ended with exit code 1, not 0\.\nso far$/],
  ["does not fail as it should", marked("exits with: 3", "echo fine"), /^line 2: It ended with exit code 0, not 3/],
  [
    "prints something else",
    `${run("echo one\necho two")}\n\n${marked("prints", "two\none")}`,
    /^line 7: The guide says that it prints: one/,
  ],
  [
    "changes lines that are not there",
    `${marked("file: list.txt", "one")}\n\n<!-- change: list.txt -->\n\`\`\`diff\n-two\n+2\n\`\`\``,
    /^line 7: The lines to change stand in the file 0 times/,
  ],
  [
    "ends instead of going on",
    marked("starts, until: ready", "echo broken"),
    /^line 2: It ended with exit code 0 before it printed "ready"\.\nbroken/,
  ],
])("a block that %s is named with its line and what it printed", async (_name, guide, message) => {
  using place = createTemporaryFolder();
  await expect(follow(place.path, guide)).rejects.toThrow(message);
});
