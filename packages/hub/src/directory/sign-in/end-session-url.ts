import type { Context } from "../../context.ts";
import type { Session } from "../../http/environment.ts";
import { describeError } from "../../log.ts";
import { findSealedIdToken } from "../sessions.ts";
import type { IdentityProvider } from "./identity-provider.ts";

/**
 * Where a browser goes after it signed out here, so that it is signed out at the identity provider as well (OpenID Connect
 * RP-Initiated Logout 1.0). `undefined` when there is no such place, or the provider can't be asked: here one is signed out
 * in any case.
 */
export async function endSessionUrlOf(
  context: Context,
  provider: IdentityProvider | undefined,
  session: Session,
): Promise<string | undefined> {
  if (provider === undefined || session.method !== "oidc") return undefined;
  const sealed = await findSealedIdToken(context.db, session.organisationId, session.digest);
  if (sealed === undefined || sealed === null) return undefined;
  const vault = await context.vault.of(session.organisationId);
  try {
    const idToken = vault.open({ owner: session.digest, field: "id_token" }, sealed);
    return (await provider.endSessionUrl(idToken))?.href;
  } catch (error) {
    context.log("warn", "sign_out.provider_not_asked", describeError(error));
    return undefined;
  }
}
