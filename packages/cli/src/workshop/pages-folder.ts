import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Finds the built pages: in the workshop's package when it is a published one, beside it in the repository. */
export function findPagesFolder(): string | undefined {
  const workshop = dirname(dirname(fileURLToPath(import.meta.resolve("@joinery/workshop"))));
  const folders = [join(workshop, "pages"), join(workshop, "../web/dist")];
  return folders.find((folder) => existsSync(join(folder, "index.html")));
}
