import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../../scripts/root.ts";
import type { Sdk } from "./stage.ts";

/** A change of one file of the SDK: this text, which stands there exactly once, becomes that. */
export interface Patch {
  /** Below `packages/sdk/src`. */
  file: string;
  from: string;
  to: string;
}

/** A copy of the SDK's sources, below this repository so that it finds the same packages; disposing removes it. */
export interface PatchedSdk extends Disposable {
  sdk: Sdk;
}

/** Copies the SDK, changes it and loads the copy. Throws when the text is not there any more: the table is out of date. */
export async function patchSdk({ file, from, to }: Patch): Promise<PatchedSdk> {
  const build = join(ROOT, "build");
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, "patched-sdk-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const isSource = (path: string) => !/\.test\.ts$|\/testing$/.test(path);
    cpSync(join(ROOT, "packages/sdk/src"), folder, { recursive: true, filter: isSource });
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    const [before, ...after] = text.split(from);
    if (after.length !== 1) throw new Error(`"${from}" stands ${after.length} times in ${file} instead of once.`);
    writeFileSync(path, `${before}${to}${after[0]}`);
    const sdk = (await import(pathToFileURL(join(folder, "index.ts")).href)) as Sdk;
    return { sdk, [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw error;
  }
}
