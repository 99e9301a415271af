import { createHash } from "node:crypto";
import { assertionClaims } from "@joinery/contract";
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { type AssertedRequest, createSigner, generateSigningKey } from "./assertion.ts";

const NOW = new Date("2026-11-23T12:00:00.999Z");
const clock = () => NOW;
const [current, former] = await Promise.all([generateSigningKey(), generateSigningKey()]);
const signer = createSigner({ keys: [current, former], issuer: "https://hub.example", clock });

const request: AssertedRequest = {
  serviceId: "l-1",
  userId: "u-ada",
  method: "post",
  path: "/tickets?a=1",
  body: new TextEncoder().encode('{"title":"Printer"}'),
};

async function claimsOf(given: Partial<AssertedRequest> = {}) {
  const jwt = await signer.sign({ ...request, ...given });
  return (await jwtVerify(jwt, createLocalJWKSet(signer.jwks()), { currentDate: NOW })).payload;
}

test("the claims are those of the contract and no others", async () => {
  const claims = await claimsOf();

  expect(claims).toEqual({
    iss: "https://hub.example",
    aud: "l-1",
    sub: "u-ada",
    iat: 1_795_435_200,
    exp: 1_795_435_260,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    htm: "POST",
    path: "/tickets?a=1",
    bh: createHash("sha256").update('{"title":"Printer"}').digest("base64url"),
  });
  expect(assertionClaims.strict().safeParse(claims).success).toBe(true);
});

test("the empty body has its digest too", async () => {
  expect((await claimsOf({ body: new Uint8Array() })).bh).toBe("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
});

test("only the bytes of a view are signed, not the buffer behind it", async () => {
  const view = new TextEncoder().encode("before{}after").subarray(6, 8);
  expect((await claimsOf({ body: view })).bh).toBe(createHash("sha256").update("{}").digest("base64url"));
});

test("who really started it is named when that is someone else", async () => {
  expect((await claimsOf({ actorId: "u-root" })).act).toEqual({ sub: "u-root" });
  expect(await claimsOf({ actorId: "u-ada" })).not.toHaveProperty("act");
});

test("a Connect names its flow", async () => {
  expect((await claimsOf({ flow: "f-1" })).flow).toBe("f-1");
});

test("no two assertions are alike, so that a repeated one can be told", async () => {
  expect((await claimsOf()).jti).not.toBe((await claimsOf()).jti);
});

test("the first key signs, all keys are published, no private part is", async () => {
  expect(decodeProtectedHeader(await signer.sign(request))).toEqual({ alg: "ES256", kid: current.kid, typ: "JWT" });
  expect(signer.jwks().keys.map(({ kid }) => kid)).toEqual([current.kid, former.kid]);
  for (const key of signer.jwks().keys)
    expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
});

test("a private part handed in as the public one is not published", () => {
  const careless = createSigner({
    keys: [{ ...current, publicJwk: current.privateJwk }],
    issuer: "https://hub.example",
    clock,
  });
  expect(JSON.stringify(careless.jwks())).not.toContain(String(current.privateJwk.d));
});

test("without a key there is no signer", () => {
  expect(() => createSigner({ keys: [], issuer: "https://hub.example", clock })).toThrow("at least one key");
});
