import { expect, test } from "vitest";
import { pageFault } from "./page-words.ts";

const HUB = "http://127.0.0.1:4000";
const faultOf = (reads: string, status = 200, endedAt = "http://localhost:3000/callback") =>
  pageFault(
    { reads, status, ended_at: endedAt, flow: null, authorization_url: null, linked: [], waiting: null, problem: null },
    HUB,
  );

test.each([
  "Acme Desk is connected. You can close this window.",
  "Connected at 10:20:30.",
  "Something went wrong with Acme Desk. Please try again. (500)",
  "Look at desk.example:8443 (port 8443).",
  "Warning: you did not allow it at Acme Desk.",
])("a person can read: %s", (reads) => expect(faultOf(reads)).toBeUndefined());

test.each([
  "TypeError: fetch failed at finish (/app/main.js:10:20)",
  "Error: x at async finish (file:///app/main.ts:10:20)",
  "TimeoutError: aborted at new DOMException (node:internal/per_context/domexception:76:18)",
  'Traceback (most recent call last): File "main.py", line 3',
  "panic: boom goroutine 1 [running]: main.main()",
  "java.lang.NullPointerException at com.acme.Desk.finish(Desk.java:12)",
  "Fatal error: Uncaught Exception in /var/www/callback.php",
  '{"code":"INTERNAL","message":"…"}',
])("a developer can read: %s", (reads) => expect(faultOf(reads, 500)).toBe("an error dump with status 500"));

test("an empty page and no page are told apart, and the hub's pages are the hub's", () => {
  expect(faultOf(" ", 200)).toBe("an empty page with status 200");
  expect(faultOf("", 0)).toContain("no page");
  expect(faultOf('{"code":"NOT_FOUND"}', 404, `${HUB}/connect/f-1/done`)).toBeUndefined();
});
