import { challengeOf, randomToken256 } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { openBrowser } from "../testing/browser.ts";
import { auditOf, codeOf, flowIn } from "../testing/look-inside.ts";
import { dataOf, type PersonName, startHub } from "../testing/start-hub.ts";

/** A machine that several people use: somebody is signed in there and has a connect under way. */
async function startSharedMachine(person: PersonName) {
  const hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const browser = openBrowser(hub);
  await browser.signIn(person);
  const started = await browser.post(`/connector/${desk.service_id}/auth/${desk.auth_id}`);
  const { flow } = await dataOf<ConnectStarted>(started);
  const verifier = randomToken256();
  const verified = await browser.get(`/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`);
  const code = new URL(verified.headers.get("location") ?? "").searchParams.get("code");
  await dataOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier }));
  const claim = async () => codeOf(await desk.api.post(`/v2/connect/${flow}/claim`));
  return { hub, browser, flow, claim, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

test("connect left behind: Bob signs in over Eve's session, and what she began can't be finished", async () => {
  await using shared = await startSharedMachine("eve");
  const { hub, browser, flow } = shared;
  const eves = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  await browser.signIn("bob");

  expect(await shared.claim()).toBe("FLOW_BURNED");
  expect(await auditOf(hub, "connect.burned")).toMatchObject([
    { actor: { user_id: hub.users.bob }, subject: { user_id: hub.users.eve }, detail: { flow, reason: "other_user" } },
  ]);
  expect(await codeOf(await hub.stranger.get("/api/me", { cookie: eves }))).toBe("SIGN_IN_REQUIRED");
});

test("connect left behind: after Eve has signed out nobody can finish what she began", async () => {
  await using shared = await startSharedMachine("eve");

  await shared.browser.post("/api/sign-out");

  expect(await shared.claim()).toBe("FLOW_REFUSED");
});

test("signing in again as oneself keeps the connect that is under way", async () => {
  await using shared = await startSharedMachine("eve");

  await shared.browser.signIn("eve");

  expect(await shared.claim()).toBe("OK");
});

test("connects of other sessions go on when one signs out", async () => {
  await using shared = await startSharedMachine("eve");
  const { flow } = await shared.hub.connectUpTo("created", await shared.hub.addIntegration("verified"), "eve");

  await shared.browser.post("/api/sign-out");

  expect((await flowIn(shared.hub, flow)).state).toBe("created");
});
