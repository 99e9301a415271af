import type { Case } from "./case.ts";
import { HOSTILE_REPLIES } from "./hostile-replies.ts";
import type { TokenAnswer, TokenTold } from "./lies.ts";
import { json, jsonText } from "./replies.ts";

/** Grants access, and says it with some members changed; `undefined` leaves one out. */
function granting(changes: Record<string, unknown>) {
  return async ({ grant }: TokenTold) => json({ ...(await grant()), ...changes });
}

/** The same, in a text that no value has. */
function grantingText(change: (text: string) => string) {
  return async ({ grant }: TokenTold) => jsonText(change(JSON.stringify(await grant())));
}

const LIST = "refused, on the administrator's list";

const MEMBERS: readonly (readonly [what: string, changes: Record<string, unknown>, ends: Case["ends"]])[] = [
  // Without an access token the refresh token is all that can be withdrawn, and it takes the grant with it (RFC 7009, 2.1).
  ["access token missing", { access_token: undefined }, "refused and withdrawn"],
  ["access token empty", { access_token: "" }, "refused and withdrawn"],
  ["access token null", { access_token: null }, "refused and withdrawn"],
  ["access token a number", { access_token: 7 }, "refused and withdrawn"],
  ["access token an array", { access_token: ["canary"] }, "refused and withdrawn"],
  ["access token an object", { access_token: { token: "canary" } }, "refused and withdrawn"],
  ["refresh token null", { refresh_token: null }, "refused and withdrawn"],
  ["refresh token empty", { refresh_token: "" }, "refused and withdrawn"],
  ["refresh token a number", { refresh_token: 7 }, "refused and withdrawn"],
  ["refresh token an array", { refresh_token: ["canary"] }, "refused and withdrawn"],
  ["no token at all", { access_token: undefined, refresh_token: undefined }, LIST],
  ["both tokens numbers", { access_token: 7, refresh_token: 7 }, LIST],
  ["type missing", { token_type: undefined }, "refused and withdrawn"],
  ["type null", { token_type: null }, "refused and withdrawn"],
  ["type an array", { token_type: ["Bearer"] }, "refused and withdrawn"],
  ["type mac", { token_type: "mac" }, "refused and withdrawn"],
  ["type DPoP, which nobody asked for", { token_type: "DPoP" }, "refused and withdrawn"],
  ["type N_A", { token_type: "N_A" }, "refused and withdrawn"],
  ["type toString", { token_type: "toString" }, "refused and withdrawn"],
  ["type in odd letters", { token_type: "bEARER" }, "linked"],
  ["life of -1", { expires_in: -1 }, "refused and withdrawn"],
  ["life that is no number", { expires_in: "NaN" }, "refused and withdrawn"],
  ["life null", { expires_in: null }, "refused and withdrawn"],
  ["life an array", { expires_in: [] }, "refused and withdrawn"],
  ["life an object", { expires_in: {} }, "refused and withdrawn"],
  ["life of 0", { expires_in: 0 }, "linked"],
  ["life of 1e308", { expires_in: 1e308 }, "linked"],
  ["life of 1e308 in a text", { expires_in: "1e308" }, "linked"],
  ["life in a text", { expires_in: "3600" }, "linked"],
  ["life of a fraction", { expires_in: 0.000_001 }, "linked"],
  ["scope an array", { scope: ["openid"] }, "refused and withdrawn"],
  ["scope a number", { scope: 7 }, "refused and withdrawn"],
  ["scope null", { scope: null }, "refused and withdrawn"],
  [
    "scope of 10,000 words",
    { scope: Array.from({ length: 10_000 }, (_, n) => `s${n}`).join(" ") },
    "refused and withdrawn",
  ],
  ["scope of one word with 10,000 letters", { scope: "s".repeat(10_000) }, "refused and withdrawn"],
  ["scope of blanks", { scope: "    " }, "linked"],
];

