import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { FlowFile, ReplayReport } from "@joinery/contract/workshop";
import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { wrongUse } from "../refusal.ts";
import type { Paint } from "../terminal/paint.ts";
import { openWorkshop } from "../workshop/open-workshop.ts";

/** Does a flow again and shows then and now. */
export async function replayFlow(input: CommandInput): Promise<ExitCode> {
  const { session } = input;
  const file = readFlowFile(resolve(session.folder, input.arguments[0] ?? ""));
  const workshop = await openWorkshop(input);
  session.progress("Walking through the flow again …");
  const report = await workshop.replayFlow(file);
  session.result(report, (paint) => sideBySide(report, paint));
  return report.same ? EXIT.ok : EXIT.foundWrong;
}

function readFlowFile(path: string): FlowFile {
  let read: Partial<FlowFile>;
  try {
    read = JSON.parse(readFileSync(path, "utf8")) as Partial<FlowFile>;
  } catch {
    throw wrongUse("The file can't be read as JSON.", "joinery export writes such files.");
  }
  if (read.format === "joinery-flow/1" && Array.isArray(read.exchanges)) return read as FlowFile;
  throw wrongUse("That is no exported flow of a format that this version knows.", "joinery export writes such files.");
}

function sideBySide({ same, steps }: ReplayReport, paint: Paint): string {
  const width = Math.max(...steps.map(({ step }) => step.length));
  const lines = steps.flatMap((one) => {
    const step = one.step.padEnd(width);
    if (one.same) return [`${paint("green", "=")} ${step}  ${paint("dim", one.now ?? "")}`];
    const missing = paint("dim", "did not happen");
    return [
      `${paint("red", "≠")} ${step}  then: ${one.before ?? missing}`,
      `  ${" ".repeat(width)}  now:  ${one.now ?? missing}`,
    ];
  });
  const verdict = same ? "Everything went as it did then." : "Something is different now.";
  return [...lines, paint("bold", verdict)].join("\n");
}
