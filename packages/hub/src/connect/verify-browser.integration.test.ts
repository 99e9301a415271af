import { challengeOf, type FlowStatus, newId, randomToken256 } from "@joinery/contract";
import type { FlowPageView, SignInView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { addOrganisation, addPerson } from "../directory/add-people.ts";
import { createCookieSealer } from "../secrets/sealed-cookie.ts";
import { openBrowser } from "../testing/browser.ts";
import { auditOf, codeOf, flowIn, setEnabled } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";

const verifyPath = async (flow: string, verifier = randomToken256()) =>
  `/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`;

test("a person's other browser is asked first, and goes on by the button only", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow, verifier } = await hub.connectUpTo("created", desk, "bob");
  const other = openBrowser(hub);
  await other.signIn("bob");

  const asked = await other.get(await verifyPath(flow, verifier));
  expect([asked.status, asked.headers.get("location")]).toEqual([303, `/connect/${flow}/confirm`]);
  expect((await flowIn(hub, flow)).state).toBe("created");
  const page = await dataOf<FlowPageView>(await other.get(`/connect/${flow}/page`));
  expect(page).toMatchObject({ integration_name: "Acme Desk", starter: { display_name: "Bob Stone" } });

  const { next } = await dataOf<{ next: string }>(await other.post(`/connect/${flow}/confirm`));
  const code = new URL(next).searchParams.get("code");
  expect(await codeOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier }))).toBe("OK");
});

test("a confirmation must come from the hub's own page, for the flow that waits, and counts once", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const another = await hub.connectUpTo("created", desk, "bob");
  const browser = openBrowser(hub);
  await browser.signIn("bob");
  await browser.get(await verifyPath(flow));
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

  const foreign = await hub.stranger.post(`/connect/${flow}/confirm`, undefined, {
    cookie,
    origin: "https://evil.example",
  });
  expect(await codeOf(foreign)).toBe("CROSS_ORIGIN");
  expect(await codeOf(await browser.post(`/connect/${another.flow}/confirm`))).toBe("FLOW_EXPIRED");
  expect((await flowIn(hub, flow)).state).toBe("created");
  expect(await codeOf(await browser.post(`/connect/${flow}/confirm`))).toBe("OK");
  expect(await codeOf(await browser.post(`/connect/${flow}/confirm`))).toBe("FLOW_EXPIRED");
});

test("a signed-out browser signs in and comes back to the stored flow, not to a URL parameter", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const browser = openBrowser(hub);
  const sent = await browser.get(`${await verifyPath(flow)}&next=https://evil.example&flow=${newId("flow")}`);
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/sign-in"]);
  const signIn = await dataOf<SignInView>(await browser.get("/api/sign-in"));
  expect(signIn.waiting_connect).toEqual({ integration_name: "Acme Desk" });

  expect(await browser.signIn("bob")).toBe(`/connect/${flow}/confirm`);
  const { next } = await dataOf<{ next: string }>(await browser.post(`/connect/${flow}/confirm`));
  expect(next.startsWith(`${desk.server.url}/connect/verified?flow=${flow}&code=`)).toBe(true);
  expect((await flowIn(hub, flow)).state).toBe("verified");
});

test("the cookie of a waiting connect is not readable, not for other sites, and short-lived", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const sent = await hub.stranger.get(await verifyPath(flow));
  expect(sent.headers.get("set-cookie")).toMatch(
    /^joinery-connect-4000=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  expect(sent.headers.get("set-cookie")).not.toContain(flow);
});

