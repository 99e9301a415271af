import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { use } from "../testing/command-line.ts";
import { createTemporaryFolder } from "../testing/temporary-folder.ts";
import { slugOf } from "./plan.ts";

const init = (folder: string, ...argv: string[]) => use(["init", "--json", ...argv], { folder });

test("without a terminal it asks nothing and writes an integration with the SDK", async () => {
  using folder = createTemporaryFolder();
  const { exitCode, stdout } = await init(folder.path);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    folder: join(folder.path, "acme-desk"),
    language: "typescript",
    kind: "verified",
  });
  expect(readdirSync(join(folder.path, "acme-desk/src")).sort()).toEqual([
    "file-ticket.ts",
    "integration.test.ts",
    "integration.ts",
    "main.ts",
  ]);
});

test("when one file is in the way it names it, and writes nothing at all", async () => {
  using folder = createTemporaryFolder({ "desk/README.md": "mine", "desk/src/main.ts": "mine too" });
  const { exitCode, stderr } = await init(folder.path, "desk");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("README.md, src/main.ts");
  expect(readFileSync(join(folder.path, "desk/README.md"), "utf8")).toBe("mine");
  expect(existsSync(join(folder.path, "desk/package.json"))).toBe(false);
});

test("for a server in another language it writes what it takes to test it, beside what is there", async () => {
  using folder = createTemporaryFolder({ "README.md": "mine", "server.py": "" });
  const { exitCode, stdout } = await init(folder.path, "--language", "other", "--start", "python3 server.py: # main");
  expect(exitCode).toBe(0);
  const { files } = JSON.parse(stdout) as { files: string[] };
  expect(files).toEqual([".env.joinery.example", ".github/workflows/joinery.yml", "joinery.md"]);
  const ci = readFileSync(join(folder.path, ".github/workflows/joinery.yml"), "utf8");
  expect(ci).toContain("joinery conformance --kind plain --profile core");
  expect(ci).toContain("-- python3 server.py: # main\n");
});

test("for Blink, everything that starts a hub behaves as Blink does", async () => {
  using folder = createTemporaryFolder();
  await init(folder.path, "desk", "--blink");
  const read = (name: string) => readFileSync(join(folder.path, "desk", name), "utf8");
  expect(JSON.parse(read("package.json")).scripts).toMatchObject({
    dev: expect.stringContaining("joinery dev --blink "),
    conformance: expect.stringContaining("joinery conformance --blink "),
  });
  expect(read("src/integration.test.ts")).toContain('kind: "blink"');
  expect(read(".env.example")).toContain("https://api.joinblink.com");
});

test("our packages come from a folder of tarballs when one is named", async () => {
  using folder = createTemporaryFolder({
    "packs/joinery-sdk-0.0.0.tgz": "",
    "packs/joinery-cli-0.0.0.tgz": "",
    "packs/joinery-testing-0.0.0.tgz": "",
  });
  await init(folder.path, "desk", "--packages", "packs");
  const manifest = JSON.parse(readFileSync(join(folder.path, "desk/package.json"), "utf8"));
  expect(manifest.dependencies["@joinery/sdk"]).toBe(`file:${folder.path}/packs/joinery-sdk-0.0.0.tgz`);
  expect(manifest.devDependencies["@joinery/testing"]).toBe(`file:${folder.path}/packs/joinery-testing-0.0.0.tgz`);
});

test("a folder without tarballs is told before anything is written", async () => {
  using folder = createTemporaryFolder();
  const { exitCode, stderr } = await init(folder.path, "desk", "--packages", ".");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("joinery-sdk-0.0.0.tgz");
  expect(existsSync(join(folder.path, "desk"))).toBe(false);
});

test.each([
  [["--name", 'Acme"; drop'], "--name"],
  [["--name", "a`b"], "--name"],
  [["--name", "$x"], "--name"],
  [["--name", "a */ b"], "--name"],
  [["--start", "a\nb"], "one line"],
  [["--kind", "plain"], "With the SDK"],
  [["--blink", "--kind", "verified"], "exclude"],
])("%j is refused, because it would not work as it comes out", async (argv, word) => {
  using folder = createTemporaryFolder();
  const { exitCode, stderr } = await init(folder.path, "desk", ...argv);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(word);
});

test("a container gets an image without tests and without root", async () => {
  using folder = createTemporaryFolder();
  await init(folder.path, "desk", "--runs-on", "docker");
  expect(readFileSync(join(folder.path, "desk/Dockerfile"), "utf8")).toContain("USER node");
  expect(readFileSync(join(folder.path, "desk/.dockerignore"), "utf8")).toContain("**/*.test.ts");
});

test.each([
  ["Acme Desk", "acme-desk"],
  ["Zürich Büro", "zurich-buro"],
  ["日本", "integration"],
  ["../../etc", "etc"],
])("%s becomes %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
