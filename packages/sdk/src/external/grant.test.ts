import { expect, test } from "vitest";
import { toGrant, tokensIn } from "./grant.ts";

const answer = { access_token: "access", token_type: "bearer", refresh_token: "refresh" };
const read = (changes: object) =>
  toGrant({ ...answer, ...changes, claims: () => undefined, expiresIn: () => 60 } as never, {
    now: new Date(0),
    requested: ["openid"],
    separator: " ",
    site: null,
  });

test("a bearer token of visible ASCII is kept", () => {
  expect(read({})).toMatchObject({ accessToken: "access", refreshToken: "refresh", scopes: ["openid"] });
  expect(read({ refresh_token: undefined })).toMatchObject({ refreshToken: null });
});

test.each(["token\r\nx-evil: 1", "token\0", "t\u00f6ken", "", "t".repeat(16_385)])(
  "a token that can't be sent is not kept: %j",
  (token) => {
    expect(() => read({ access_token: token })).toThrow(TypeError);
    expect(() => read({ refresh_token: token })).toThrow(TypeError);
  },
);

test.each(["dpop", "mac", "n_a"])("a token of the type %s, which nobody asked for, is not kept", (token_type) => {
  expect(() => read({ token_type })).toThrow(TypeError);
});

test.each([
  [
    { access_token: null, refresh_token: "r" },
    { accessToken: null, refreshToken: "r" },
  ],
  [
    { access_token: "a", refresh_token: 7 },
    { accessToken: "a", refreshToken: null },
  ],
  [{ access_token: ["a"] }, { accessToken: null, refreshToken: null }],
  [["a"], { accessToken: null, refreshToken: null }],
])("one token that is none does not hide the other from being withdrawn: %o", (said, tokens) => {
  expect(tokensIn(JSON.stringify(said))).toEqual(tokens);
});
