import { describe, expect, test } from "vitest";
import { rebuildResponse } from "./response.ts";

const HUB_HEADERS = {
  "cache-control": "private, no-store",
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function reply(status: number, headers: Record<string, string> | [string, string][] = {}, body = "hello") {
  return { status, headers: new Headers(headers), body: new TextEncoder().encode(body), durationMs: 1 };
}

function rebuild(...input: Parameters<typeof reply>): Response {
  return rebuildResponse(reply(...input), { method: "GET" });
}

test("an ordinary answer comes back with status, body and type, and under the hub's own headers", async () => {
  const response = rebuild(201, { "content-type": "application/json; charset=utf-8" }, '{"ticket":17}');

  expect(response.status).toBe(201);
  expect(await response.text()).toBe('{"ticket":17}');
  expect(Object.fromEntries(response.headers)).toEqual({
    ...HUB_HEADERS,
    "content-type": "application/json; charset=utf-8",
    "content-length": "13",
  });
});

describe("headers that would act on the hub's origin", () => {
  test.each([
    ["set-cookie", "__Host-session=eve"],
    ["location", "https://evil.example/"],
    ["refresh", "0;url=https://evil.example/"],
    ["link", "<https://evil.example/x.js>; rel=preload; as=script"],
    ["clear-site-data", '"*"'],
    ["content-security-policy", "default-src *"],
    ["content-security-policy-report-only", "default-src *; report-uri https://evil.example/"],
    ["cache-control", "public, max-age=31536000"],
    ["x-content-type-options", "sniff"],
    ["access-control-allow-origin", "*"],
    ["access-control-allow-credentials", "true"],
    ["cross-origin-resource-policy", "cross-origin"],
    ["referrer-policy", "unsafe-url"],
    ["strict-transport-security", "max-age=0"],
    ["service-worker-allowed", "/"],
    ["alt-svc", 'h3="evil.example:443"'],
    ["nel", "{}"],
    ["report-to", "{}"],
    ["reporting-endpoints", 'default="https://evil.example/"'],
    ["origin-agent-cluster", "?0"],
    ["sourcemap", "https://evil.example/x.map"],
    ["www-authenticate", 'Basic realm="Sign in again"'],
    ["content-location", "/admin"],
    ["content-encoding", "gzip"],
    ["content-length", "999"],
    ["transfer-encoding", "chunked"],
    ["connection", "close"],
    ["speculation-rules", '"/evil.json"'],
    ["x-anything", "1"],
  ])("%s never comes back", (name, value) => {
    const response = rebuild(200, { "content-type": "text/plain", [name]: value });
    expect(Object.fromEntries(response.headers)).toEqual({
      ...HUB_HEADERS,
      "content-type": "text/plain",
      "content-length": "5",
    });
  });
});

describe("redirects and statuses that are no answer", () => {
  test.each([300, 301, 302, 303, 305, 307, 308, 399])(
    "%i becomes a refusal that the administrator understands",
    (status) => {
      expect(() => rebuild(status, { location: "https://evil.example/?token=1" })).toThrow(
        expect.objectContaining({
          code: "INTEGRATION_ANSWER_WRONG",
          detail: `The integration answered with a redirect (${status}); redirects are not followed.`,
          answerStatus: status,
        }),
      );
    },
  );

  test.each([0, 99, 100, 101, 103, 199, 600, 999, Number.NaN])("%d is refused", (status) => {
    expect(() => rebuild(status)).toThrow(expect.objectContaining({ code: "INTEGRATION_ANSWER_WRONG" }));
  });

  test.each([204, 205, 304])("%i has no body, whatever was sent with it", async (status) => {
    const response = rebuild(status, { etag: '"1"', "content-type": "text/html" }, "<script>");
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
    expect(Object.fromEntries(response.headers)).toEqual({ ...HUB_HEADERS, etag: '"1"' });
  });

  test.each([200, 299, 400, 401, 404, 429, 500, 599])("%i is passed on", (status) => {
    expect(rebuild(status).status).toBe(status);
  });

  test("HEAD is answered without a body and without a length that would be a lie", async () => {
    const response = rebuildResponse(reply(200, { "content-type": "text/plain" }, ""), { method: "HEAD" });
    expect(response.headers.has("content-length")).toBe(false);
    expect(await response.text()).toBe("");
  });
});

describe("HTML and scripts of an integration", () => {
  test("a web page comes back sandboxed, without script, frame or store", () => {
    const response = rebuild(200, { "content-type": "text/html" }, "<script>fetch('/api/me')</script>");
    expect(response.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'; frame-ancestors 'none'");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test.each([
    "text/javascript",
    "TEXT/JavaScript; charset=utf-8",
    "application/javascript",
    "application/x-javascript",
    "text/javascript1.5",
    "application/ecmascript",
    "text/x-ecmascript",
    "text/jscript",
    "text/livescript",
    "text/css",
    "text/xsl",
    "application/wasm",
    "multipart/x-mixed-replace; boundary=x",
  ])("%s is called text, so that no page of the hub can load it", (type) => {
    expect(rebuild(200, { "content-type": type }).headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });
});

describe("values are held against their grammar", () => {
  test.each([
    ["application/json", "application/json"],
    ["Text/HTML;charset=UTF-8", "text/html;charset=UTF-8"],
    ['multipart/form-data; boundary="a,b"', 'multipart/form-data; boundary="a,b"'],
    ["application/problem+json;", "application/problem+json"],
    ["text/html, text/javascript", "application/octet-stream"],
    ["text/html; charset", "application/octet-stream"],
    ["text", "application/octet-stream"],
    ["*/*; a=\u00e9", "application/octet-stream"],
    ["", "application/octet-stream"],
    [`text/plain; x=${"y".repeat(500)}`, "application/octet-stream"],
  ])("content-type %s", (sent, received) => {
    expect(rebuild(200, { "content-type": sent }).headers.get("content-type")).toBe(received);
  });

  test("no content-type is no licence to guess one", () => {
    expect(rebuild(200).headers.get("content-type")).toBe("application/octet-stream");
  });

  test.each([
    ["inline", "inline"],
    ['attachment; filename="a b.pdf"', 'attachment; filename="a b.pdf"'],
    ["attachment; filename*=UTF-8''%e2%82%ac.pdf", "attachment; filename*=UTF-8''%e2%82%ac.pdf"],
    ["anything", "attachment"],
    ['inline; filename="a', "attachment"],
    ["inline; filename=\u00e9", "attachment"],
    [`inline; filename="${"y".repeat(500)}"`, "attachment"],
  ])("content-disposition %s", (sent, received) => {
    expect(rebuild(200, { "content-disposition": sent }).headers.get("content-disposition")).toBe(received);
  });

  test.each([
    ["etag", '"abc"', '"abc"'],
    ["etag", 'W/"abc"', 'W/"abc"'],
    ["etag", "abc", null],
    ["last-modified", "Mon, 23 Nov 2026 10:00:00 GMT", "Mon, 23 Nov 2026 10:00:00 GMT"],
    ["last-modified", "yesterday", null],
    ["retry-after", "120", "120"],
    ["retry-after", "Mon, 23 Nov 2026 10:00:00 GMT", "Mon, 23 Nov 2026 10:00:00 GMT"],
    ["retry-after", "-1", null],
    ["retry-after", "99999999", null],
  ])("%s %s", (name, sent, received) => {
    expect(rebuild(200, { [name]: sent }).headers.get(name)).toBe(received);
  });
});
