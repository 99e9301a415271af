import { describe, expect, test } from "vitest";
import { readAuthorizationUrl } from "./read-authorization.ts";

const production = { hubHosts: ["hub.example.com", "www.hub.example.com:8443"], development: false };
const FLOW = "f-3b0c1a52-0000-4000-8000-000000000001";

function reply(body: string | Uint8Array, status = 200) {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { status, headers: new Headers(), body: bytes, durationMs: 1 };
}

function answerWith(authorizationUrl: unknown) {
  return reply(JSON.stringify({ code: "OK", message: "OK", data: { authorization_url: authorizationUrl } }));
}

function refusal(detail: string | RegExp, status = 200) {
  const expected = typeof detail === "string" ? detail : expect.stringMatching(detail);
  return expect.objectContaining({ code: "INTEGRATION_ANSWER_WRONG", detail: expected, answerStatus: status });
}

describe("what may be opened", () => {
  test.each([
    ["https://service.example/authorize?client_id=1&state=2", "https://service.example/authorize?client_id=1&state=2"],
    ["https://SERVICE.example:443/a", "https://service.example/a"],
    ["https://hub.example.com.evil.example/", "https://hub.example.com.evil.example/"],
    ["https://sub.hub.example.com/", "https://sub.hub.example.com/"],
    ["http://localhost:4001/connect", "http://localhost:4001/connect"],
    ["http://127.0.0.1:4001/connect", "http://127.0.0.1:4001/connect"],
    ["http://[::1]:4001/connect", "http://[::1]:4001/connect"],
    ["http://acme.localhost/", "http://acme.localhost/"],
    ["https://b\u00fccher.example/\u00fc", "https://xn--bcher-kva.example/%C3%BC"],
  ])("%s", (url, opened) => {
    expect(readAuthorizationUrl(answerWith(url), production)).toBe(opened);
  });

  test("the body is judged and not its label, because many frameworks send text/html for everything", () => {
    const answer = { ...answerWith("https://service.example/"), headers: new Headers({ "content-type": "text/html" }) };
    expect(readAuthorizationUrl(answer, production)).toBe("https://service.example/");
  });

  test.each([201, 202, 299])("status %i", (status) => {
    expect(readAuthorizationUrl({ ...answerWith("https://service.example/"), status }, production)).toBeTruthy();
  });
});

describe("wrong answers open nothing", () => {
  test.each([199, 300, 302, 304, 400, 404, 500, 503])("status %i", (status) => {
    expect(() => readAuthorizationUrl({ ...answerWith("https://service.example/"), status }, production)).toThrow(
      refusal(`The integration answered Connect with status ${status}.`, status),
    );
  });

  test.each([
    ["nothing", ""],
    ["a web page", "<html>https://service.example</html>"],
    ["half of JSON", '{"code":"OK"'],
    ["bytes that are no text", new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])("%s", (_what, body) => {
    expect(() => readAuthorizationUrl(reply(body), production)).toThrow(refusal("The answer to Connect is not JSON."));
  });

  test("more than 64 KB", () => {
    const body = JSON.stringify({
      code: "OK",
      data: { authorization_url: "https://a.example" },
      more: "x".repeat(65_536),
    });
    expect(() => readAuthorizationUrl(reply(body), production)).toThrow(refusal(/64 KB/));
  });

  test.each([
    "null",
    "[]",
    '"https://service.example/"',
    '{"authorization_url":"https://service.example/"}',
    '{"code":"ERROR","message":"no","data":{"authorization_url":"https://service.example/"}}',
    '{"code":"ok","data":{"authorization_url":"https://service.example/"}}',
  ])("no envelope of a success: %s", (body) => {
    expect(() => readAuthorizationUrl(reply(body), production)).toThrow(refusal(/"code": "OK"/));
  });

  test.each([
    undefined,
    null,
    "",
    7,
    ["https://service.example/"],
    { href: "https://service.example/" },
    "x".repeat(8_193),
  ])("no URL in data: %j", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/no authorization_url in data/));
  });

  test.each([
    "/authorize",
    "//service.example/authorize",
    "service.example",
    "https://",
    " https://service.example/",
    "https://service.example/\n",
    "java\tscript:alert(1)",
    "https://service.example/a b",
    "https://\u202eservice.example/",
    "https://service.exa\u0000mple/",
  ])("no absolute URL: %j", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/not an absolute URL/));
  });

  test.each([
    "javascript:alert(document.domain)",
    "JaVaScRiPt:alert(1)//https://service.example",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://hub.example.com/1",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://service.example/",
    "view-source:https://service.example/",
    "intent://service.example#Intent;end",
    "mailto:ada@example.com",
    "wss://service.example/",
  ])("another scheme: %s", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/neither https nor http/));
  });

  test.each([
    "http://service.example/",
    "http://10.0.0.1/",
    "http://localhost.evil.example/",
    "http://127.0.0.1.evil.example/",
    "http://notlocalhost/",
    "http://0.0.0.0/",
    "http://[::2]/",
    "http://[::ffff:127.0.0.1]/",
    "http://localhost./",
  ])("http that leaves the user's machine: %s", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/it must be https/));
  });

  test.each([
    "https://user@service.example/",
    "https://:pass@service.example/",
    "https://hub.example.com@evil.example/",
  ])("credentials: %s", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/user name or a password/));
  });

  test.each([
    "https://hub.example.com/admin",
    "https://HUB.example.com/",
    "https://hub.example.com:9999/",
    "https://hub.example.com./",
    "https://hub%2eexample.com/",
    "https://ｈｕｂ.example.com/",
    "https://h\u00adub.example.com/",
    "https://www.hub.example.com/",
    "https://www.hub.example.com:8443/",
  ])("the hub itself: %s", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/leads back to the hub itself/));
  });

  test("no refusal repeats what was received", () => {
    for (const url of ["javascript:marked", "http://marked.example/", "https://marked@a.example/", "marked"]) {
      expect(() => readAuthorizationUrl(answerWith(url), production)).toThrow(refusal(/^(?!.*marked)/));
    }
  });
});

