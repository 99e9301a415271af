import type { Case } from "./case.ts";
import { HOSTILE_REPLIES } from "./hostile-replies.ts";
import { ISSUER } from "./hostile-server.ts";
import { json } from "./replies.ts";

const BEFORE = "refused before the flow was claimed";

/** Metadata that says something else than an honest one in some members; `undefined` leaves one out. */
function saying(changes: Record<string, unknown>): Case["lies"] {
  return { metadata: (honest) => json({ ...honest, ...changes }) };
}

/** Nobody is sent anywhere, and nothing is asked of anybody. */
const sendsNobody: Case["also"] = ({ service }) =>
  service.asked.length === 0 ? [] : ["the browser was sent to the service all the same"];

const ISSUERS: readonly Case[] = [
  ["of another service", "https://evil.example"],
  ["with a path", `${ISSUER}/tenant`],
  ["with a query", `${ISSUER}/?tenant=1`],
  ["missing", undefined],
  ["null", null],
  ["empty", ""],
  ["a number", 1],
  ["an array with the right one", [ISSUER]],
  ["an object", { toString: ISSUER }],
].map(([what, issuer]) => ({
  name: `metadata: issuer ${what}`,
  lies: saying({ issuer }),
  ends: BEFORE,
  also: sendsNobody,
}));

/** Addresses that no endpoint may have, whatever it is for. */
const ADDRESSES = [
  ["missing", undefined],
  ["null", null],
  ["a number", 7],
  ["an array", [`${ISSUER}/token`]],
  ["empty", ""],
  ["relative", "/token"],
  ["javascript:", "javascript:alert(1)"],
  ["data:", "data:text/html,evil"],
  ["file:", "file:///etc/passwd"],
  ["plain http", "http://login.acme.example/token"],
  ["plain http on this machine", "http://127.0.0.1:1/token"],
] as const;

/** Places that only the integration's own network knows; the service lies outside. */
const INTERNAL = [
  ["this machine", "https://127.0.0.1/token"],
  ["this machine by name", "https://localhost/token"],
  ["this machine in IPv6", "https://[::1]/token"],
  ["this machine, written as a number", "https://2130706433/token"],
  ["the cloud's own metadata", "https://169.254.169.254/latest/meta-data"],
  ["a private network", "https://10.0.0.7/admin"],
  ["another private network", "https://192.168.1.1/admin"],
  ["a private network in IPv6", "https://[fd00::1]/admin"],
] as const;

const ENDPOINTS: readonly Case[] = [
  ...ADDRESSES.map(
    ([what, address]): Case => ({
      name: `metadata: authorization endpoint ${what}`,
      lies: saying({ authorization_endpoint: address }),
      ends: BEFORE,
      also: sendsNobody,
    }),
  ),
  ...[...ADDRESSES, ...INTERNAL].map(
    ([what, address]): Case => ({
      name: `metadata: token endpoint at ${what}`,
      lies: saying({ token_endpoint: address }),
      ends: address === undefined ? "refused before the code was used" : BEFORE,
    }),
  ),
  {
    name: "metadata: token endpoint at plain http elsewhere, of a service on this machine",
    lies: saying({ token_endpoint: "http://login.acme.example/token" }),
    spelling: "loopback",
    ends: BEFORE,
  },
  {
    name: "metadata: authorization endpoint at plain http elsewhere, of a service on this machine",
    lies: saying({ authorization_endpoint: "http://login.acme.example/authorize" }),
    spelling: "loopback",
    ends: BEFORE,
  },
  {
    name: "metadata: userinfo endpoint at plain http elsewhere, of a service on this machine",
    lies: saying({ userinfo_endpoint: "http://login.acme.example/userinfo" }),
    spelling: "loopback",
    ends: BEFORE,
  },
  {
    name: "metadata: userinfo endpoint at plain http",
    lies: saying({ userinfo_endpoint: "http://login.acme.example/userinfo" }),
    ends: BEFORE,
  },
  {
    name: "metadata: userinfo endpoint at a private network",
    lies: saying({ userinfo_endpoint: "https://10.0.0.7/userinfo" }),
    ends: BEFORE,
  },
];

const OTHERS: readonly Case[] = [
  {
    name: "metadata: only plain PKCE is offered",
    lies: saying({ code_challenge_methods_supported: ["plain"] }),
    ends: "linked",
  },
  {
    name: "metadata: no PKCE is offered",
    lies: saying({ code_challenge_methods_supported: undefined }),
    ends: "linked",
  },
  {
    name: "metadata: PKCE methods that are no list",
    lies: saying({ code_challenge_methods_supported: { includes: "S256" } }),
    ends: "linked",
  },
  {
    name: "metadata: iss is not announced, and a foreign one comes",
    lies: {
      ...saying({ authorization_response_iss_parameter_supported: false }),
      answer: ({ honest }) => {
        honest.searchParams.set("iss", "https://evil.example");
        return honest;
      },
    },
    ends: BEFORE,
  },
  {
    name: "metadata: ways to log a client in that are no list",
    lies: saying({ token_endpoint_auth_methods_supported: 7 }),
    ends: "refused before the code was used",
  },
  {
    name: "metadata: only id tokens that nobody signs",
    lies: { ...saying({ id_token_signing_alg_values_supported: ["none"] }), idToken: { signedBy: "nobody" } },
    ends: "refused and withdrawn",
  },
  {
    name: "metadata: only id tokens that nobody signs, and no keys",
    lies: {
      ...saying({ id_token_signing_alg_values_supported: ["none"], jwks_uri: undefined }),
      idToken: { signedBy: "nobody" },
    },
    ends: "refused and withdrawn",
  },
  {
    name: "metadata: id tokens that the client secret signs",
    lies: { ...saying({ id_token_signing_alg_values_supported: ["HS256"] }), idToken: { signedBy: "client-secret" } },
    ends: "refused and withdrawn",
  },
  {
    name: "metadata: id tokens that the public key signs as if it were a secret",
    lies: {
      ...saying({ id_token_signing_alg_values_supported: ["HS256", "ES256"] }),
      idToken: { signedBy: "public-key" },
    },
    ends: "refused and withdrawn",
  },
  {
    name: "metadata: algorithms for id tokens that are no list",
    lies: { ...saying({ id_token_signing_alg_values_supported: "none" }), idToken: { signedBy: "nobody" } },
    ends: "refused and withdrawn",
  },
  {
    name: "metadata: keys at plain http",
    lies: saying({ jwks_uri: "http://login.acme.example/jwks" }),
    ends: BEFORE,
  },
  {
    name: "metadata: no way to withdraw, and a wrong id token",
    lies: { ...saying({ revocation_endpoint: undefined }), idToken: { claims: { nonce: "other" } } },
    ends: "refused, on the administrator's list",
  },
];

export const METADATA_CASES: readonly Case[] = [
  ...ISSUERS,
  ...ENDPOINTS,
  ...OTHERS,
  ...HOSTILE_REPLIES.map(
    ({ what, meaning, slow, reply }): Case => ({
      name: `metadata: ${what}`,
      lies: { metadata: (honest) => reply(JSON.stringify(honest)) },
      ends: meaning === "good" ? "linked" : BEFORE,
      ...(meaning === "good" ? {} : { also: sendsNobody }),
      ...(slow ? { slow } : {}),
    }),
  ),
];
