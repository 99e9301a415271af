import { connect } from "node:net";
import type { LinkedAccount, Receipt } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { DEMO_PASSWORD } from "@joinery/workshop";
import { expect } from "vitest";
import { type FaultPerson, signIn } from "../../faults/world/person.ts";
import type { Place, Walker, World } from "./world.ts";

/** Longer than the hub passes on, and than any adapter hands over (contract 1.1). */
const TOO_MUCH = 1_048_577;
/** A browser keeps five connects of an integration; the sixth drives out the oldest (contract 2.1, step 2). */
const MOST_CONNECTS = 5;

/**
 * Walks the whole way of one person through one integration: connect, an action, a token that has to be renewed, disconnect
 * with its receipt; and what an adapter could get wrong on it: bytes of a body, several cookies, requests of strangers.
 */
export async function walkJourney(world: World, place: Place, walker: Walker): Promise<void> {
  const person = await signIn(place, world.userOf(place.mode, walker));
  const grantsBefore = world.service.liveGrants(walker.account);

  await refusesStrangers(place);
  await keepsCookiesApart(person, place);
  const account = await connects(world, { person, place, walker });
  await filesTickets(world, { person, place, walker });
  await disconnects({ person, place, walker, account });
  expect(world.service.liveGrants(walker.account)).toBe(grantsBefore);
}

/** Connects somebody, and nothing else; answers their id. */
export async function linkAccount(world: World, place: Place, walker: Walker): Promise<string> {
  const person = await signIn(place, world.userOf(place.mode, walker));
  await connects(world, { person, place, walker });
  return person.userId;
}

/** Files a ticket past the hub, which only Blink mode lets through: there a secret is all that a request has. */
export function askDirectly(place: Place, userId: string): Promise<Response> {
  const { method, headers, body } = directRequest(place, userId);
  return fetch(`${place.connectBase}/tickets`, { method, headers, body, signal: AbortSignal.timeout(10_000) });
}

