import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");

/** What the SDK exports of the contract has examples there. */
const FOLDERS = ["src", "../contract/src"];

test("every example in a doc comment and in the README compiles", async () => {
  const examples = (await Promise.all((await listSources()).map(readExamples))).flat();
  const folder = await mkdtemp(join(PACKAGE, ".examples-"));
  try {
    await Promise.all(examples.map((text, index) => writeFile(join(folder, `${index}.ts`), `${text}\nexport {};\n`)));
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../../tsconfig.json",
        compilerOptions: { noUnusedLocals: false },
        include: ["*.ts"],
        exclude: [],
      }),
    );
    const faults = await compile(folder);

    expect(faults).toBe("");
    expect(examples.length).toBeGreaterThan(8);
  } finally {
    await rm(folder, { recursive: true });
  }
});

async function listSources(): Promise<string[]> {
  const inFolders = FOLDERS.map(async (folder) => {
    const names = await readdir(join(PACKAGE, folder), { recursive: true });
    return names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).map((name) => join(folder, name));
  });
  return [...(await Promise.all(inFolders)).flat(), "README.md"];
}

async function readExamples(file: string): Promise<string[]> {
  const text = await readFile(join(PACKAGE, file), "utf8");
  return [...text.matchAll(/^(?:[ \t]*\* )?```ts\n([\s\S]*?)^(?:[ \t]*\* )?```$/gm)].map(([, code = ""]) =>
    code.replaceAll(/^[ \t]*\* ?/gm, ""),
  );
}

/** What the compiler complains about; empty when it is content. */
async function compile(folder: string): Promise<string> {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const run = promisify(execFile)(process.execPath, [compiler, "-p", folder]);
  return run.then(
    () => "",
    (error: { stdout: string }) => error.stdout || String(error),
  );
}
