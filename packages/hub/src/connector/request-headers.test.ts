import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayBeForwarded, rebuildRequestHeaders } from "./request-headers.ts";

const hub = {
  userId: "u-ada",
  proxySecret: "proxy-secret-of-the-test",
  assertion: "a.b.c",
  extraNames: [],
  requestId: "r-1",
};
const SET_BY_HUB = {
  "accept-encoding": "identity",
  "x-request-id": "r-1",
  "blink-auth-userid": "u-ada",
  "blink-auth-proxysecret": "proxy-secret-of-the-test",
  "joinery-assertion": "a.b.c",
};

/** Names that an HTTP parser takes as they are. */
const SPOOFED_NAMES = [
  "blink-auth-userid",
  "Blink-Auth-UserId",
  "BLINK-AUTH-USERID",
  "blink_auth_userid",
  "blink-auth_userid",
  "Blink_Auth_UserId",
  "blink.auth.userid",
  "blink--auth--userid",
  "-blink-auth-userid",
  "blink-auth-proxysecret",
  "blink_auth_proxysecret",
  "blink-auth-anything",
  "blink-auth",
  "joinery-assertion",
  "JOINERY-ASSERTION",
  "joinery_assertion",
  "joinery-flow",
  "joinery_flow",
  "joinery-claim",
  "joinery-reconnect",
  "joinery",
];

describe("spoofed identity", () => {
  test.each(SPOOFED_NAMES)("a client's %s never reaches an integration", (name) => {
    const incoming = new Headers([[name, "u-eve"]]);
    expect(rebuildRequestHeaders(incoming, hub)).toEqual(SET_BY_HUB);
  });

  test.each(SPOOFED_NAMES)("an administrator can't add %s", (name) => {
    const incoming = new Headers([[name, "u-eve"]]);
    expect(rebuildRequestHeaders(incoming, { ...hub, extraNames: [name] })).toEqual(SET_BY_HUB);
  });

  test("duplicates and padding of a spoofed header change nothing", () => {
    const incoming = new Headers([
      ["blink-auth-userid", " u-eve "],
      ["blink-auth-userid", "u-mallory"],
      ["BLINK-AUTH-USERID", "\tu-eve"],
    ]);
    expect(rebuildRequestHeaders(incoming, hub)).toEqual(SET_BY_HUB);
  });

  test("padding around a name that an administrator adds changes nothing", () => {
    const incoming = new Headers([["blink-auth-userid", "u-eve"]]);
    const extraNames = [" blink-auth-userid", "blink-auth-userid ", "\tBlink-Auth-UserId\n"];
    expect(rebuildRequestHeaders(incoming, { ...hub, extraNames })).toEqual(SET_BY_HUB);
  });

  test("no name that a CGI server reads as one of ours may be added", () => {
    const separator = fc.stringMatching(/^[-_.!~*'+^`|#$%&]{1,3}$/);
    const ours = fc.constantFrom("blink auth userid", "blink auth proxysecret", "joinery assertion", "joinery flow");
    const mixed = fc
      .tuple(ours, separator, fc.func(fc.boolean()))
      .map(([name, by, isUpper]) =>
        [...name.replaceAll(" ", () => by)].map((letter, at) => (isUpper(at) ? letter.toUpperCase() : letter)).join(""),
      );
    fc.assert(fc.property(mixed, (name) => !mayBeForwarded(name.toLowerCase())));
  });
});

describe("what belongs to the hub or to one connection", () => {
  test.each([
    "cookie",
    "Cookie",
    "cookie2",
    "set-cookie",
    "authorization",
    "AUTHORIZATION",
    "proxy-authorization",
    "proxy_authorization",
    "forwarded",
    "x-forwarded-for",
    "x_forwarded_for",
    "x-forwarded-host",
    "x-real-ip",
    "true-client-ip",
    "via",
    "x-http-method-override",
    "x_http_method_override",
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-rewrite-url",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "proxy-connection",
    "host",
    "content-length",
    "content-encoding",
    "expect",
    "accept-encoding",
    "x-request-id",
    "sec-fetch-site",
  ])("%s never reaches an integration, not even when an administrator adds it", (name) => {
    const incoming = new Headers([[name, "from-the-browser"]]);
    expect(rebuildRequestHeaders(incoming, { ...hub, extraNames: [name] })).toEqual(SET_BY_HUB);
  });

  test.each(["referer", "origin", "x-anything", "dnt", "accept-charset"])(
    "%s stays behind unless it is added",
    (name) => {
      expect(rebuildRequestHeaders(new Headers([[name, "x"]]), hub)).toEqual(SET_BY_HUB);
    },
  );
});

describe("what is passed on", () => {
  const allowed = {
    accept: "application/json",
    "accept-language": "de, en;q=0.5",
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Browser/1.0 (a, b)",
    range: "bytes=0-1, 4-5",
    "if-match": '"1", "2"',
    "if-none-match": "*",
    "if-modified-since": "Mon, 23 Nov 2026 10:00:00 GMT",
    "if-unmodified-since": "Mon, 23 Nov 2026 10:00:00 GMT",
    "if-range": '"1"',
    "idempotency-key": "key-1",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };

  test("the list of the contract, and nothing else", () => {
    expect(rebuildRequestHeaders(new Headers({ ...allowed, "x-other": "1" }), hub)).toEqual({
      ...allowed,
      ...SET_BY_HUB,
    });
  });

  test("a name that an administrator adds, in whatever case it was entered", () => {
    const incoming = new Headers({ "x-tenant": "acme" });
    expect(rebuildRequestHeaders(incoming, { ...hub, extraNames: [" X-Tenant "] })).toEqual({
      ...SET_BY_HUB,
      "x-tenant": "acme",
    });
  });

  test("the flow of a Connect", () => {
    expect(rebuildRequestHeaders(new Headers(), { ...hub, flow: "f-1" })).toEqual({
      ...SET_BY_HUB,
      "joinery-flow": "f-1",
    });
  });

  test.each(["content-type", "idempotency-key", "traceparent"])("two values of %s are no value", (name) => {
    const incoming = new Headers([
      [name, "one"],
      [name, "two"],
    ]);
    expect(rebuildRequestHeaders(incoming, hub)).toEqual(SET_BY_HUB);
  });

  test("a comma inside quotes is no second value", () => {
    const type = 'multipart/form-data; boundary="a,b"';
    expect(rebuildRequestHeaders(new Headers({ "content-type": type }), hub)["content-type"]).toBe(type);
  });
});
