import { ciFile, otherCiFile } from "./files/ci.ts";
import { envExample } from "./files/env.ts";
import { packageJson, tsconfig } from "./files/package.ts";
import { otherReadme, readme } from "./files/readme.ts";
import type { Plan } from "./plan.ts";
import { readScaffold } from "./read-scaffold.ts";

/** The files of a plan: their names, relative to its folder, and what is in them. */
export function filesOf(plan: Plan): Record<string, string> {
  if (plan.language === "other") {
    return {
      ".env.joinery.example": envExample(plan),
      ".github/workflows/joinery.yml": otherCiFile(plan),
      "joinery.md": otherReadme(plan),
    };
  }
  return {
    ".env.example": envExample(plan),
    ".github/workflows/ci.yml": ciFile(plan),
    ".gitignore": readScaffold("gitignore", plan),
    "README.md": readme(plan),
    "package.json": packageJson(plan),
    "src/file-ticket.ts": readScaffold("file-ticket.ts", plan),
    "src/integration.test.ts": readScaffold("integration.test.ts", plan),
    "src/integration.ts": readScaffold("integration.ts", plan),
    "src/main.ts": readScaffold("main.ts", plan),
    "tsconfig.json": tsconfig(),
    ...(plan.runsOn === "docker"
      ? { Dockerfile: readScaffold("Dockerfile", plan), ".dockerignore": readScaffold("dockerignore", plan) }
      : {}),
  };
}