test("another user's browser burns the flow: the starter reads that it ended, the audit names both", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "eve");
  const reply = await hub.as("bob").get(await verifyPath(flow));
  expect([reply.status, reply.headers.get("location")]).toEqual([303, `/connect/${flow}/ended`]);

  const bobs = await dataOf<FlowPageView>(await hub.as("bob").get(`/connect/${flow}/page`));
  expect(bobs).toEqual({
    integration_name: "Acme Desk",
    icon_url: null,
    starter: null,
    state: null,
    reason: null,
    linked_account_id: null,
    service_id: null,
  });
  const eves = await dataOf<FlowStatus>(await hub.as("eve").get(`/connect/${flow}`));
  expect(eves).toMatchObject({ state: "burned" });
  expect(JSON.stringify(eves)).not.toContain(hub.users.bob);
  expect(await auditOf(hub, "connect.burned")).toMatchObject([
    { actor: { user_id: hub.users.bob }, subject: { user_id: hub.users.eve }, detail: { flow, reason: "other_user" } },
  ]);
  expect((await hub.as("eve").get(await verifyPath(flow))).headers.get("location")).toBe(`/connect/${flow}/ended`);
});

test("another user who signs in on the way burns the flow too", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "eve");
  const browser = openBrowser(hub);
  await browser.get(await verifyPath(flow));
  expect(await browser.signIn("bob")).toBe(`/connect/${flow}/ended`);
  expect((await flowIn(hub, flow)).state).toBe("burned");
  expect(browser.cookies.has("joinery-connect-4000")).toBe(false);
});

test("another user on the confirmation page burns the flow", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "eve");
  const browser = openBrowser(hub);
  await browser.signIn("eve");
  await browser.get(await verifyPath(flow));
  const waiting = browser.cookies.get("joinery-connect-4000") ?? "";
  await browser.signIn("bob");
  browser.cookies.set("joinery-connect-4000", waiting);
  const { next } = await dataOf<{ next: string }>(await browser.post(`/connect/${flow}/confirm`));
  expect(next).toBe(`/connect/${flow}/ended`);
  expect((await flowIn(hub, flow)).state).toBe("burned");
});

const LOOKERS: [string, string, Record<string, string>][] = [
  ["HEAD", "HEAD", {}],
  ["a prefetch", "GET", { "sec-purpose": "prefetch" }],
  ["a prerender", "GET", { "sec-purpose": "prefetch;prerender" }],
  ["an old prefetch", "GET", { purpose: "prefetch" }],
  ["Firefox's old prefetch", "GET", { "x-moz": "prefetch" }],
  ["a link preview", "GET", { "x-purpose": "preview" }],
  ["a picture", "GET", { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" }],
  ["a frame", "GET", { "sec-fetch-dest": "iframe", "sec-fetch-mode": "navigate" }],
  ["a script's fetch", "GET", { "sec-fetch-dest": "empty", "sec-fetch-mode": "cors" }],
];

test.each(LOOKERS)("%s of verify changes nothing, whoever it comes from", async (_name, method, headers) => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow, verifier } = await hub.connectUpTo("created", desk, "eve");
  const before = await flowIn(hub, flow);
  for (const client of [hub.as("eve"), hub.as("bob"), hub.stranger]) {
    const reply = await client.fetch(method, await verifyPath(flow), { headers });
    expect(reply.status).toBe(503);
    expect([reply.headers.get("location"), reply.headers.get("set-cookie")]).toEqual([null, null]);
  }
  expect(await flowIn(hub, flow)).toEqual(before);
  expect((await hub.as("eve").get(await verifyPath(flow, verifier))).headers.get("location")).toContain("code=");
});

test("a forged or foreign cookie of a waiting connect is worth nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const challenge = await challengeOf(randomToken256());
  const facts = { flow, challenge };
  const plain = Buffer.from(JSON.stringify(facts)).toString("base64url");
  const elsewhere = createCookieSealer(new Uint8Array(32), "waiting-connect");
  const foreign = await elsewhere.seal(facts, new Date(Date.now() + 60_000));
  const stale = await hub.hub.context.waitingConnects.seal(facts, new Date(Date.now() - 1_000));
  const own = await hub.hub.context.waitingConnects.seal(facts, new Date(Date.now() + 60_000));

  const confirm = async (value: string) => {
    const cookie = `${await hub.cookieOf("bob")}; joinery-connect-4000=${value}`;
    return codeOf(await hub.as("bob").post(`/connect/${flow}/confirm`, undefined, { cookie }));
  };
  for (const value of [plain, `${plain}.${plain}.${plain}`, foreign, stale, `${own.slice(0, -4)}AAAA`]) {
    expect(await confirm(value)).toBe("FLOW_EXPIRED");
  }
  expect((await flowIn(hub, flow)).state).toBe("created");
  expect(await confirm(own)).toBe("OK");
});

