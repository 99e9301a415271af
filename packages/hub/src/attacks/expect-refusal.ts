import { isProblemCode, PROBLEMS, type RefusalBody } from "@joinery/contract";
import { expect } from "vitest";
import { MARK } from "./bodies.ts";
import type { Reply } from "./send.ts";

const INSIDES =
  /\bat (?:async )?[\w.<>]+ \(|node_modules|\.ts:\d|SyntaxError|ZodError|kysely|postgres|violates|relation "/i;

/** Expects a refusal by the catalogue that says nothing of what was received or of what is inside; answers its body. */
export function expectRefusal(reply: Reply): RefusalBody {
  expect(reply.status, reply.text).toBeGreaterThanOrEqual(400);
  expect(reply.status, reply.text).toBeLessThan(500);
  expect(reply.text).not.toContain(MARK);
  expect(reply.text).not.toMatch(INSIDES);
  const body = JSON.parse(reply.text.split("\n")[0] ?? "") as RefusalBody;
  expect(isProblemCode(body.code) ? PROBLEMS[body.code].status : body.code).toBe(reply.status);
  expect(Object.keys(body).filter((key) => !["code", "message", "request_id", "errors"].includes(key))).toEqual([]);
  expect(body.request_id).toBe(reply.headers.get("x-request-id"));
  return body;
}

/** Expects anything but a fault of the hub's own. */
export function expectNoFault(reply: Reply): void {
  expect(reply.status, reply.text).toBeLessThan(500);
  expect(reply.text).not.toMatch(INSIDES);
}
