import { expect, test } from "vitest";
import { learnCookies, maskBody, maskHeaders, maskText } from "./mask-message.ts";
import { createMasker } from "./masker.ts";
import { passedBody } from "./passed-body.ts";

const MARKED = "MARKED/secret+value=0123456789";

function newMasker(secrets: readonly string[] = []) {
  return createMasker({ secrets: () => secrets });
}

function body(type: string, text: string, masker = newMasker()) {
  return maskBody({ headers: [["content-type", type]], body: passedBody(text) }, masker).text;
}

test.for([
  ["authorization", `Bearer ${MARKED}`],
  ["authorization", MARKED],
  ["authorization", `Basic ${Buffer.from(`desk:${MARKED}`).toString("base64")}`],
  ["cookie", `a=1; session=${MARKED}`],
  ["set-cookie", `session=${MARKED}; Path=/; HttpOnly`],
  ["blink-auth-proxysecret", MARKED],
  ["joinery-claim", MARKED],
  ["x-api-key", MARKED],
  ["location", `https://desk.example/cb?code=${encodeURIComponent(MARKED)}&x=1`],
  ["referer", `https://desk.example/cb#access_token=${encodeURIComponent(MARKED)}`],
])("a secret in %s is masked", ([name, value]) => {
  const shown = JSON.stringify(maskHeaders([[name ?? "", value ?? ""]], newMasker()));

  for (const form of [MARKED, encodeURIComponent(MARKED), Buffer.from(MARKED).toString("base64")]) {
    expect(shown).not.toContain(form);
  }
  expect(shown).toContain("[secret ");
});

test("what a person needs to see stays: scheme, client, names of cookies, attributes", () => {
  const basic = `Basic ${Buffer.from("desk:a-secret-value").toString("base64")}`;
  const shown = maskHeaders(
    [
      ["authorization", basic],
      ["set-cookie", "session=abcdefgh; Path=/; HttpOnly"],
    ],
    newMasker(),
  );

  expect(shown[0]?.[1]).toMatch(/^Basic desk:\[secret [0-9a-f]{4}\]$/);
  expect(shown[1]?.[1]).toMatch(/^session=\[secret [0-9a-f]{4}\]; Path=\/; HttpOnly$/);
});

test("a cookie that a message sets is masked wherever the message says it again", () => {
  const masker = newMasker();
  const headers = [
    ["location", `https://desk.example/interaction/${MARKED}`],
    ["set-cookie", `interaction=${MARKED}; Path=/interaction/${MARKED}; HttpOnly`],
  ] as const;

  learnCookies(headers, masker);
  const shown = JSON.stringify(maskHeaders(headers, masker));

  expect(shown).not.toContain(MARKED);
  expect(shown).toMatch(/; Path=\/interaction\/\[secret [0-9a-f]{4}\]; HttpOnly/);
});

test("what the hub states is shown beside its masked statement", () => {
  const claims = Buffer.from(JSON.stringify({ sub: "u-1", htm: "POST" })).toString("base64url");
  const assertion = `head.${claims}.signature-0123456789`;

  const shown = maskHeaders([["joinery-assertion", assertion]], newMasker());

  expect(shown[0]?.[1]).toMatch(/^\[secret [0-9a-f]{4}\]$/);
  expect(shown[1]).toEqual(["joinery-assertion-claims", '{"sub":"u-1","htm":"POST"}']);
});

test("secret fields are masked in JSON, in forms, in pages and in texts without a type", () => {
  const texts = [
    body("application/json", JSON.stringify({ data: { access_token: MARKED, list: [{ password: MARKED }] } })),
    body("application/x-www-form-urlencoded", new URLSearchParams({ a: "1", code_verifier: MARKED }).toString()),
    body(
      "text/html",
      `<input name="other" type="hidden" value="${MARKED}"><a href="/x?state=${encodeURIComponent(MARKED)}">`,
    ),
    body("text/plain", `{"refresh_token": "${MARKED}", broken`),
    body("", `token=${encodeURIComponent(MARKED)}`),
  ];

  for (const text of texts) {
    expect(text).toContain("[secret ");
    expect(text).not.toContain(MARKED);
    expect(text).not.toContain(encodeURIComponent(MARKED));
  }
});

test("a secret in JSON is masked whatever characters it has", () => {
  const secret = `MARKED"'\\ \u00e9\n`;
  const escaped = JSON.stringify(secret).slice(1, -1);

  expect(body("application/json", JSON.stringify({ password: secret, token: secret }))).not.toContain(escaped);
});

test("codes of answers are no secrets, and neither are challenges and flows", () => {
  const flow = "f-00000000-0000-4000-8000-000000000001";

  expect(body("application/json", '{"code":"FLOW_BURNED","message":"No."}')).toBe(
    '{"code":"FLOW_BURNED","message":"No."}',
  );
  expect(maskText(`https://hub.example/connect/${flow}/verify?challenge=abc`, newMasker())).toContain("challenge=abc");
  expect(maskText(`https://x.example/cb?state=${flow}.random-part-0123456789`, newMasker())).toMatch(
    new RegExp(`state=${flow}\\.\\[secret [0-9a-f]{4}\\]$`),
  );
});

test("signed and sealed statements are masked wherever they stand", () => {
  const sealed = "eyJhbGciOiJkaXIifQ..iv-0123456789.MARKED-sealed.tag";
  const signed = "eyJhbGciOiJFUzI1NiJ9.MARKED-claims.signature";

  expect(maskText(`https://desk.example/connect/start/${sealed}/x`, newMasker())).toMatch(
    /^https:\/\/desk\.example\/connect\/start\/\[secret [0-9a-f]{4}\]\/x$/,
  );
  expect(body("application/json", JSON.stringify({ anything: [sealed, signed] }))).not.toContain("MARKED");
});

test("a secret that was seen in its place is masked wherever it comes up later, however it is spelled", () => {
  const masker = newMasker();
  body("application/json", JSON.stringify({ access_token: MARKED }), masker);
  const spellings = [MARKED, encodeURIComponent(MARKED), Buffer.from(MARKED).toString("base64url")];

  for (const spelling of spellings) {
    expect(maskText(`https://desk.example/path/${spelling}?x=${spelling}`, masker)).not.toContain(spelling);
  }
  expect(masker.holdsCredential(`x=${encodeURIComponent(MARKED)}`)).toBe(true);
  expect(masker.holdsCredential("x=1")).toBe(false);
});

test("given secrets are masked from the start, even after they were rotated", () => {
  const secrets = ["first-proxy-secret"];
  const masker = newMasker(secrets);
  secrets.push("second-proxy-secret");

  expect(maskText("first-proxy-secret second-proxy-secret", masker)).not.toContain("proxy-secret");
});

test("masking what is masked changes nothing", () => {
  const masker = newMasker();
  const flow = "f-00000000-0000-4000-8000-000000000001";
  const once = maskText(
    `https://x.example/cb?code=${encodeURIComponent(MARKED)}&state=${flow}.abcdefghijklmnop`,
    masker,
  );

  expect(maskText(once, masker)).toBe(once);
});