/** The same by somebody who does not wait: the function returned breaks the connection. */
export function askImpatiently(place: Place, userId: string): () => void {
  const { method, headers, body } = directRequest(place, userId);
  const lines = Object.entries({ ...headers, host: "localhost", "content-length": Buffer.byteLength(body) });
  const head = [`${method} /tickets HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  const socket = connect(place.port, "localhost");
  socket.on("error", () => undefined);
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  return () => void socket.resetAndDestroy();
}

function directRequest({ proxySecret }: Place, userId: string) {
  const headers = {
    "content-type": "application/json",
    "blink-auth-userid": userId,
    "blink-auth-proxysecret": proxySecret,
  };
  return { method: "POST", headers, body: JSON.stringify({ title: TITLE }) };
}

interface Walk {
  person: FaultPerson;
  place: Place;
  walker: Walker;
}

/** Nobody but the hub gets in, and it is said as the contract has it; a flood is stopped. */
async function refusesStrangers({ connectBase, proxySecret, mode }: Place): Promise<void> {
  const ask = (secret: string, body: string) =>
    fetch(`${connectBase}/tickets?a=%41&b=1+2`, {
      method: "POST",
      headers: { "content-type": "application/json", "blink-auth-userid": "u-1", "blink-auth-proxysecret": secret },
      body,
    });
  const wrong = await ask("wrong", "{}");
  const flood = await ask(proxySecret, JSON.stringify({ title: "x".repeat(TOO_MUCH) }));
  const elsewhere = await fetch(`${connectBase}/connect/nowhere`);
  const asked = await fetch(`${connectBase}/connect/nowhere`, { method: "HEAD" });

  expect([wrong.status, await codeOf(wrong)]).toEqual([401, "SECRET_WRONG"]);
  expect([flood.status, elsewhere.status, asked.status]).toEqual([413, 404, 404]);
  expect(elsewhere.headers.get("cache-control")).toBe("no-store");
  await Promise.all([flood.arrayBuffer(), elsewhere.arrayBuffer(), asked.arrayBuffer()]);
  if (mode === "blink") return;
  const unsigned = await ask(proxySecret, '{ "title": "x" }');
  expect([unsigned.status, await codeOf(unsigned)]).toEqual([401, "ASSERTION_INVALID"]);
}

/** One answer that sets a cookie and removes another: two headers, which must not become one. */
async function keepsCookiesApart(person: FaultPerson, place: Place): Promise<void> {
  if (place.mode === "blink") return;
  const browser = person.openBrowser();
  for (let connect = 0; connect <= MOST_CONNECTS; connect += 1) {
    const page = await browser.open((await press(person, place)).authorization_url);
    expect(page.status).toBe(200);
  }
  const removed = browser.setCookies().filter((cookie) => cookie.includes("Max-Age=0"));

  expect(removed).toHaveLength(1);
  expect(removed[0]).not.toContain(",");
}

async function press(person: FaultPerson, { serviceId, authId }: Place): Promise<ConnectStarted> {
  const pressed = await person.ask<ConnectStarted>("POST", `/connector/${serviceId}/auth/${authId}`, {});
  expect([pressed.status, pressed.code]).toEqual([200, "OK"]);
  return pressed.data;
}

async function connects(world: World, { person, place, walker }: Walk): Promise<LinkedAccount> {
  const browser = person.openBrowser();
  let page = await browser.open((await press(person, place)).authorization_url);
  if (place.mode === "blink") page = await browser.press(page, "Continue");
  page = await browser.press(page, "Log in", { username: walker.account, password: DEMO_PASSWORD });
  page = await browser.press(page, "Allow");

  expect(page.url.pathname).toMatch(/\/done$/);
  expect(page.url.search).toBe("");
  expect(page.url.origin).toBe(place.mode === "hub" ? place.hub : place.connectBase);
  expect(world.service.ledger.entries({ kind: "token_request", clientId: place.clientId })).toHaveLength(1);
  const accounts = await listAccounts(person, place);
  expect(accounts).toMatchObject([{ external_account_id: walker.account, requires_reauthentication: false }]);
  return accounts[0] as LinkedAccount;
}

async function listAccounts({ userId }: FaultPerson, { hub, apiToken, authId }: Place): Promise<LinkedAccount[]> {
  const headers = { authorization: `Bearer ${apiToken}` };
  const reply = await fetch(`${hub}/v2/user/${userId}/linked-accounts?auth_id=${authId}`, { headers });
  return ((await reply.json()) as { data: LinkedAccount[] }).data;
}

/** As it is spelled here, so that parsing and writing it again would change its bytes. */
const TITLE = "Br\u00f6ken   ch\u00e4ir \ud83e\ude91 1.0e1";

async function filesTickets({ service }: World, { person, place, walker }: Walk): Promise<void> {
  const filed = await person.act("/tickets?a=%41&b=1+2&a=%2B&c", { title: TITLE });
  expect(filed.status).toBe(200);
  expect(service.tickets.list(walker.account)[0]).toMatchObject({ title: TITLE });

  service.expireAccessTokens(walker.account);
  const presses = ["one", "two", "three"].map((title) => person.act("/tickets", { title }));
  expect((await Promise.all(presses)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(service.ledger.entries({ kind: "refresh", clientId: place.clientId })).toHaveLength(1);
}

async function disconnects({ person, place, account }: Walk & { account: LinkedAccount }): Promise<void> {
  const path = `/connector/${place.serviceId}/linked-accounts/${account.linked_account_id}`;
  const { status, data } = await person.ask<Receipt>("DELETE", path);

  expect(status).toBe(200);
  expect(data.acknowledged.state).toBe("acknowledged");
  expect(data.withdrawn.state).toBe(place.mode === "hub" ? "revoked" : "unknown");
  expect(await listAccounts(person, place)).toEqual([]);
}

async function codeOf(reply: Response): Promise<unknown> {
  return ((await reply.json()) as { code?: unknown }).code;
}
