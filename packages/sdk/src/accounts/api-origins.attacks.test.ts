import { expect, test } from "vitest";
import { isDeclaredOrigin, isOriginPattern } from "./api-origins.ts";

const DECLARED = ["https://api.acme.example", "https://*.tenants.example", "http://127.0.0.1:4000"];

test.each([
  ["the declared origin", "https://api.acme.example/v1/tickets?x=1#y"],
  ["its default port, written out", "https://api.acme.example:443/"],
  ["another spelling of the host", "HTTPS://API.Acme.Example/"],
  ["escaped letters of the host", "https://%61pi.acme.example/"],
  ["one label below a wildcard", "https://ada.tenants.example/"],
  ["an international label below a wildcard", "https://bücher.tenants.example/"],
  ["this machine, at the declared port", "http://127.0.0.1:4000/x"],
])("%s gets the token", (_name, url) => {
  expect(isDeclaredOrigin(DECLARED, new URL(url))).toBe(true);
});

test.each([
  ["a declared host as user name", "https://api.acme.example@evil.example/"],
  ["a declared host as user name and password", "https://api.acme.example:443@evil.example/"],
  ["credentials before the declared host", "https://eve:x@api.acme.example/"],
  ["a declared host in the fragment", "https://evil.example#.acme.example"],
  ["a wildcard's parent in the fragment", "https://evil.example#.tenants.example"],
  ["a wildcard's parent in the path", "https://evil.example/.tenants.example"],
  ["a wildcard's parent behind a backslash", "https://evil.example\\.tenants.example"],
  ["a wildcard's parent in the query", "https://evil.example?.tenants.example"],
  ["a declared host as prefix", "https://api.acme.example.evil.example/"],
  ["a declared host as suffix", "https://evil-api.acme.example/"],
  ["a suffix without a dot before a wildcard's parent", "https://eviltenants.example/"],
  ["the wildcard's parent itself", "https://tenants.example/"],
  ["an empty label below the wildcard", "https://.tenants.example/"],
  ["two labels below the wildcard", "https://a.b.tenants.example/"],
  ["the wildcard itself as a host", "https://*.tenants.example/"],
  ["a wildcard's parent with a sibling behind it", "https://ada.tenants.example.evil.example/"],
  ["another port", "https://api.acme.example:8443/"],
  ["another port below the wildcard", "https://ada.tenants.example:8443/"],
  ["another port of this machine", "http://127.0.0.1:4001/"],
  ["this machine by another name", "http://localhost:4000/"],
  ["a trailing dot", "https://api.acme.example./"],
  ["a trailing dot below the wildcard", "https://ada.tenants.example./"],
  ["plain http", "http://api.acme.example/"],
  ["plain http at the port of https", "http://api.acme.example:443/"],
  ["web sockets", "wss://api.acme.example/"],
  ["a blob of the declared origin", "blob:https://api.acme.example/2e9e0c1c"],
  ["a letter that only looks like the declared one", "https://аpi.acme.example/"],
  ["a full stop of another script", "https://ada。tenants.example.evil.example/"],
  ["no host at all", "data:text/plain,https://api.acme.example"],
])("%s gets no token", (_name, url) => {
  expect(isDeclaredOrigin(DECLARED, new URL(url))).toBe(false);
});

test.each(["https://api.acme.example", "https://api.acme.example/", "https://*.acme.example", "http://localhost:4000"])(
  "%s may be declared",
  (text) => {
    expect(isOriginPattern(text)).toBe(true);
  },
);

test.each([
  ["everybody", "https://*"],
  ["a whole top-level domain", "https://*.com"],
  ["a wildcard that is no label of its own", "https://*acme.example"],
  ["a wildcard in the middle", "https://api.*.acme.example"],
  ["two wildcards", "https://*.*.acme.example"],
  ["a wildcard with a trailing dot, one label in truth", "https://*.com."],
  ["plain http", "http://api.acme.example"],
  ["plain http below a wildcard", "http://*.acme.example"],
  ["a path, which would not be looked at", "https://api.acme.example/v1"],
  ["a query", "https://api.acme.example?x"],
  ["credentials", "https://ada:x@api.acme.example"],
  ["no URL", "api.acme.example"],
  ["an IPv4 address with a wildcard", "https://*.0.0.1"],
])("%s is not accepted as an origin: %s", (_name, text) => {
  expect(isOriginPattern(text)).toBe(false);
});