describe("on one machine, where the port tells the parties apart", () => {
  const development = { hubHosts: ["127.0.0.1:4000"], development: true };

  test.each(["http://localhost:4001/connect", "http://127.0.0.1:4001/connect", "http://[::1]:4003/authorize"])(
    "%s may be opened",
    (url) => {
      expect(readAuthorizationUrl(answerWith(url), development)).toBe(url);
    },
  );

  test.each([
    "http://127.0.0.1:4000/admin",
    "http://localhost:4000/",
    "http://[::1]:4000/",
    "http://127.1:4000/",
    "http://2130706433:4000/",
  ])("%s is the hub by one of its names", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), development)).toThrow(refusal(/leads back to the hub itself/));
  });

  test("a hub on loopback that is not in development keeps its whole host name to itself", () => {
    const rules = { hubHosts: ["127.0.0.1:4000"], development: false };
    expect(() => readAuthorizationUrl(answerWith("http://127.0.0.1:4001/"), rules)).toThrow(refusal(/the hub itself/));
  });
});

describe("a verified integration leads to its own connect base first", () => {
  const verified = (connectBase: string) => ({ ...production, expected: { connectBase, flow: FLOW } });

  test.each([
    ["https://acme.example", `https://acme.example/connect/${FLOW}`],
    ["https://acme.example/", `https://acme.example/connect/${FLOW}`],
    ["https://acme.example/joinery/", `https://acme.example/joinery/connect/${FLOW}`],
  ])("connect base %s", (connectBase, url) => {
    expect(readAuthorizationUrl(answerWith(url), verified(connectBase))).toBe(url);
  });

  test.each([
    `https://evil.example/connect/${FLOW}`,
    `https://acme.example:8443/joinery/connect/${FLOW}`,
    `https://acme.example/connect/${FLOW}`,
    `https://acme.example/joinery-evil/connect/${FLOW}`,
    `https://acme.example/joinery/../connect/${FLOW}`,
    "https://acme.example/joinery",
  ])("elsewhere: %s", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), verified("https://acme.example/joinery"))).toThrow(
      refusal("The authorization_url does not lie under the connect base."),
    );
  });

  test.each([
    "https://acme.example/authorize?state=1",
    "https://acme.example/connect/f-3b0c1a52-0000-4000-8000-000000000002",
    `https://acme.example/connect/${FLOW}?next=1`,
    `https://acme.example/connect/${FLOW}#x`,
    `https://acme.example/connect/${FLOW}/`,
    `https://acme.example//connect/${FLOW}`,
  ])("under the connect base but not the page of this flow: %s", (url) => {
    expect(() => readAuthorizationUrl(answerWith(url), verified("https://acme.example"))).toThrow(
      refusal(/is not <connect base>\/connect\/<flow of this Connect>/),
    );
  });
});
