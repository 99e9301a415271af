import { expect, test } from "vitest";
import { isWorthRetrying } from "./query-client.ts";
import { Refusal, readRefusal, toRefusal } from "./refusal.ts";

test("a refusal keeps code, request id and the faulty fields", () => {
  const body = {
    code: "BAD_REQUEST",
    message: "…",
    request_id: "r-1",
    errors: [{ path: "name", message: "must be a string" }, "no error", { path: 1 }],
  };
  expect(readRefusal(400, body, null)).toMatchObject({
    code: "BAD_REQUEST",
    status: 400,
    requestId: "r-1",
    errors: [{ path: "name", message: "must be a string" }],
  });
});

test("a body that is no refusal is unreadable, and the request id of the header is kept", () => {
  expect(readRefusal(502, "<html>", "r-2")).toMatchObject({ code: "ANSWER_UNREADABLE", requestId: "r-2", errors: [] });
});

test("whatever was thrown becomes a refusal without its message", () => {
  expect(toRefusal(new Error("secret"))).toMatchObject({ code: "ANSWER_UNREADABLE", message: "" });
});

test("what was refused stays refused, what failed on the other side is tried three times", () => {
  const refusal = (status: number) =>
    new Refusal({ code: "INTERNAL", message: "", status, requestId: null, errors: [] });
  expect(isWorthRetrying(0, refusal(404))).toBe(false);
  expect(isWorthRetrying(0, refusal(500))).toBe(true);
  expect(isWorthRetrying(1, refusal(0))).toBe(true);
  expect(isWorthRetrying(2, refusal(500))).toBe(false);
});
