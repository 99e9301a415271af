import type { MeView } from "@joinery/contract/pages";
import { expect, test, vi } from "vitest";
import { dataOf, startHub } from "../testing/start-hub.ts";
import { startSignInWorld } from "./sign-in/sign-in.fixture.ts";

async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code;
}

test("ten minutes after signing in no secret is made or changed any more, and everything else goes on", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("plain");
  const at = `/api/admin/integrations/${desk.service_id}`;
  const changes = (tab: string): [string, unknown][] => [
    [`${at}/proxy-secret`, { step: "prepare" }],
    [`${at}/tokens`, { name: tab }],
    ["/api/admin/scim/tokens", { name: tab }],
    ["/api/admin/events/endpoints", { url: `${desk.server.url}/hooks` }],
  ];
  for (const [path, body] of changes("early")) {
    expect([path, (await hub.as("ada").post(path, body)).ok]).toEqual([path, true]);
  }
  hub.advance(601);
  for (const [path, body] of [...changes("late"), ["/api/setup", { code: "1" }] as const]) {
    expect([path, await codeOf(await hub.as("ada").post(path, body))]).toEqual([path, "FRESH_SIGN_IN_REQUIRED"]);
  }
  expect((await dataOf<MeView>(await hub.as("ada").get("/api/me"))).fresh_until).toBeNull();
  expect((await hub.as("ada").patch(at, { description: "Tickets" })).status).toBe(200);

  const [path, body] = changes("again")[0] ?? [];
  expect((await hub.as("ada", "signed in again").post(path ?? "", body)).status).toBe(200);
});

test("a fresh sign-in asks the provider to look again, and brings one back to the page", async ({ onTestFinished }) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  vi.setSystemTime(Date.now() + 11 * 60_000);
  expect((await ada.me()).fresh_until).toBeNull();

  // The provider still knows her: an ordinary sign-in proves nothing new.
  const usual = new URL(await ada.start());
  expect(usual.searchParams.get("prompt")).toBeNull();
  const again = "/sign-in/start?again=1&return=%2Fadmin%2Fintegrations";
  const asked = new URL(await ada.start(again)).searchParams;
  expect([asked.get("prompt"), asked.get("max_age")]).toEqual(["login", "0"]);

  expect(await ada.signInAt("ada", again)).toBe("/admin/integrations");
  expect((await ada.me()).fresh_until).not.toBeNull();
});

test("an ordinary sign-in by somebody whom the provider still knew from before is not fresh", async ({
  onTestFinished,
}) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  vi.setSystemTime(Date.now() + 11 * 60_000);
  expect(await ada.signInAt("ada")).toBe("/");
  expect((await ada.me()).fresh_until).toBeNull();
});

test("a fresh sign-in is refused when the provider looked before it was asked to", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  world.idp.bendIdToken = (claims) => ({ ...claims, auth_time: Math.floor(Date.now() / 1000) - 120 });
  expect(await ada.signInAt("ada", "/sign-in/start?again=1")).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("answer_wrong");
});

test("a fresh sign-in is refused when the provider says nothing of when, and both page and log say that it has to", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  world.idp.bendIdToken = ({ auth_time: _time, ...claims }) => claims;
  expect(await ada.signInAt("ada", "/sign-in/start?again=1")).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("freshness_unknown");
  const line = world.hub.logged.find(({ event }) => event === "sign_in.refused");
  expect(line?.fields.missingClaim).toBe("auth_time");
});

test("a provider that never says when somebody signed in there gives a session, and no freshness", async () => {
  await using world = await startSignInWorld();
  world.idp.bendIdToken = ({ auth_time: _time, ...claims }) => claims;
  const ada = world.open();
  expect(await ada.signInAt("ada")).toBe("/");
  expect((await ada.me()).fresh_until).toBeNull();
});
