import type { Case } from "./case.ts";
import type { IdTokenLie } from "./id-tokens.ts";

const HOUR = 3_600;
const now = Math.floor(Date.now() / 1_000);

/** Id tokens that must not be believed: OpenID Connect Core 1.0, 3.1.3.7, and what makes a JWT none (RFC 7519, 7.2). */
const WRONG: readonly (readonly [what: string, lie: IdTokenLie])[] = [
  ["without a signature (alg none)", { signedBy: "nobody" }],
  ["signed with the client secret (HS256)", { signedBy: "client-secret" }],
  ["signed with the public key as a secret (HS256)", { signedBy: "public-key" }],
  ["signed by somebody else", { signedBy: "somebody-else" }],
  ["signed by somebody else, without the id of a key", { signedBy: "somebody-else", header: { kid: undefined } }],
  ["with a signature of sevens", { signedBy: "garbage" }],
  ["with its signature cut off", { instead: (token) => token.slice(0, token.lastIndexOf(".") + 1) }],
  ["with claims changed after it was signed", { instead: changedAfterwards }],
  ["with an unknown key", { header: { kid: "service-9" } }],
  ["with its own key in its header", { signedBy: "somebody-else", header: { kid: undefined, jwk: { kty: "EC" } } }],
  ["with an algorithm that was not announced", { header: { alg: "RS256" } }],
  ["with an algorithm that does not exist", { header: { alg: "ES257" } }],
  ["with an algorithm that is an array", { header: { alg: ["ES256"] } }],
  ["without an algorithm", { header: { alg: undefined } }],
  ["with a critical extension", { header: { crit: ["exp"] } }],
  ["for another client", { claims: { aud: "another-client" } }],
  ["for nobody", { claims: { aud: undefined } }],
  ["for an empty list", { claims: { aud: [] } }],
  ["for a number", { claims: { aud: 7 } }],
  ["for a list of others", { claims: { aud: ["another-client", "a-third"] } }],
  ["for several, without azp", { claims: { aud: ["desk", "another-client"] } }],
  ["for several, on behalf of another", { claims: { aud: ["desk", "another-client"], azp: "another-client" } }],
  ["without a nonce", { claims: { nonce: undefined } }],
  ["with another nonce", { claims: { nonce: "other" } }],
  ["with an empty nonce", { claims: { nonce: "" } }],
  ["with a nonce that is true", { claims: { nonce: true } }],
  ["with a nonce that is an array", { claims: { nonce: ["other"] } }],
  ["of another issuer", { claims: { iss: "https://evil.example" } }],
  ["of an issuer with a slash", { claims: { iss: "https://login.acme.example/" } }],
  ["of no issuer", { claims: { iss: undefined } }],
  ["of an issuer that is an array", { claims: { iss: ["https://login.acme.example"] } }],
  ["that ended an hour ago", { claims: { exp: now - HOUR } }],
  ["that never ends", { claims: { exp: undefined } }],
  ["whose end is a text", { claims: { exp: String(now + HOUR) } }],
  ["whose end is null", { claims: { exp: null } }],
  ["that begins in an hour", { claims: { nbf: now + HOUR } }],
  ["whose beginning is a text", { claims: { nbf: "now" } }],
  ["that was never issued", { claims: { iat: undefined } }],
  ["that was issued at a text", { claims: { iat: "today" } }],
  ["about nobody", { claims: { sub: undefined } }],
  ["about an empty text", { claims: { sub: "" } }],
  ["about a number", { claims: { sub: 1 } }],
  ["about null", { claims: { sub: null } }],
  ["about an array", { claims: { sub: ["subject-1"] } }],
  ["about a text of 300 characters", { claims: { sub: "s".repeat(300) } }],
  ["about a text with line breaks", { claims: { sub: "subject-1\r\nsubject-2" } }],
  ["with a time of log-in that is a text", { claims: { auth_time: "noon" } }],
  ["that is a number", { instead: () => 7 }],
  ["that is null", { instead: () => null }],
  ["that is an array", { instead: (token) => [token] }],
  ["that is an object", { instead: (token) => ({ token }) }],
  ["that is empty", { instead: () => "" }],
  ["that is left out", { instead: () => undefined }],
  ["of two parts", { instead: (token) => token.split(".").slice(0, 2).join(".") }],
  ["of five parts, as if it were encrypted", { instead: (token) => `${token}.e30.e30` }],
  ["whose header is an array", { instead: (token) => `W10.${token.split(".").slice(1).join(".")}` }],
  ["whose claims are null", { instead: (token) => withPayload(token, "null") }],
  ["whose claims are an array", { instead: (token) => withPayload(token, "[]") }],
  ["that is no base64", { instead: () => "%%%.%%%.%%%" }],
  ["of 900,000 characters", { instead: (token) => `${token}${"A".repeat(900_000)}` }],
];

