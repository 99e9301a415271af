import { readFileSync } from "node:fs";
import type { Plan } from "./plan.ts";

/** Reads a file of the scaffold and fills in what belongs to the plan. */
export function readScaffold(name: string, plan: Plan): string {
  const text = readFileSync(new URL(`./scaffold/${name}.txt`, import.meta.url), "utf8");
  return text.replaceAll("{{name}}", plan.name).replaceAll("{{kind}}", plan.kind);
}
