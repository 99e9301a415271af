import { COMMANDS } from "../../packages/cli/src/commands.ts";
import { referencePage } from "../../packages/cli/src/reference/reference-page.ts";

/** The reference page of the command line, from the definitions that its help is made of. */
export function commandLinePage(): ReadonlyMap<string, string> {
  return new Map([["docs/reference/cli.md", referencePage(COMMANDS)]]);
}
