import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { CommandInput } from "../command.ts";
import { wrongUse } from "../refusal.ts";
import { VERSION } from "../version.ts";
import { ask } from "./ask.ts";
import { type LANGUAGES, type Plan, type RUNS_ON, slugOf } from "./plan.ts";

const DEFAULT_NAME = "Acme Desk";
const DEFAULT_START = "python3 server.py";

/** Answers every question: from what was typed, from whoever sits there, from the defaults. */
export async function makePlan(input: CommandInput): Promise<Plan> {
  const { options, session } = input;
  const packages = packagesFrom(options.text("packages"), session.folder);
  const typed = readTyped(input);
  if (options.flag("blink") && options.text("kind") !== undefined)
    throw wrongUse("--blink and --kind exclude each other.");
  const answered = session.canAsk && !options.flag("yes") ? await ask(typed, session) : typed;
  const { name = DEFAULT_NAME, language = "typescript", runsOn = "node", start = DEFAULT_START } = answered;
  if (!/^[^\p{Cc}`$\\"*{}]{1,80}$/u.test(name))
    throw wrongUse("--name is what people call the system, in at most 80 plain characters.");
  if (/\p{Cc}/u.test(start)) throw wrongUse("--start is one line.");
  const folder = answered.folder ?? (language === "other" ? "." : slugOf(name));
  const kind = answered.kind ?? (language === "typescript" ? "verified" : "plain");
  if (language === "typescript" && kind === "plain") {
    throw wrongUse("With the SDK a connect is verified, or for Blink: --kind verified, or --blink.");
  }
  return { folder, name, language, kind, runsOn, start, packages };
}

/** What was typed; the rest is to be asked or assumed. */
export type Typed = { [Key in Exclude<keyof Plan, "packages">]?: Plan[Key] | undefined };

function readTyped({ arguments: [folder], options }: CommandInput): Typed {
  return {
    folder,
    name: options.text("name"),
    language: options.text("language") as (typeof LANGUAGES)[number] | undefined,
    kind: options.flag("blink") ? "blink" : (options.text("kind") as Plan["kind"] | undefined),
    runsOn: options.text("runs-on") as (typeof RUNS_ON)[number] | undefined,
    start: options.text("start"),
  };
}

function packagesFrom(folder: string | undefined, from: string): Plan["packages"] {
  if (folder === undefined) return { "@joinery/sdk": VERSION, "@joinery/testing": VERSION, "@joinery/cli": VERSION };
  const path = resolve(from, folder);
  const names = listFiles(path);
  const find = (name: string) => {
    const file = names.find((one) => one === `joinery-${name}-${VERSION}.tgz`);
    if (file === undefined) throw wrongUse(`There is no joinery-${name}-${VERSION}.tgz in the folder of --packages.`);
    return `file:${resolve(path, file)}`;
  };
  return { "@joinery/sdk": find("sdk"), "@joinery/testing": find("testing"), "@joinery/cli": find("cli") };
}

function listFiles(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    throw wrongUse("The folder of --packages can't be read.");
  }
}
