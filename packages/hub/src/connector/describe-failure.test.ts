import { Problem } from "@joinery/contract";
import { expect, test } from "vitest";
import { describeFailure } from "./describe-failure.ts";
import { DEFAULT_LIMITS } from "./limits.ts";

const context = { timedOut: false, limits: DEFAULT_LIMITS.otherCall, answerStatus: undefined };

function failureOf(code: string): Error {
  return Object.assign(new Error("marked message with host and path"), { code });
}

test.each([
  ["ENOTFOUND", "The host name of the proxy URL does not exist."],
  ["EAI_AGAIN", "The host name of the proxy URL could not be looked up."],
  ["EHOSTUNREACH", "There is no way to the host of the proxy URL."],
  ["UND_ERR_CONNECT_TIMEOUT", "The host of the proxy URL did not accept a connection in time."],
  ["CERT_HAS_EXPIRED", "The certificate of the integration has expired."],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "The certificate of the integration is signed by nobody the hub trusts."],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "The certificate of the integration is for another host name."],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "The integration does not speak TLS at the proxy URL."],
  ["EXYZ", "The connection to the integration failed."],
])("%s is told in a sentence of ours", (code, detail) => {
  const expected = { code: "INTEGRATION_UNREACHABLE", detail, answerStatus: undefined };
  expect(describeFailure(failureOf(code), context)).toMatchObject(expected);
  expect(describeFailure(new Error("wrapped", { cause: failureOf(code) }), context)).toMatchObject(expected);
});

test.each([undefined, null, "a string", 7, new Error("no code")])(
  "whatever was thrown becomes a refusal: %s",
  (thrown) => {
    expect(describeFailure(thrown, context)).toMatchObject({
      code: "INTEGRATION_UNREACHABLE",
      detail: "The connection to the integration failed.",
    });
  },
);

test("a refusal stays what it is", () => {
  const problem = new Problem("BAD_PATH");
  expect(describeFailure(problem, { ...context, timedOut: true })).toBe(problem);
});

test("the cause is kept for the log and is in nothing that is shown", () => {
  const cause = failureOf("ECONNREFUSED");
  const failure = describeFailure(cause, context);
  expect(failure.cause).toBe(cause);
  expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain("marked");
});
