import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createIntegration, oauth2 } from "@joinery/sdk";
import { startHub } from "@joinery/testing";
import type { Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { askHub } from "../world/ask-hub.ts";
import { startFaultWorld } from "../world/fault-world.ts";
import type { Person } from "../world/person.ts";

/** The SDK against a hub that speaks part 1 of the contract and nothing more, in Chromium. */

const world = await startFaultWorld("blink", "blink");
const { hub } = world;
const counters = { connects: 0, forwarded: 0, refused: 0, talkedDown: 0 };

afterAll(async () => {
  console.log("blink-mode", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

afterEach(async () => {
  for (const user of ["ada", "bob", "eve"] as const) {
    for (const account of await hub.accounts(user)) await hub.disconnect(user, account.linked_account_id);
  }
});

function tokenRequests(): number {
  return hub.service.ledger.entries({ kind: "token_request" }).length;
}

/** Presses Connect as the hub's page does, and opens nothing. */
async function pressConnect(person: Person): Promise<string> {
  const { serviceId, authId } = hub.settings;
  const started = await askHub<{ authorization_url: string }>(
    person.page,
    "POST",
    `/connector/${serviceId}/auth/${authId}`,
  );
  counters.connects += 1;
  return started.authorization_url;
}

async function logInAndAllow(page: Page, account: string): Promise<void> {
  await page.getByLabel("Username").fill(account);
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Allow" }).click();
}

async function wordsOf(page: Page): Promise<string> {
  return (await page.getByRole("main").innerText()).replace(/\s+/g, " ");
}

test("connect, use, renew and disconnect, as a person of an organisation that uses Blink", async () => {
  const ada = await world.signIn("Ada");
  await ada.openIntegration("Acme Desk");

  const window = await ada.pressConnect();
  await window.getByRole("button", { name: "Continue" }).waitFor();
  const question = await wordsOf(window);
  await window.getByRole("button", { name: "Continue" }).click();
  await logInAndAllow(window, "john.doe");
  await window.waitForURL(/\/connect\/done$/);
  const end = await wordsOf(window);
  await ada.page.getByText("john.doe").first().waitFor();
  counters.connects += 1;

  expect(question).toMatch(/You are connecting Acme Desk to the Blink account of Ada Lovelace/);
  expect(question).toMatch(/ada\.lovelace@engines\.example/);
  expect(end).toMatch(/Acme Desk is connected/);
  expect(new URL(window.url()).search).toBe("");

  const [account] = await hub.accounts("ada");
  expect((await hub.act("ada", "POST", "/tickets", { title: "Broken lamp" })).status).toBe(200);
  hub.service.expireAccessTokens();
  const presses = ["one", "two", "three"].map((title) => hub.act("ada", "POST", "/tickets", { title }));
  expect((await Promise.all(presses)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(hub.service.ledger.entries({ kind: "refresh" })).toHaveLength(1);

  const { receipt } = await hub.disconnect("ada", account?.linked_account_id ?? "");
  expect(receipt).toMatchObject({ acknowledged: { state: "acknowledged" } });
  expect(hub.service.liveGrants("john.doe")).toBe(0);
  await ada.context.close();
});

test("nothing of our own contract travels", async () => {
  const { account } = await hub.connect("ada");
  await hub.disconnect("ada", account?.linked_account_id ?? "");

  const exchanges = await hub.workshop.exchanges();
  const between = exchanges.filter(({ from, to }) => [from, to].includes("integration") && [from, to].includes("hub"));
  const names = between.flatMap(({ request, response }) => [...request.headers, ...(response?.headers ?? [])]);
  const paths = between.map(({ request }) => new URL(request.url).pathname);

  expect(between.length).toBeGreaterThan(5);
  expect(names.filter(([name]) => name.startsWith("joinery-"))).toEqual([]);
  expect(paths.filter((path) => /connect|lease|jwks/.test(path))).toEqual([]);
});

describe("a link that Eve sends to Bob", () => {
  test("names Eve, and is over when Bob says that it is not him", async () => {
    const [eve, bob] = await Promise.all([world.signIn("Eve"), world.signIn("Bob")]);
    const before = tokenRequests();
    const link = await pressConnect(eve);

    await bob.page.goto(link);
    const question = await wordsOf(bob.page);
    await bob.page.getByRole("button", { name: "This is not me" }).click();
    await bob.page.waitForURL(/\/connect\/stopped$/);
    await eve.page.goto(link);

    expect(question).toMatch(/Blink account of Eve Marsh/);
    expect(question).toMatch(/close this window/i);
    expect(await eve.page.getByRole("button", { name: "Continue" }).count()).toBe(0);
    expect(tokenRequests()).toBe(before);
    counters.forwarded += 1;
    await Promise.all([eve.context.close(), bob.context.close()]);
  });

  test("is of no use when Eve has pressed Continue herself and sends the address of Acme Desk", async () => {
    const before = tokenRequests();

    const outcome = await hub.connect("eve", { openedBy: "bob", forwarded: "service" });

    expect(outcome.linked).toEqual([]);
    expect(outcome.ended_at).toMatch(/\/connect\/ended$/);
    expect(outcome.reads).toMatch(/stopped/);
    expect(tokenRequests()).toBe(before);
    counters.forwarded += 1;
  });

  test("is of no use when Eve sends her own callback", async () => {
    const before = tokenRequests();

    const outcome = await hub.connect("eve", { openedBy: "bob", forwarded: "callback" });

    expect(outcome.linked).toEqual([]);
    expect(tokenRequests()).toBe(before);
    counters.forwarded += 1;
  });

  test("links Bob's account when Bob presses Continue on the page that names Eve: what Blink mode can't prevent", async () => {
    const { linked } = await hub.connect("eve", { openedBy: "bob" });

    expect(linked).toMatchObject([{ user_id: hub.users.eve, external_account_id: "bob.stone" }]);
    counters.forwarded += 1;
  });
});

test("a link is good for one consent", async () => {
  const ada = await world.signIn("Ada");
  const link = await pressConnect(ada);
  await ada.page.goto(link);
  await ada.page.getByRole("button", { name: "Continue" }).click();
  await logInAndAllow(ada.page, "john.doe");
  await ada.page.waitForURL(/\/connect\/done$/);
  const before = tokenRequests();

  await ada.page.goto(link);

  expect(await ada.page.getByRole("button", { name: "Continue" }).count()).toBe(0);
  expect(tokenRequests()).toBe(before);
  counters.refused += 1;
  await ada.context.close();
});

test("a link is good for ten minutes", async () => {
  await using own = await startHub({ kind: "blink" });
  await own.serve(({ service, ...settings }) =>
    createIntegration({
      ...settings,
      name: "Acme Desk",
      auth: oauth2({ ...service, scopes: ["openid", "profile", "offline_access"] }),
      log: () => undefined,
    }),
  );
  const { serviceId, authId } = own.settings;
  const reply = await own.act("ada", "POST", `/auth/${authId}`);
  const { data } = (await reply.json()) as { data: { authorization_url: string } };
  const early = await (await fetch(data.authorization_url)).text();
  own.clock.advance({ minutes: 11 });

  const late = await (await fetch(data.authorization_url)).text();

  expect(serviceId).toMatch(/^l-/);
  expect(early).toContain("Continue");
  expect(late).not.toContain("Continue");
  counters.refused += 1;
});

/** A page of somebody else's on this machine; `html` is what it says. */
async function startForeignPage(html: string) {
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

test("another site can't press Continue in a person's browser", async () => {
  const bob = await world.signIn("Bob");
  const eve = await world.signIn("Eve");
  const link = await pressConnect(eve);
  const page = await (await fetch(link)).text();
  const formToken = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const before = hub.service.ledger.entries().length;
  const form = `<form method="post" action="${link}"><input name="form_token" value="${formToken}"><button name="choice" value="continue">Win</button></form>`;
  await using foreign = await startForeignPage(form);

  await bob.page.goto(foreign.url);
  await bob.page.getByRole("button", { name: "Win" }).click();
  await bob.page.waitForURL(/\/connect\/ended$/);

  expect(formToken).not.toBe("");
  expect(hub.service.ledger.entries()).toHaveLength(before);
  expect(await bob.context.cookies(hub.settings.connectBase)).not.toContainEqual(
    expect.objectContaining({ name: expect.stringMatching(/joinery-b/) }),
  );
  counters.refused += 1;
  await Promise.all([eve.context.close(), bob.context.close()]);
});

test("the question can't be put into a frame of another site", async () => {
  const bob = await world.signIn("Bob");
  const eve = await world.signIn("Eve");
  const link = await pressConnect(eve);
  await using foreign = await startForeignPage(`<iframe src="${link}"></iframe>`);

  await bob.page.goto(foreign.url);
  const frame = bob.page.frames().find((each) => each !== bob.page.mainFrame());

  expect(await frame?.getByRole("button", { name: "Continue" }).count()).toBe(0);
  counters.refused += 1;
  await Promise.all([eve.context.close(), bob.context.close()]);
});

describe("an SDK that is configured for our own hub", () => {
  test("can't be talked down by a request", async () => {
    await using own = await startHub();
    await own.run({
      command: process.execPath,
      args: [new URL("../../examples/desk/main.ts", import.meta.url).pathname],
    });
    const { authId } = own.settings;
    const user = "eve" as const;
    const plain = { signature: "missing", headers: {} } as const;
    const asBlink = { ...plain, headers: { "joinery-mode": "blink", "user-agent": "Blink" } };

    const answers = await Promise.all([
      own.workshop.send({ method: "POST", path: `/auth/${authId}`, user, ...plain }),
      own.workshop.send({ method: "POST", path: `/auth/${authId}?mode=blink`, user, ...asBlink }),
      own.workshop.send({ method: "POST", path: "/connect/start/x", user, ...plain, body: "choice=continue" }),
      own.workshop.send({ method: "DELETE", path: "/linked-accounts/k-1", user, ...plain }),
      own.workshop.send({ method: "POST", path: "/tickets", user, ...plain, body: '{"title":"x"}' }),
    ]);
    const page = await fetch(`${own.settings.connectBase}/connect/start/anything`);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 404, 401, 401]);
    expect(answers.some(({ body }) => body.includes("authorization_url"))).toBe(false);
    expect(page.status).toBe(404);
    expect(own.service.ledger.entries()).toEqual([]);
    counters.talkedDown += answers.length + 1;
  });
});
