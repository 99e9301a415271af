import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { findPersonBySubject } from "./people.ts";

/** Writes what happens at the token and revocation endpoints into the ledger: kinds and names, never a value. */
export function recordInLedger(provider: Provider, ledger: Ledger): void {
  provider.on("grant.success", (ctx) => recordTokenRequest(ledger, ctx));
  provider.on("grant.error", (ctx, error) => recordTokenRequest(ledger, ctx, error.error_detail ?? error.error));
  provider.on("server_error", (ctx) => {
    if (ctx.oidc?.route === "token") recordTokenRequest(ledger, ctx, "server_error");
  });
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    await next();
    if (ctx.method !== "POST" || ctx.path !== "/token/revocation") return;
    const { RefreshToken, AccessToken } = ctx.oidc.entities;
    const token = RefreshToken ?? AccessToken;
    const detail = ctx.status === 200 ? (token?.kind ?? "nothing to revoke") : `refused with ${ctx.status}`;
    ledger.record({ kind: "revocation", ...partiesOf(ctx), grantId: token?.grantId ?? null, detail });
  });
}

/** Every POST with `grant_type=authorization_code` is a token request, also one that fails: that is what tests count. */
function recordTokenRequest(ledger: Ledger, ctx: KoaContextWithOIDC, refusal?: string): void {
  const grantType = String(ctx.oidc.params?.grant_type ?? "none");
  const entry = { ...partiesOf(ctx), grantId: ctx.oidc.entities.Grant?.jti ?? null };
  if (grantType === "authorization_code") ledger.record({ kind: "token_request", ...entry, detail: grantType });
  if (refusal !== undefined) ledger.record({ kind: "token_refused", ...entry, detail: `${grantType}: ${refusal}` });
  else if (grantType === "refresh_token") ledger.record({ kind: "refresh", ...entry, detail: grantType });
}

function partiesOf(ctx: KoaContextWithOIDC): Pick<LedgerEntry, "clientId" | "account"> {
  const { Client, Account, RefreshToken, AccessToken } = ctx.oidc.entities;
  const subject = Account?.accountId ?? RefreshToken?.accountId ?? AccessToken?.accountId;
  return { clientId: Client?.clientId ?? null, account: findPersonBySubject(subject)?.username ?? null };
}
