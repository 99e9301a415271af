import { readFileSync } from "node:fs";
import type { Plan } from "./plan.ts";

/** Addresses of a connect that lead nowhere when somebody else opens them. */
const REFUSED = ["authorization-url", "service", "callback"];
/** Blink names no flow, so whoever opens its authorization URL is asked by name, and may go on. */
const REFUSED_FOR_BLINK = REFUSED.slice(1);

/** Reads a file of the scaffold and fills in what belongs to the plan. */
export function readScaffold(name: string, plan: Plan): string {
  const text = readFileSync(new URL(`./scaffold/${name}.txt`, import.meta.url), "utf8");
  const forwarded = plan.kind === "blink" ? REFUSED_FOR_BLINK : REFUSED;
  return text
    .replaceAll("{{name}}", plan.name)
    .replaceAll("{{kind}}", plan.kind)
    .replaceAll("{{forwarded}}", forwarded.map((place) => `"${place}"`).join(", "));
}
