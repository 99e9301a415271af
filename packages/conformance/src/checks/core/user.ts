import { notRefused } from "../../answers/say.ts";
import { Blocked, type Check, defineCheck, failed, passed } from "../../check.ts";

const REFUSED = "a status from 400 to 499 and no authorization_url";
/** Where a careless server may look for the user. */
const NAMES = ["user_id", "userId", "userid", "user", "uid", "blink-auth-userid", "blink_auth_userid"] as const;

/** Who a request is about stands in one header. */
export const USER_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.user.missing",
    harmless: false,
    sentence: "Connect without a user is refused.",
    reason: "An account that is linked to nobody can't be found or disconnected by anybody.",
    example: "POST /auth/t-7c1e without blink-auth-userid  →  400",
    fix: "Refuse with 400 when the header `blink-auth-userid` is missing.",
    async run({ connect, goodAddress }) {
      await goodAddress();
      const got = notRefused(await connect({ user: "missing" }));
      return got === undefined ? passed() : failed(REFUSED, got);
    },
  }),
  defineCheck({
    id: "core.user.header-only",
    harmless: false,
    sentence: "The user is taken from the header alone, never from the query or the body.",
    reason:
      "Query and body come from the person's browser, the header from the hub: who can choose the user can act as anybody.",
    example: "POST /auth/t-7c1e?user_id=u-bob without blink-auth-userid  →  400",
    fix: "Read `blink-auth-userid` and nothing else, and don't merge headers, query and body into one table of parameters.",
    async run({ target, connect, goodAddress }) {
      await goodAddress();
      if (notRefused(await connect({ user: "missing" })) !== undefined) {
        throw new Blocked("earlier-failure", "A Connect without a user is accepted: see core.user.missing.");
      }
      const claims = Object.fromEntries(NAMES.map((name) => [name, target.users.one]));
      const path = `/auth/${target.authId}?${new URLSearchParams(claims)}`;
      const inQuery = await connect({ user: "missing", path });
      const inBody = await connect({ user: "missing", body: JSON.stringify(claims) });
      const got = notRefused(inQuery) ?? notRefused(inBody);
      if (got === undefined) return passed();
      return failed(REFUSED, `${got} for a user in the ${notRefused(inQuery) === undefined ? "body" : "query"}`);
    },
  }),
];
