import { expect, test } from "vitest";
import { DEFAULT_LIMITS, limitsOf } from "./limits.ts";
import { callTo } from "./outgoing-call.fixture.ts";

const NAMED = { timeoutMs: 10_000, maxBytes: 65_536 };
const OTHER = { timeoutMs: 30_000, maxBytes: 10_485_760 };

test.each([
  ["/auth/t-1", NAMED],
  ["/linked-accounts/k-1", NAMED],
  ["/tickets", OTHER],
])("%s may take what the contract says", (path, limits) => {
  expect(limitsOf(callTo({ proxyUrl: "https://a.example", path }), DEFAULT_LIMITS)).toEqual(limits);
});

test("a call may bring limits of its own", () => {
  const own = { timeoutMs: 20_000, maxBytes: 1 };
  expect(limitsOf(callTo({ proxyUrl: "https://a.example", path: "/auth/t-1", ...own }), DEFAULT_LIMITS)).toEqual(own);
});
