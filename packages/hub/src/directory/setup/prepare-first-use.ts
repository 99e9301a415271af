import type { Context } from "../../context.ts";
import { governsAdministrators } from "../sign-in/decide-role.ts";
import type { SignInSettings } from "../sign-in/settings.ts";
import { addTrialPeople } from "./add-trial-people.ts";
import { openSetup } from "./open-setup.ts";

/**
 * What a hub needs before anybody can use it. Call it at the start. A hub for trying gets people to be. One with an identity
 * provider needs its first administrator: answers the one-time code to print, as long as nobody administers it and the
 * settings name nobody.
 */
export async function prepareFirstUse(
  context: Context,
  organisationId: string,
  signIn: SignInSettings | undefined,
): Promise<string | undefined> {
  if (signIn === undefined) await addTrialPeople(context, organisationId);
  // Whom the settings name administers it with their first sign-in, and nobody else would stay one.
  if (signIn !== undefined && governsAdministrators(signIn)) return undefined;
  return openSetup(context, organisationId);
}
