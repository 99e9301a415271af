import { basename, resolve } from "node:path";
import { watch } from "chokidar";

/** Nothing that is installed, built or written by tools. */
const IGNORED =
  /^(?:node_modules|\.git|\.joinery|dist|build|out|target|coverage|\.next|\.venv|venv|__pycache__|\.pytest_cache|\.idea|\.vscode)$|^\.env\.joinery$|\.(?:log|pyc|tsbuildinfo|swp|tmp)$|~$/;
/** Editors and formatters write several files at once. */
const QUIET_MS = 150;

/** Whether a change of this file is none that a server would notice. */
export function isIgnored(path: string): boolean {
  return IGNORED.test(basename(path));
}

/** Watches folders; tells one changed file when a burst of changes is over. */
export async function watchFiles(
  folders: readonly string[],
  onChange: (path: string) => void,
): Promise<{ close(): Promise<void> }> {
  let timer: NodeJS.Timeout | undefined;
  const roots = new Set(folders.map((folder) => resolve(folder)));
  const watcher = watch([...roots], { ignoreInitial: true, ignored: (path) => !roots.has(path) && isIgnored(path) });
  watcher.on("all", (event, path) => {
    if (event === "addDir") return;
    clearTimeout(timer);
    timer = setTimeout(() => onChange(path), QUIET_MS);
  });
  await new Promise<void>((done, fail) => watcher.once("ready", done).once("error", fail));
  return {
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
