import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { couldNotRun, wrongUse } from "../refusal.ts";
import { openWorkshop } from "../workshop/open-workshop.ts";

/** Writes a flow to a file or to stdout. */
export async function exportFlow(input: CommandInput): Promise<ExitCode> {
  const [flow = "", file] = input.arguments;
  const workshop = await openWorkshop(input);
  const exported = await workshop.exportFlow(flow);
  const { session } = input;
  const text = JSON.stringify(exported, null, 2);
  if (file === undefined) {
    session.result(exported, text);
    return EXIT.ok;
  }
  try {
    writeFileSync(resolve(session.folder, file), `${text}\n`, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw wrongUse(`${file} is there already.`, "Choose another name.");
    throw couldNotRun(`${file} can't be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  const count = exported.exchanges.length;
  session.result({ file, exchanges: count }, `${file} holds ${count} exchanges.`);
  return EXIT.ok;
}
