import { expect, onTestFinished, test, vi } from "vitest";
import { startSignInWorld } from "../directory/sign-in/sign-in.fixture.ts";
import type { TestHub } from "../testing/start-hub.ts";

const ORIGIN = "http://127.0.0.1:4000";

/** Asks as an address does, without any cookie. */
function askFrom(remoteAddress: string, { hub }: TestHub, method: string, path: string): Promise<Response> {
  const request = new Request(`${ORIGIN}${path}`, { method, headers: { host: "127.0.0.1:4000", origin: ORIGIN } });
  return Promise.resolve(hub.app.fetch(request, { incoming: { socket: { remoteAddress } } }));
}

test.each([
  ["GET", "/sign-in/start", 303],
  ["GET", "/sign-in/callback?code=a&state=b", 303],
  ["POST", "/sign-in/back-channel-logout", 400],
  ["POST", "/api/setup", 401],
])("a flood of %s %s from one address ends, and keeps nobody else waiting", async (method, path, usual) => {
  onTestFinished(() => void vi.useRealTimers());
  await using world = await startSignInWorld();
  // Buckets fill while time passes.
  vi.useFakeTimers({ toFake: ["Date"] });
  const ask = (address: string) => askFrom(address, world.hub, method, path);
  let last = await ask("203.0.113.7");
  expect(last.status).toBe(usual);
  for (let asked = 1; asked < 1_100 && last.status === usual; asked += 1) last = await ask("203.0.113.7");
  expect(last.status).toBe(429);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await ask("198.51.100.4")).status).toBe(usual);
});
