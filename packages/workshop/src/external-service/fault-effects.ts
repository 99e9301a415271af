import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { FaultControl, FaultEffects } from "./faults.ts";
import { revokeGrant } from "./grants.ts";
import type { Ledger } from "./ledger.ts";
import { findPersonBySubject } from "./people.ts";
import type { Records } from "./records.ts";

/** What the faults reach into. */
export interface EffectDeps {
  provider: Provider;
  records: Records;
  ledger: Ledger;
}

/** What happens to tokens, grants and log-ins when a fault is switched. */
export function createFaultEffects({ provider, records, ledger }: EffectDeps): FaultEffects {
  return {
    expireAccessTokens() {
      const count = records.list("AccessToken").length;
      records.removeWhere("AccessToken", () => true);
      return count;
    },
    async revokeGrants() {
      const grants = records.list("Grant");
      for (const { id, payload } of grants) {
        await revokeGrant(provider, id);
        const account = findPersonBySubject(payload.accountId)?.username ?? null;
        const clientId = payload.clientId ?? null;
        ledger.record({ kind: "revocation", clientId, account, grantId: id, detail: "by the fault grant-revoked" });
      }
      return grants.length;
    },
    endSessions(whose) {
      records.removeWhere("Session", ({ accountId }) =>
        "of" in whose ? accountId === whose.of.subject : accountId !== whose.but.subject,
      );
    },
  };
}

/** Ends the grant of a refresh as if its token had been used before, when that fault is on; the fault is then off. */
export async function takeForReuse(faults: FaultControl, ctx: KoaContextWithOIDC): Promise<boolean> {
  const { RefreshToken, Client } = ctx.oidc.entities;
  if (RefreshToken?.grantId === undefined || !faults.isOn("refresh-reused")) return false;
  await faults.set("refresh-reused", false);
  await revokeGrant(ctx.oidc.provider, RefreshToken.grantId);
  const account = findPersonBySubject(RefreshToken.accountId)?.username ?? null;
  const parties = { clientId: Client?.clientId ?? null, account, grantId: RefreshToken.grantId };
  faults.acted("refresh-reused", "refused a refresh and ended the grant", parties);
  return true;
}
