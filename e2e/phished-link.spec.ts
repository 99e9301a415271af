import type { FlowStatus } from "@joinery/contract";
import type { AuditRow, ConnectStarted, PageOf } from "@joinery/contract/pages";
import { afterAll, expect, test } from "vitest";
import { askHub } from "./world/ask-hub.ts";
import type { Person } from "./world/person.ts";
import { startWorld } from "./world/start-world.ts";

/**
 * Eve presses Connect and sends the authorization URL, or any later address of her flow, to Bob. Bob's account must never end
 * up linked to Eve (contract 2.1). The external service's ledger is the judge.
 */

const world = await startWorld();
const counters = { flows: 0, consents: 0, tokenRequests: 0, burned: 0, declined: 0, audited: 0, idleVisits: 0 };

afterAll(async () => {
  console.log("phished-link", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

/** A flow that Eve has started: what she can send to Bob, and how she learns the outcome. */
async function eveStarts(eve: Person): Promise<ConnectStarted> {
  const { service_id, auth_id } = world.demo.facts.desk;
  counters.flows += 1;
  return askHub(eve.page, "POST", `/connector/${service_id}/auth/${auth_id}`);
}

function statusOf(eve: Person, flow: string): Promise<FlowStatus> {
  return askHub(eve.page, "GET", `/connect/${flow}`);
}

function tokenRequests(): number {
  return world.demo.service.ledger.entries({ kind: "token_request" }).length;
}

function consents(): number {
  return world.demo.service.ledger.entries({ kind: "consent" }).length;
}

/** The attack has failed: no token request was made, nothing is linked, the flow is over, and the audit names both. */
async function expectDefeated(
  eve: Person,
  flow: string,
  before: number,
  { auditNamesBob = false } = {},
): Promise<void> {
  expect(tokenRequests()).toBe(before);
  const status = await statusOf(eve, flow);
  expect(status.state).toBe("burned");
  counters.burned += 1;
  const { people, organisationId } = world.demo.facts;
  const linked = await world.demo.hub.context.db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .execute();
  expect(linked.filter((account) => account.user_id === people.eve)).toEqual([]);
  const row = (await readAudit()).find((event) => event.action === "connect.burned" && event.detail.flow === flow);
  expect(row?.subject?.user_id).toBe(people.eve);
  if (auditNamesBob) expect(row?.actor?.user_id).toBe(people.bob);
  counters.audited += 1;
}

async function readAudit(): Promise<AuditRow[]> {
  await using ada = await disposable(world.signIn("Ada"));
  const page = await askHub<PageOf<AuditRow>>(ada.person.page, "GET", "/api/admin/audit");
  return page.rows;
}

async function disposable(signingIn: Promise<Person>) {
  const person = await signingIn;
  return { person, [Symbol.asyncDispose]: () => person.context.close() };
}

async function readsAnExplanation(person: Person): Promise<void> {
  await person.page.waitForURL(/\/connect\/(f-[0-9a-f-]+\/)?ended$/);
  await person.page.getByRole("heading", { level: 1 }).waitFor();
  const text = await person.page.getByRole("main").innerText();
  expect(text).toMatch(/nothing (was|has been) (linked|connected)/i);
  expect(text).not.toMatch(/Eve|burned|40[0-9]|undefined/);
}

test("(a) Bob, signed in as himself, opens Eve's authorization URL", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  await using bob = await disposable(world.signIn("Bob"));
  const before = tokenRequests();
  const { flow, authorization_url: authorizationUrl } = await eveStarts(eve.person);

  await bob.person.page.goto(authorizationUrl);

  await readsAnExplanation(bob.person);
  await expectDefeated(eve.person, flow, before, { auditNamesBob: true });
});

test("(a) Bob, signed out, opens Eve's authorization URL and signs in", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  await using bob = await disposable(world.openProfile());
  const before = tokenRequests();
  const { flow, authorization_url: authorizationUrl } = await eveStarts(eve.person);

  await bob.person.page.goto(authorizationUrl);
  await bob.person.page.waitForURL(/\/sign-in$/);
  await bob.person.page.getByRole("button", { name: /Bob/ }).click();

  await readsAnExplanation(bob.person);
  await expectDefeated(eve.person, flow, before, { auditNamesBob: true });
});

test("(a) a forged log-in can't sign Bob in as Eve, and a planted session has to confirm by a button", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  await using bob = await disposable(world.openProfile());
  const before = tokenRequests();
  const { flow, authorization_url: authorizationUrl } = await eveStarts(eve.person);

  // A page of Eve's posts the sign-in form from Bob's browser.
  const forged = await bob.person.context.request.post(`${world.demo.addresses.hub}/api/sign-in/development`, {
    headers: { origin: "http://eve.example", "sec-fetch-site": "cross-site" },
    data: { user_id: world.demo.facts.people.eve },
  });
  expect(forged.status()).toBe(403);

  // Suppose she managed it some other way: her session is in Bob's browser.
  await bob.person.signIn("Eve");
  await bob.person.page.goto(authorizationUrl);
  await bob.person.page.waitForURL(/\/confirm$/);
  await bob.person.page.getByText("eve.marsh@engines.example").first().waitFor();
  expect(tokenRequests()).toBe(before);
  expect((await statusOf(eve.person, flow)).state).toBe("created");

  await bob.person.page.getByRole("button", { name: "No, this wasn't me" }).click();
  await readsAnExplanation(bob.person);
  expect((await statusOf(eve.person, flow)).state).toBe("refused");
  await bob.person.page.goto(authorizationUrl);
  expect((await statusOf(eve.person, flow)).state).toBe("refused");
  expect(tokenRequests()).toBe(before);
  counters.declined += 1;
});

