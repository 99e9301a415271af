import type { WorkshopKind } from "@joinery/contract/workshop";
import type { OptionDefinition } from "../command.ts";
import type { OptionValues } from "../option-values.ts";
import { wrongUse } from "../refusal.ts";

/** How the integration is registered at the hub that is started around it. */
export const KIND_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--kind <kind>",
    what: "How the hub treats it: verified (a connect that can't be phished; the SDK does it), or plain (two endpoints).",
    choices: ["verified", "plain"],
    otherwise: "verified",
  },
  { flags: "--blink", what: "The hub speaks Blink's published contract and nothing more." },
];

/** Reads the kind. */
export function kindOf(options: OptionValues): WorkshopKind {
  const kind = options.text("kind");
  if (!options.flag("blink")) return kind === "plain" ? "plain" : "verified";
  if (kind !== undefined) throw wrongUse("--blink and --kind exclude each other.");
  return "blink";
}
