import { expect, test } from "vitest";
import { saysTokenIsOver } from "./says-token-is-over.ts";

const answer = (challenge: string, status = 401) =>
  new Response(null, { status, headers: { "www-authenticate": challenge } });

test.each([
  'Bearer error="invalid_token"',
  "bearer error=invalid_token",
  'Bearer realm="api, and more", error="invalid_token", error_description="The access token expired"',
  'Basic realm="x", Bearer error="invalid_token"',
  'Negotiate, Bearer scope="a b", error="invalid_token"',
])("%s says that the token is over", (challenge) => {
  expect(saysTokenIsOver(answer(challenge))).toBe(true);
});

test.each([
  "",
  "Bearer",
  'Bearer error="insufficient_scope"',
  'Bearer realm="error=\\"invalid_token\\""',
  'Bearer error="insufficient_scope", error_description="not error=\\"invalid_token\\", but"',
  'Basic error="invalid_token"',
  'Bearer realm="x", Basic error="invalid_token"',
  'Bearer error="invalid_token_of_another_kind"',
  'Bearer x_error="invalid_token"',
  '"',
])("a challenge %s does not", (challenge) => {
  expect(saysTokenIsOver(answer(challenge))).toBe(false);
});

test("another status says nothing about the token", () => {
  expect(saysTokenIsOver(answer('Bearer error="invalid_token"', 403))).toBe(false);
  expect(saysTokenIsOver(new Response(null, { status: 401 }))).toBe(false);
});