test("flows of another organisation do not exist", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const { db, digests, clock } = hub.hub.context;
  const organisationId = await addOrganisation(db, "Difference Works", clock());
  const person = { firstName: "Mallory", secondName: "Far", email: "m@far.example", role: "administrator" as const };
  const userId = await addPerson(db, organisationId, person, clock());
  const secret = randomToken256();
  const row = {
    organisation_id: organisationId,
    session_id: crypto.randomUUID(),
    authenticated_at: clock(),
    session_digest: digests.of("session", secret),
    user_id: userId,
  };
  await db
    .insertInto("sessions")
    .values({ ...row, created_at: clock(), last_seen_at: clock(), ended_at: null })
    .execute();
  const headers = { cookie: `joinery-session-4000=${secret}` };
  expect(await codeOf(await hub.stranger.get("/api/me", headers))).toBe("OK");

  expect((await hub.stranger.get(await verifyPath(flow), headers)).headers.get("location")).toBe(
    `/connect/${flow}/ended`,
  );
  for (const path of [`/connect/${flow}`, `/connect/${flow}/page`]) {
    expect(await codeOf(await hub.stranger.get(path, headers))).toBe("FLOW_NOT_FOUND");
  }
  expect(await codeOf(await hub.stranger.post(`/connect/${flow}/cancel`, undefined, headers))).toBe("FLOW_NOT_FOUND");
  expect((await flowIn(hub, flow)).state).toBe("created");
});

test("what is no flow, or has no challenge, ends at the page that says so", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const challenge = await challengeOf(randomToken256());
  const paths = [
    `/connect/${flow}/verify`,
    `/connect/${flow}/verify?challenge=short`,
    `/connect/${flow}/verify?challenge=${challenge}%0a`,
    `/connect/f-1/verify?challenge=${challenge}`,
    `/connect/%2f%2fevil.example/verify?challenge=${challenge}`,
  ];
  for (const path of paths) {
    const reply = await hub.as("bob").get(path);
    expect([reply.status, reply.headers.get("location")]).toEqual([303, "/connect/ended"]);
  }
  const unknown = newId("flow");
  const reply = await hub.as("bob").get(await verifyPath(unknown));
  expect(reply.headers.get("location")).toBe(`/connect/${unknown}/ended`);
  expect((await flowIn(hub, flow)).state).toBe("created");
});

test("an integration that was switched off meanwhile gets no browser", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  await setEnabled(hub, desk, false);
  expect((await hub.as("bob").get(await verifyPath(flow))).headers.get("location")).toBe(`/connect/${flow}/ended`);
  await setEnabled(hub, desk, true);
  expect((await hub.as("bob").get(await verifyPath(flow))).headers.get("location")).toContain("code=");
});

test("two presses on Connect are two flows, and each can be finished on its own", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const [first, second] = await Promise.all([
    hub.connectUpTo("created", desk, "bob"),
    hub.connectUpTo("created", desk, "bob"),
  ]);
  expect(first.flow).not.toBe(second.flow);
  for (const { flow, verifier } of [second, first]) {
    const location = (await hub.as("bob").get(await verifyPath(flow, verifier))).headers.get("location") ?? "";
    const code = new URL(location).searchParams.get("code");
    expect(await codeOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier }))).toBe("OK");
  }
});
