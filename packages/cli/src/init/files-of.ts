import { ciFile, otherCiFile } from "./files/ci.ts";
import { dockerfile, dockerignore } from "./files/docker.ts";
import { envExample, gitignore } from "./files/env.ts";
import { fileTicket, integration, main } from "./files/integration.ts";
import { packageJson, tsconfig } from "./files/package.ts";
import { otherReadme, readme } from "./files/readme.ts";
import { integrationTest } from "./files/test.ts";
import type { Plan } from "./plan.ts";

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
    ".gitignore": gitignore(),
    "README.md": readme(plan),
    "package.json": packageJson(plan),
    "src/file-ticket.ts": fileTicket(plan),
    "src/integration.test.ts": integrationTest(plan),
    "src/integration.ts": integration(plan),
    "src/main.ts": main(plan),
    "tsconfig.json": tsconfig(),
    ...(plan.runsOn === "docker" ? { Dockerfile: dockerfile(), ".dockerignore": dockerignore() } : {}),
  };
}