test("(b) Eve goes through verify herself; Bob consents at the address that follows", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  await using bob = await disposable(world.signIn("Bob"));
  const before = tokenRequests();
  const consentsBefore = consents();
  const { flow, authorization_url: authorizationUrl } = await eveStarts(eve.person);

  const atService = await locationOfFinish(eve.person, authorizationUrl);
  const callback = new Promise<string>((resolve) => {
    bob.person.page.on("request", (request) => {
      if (request.url().includes("/connect/callback")) resolve(request.url());
    });
  });
  await bob.person.page.goto(atService);
  await bob.person.answerAcme(bob.person.page, "bob.stone", "Allow");
  const callbackUrl = await callback;
  await bob.person.page.waitForLoadState();

  expect(consents()).toBe(consentsBefore + 1);
  counters.consents += 1;
  expect(await bob.person.page.locator("body").innerText()).not.toMatch(/undefined|40[0-9]/);
  expect(bob.person.page.url()).not.toMatch(/code=|state=/);
  await expectDefeated(eve.person, flow, before);

  // Then Eve opens Bob's callback in her own browser, where the cookie is.
  await eve.person.page.goto(callbackUrl);
  expect(tokenRequests()).toBe(before);
  await eve.person.page.goto(world.demo.addresses.hub);
  await expectDefeated(eve.person, flow, before);
  counters.tokenRequests += tokenRequests() - before;
});

test("(c) Bob opens a callback with Eve's state", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  await using bob = await disposable(world.signIn("Bob"));
  const before = tokenRequests();
  const { flow, authorization_url: authorizationUrl } = await eveStarts(eve.person);
  const state = new URL(await locationOfFinish(eve.person, authorizationUrl)).searchParams.get("state") ?? "";

  const callback = new URL("/connect/callback", world.demo.addresses.desk);
  callback.search = new URLSearchParams({ state, code: "bob-has-no-code", iss: world.demo.service.issuer }).toString();
  await bob.person.page.goto(callback.href);

  await expectDefeated(eve.person, flow, before);
});

test("(d) cookies of an earlier and of a parallel flow don't fit", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  const before = tokenRequests();
  const first = await eveStarts(eve.person);
  const firstService = new URL(await locationOfFinish(eve.person, first.authorization_url));
  const second = await eveStarts(eve.person);
  const secondService = new URL(await locationOfFinish(eve.person, second.authorization_url));

  // The value of the first flow's cookie under the second flow's name, and the other way round.
  const cookies = await eve.person.context.cookies(world.demo.addresses.desk);
  const [one, two] = [first, second].map(({ flow }) =>
    cookies.find((cookie) => cookie.name.includes(flow.slice(2, 10))),
  );
  if (one === undefined || two === undefined) throw new Error("The flows have no cookies of their own.");
  await eve.person.context.addCookies([
    { ...one, value: two.value },
    { ...two, value: one.value },
  ]);
  for (const [service, { flow }] of [
    [firstService, first],
    [secondService, second],
  ] as const) {
    const callback = new URL("/connect/callback", world.demo.addresses.desk);
    const state = service.searchParams.get("state") ?? "";
    callback.search = new URLSearchParams({ state, code: "some-code", iss: world.demo.service.issuer }).toString();
    await eve.person.page.goto(callback.href);
    await eve.person.page.goto(world.demo.addresses.hub);
    await expectDefeated(eve.person, flow, before);
  }
});

test("(e) HEAD, prefetch and link previews of every address in between do not burn an honest flow", async () => {
  await using eve = await disposable(world.signIn("Eve"));
  const { flow, authorization_url: authorizationUrl } = await eveStarts(eve.person);
  const verify = `${world.demo.addresses.hub}/connect/${flow}/verify?challenge=${"A".repeat(43)}`;
  const addresses = [
    authorizationUrl,
    verify,
    `${world.demo.addresses.desk}/connect/verified?flow=${flow}&code=${"A".repeat(43)}`,
    `${world.demo.addresses.desk}/connect/callback?state=${flow}.${"A".repeat(43)}&code=x`,
    `${world.demo.addresses.hub}/connect/${flow}/done`,
  ];
  const visits: RequestInit[] = [
    { method: "HEAD" },
    { headers: { "sec-purpose": "prefetch" } },
    { headers: { "sec-purpose": "prefetch;prerender" } },
    { headers: { purpose: "prefetch" } },
  ];
  for (const address of addresses) {
    for (const visit of visits) {
      await fetch(address, { ...visit, redirect: "manual" });
      counters.idleVisits += 1;
    }
  }
  // A preview robot follows the link itself, without any cookie.
  await fetch(authorizationUrl, { headers: { "user-agent": "Slackbot-LinkExpanding 1.0" } });
  expect((await statusOf(eve.person, flow)).state).toBe("created");

  const before = tokenRequests();
  await eve.person.page.goto(authorizationUrl);
  await eve.person.answerAcme(eve.person.page, "eve.marsh", "Allow");
  await eve.person.page.waitForURL(/\/done$/);
  expect((await statusOf(eve.person, flow)).state).toBe("completed");
  expect(tokenRequests()).toBe(before + 1);
});

test("every attack has been made", () => {
  expect(counters).toEqual({
    flows: 8,
    consents: 1,
    tokenRequests: 0,
    burned: 7,
    declined: 1,
    audited: 7,
    idleVisits: 20,
  });
});

/** Goes through connect page, verify and finish in the person's browser and answers where the finish leads. */
async function locationOfFinish(person: Person, authorizationUrl: string): Promise<string> {
  const arriving = person.page.waitForRequest((request) => request.url().startsWith(world.demo.service.issuer));
  await person.page.goto(authorizationUrl);
  const url = (await arriving).url();
  await person.page.goto(world.demo.addresses.hub);
  return url;
}
