import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import type { KoaContextWithOIDC } from "oidc-provider";
import { findPersonBySubject } from "./people.ts";

/** A request to the token endpoint, before anything was read of it. */
export interface TokenRequest {
  headers: IncomingHttpHeaders;
  /** Resolves when the client has hung up, or has its answer. */
  gone: Promise<unknown>;
}

/** What a token request came to once it was carried out. */
export interface CarriedOut {
  status: number;
  /** `authorization_code` or `refresh_token`. */
  grantType: string;
  account: string | null;
  grantId: string | null;
}

/**
 * Stands around every token request, and decides when it is carried out, if at all, and what the client reads: the answer,
 * nothing because the connection breaks, or that status instead. For tests of what happens between a service and its clients.
 */
export type AroundTokenRequest = (
  request: TokenRequest,
  carryOut: () => Promise<CarriedOut>,
) => Promise<"answer" | "break" | number>;

/** Lets whoever is set stand around token requests; nobody at first. */
export function createTokenRequestGate() {
  let around: AroundTokenRequest | undefined;
  return {
    set(next: AroundTokenRequest | undefined): void {
      around = next;
    },
    middleware: async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
      if (around === undefined || ctx.path !== "/token" || ctx.method !== "POST") return await next();
      const request = { headers: ctx.req.headers, gone: once(ctx.res, "close") };
      const read = await around(request, async () => {
        await next();
        return outcomeOf(ctx);
      });
      if (read === "answer") return;
      if (read === "break") {
        ctx.respond = false;
        ctx.req.socket.destroy();
        return;
      }
      ctx.status = read;
      ctx.body = { error: "server_error", error_description: "A test wants this answer." };
    },
  };
}

function outcomeOf(ctx: KoaContextWithOIDC): CarriedOut {
  const { Account, RefreshToken, Grant } = ctx.oidc.entities;
  return {
    status: ctx.status,
    grantType: String(ctx.oidc.params?.grant_type ?? ""),
    account: findPersonBySubject(Account?.accountId ?? RefreshToken?.accountId)?.username ?? null,
    grantId: Grant?.jti ?? RefreshToken?.grantId ?? null,
  };
}
