/** An attack that RFC 9700 describes, and what is done about it here. */
export type Attack = { section: string; attack: string } & (
  | { cases: readonly RegExp[] }
  /** It is none on a client, or on none of this kind; the reason. */
  | { notApplicable: string }
);

/** Every attack of RFC 9700, section 4, in its order. */
export const ATTACKS: readonly Attack[] = [
  {
    section: "4.1",
    attack: "Insufficient redirection URI validation",
    // The service checks the address; what a client can do is to ask for one only and to take an answer nowhere else.
    cases: [/^answer at the finish address/, /^the code of Eve with the state of Ada$/],
  },
  {
    section: "4.2.1",
    attack: "Leakage by the Referer header, from the client",
    // Every answer to a browser is looked at in every case: no-referrer, and no page that loads anything.
    cases: [/^an honest answer$/],
  },
  {
    section: "4.2.2",
    attack: "Leakage by the Referer header, from the service",
    notApplicable: "pages of the service",
  },
  {
    section: "4.3.1",
    attack: "Authorization code in browser history",
    cases: [/^the whole answer a second time/, /^an honest answer$/],
  },
  {
    section: "4.3.2",
    attack: "Access token in browser history",
    cases: [/^access token in the answer instead/, /^access token in the answer beside/],
  },
  { section: "4.4", attack: "Mix-up", cases: [/^mix-up: /, /^iss /, /a foreign one comes$/] },
  {
    section: "4.5",
    attack: "Authorization code injection",
    cases: [/^the code of Eve/, /nonce/],
  },
  {
    section: "4.6",
    attack: "Access token injection",
    cases: [/^access token in the answer/, /^(id_token|token) of another flow/],
  },
  {
    section: "4.7",
    attack: "Cross-site request forgery",
    cases: [/^state /, /^the answer in a browser that began nothing$/, /^the answer to Eve in Ada's browser/],
  },
  {
    section: "4.8",
    attack: "PKCE downgrade",
    cases: [/^metadata: only plain PKCE/, /^metadata: no PKCE/, /^metadata: PKCE methods/, /ignores PKCE$/],
  },
  {
    section: "4.9.1",
    attack: "Leakage at a counterfeit resource server",
    cases: [/^resource server: /, /^metadata: userinfo endpoint/],
  },
  {
    section: "4.9.2",
    attack: "Leakage at a compromised resource server",
    notApplicable: "what was sent to the service's own API is known there",
  },
  {
    section: "4.10",
    attack: "Misuse of stolen access tokens",
    notApplicable: "binding tokens to a sender or an audience is up to the services, which want bearer tokens",
  },
  { section: "4.11.1", attack: "Client as open redirector", cases: [/^open redirect: /] },
  {
    section: "4.11.2",
    attack: "Authorization server as open redirector",
    // The client's share: errors that the service sends end on a page, and lead nowhere.
    cases: [/^error text that is a script$/],
  },
  {
    section: "4.12",
    attack: "307 redirect",
    // Ours are 303, in every case; a 307 to us is not followed, so no secret is sent on.
    cases: [/^token answer: 307 /, /^userinfo: 307 /, /^withdrawal: 307 /, /^renewal: 307 /],
  },
  { section: "4.13", attack: "TLS terminating reverse proxies", cases: [/^reverse proxy: /] },
  {
    section: "4.14",
    attack: "Refresh token protection",
    cases: [/^renewal: an honest one/, /^renewal: an id token of another subject$/, /^renewal: invalid_grant$/],
  },
  {
    section: "4.15",
    attack: "Client impersonating resource owner",
    notApplicable:
      "tokens of a client for itself are not asked for, and the person's key is issuer and subject together",
  },
  {
    section: "4.16",
    attack: "Clickjacking",
    // Every page of ours is looked at in every case: framed by nobody.
    cases: [/^an honest answer$/, /^error text that is a script$/],
  },
  {
    section: "4.17",
    attack: "In-browser communication flows",
    notApplicable: "windows are told nothing: the hub's page learns the outcome from the hub (contract 2.1, step 7)",
  },
];
