import { FAULTS, type FaultId, isFaultId, type Workshop } from "@joinery/contract/workshop";
import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { nearestOf } from "../nearest.ts";
import { wrongUse } from "../refusal.ts";
import type { Session } from "../terminal/session.ts";
import { openWorkshop } from "../workshop/open-workshop.ts";

/** Lists the faults, or switches one. */
export async function switchFault(input: CommandInput): Promise<ExitCode> {
  const [id, state = "on"] = input.arguments;
  if (state !== "on" && state !== "off") throw wrongUse("A fault is switched on or off: joinery fault <id> on");
  const wanted = id === undefined || id === "all" ? undefined : faultOf(id);
  if (id === "all" && state === "on")
    throw wrongUse("Not all faults can be on at once; name one.", "joinery fault lists them.");
  const workshop = await openWorkshop(input);
  if (id === "all") await workshop.clearFaults();
  if (wanted !== undefined) await workshop.setFault(wanted, state === "on");
  const { session } = input;
  if (id === undefined) await list(workshop, session);
  else session.result({ fault: id, on: state === "on" }, sayDone(wanted, state));
  return EXIT.ok;
}

function faultOf(id: string): FaultId {
  if (isFaultId(id)) return id;
  const meant = nearestOf(id, Object.keys(FAULTS));
  throw wrongUse(
    `There is no fault "${id}".`,
    meant === undefined ? "joinery fault lists them." : `Did you mean ${meant}?`,
  );
}

function sayDone(fault: FaultId | undefined, state: "on" | "off"): string {
  if (fault === undefined) return "Everything behaves again.";
  const { kind, what, title } = FAULTS[fault];
  if (state === "off") return `${title} is off.`;
  return kind === "once" ? `Done: ${what}` : `On: ${what}`;
}

async function list(workshop: Workshop, session: Session): Promise<void> {
  const { faults: active } = await workshop.describe();
  const all = Object.entries(FAULTS).map(([id, fault]) => ({ id, ...fault, on: active.includes(id as FaultId) }));
  session.result({ faults: all }, (paint) =>
    all
      .map(({ id, kind, what, on }) => {
        const state = on
          ? paint(["yellow", "bold"], "on  ")
          : kind === "once"
            ? paint("dim", "once")
            : paint("dim", "off ");
        return `${state}  ${id.padEnd(18)} ${what}`;
      })
      .join("\n"),
  );
}