/** Tokens that would do harm where they are kept or sent: RFC 6749, A.12 and A.17 allow %x20-7E. */
const TOKENS: readonly (readonly [what: string, token: string])[] = [
  ["longer than the contract allows", "t".repeat(16_385)],
  ["with a line break and a header behind it", "token\r\nx-evil: 1"],
  ["with a null character", "token\0"],
  ["with an escape character", "token\u001b[2J"],
  ["with letters beyond ASCII", "tökén"],
  ["with characters beyond a byte", "token\u{1f511}"],
];

const MEMBER_CASES: readonly Case[] = [
  ...MEMBERS.map(
    ([what, changes, ends]): Case => ({
      name: `token answer: ${what}`,
      lies: { token: granting(changes) },
      ends,
      ...(ends === "linked" ? { also: isStoredWell } : {}),
      ...(/^scope of (10|one)/.test(what) ? { notInBlink: "what Blink takes is not published" } : {}),
    }),
  ),
  ...(["access_token", "refresh_token"] as const).flatMap((member) =>
    TOKENS.map(
      ([what, token]): Case => ({
        name: `token answer: ${member} ${what}`,
        lies: { token: granting({ [member]: token }) },
        ends: "refused and withdrawn",
      }),
    ),
  ),
];

const TEXTS: readonly Case[] = [
  {
    name: "token answer: a life of 1e400",
    lies: { token: grantingText((text) => text.replace('"expires_in":3600', '"expires_in":1e400')) },
    ends: "refused and withdrawn",
  },
  {
    name: "token answer: every number a long one",
    lies: { token: grantingText((text) => text.replace("3600", "9".repeat(400))) },
    ends: "refused and withdrawn",
  },
  {
    name: "token answer: an error with status 200 beside the tokens",
    lies: { token: granting({ error: "invalid_grant" }) },
    ends: "linked",
  },
  {
    name: "token answer: an error with status 200 and nothing else",
    lies: { token: () => json({ error: "invalid_grant" }) },
    ends: "refused, nothing was granted",
  },
  {
    name: "token answer: tokens with status 400",
    lies: { token: async ({ grant }) => json({ error: "invalid_grant", ...(await grant()) }, 400) },
    ends: "refused and withdrawn",
  },
  {
    name: "token answer: tokens with status 201",
    lies: { token: async ({ grant }) => json(await grant(), 201) },
    ends: "refused and withdrawn",
  },
  {
    name: "token answer: an error text that quotes a token",
    lies: { token: () => json({ error: "invalid_grant", error_description: "canary-quoted-1" }, 400) },
    ends: "refused, nothing was granted",
    also: ({ log }) => (JSON.stringify(log).includes("canary-quoted") ? ["the log repeats what the service said"] : []),
  },
];

export const TOKEN_CASES: readonly Case[] = [
  ...MEMBER_CASES,
  ...TEXTS,
  ...HOSTILE_REPLIES.map(({ what, meaning, slow, reply }): Case => {
    const isGranting = meaning !== "refusal";
    const honest = async ({ grant }: TokenTold): Promise<TokenAnswer | object> =>
      isGranting ? grant() : { access_token: "canary-never-granted", token_type: "Bearer" };
    return {
      name: `token answer: ${what}`,
      lies: { token: async (told) => reply(JSON.stringify(await honest(told))) },
      ends: { good: "linked", refusal: "refused, nothing was granted", unreadable: LIST }[meaning] as Case["ends"],
      ...(slow ? { slow } : {}),
    };
  }),
];

/** What was stored can be used and shown. */
function isStoredWell(...[, , [account]]: Parameters<NonNullable<Case["also"]>>): string[] {
  const { expiry, scopes } = account ?? {};
  return [
    ...(expiry && Number.isNaN(Date.parse(expiry)) ? ["the expiry is no date"] : []),
    ...(scopes?.some((scope) => scope === "") ? ["an empty scope was stored"] : []),
  ];
}
