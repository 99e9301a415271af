import { expect, test } from "vitest";
import { identifyByOpenIdClaims, requireIdentity } from "./identify.ts";

const claims = { iss: "https://login.acme.example", sub: "248289761001" };
const nothingElse = { tokenAnswer: {}, callback: {}, fetch: () => Promise.reject(new Error("not needed")) };
const identify = async (more: Record<string, unknown> = {}) =>
  requireIdentity(await identifyByOpenIdClaims({ claims: { ...claims, ...more }, ...nothingElse }));

test.each([
  [{ preferred_username: "john.doe", email: "john@acme.example" }, "john.doe"],
  [{ email: "john@acme.example" }, "john@acme.example"],
  [{ preferred_username: "", email: 7 }, "248289761001"],
])("people recognise the account by the best name there is: %o", async (more, label) => {
  expect(await identify(more)).toMatchObject({ externalAccountId: label });
});

test("issuer and subject together are the stable key", async () => {
  expect(await identify()).toEqual({
    externalAccountId: "248289761001",
    externalSubject: "https://login.acme.example 248289761001",
  });
});

test.each(["javascript:alert(1)", "data:image/png;base64,AA", `https://x.example/${"x".repeat(2_000)}`, "no url"])(
  "a picture that can't be one is left out: %s",
  async (picture) => {
    expect(await identify({ picture })).not.toHaveProperty("avatarUrl");
  },
);

test("a name that is too long is cut, not refused", async () => {
  expect(await identify({ name: "x".repeat(300), picture: "https://x.example/p.png" })).toMatchObject({
    displayName: "x".repeat(255),
    avatarUrl: "https://x.example/p.png",
  });
});

test("claims without a subject name nobody", async () => {
  await expect(identify({ sub: undefined })).rejects.toThrow();
});

test.each(["", " ", "x".repeat(256), "john\u202Eeod", "john\n.doe", "john\u200B.doe"])(
  "a label that people could not recognise an account by is refused: %j",
  (externalAccountId) => {
    expect(() => requireIdentity({ externalAccountId })).toThrow();
  },
);

test.each(["ada\0", "ada\r\nadmin", "ada\u202enimda", "\u2066ada\u2069", "   ", "ada\ud800", "\u200b"])(
  "a label that people could not see for what it is names nobody: %j",
  async (preferred_username) => {
    await expect(identify({ preferred_username })).rejects.toThrow();
  },
);

test("a name loses what turns the text around or can't be seen, and keeps what its script needs", async () => {
  expect(await identify({ name: "Ada \u202eecalevoL\u001b[31m" })).toMatchObject({ displayName: "Ada ecalevoL[31m" });
  expect(await identify({ name: "\u0646\u0627\u0645\u200c\u0647" })).toMatchObject({
    displayName: "\u0646\u0627\u0645\u200c\u0647",
  });
});

test("a stable key with control characters names nobody", async () => {
  await expect(identify({ sub: "subject-1\nsubject-2" })).rejects.toThrow();
});
