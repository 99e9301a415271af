import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder for one test that removes itself. */
export interface TemporaryFolder extends Disposable {
  readonly path: string;
  /** Writes a file and the folders above it; resolves to its path. */
  write(name: string, text: string, mode?: number): string;
}

/** Makes a folder for one test, with the given files in it. */
export function createTemporaryFolder(files: Record<string, string> = {}): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "joinery-test-"));
  const folder: TemporaryFolder = {
    path,
    write(name, text, mode = 0o644) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode });
      return file;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}
