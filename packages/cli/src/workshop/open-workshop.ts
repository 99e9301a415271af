import type { Workshop } from "@joinery/contract/workshop";
import type { CommandInput } from "../command.ts";
import { couldNotRun, wrongUse } from "../refusal.ts";
import { readSecret } from "../secrets/read-secret.ts";
import { DEV_FILE, findDevFile, isAlive } from "./dev-file.ts";

/** Where a running workshop is, and what lets a program in. */
export interface WorkshopAccess {
  url: string;
  token: string;
}

const START = "Start it in another terminal: joinery dev --url <address of your server>";

/** Finds the workshop that a command talks to: the one named by --workshop, else the one of this folder. */
export async function findWorkshop({ options, session }: CommandInput): Promise<WorkshopAccess> {
  const named = options.url("workshop");
  if (named !== undefined) {
    const source = { what: "the workshop's token", fileOption: "token-file", variable: "JOINERY_WORKSHOP_TOKEN" };
    const token = await readSecret(source, options, session);
    if (token === undefined) {
      throw wrongUse(
        "The workshop's token is missing.",
        `Set JOINERY_WORKSHOP_TOKEN, or name a file with --token-file; it is in ${DEV_FILE} where joinery dev runs.`,
      );
    }
    return { url: named.origin, token };
  }
  const found = findDevFile(session.folder);
  if (found === undefined) throw couldNotRun("No joinery dev runs in this folder.", START);
  if (!isAlive(found.file)) throw couldNotRun("The joinery dev of this folder has ended.", START);
  return { url: found.file.workshop, token: found.file.token };
}

/** Opens the workshop that a command talks to. */
export async function openWorkshop(input: CommandInput): Promise<Workshop> {
  const access = await findWorkshop(input);
  const { createWorkshopClient } = await import("@joinery/workshop/client");
  return createWorkshopClient(access);
}