/** Id tokens that look odd and are right. */
const RIGHT: readonly (readonly [what: string, lie: IdTokenLie])[] = [
  ["for a list of this client alone", { claims: { aud: ["desk"] } }],
  ["for several, on behalf of this client", { claims: { aud: ["desk", "another"], azp: "desk" } }],
  ["that ends in the year 275760", { claims: { exp: 8_640_000_000_000 } }],
  ["with names of every object as claims", { claims: JSON.parse('{"__proto__":{"polluted":1},"constructor":1}') }],
];

/** Names that would make people see something that is not there, or that nobody could see whole. */
const NAMES: readonly Case[] = [
  named("a label of 10,000 characters", { preferred_username: "x".repeat(10_000) }, "refused and withdrawn"),
  named("a label with a null character", { preferred_username: "ada\0" }, "refused and withdrawn"),
  named("a label with line breaks", { preferred_username: "ada\r\nadmin" }, "refused and withdrawn"),
  named("a label that turns the text around", { preferred_username: "ada\u202enimda" }, "refused and withdrawn"),
  named("a label within an isolate", { preferred_username: "\u2066ada\u2069" }, "refused and withdrawn"),
  named("a label of blanks", { preferred_username: "   " }, "refused and withdrawn"),
  named("a label with half a character", { preferred_username: "ada\ud800" }, "refused and withdrawn"),
  named("a label that is a script", { preferred_username: "<script>alert(1)</script>" }, "linked"),
  named(
    "a label that is an object",
    { preferred_username: { toString: "ada" } },
    "linked",
    ({ external_account_id }) => (external_account_id === "subject-1" ? [] : ["an object became a label"]),
  ),
  named("a name of 10,000 characters", { name: "N".repeat(10_000) }, "linked"),
  named("a name that turns the text around", { name: "Ada \u202eecalevoL" }, "linked", ({ display_name }) =>
    /[\u202a-\u202e\u2066-\u2069]/.test(display_name ?? "") ? ["the name still turns the text around"] : [],
  ),
  named("a name with control characters", { name: "Ada\u001b[31m\u0007\u0085" }, "linked", ({ display_name }) =>
    /\p{Cc}/u.test(display_name ?? "") ? ["the name has control characters"] : [],
  ),
  ...[
    "javascript:alert(1)",
    "data:image/svg+xml,<svg/>",
    "file:///etc/passwd",
    "//evil.example/a.png",
    "x".repeat(3_000),
  ].map((picture) =>
    named(`a picture at ${picture.slice(0, 20)}`, { picture }, "linked", ({ avatar_url }) =>
      avatar_url ? ["the picture's address was stored"] : [],
    ),
  ),
];

function named(
  what: string,
  claims: Record<string, unknown>,
  ends: Case["ends"],
  check: (account: {
    external_account_id: string;
    display_name?: string | null;
    avatar_url?: string | null;
  }) => string[] = () => [],
): Case {
  return {
    name: `id token with ${what}`,
    lies: { idToken: { claims } },
    ends,
    also: (_stage, _told, [account]) => (account === undefined ? [] : check(account)),
  };
}

export const ID_TOKEN_CASES: readonly Case[] = [
  ...WRONG.map(
    ([what, idToken]): Case => ({ name: `id token ${what}`, lies: { idToken }, ends: "refused and withdrawn" }),
  ),
  ...RIGHT.map(([what, idToken]): Case => ({ name: `id token ${what}`, lies: { idToken }, ends: "linked" })),
  ...NAMES,
];

function withPayload(token: string, payload: string): string {
  const [header, , signature] = token.split(".");
  return `${header}.${Buffer.from(payload).toString("base64url")}.${signature}`;
}

function changedAfterwards(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  return withPayload(token, JSON.stringify({ ...claims, sub: "subject-2" }));
}
