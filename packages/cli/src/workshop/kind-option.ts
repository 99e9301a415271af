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

const REDIRECT_NAME = "redirect-uri";

/** For servers that do not use the usual redirect address. */
export const REDIRECT_OPTION: OptionDefinition = {
  flags: "--redirect-uri <address>",
  what: "One more redirect address that Acme Desk takes, for a server that uses its own.",
  repeated: true,
};

/** Reads the redirect addresses. */
export function redirectUrisOf(options: OptionValues): readonly string[] {
  const uris = options.list(REDIRECT_NAME);
  if (uris.some((uri) => !URL.canParse(uri))) throw wrongUse(`--${REDIRECT_NAME} is a whole address.`);
  return uris;
}

/** Reads the kind. */
export function kindOf(options: OptionValues): WorkshopKind {
  const kind = options.text("kind");
  if (!options.flag("blink")) return kind === "plain" ? "plain" : "verified";
  if (kind !== undefined) throw wrongUse("--blink and --kind exclude each other.");
  return "blink";
}
