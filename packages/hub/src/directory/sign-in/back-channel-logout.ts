import type { Context } from "../../context.ts";
import { tellSessionsEnded } from "../end-sessions.ts";
import { endSessionsOf, endSessionsOfSid } from "../sessions.ts";
import type { LogoutOrder } from "./logout-token.ts";
import { findBySubject, rememberLogoutToken } from "./store.ts";

/**
 * Ends what the identity provider says has ended: the sessions that began with one of its sessions, or all of a person's.
 * Answers false when the same token was used before: then nothing happens, so that nobody can sign people out with it again.
 */
export function obeyLogout(
  context: Context,
  organisationId: string,
  order: LogoutOrder,
  requestId: string,
): Promise<boolean> {
  const now = context.clock();
  const { issuer, subject, sid } = order;
  return context.transact(async (tx) => {
    if (!(await rememberLogoutToken(tx, { organisationId, issuer, jti: order.jti }, now))) return false;
    const ended = await endNamed();
    await tellSessionsEnded(context, tx, organisationId, ended, { actorId: null, requestId });
    return true;

    async function endNamed() {
      if (sid !== null) return endSessionsOfSid(tx, { organisationId, issuer, sid }, now);
      const person = await findBySubject(tx, { organisationId, issuer, subject: subject ?? "" });
      if (person === undefined) return [];
      return endSessionsOf(tx, { organisationId, userId: person.user_id }, now, "identity_provider");
    }
  });
}
