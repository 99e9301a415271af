import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";

/** What must never be committed. */
export const SECRET_FILES = [".joinery/", ".env", ".env.joinery"];

/** Whether git would leave out what holds secrets. A plain look at the file: what git really does, `git check-ignore` says. */
export function ignoredFiles(folder: string): Finding[] {
  if (!existsSync(join(folder, ".git"))) return [];
  const path = join(folder, ".gitignore");
  const lines = existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .map((line) => line.trim())
    : [];
  const covers = (name: string) =>
    lines.some(
      (line) =>
        line.replace(/^\//, "").replace(/\/$/, "") === name.replace(/\/$/, "") ||
        (line === ".env*" && name.startsWith(".env")),
    );
  const missing = SECRET_FILES.filter((name) => !covers(name));
  if (missing.length === 0) return [{ what: ".gitignore leaves out what holds secrets." }];
  return [
    {
      what: `git would take ${missing.join(", ")}, which hold secrets.`,
      remedy: `Add to .gitignore: ${missing.join(" ")}`,
    },
  ];
}
