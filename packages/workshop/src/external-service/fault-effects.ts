import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { EndedTokens } from "./ended-tokens.ts";
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
  ended: EndedTokens;
}

/** What happens to tokens, grants and log-ins when a fault is switched. */
export function createFaultEffects({ provider, records, ledger, ended }: EffectDeps): FaultEffects {
  return {
    expireAccessTokens() {
      const count = ended.remember("token-expired", ({ model }) => model === "AccessToken");
      records.removeWhere("AccessToken", () => true);
      return count;
    },
    async revokeGrants() {
      const grants = records.list("Grant");
      ended.remember("grant-revoked", () => true);
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
export async function takeForReuse(
  { faults, ended }: { faults: FaultControl; ended: EndedTokens },
  ctx: KoaContextWithOIDC,
): Promise<boolean> {
  const { RefreshToken, Client } = ctx.oidc.entities;
  if (RefreshToken?.grantId === undefined || !faults.isOn("refresh-reused")) return false;
  const { grantId } = RefreshToken;
  await faults.set("refresh-reused", false);
  ended.remember("refresh-reused", ({ payload }) => payload.grantId === grantId);
  await revokeGrant(ctx.oidc.provider, grantId);
  const account = findPersonBySubject(RefreshToken.accountId)?.username ?? null;
  const parties = { clientId: Client?.clientId ?? null, account, grantId };
  faults.acted(ctx, "refresh-reused", "ended the grant", parties);
  return true;
}
