import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { couldNotRun, wrongUse } from "../refusal.ts";
import { filesOf } from "./files-of.ts";
import { makePlan } from "./make-plan.ts";

/** Writes a new integration, or nothing at all. */
export async function init(input: CommandInput): Promise<ExitCode> {
  const { session } = input;
  const plan = await makePlan(input);
  const folder = resolve(session.folder, plan.folder);
  const files = filesOf(plan);
  const names = Object.keys(files).sort();
  const inTheWay = names.filter((name) => existsSync(join(folder, name)));
  if (inTheWay.length > 0) {
    throw wrongUse(
      `Nothing was written, because these files are there already: ${inTheWay.join(", ")}.`,
      "Choose another folder, or move them away.",
    );
  }
  for (const name of names) write(join(folder, name), files[name] ?? "");
  const place = relative(session.folder, folder) || ".";
  session.result({ folder, files: names, kind: plan.kind, language: plan.language }, (paint) =>
    [`${paint("green", "Written")} to ${place}:`, ...names.map((name) => `  ${name}`)].join("\n"),
  );
  const { paint } = session;
  const enter = place === "." ? [] : [`cd ${place}`];
  const steps = plan.language === "typescript" ? ["npm install", "npm test", "npm run dev"] : ["see joinery.md"];
  session.tell([paint("bold", "Next"), ...[...enter, ...steps].map((step) => `  ${paint("cyan", step)}`)].join("\n"));
  return EXIT.ok;
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw couldNotRun(`A file can't be written (${(error as NodeJS.ErrnoException).code}): ${path}`);
  }
}
