import { expect, test } from "vitest";
import { requireSafeEndpoints } from "./endpoint-place.ts";
import { oauth2 } from "./oauth2.ts";

const ISSUER = "https://login.acme.example";

function naming(token_endpoint: string, issuer = ISSUER) {
  const auth = oauth2({ issuer, clientId: "desk", scopes: ["openid"] });
  return () => requireSafeEndpoints({ issuer, token_endpoint }, auth);
}

test.each([
  "https://login.acme.example/token",
  "https://tokens.other.example/token",
  "https://10.example/token",
  "https://127.0.0.1.example/token",
  "https://8.8.8.8/token",
  "https://172.32.0.1/token",
  "https://100.128.0.1/token",
  "https://[2001:db8::1]/token",
])("%s is a place for an endpoint", (address) => {
  expect(naming(address)).not.toThrow();
});

test.each([
  "http://login.acme.example/token",
  "http://127.0.0.1:8080/token",
  "ftp://login.acme.example/token",
  "/token",
  "https://localhost/token",
  "https://api.localhost./token",
  "https://127.1/token",
  "https://0x7f000001/token",
  "https://10.0.0.7/token",
  "https://100.64.0.1/token",
  "https://169.254.169.254/token",
  "https://172.16.0.1/token",
  "https://192.168.1.1/token",
  "https://[::1]/token",
  "https://[::ffff:10.0.0.7]/token",
  "https://[fd00::1]/token",
  "https://[fe80::1]/token",
])("%s is none that the metadata of a service on the network may name", (address) => {
  expect(naming(address)).toThrow(TypeError);
});

test.each(["http://localhost:9000", "https://10.0.0.7"])("a service at %s may stay in its own network", (issuer) => {
  expect(naming("https://10.0.0.8/token", issuer)).not.toThrow();
});
