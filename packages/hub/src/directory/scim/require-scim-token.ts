import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { Context } from "../../context.ts";
import type { HubEnv } from "../../http/environment.ts";
import { addressOf } from "../../http/guards.ts";
import { findScimToken, touchScimToken } from "./scim-token-store.ts";

const TOUCH_AFTER_MS = 60_000;

/** Only for directories that show a SCIM token (RFC 7644, section 2): leaves `directory`, which says whose people they write. */
export function requireScimToken({ db, digests, clock, unknownTokens }: Context) {
  return createMiddleware<HubEnv>(async (c, next) => {
    const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw new Problem("UNAUTHENTICATED");
    const digest = digests.of("scim-token", token);
    unknownTokens.refuseFlood(addressOf(c), digest);
    const row = await findScimToken(db, digest);
    unknownTokens.note(addressOf(c), digest, row !== undefined);
    if (row === undefined) throw new Problem("UNAUTHENTICATED");
    const now = clock();
    if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > TOUCH_AFTER_MS) {
      await touchScimToken(db, row.organisation_id, row.token_id, now);
    }
    c.set("directory", { organisationId: row.organisation_id, tokenId: row.token_id });
    await next();
  });
}
