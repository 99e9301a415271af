import { describe, expect, test } from "vitest";
import { readAcknowledgement } from "./read-acknowledgement.ts";

function reply(status: number, body = "", contentType?: string) {
  const headers = new Headers(contentType === undefined ? {} : { "content-type": contentType });
  return { status, headers, body: new TextEncoder().encode(body), durationMs: 1 };
}

const NOW = new Date("2026-11-02T08:00:00Z");
const read = (answer: ReturnType<typeof reply>) => readAcknowledgement(answer, NOW);

describe("acknowledged", () => {
  test.each([
    [200, "application/json"],
    [200, "text/plain"],
    [200, undefined],
    [202, "application/json"],
    [204, undefined],
    [299, "text/htmlx"],
  ])("%i %s", (status, type) => {
    expect(read(reply(status, "", type))).toEqual({
      state: "acknowledged",
      report: undefined,
      problem: undefined,
      detail: undefined,
      retryAfterSeconds: undefined,
    });
  });
});

describe("the integration does not know the account", () => {
  test.each([404, 410])("%i", (status) => {
    expect(read(reply(status, "<html>", "text/html")).state).toBe("unknown_account");
  });
});

describe("not acknowledged", () => {
  test.each([199, 301, 302, 304, 400, 401, 403, 409, 429, 500, 503])("status %i", (status) => {
    expect(read(reply(status, '{"revocation":"revoked"}', "application/json"))).toEqual({
      state: "waiting",
      report: undefined,
      problem: "INTEGRATION_ANSWER_WRONG",
      detail: `The integration answered Disconnect with status ${status}.`,
      retryAfterSeconds: undefined,
    });
  });

  test.each([
    ["120", 120],
    [" 7 ", 7],
    ["Mon, 02 Nov 2026 08:01:00 GMT", 60],
    ["Mon, 02 Nov 2026 07:59:00 GMT", undefined],
    ["0", undefined],
    ["-5", undefined],
    ["soon", undefined],
    ["99999999999", undefined],
  ])("Retry-After: %s", (value, seconds) => {
    const answer = reply(503);
    answer.headers.set("retry-after", value);
    expect(read(answer).retryAfterSeconds).toBe(seconds);
  });

  test.each(["text/html", "TEXT/HTML", "text/html; charset=utf-8", " text/html ;x=y", "text/plain, text/html"])(
    "somebody's log-in page with status 200 and type %s",
    (type) => {
      expect(read(reply(200, "<html>", type))).toMatchObject({
        state: "waiting",
        detail: "The integration answered Disconnect with a web page.",
      });
    },
  );
});

describe("what became of the grant", () => {
  test.each([
    ['{"revocation":"revoked"}', { revocation: "revoked" }],
    [
      '{"revocation":"failed","detail":"The service is down."}',
      { revocation: "failed", detail: "The service is down." },
    ],
    ['{"code":"OK","message":"OK","data":{"revocation":"shared"}}', { revocation: "shared" }],
    ['{"revocation":"already_invalid","detail":7}', { revocation: "already_invalid" }],
    ['{"revocation":"revoked","detail":""}', { revocation: "revoked" }],
    ['{"revocation":"not_supported","more":1}', { revocation: "not_supported" }],
    ['{"revocation":"maybe"}', undefined],
    ['{"revocation":["revoked"]}', undefined],
    ['{"data":null}', undefined],
    ["null", undefined],
    ["[]", undefined],
    ["OK", undefined],
    ["", undefined],
    [`{"revocation":"revoked","more":"${"x".repeat(65_536)}"}`, undefined],
  ])("%.80s", (body, report) => {
    expect(read(reply(200, body, "application/json")).report).toEqual(report);
  });

  test("a detail is shortened and freed of what is no text", () => {
    const detail = `\u0000a\r\nb\u202ec${"x".repeat(600)}`;
    const { report } = read(reply(200, JSON.stringify({ revocation: "failed", detail })));
    expect(report?.detail).toMatch(/^a b cx{495}$/);
  });
});
