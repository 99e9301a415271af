import { readAuthorization } from "../../answers/authorization.ts";
import { say } from "../../answers/say.ts";
import { type Check, defineCheck, failed, type Outcome, passed } from "../../check.ts";
import type { CheckSession } from "../../run/session.ts";
import type { TargetRequest } from "../../target/target.ts";

const EXTRA_HEADERS = {
  "accept-language": "de-CH, fr;q=0.9, en;q=0.8, *;q=0.5",
  traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  "user-agent": `Mozilla/5.0 (${"conformance ".repeat(60)})`,
  "x-joinery-unknown": "a header that nobody knows",
};

/** Differences that must not matter. */
export const TOLERANCE_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.tolerates.body",
    sentence: "Connect does not depend on its body: none, {} or a content type without a body are the same.",
    reason: "Bodies of the two named calls are empty or {}; which of them is the hub's business.",
    example: "POST /auth/t-7c1e with content-type: application/json and content-length: 0  →  200",
    fix: "Don't parse the body of this call. Frameworks that parse every JSON body need an exception for an empty one.",
    run: (session) =>
      sameAsUsual(session, [
        ["with {}", { body: "{}" }],
        ["with a type and no body", { headers: { "content-type": "application/json" } }],
      ]),
  }),
  defineCheck({
    id: "core.tolerates.headers",
    sentence: "Headers that the integration does not know don't matter.",
    reason: "The hub passes on language, trace and browser names, and what an administrator adds.",
    example: "POST /auth/t-7c1e with accept-language, traceparent and a long user-agent  →  200",
    fix: "Read the headers that you need and leave the others alone; allow 8 KB for all of them.",
    run: (session) => sameAsUsual(session, [["with more headers", { headers: EXTRA_HEADERS }]]),
  }),
  defineCheck({
    id: "core.tolerates.query",
    sentence: "A query on Connect does not matter.",
    reason: "What stands behind the question mark comes from a browser; it is no part of this call.",
    example: "POST /auth/t-7c1e?from=mail  →  200",
    fix: "Match the path without its query.",
    run: (session) =>
      sameAsUsual(session, [["with a query", { path: `/auth/${session.target.authId}?from=mail&x=1` }]]),
  }),
  defineCheck({
    id: "core.tolerates.header-case",
    sentence: "Header names are the same in any case.",
    reason: "HTTP says so (RFC 9110, 5.1), and gateways rewrite them.",
    example: "Blink-Auth-UserId is blink-auth-userid",
    fix: "Look headers up through your server's API, which ignores case.",
    run: (session) => {
      const { one } = session.target.users;
      return sameAsUsual(session, [["with another case", { headers: { "Blink-Auth-UserID": one, ACCEPT: "*/*" } }]]);
    },
  }),
];

async function sameAsUsual(
  session: CheckSession,
  variants: readonly (readonly [inWords: string, change: Partial<TargetRequest>])[],
): Promise<Outcome> {
  await session.goodAddress();
  for (const [inWords, change] of variants) {
    const answer = await session.connect(change);
    const isUsual = answer.status === 200 && readAuthorization(answer.body).address !== undefined;
    if (!isUsual) return failed("status 200 with an authorization URL, as usual", `${say(answer)} ${inWords}`);
  }
  return passed();
}
