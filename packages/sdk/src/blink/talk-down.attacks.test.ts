import { HEADERS } from "@joinery/contract";
import { expect, test } from "vitest";
import { ADA, OWN_PAGE, startBlinkWorld } from "../testing/blink-world.ts";
import { API_TOKEN, AUTH_ID, createFakeHub, HUB, PROXY_SECRET } from "../testing/fake-hub.ts";
import { DESK, startWorld } from "../testing/world.ts";

const blinkHeaders = { [HEADERS.userId]: ADA, [HEADERS.proxySecret]: PROXY_SECRET };

test.each([
  ["Connect as Blink sends it", "POST", `/auth/${AUTH_ID}`, {}, 401],
  ["Connect that asks for Blink mode", "POST", `/auth/${AUTH_ID}?mode=blink`, { "joinery-mode": "blink" }, 401],
  ["Connect with an empty assertion", "POST", `/auth/${AUTH_ID}`, { [HEADERS.assertion]: "" }, 401],
  ["Disconnect as Blink sends it", "DELETE", "/linked-accounts/k-1", {}, 401],
  ["an action as Blink sends it", "POST", "/tickets", {}, 401],
  ["a Blink host in Host and Forwarded", "POST", `/auth/${AUTH_ID}`, { "x-forwarded-host": "api.joinblink.com" }, 401],
])("talk-down of an SDK of our hub: %s is refused", async (_name, method, path, headers, status) => {
  const world = await startWorld();
  const { linked_account_id: id } = world.hub.addAccount(ADA, world.service.issue());
  const url = DESK + path.replace("k-1", id);

  const answer = await world.integration.fetch(new Request(url, { method, headers: { ...blinkHeaders, ...headers } }));

  expect(answer.status).toBe(status);
  expect(world.hub.accounts.size).toBe(1);
  expect(world.service.ledger.revoked).toEqual([]);
});

test("talk-down of an SDK of our hub: it has no page of Blink mode, to open or to send", async () => {
  const world = await startWorld();
  const blink = await startBlinkWorld();
  const link = await blink.press();
  const form = { ...(await blink.formOf(blink.newBrowser(), link)), choice: "continue" };

  const opened = await world.newBrowser().open(link);
  const sent = await world.newBrowser().open(link, { method: "POST", form, headers: OWN_PAGE });
  const done = await world.newBrowser().open(`${DESK}/connect/done`);

  expect([opened.status, sent.status, done.status]).toEqual([404, 404, 404]);
});

test("talk-down of an SDK of our hub: cookie and state of Blink mode open no callback", async () => {
  const world = await startWorld();
  const blink = await startBlinkWorld();
  const { browser, callback } = await blink.goToService();

  const answer = await world.newBrowser().open(callback, { headers: { cookie: browser.cookieHeader() } });

  expect(answer.headers.get("location")).toBe(`${DESK}/connect/ended`);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("Blink's own host can't be declared a hub that verifies, and its look-alikes are no Blink", async () => {
  const verifying = { mode: "hub" } as const;
  const asHub = (hub: string) => startWorld({ hub, ...verifying });

  await expect(asHub("https://api.joinblink.com")).rejects.toThrow(/mode must be "blink"/);
  await expect(asHub("https://JoinBlink.com.")).rejects.toThrow(/mode must be "blink"/);
  await expect(asHub("https://joinblink.com.evil.example")).resolves.toBeDefined();
  await expect(asHub("https://evil-joinblink.com")).resolves.toBeDefined();
  await expect(startWorld({ mode: "plain" as "hub" })).rejects.toThrow(/mode must be "hub" or "blink"/);
});

test("talk-up of an SDK in Blink mode: headers of our hub change nothing, and it is never asked anything", async () => {
  const world = await startBlinkWorld();
  const hub = await createFakeHub(world.clock.now);
  const flow = "f-00000000-0000-4000-8000-000000000001";
  const signed = await hub.sign({ base: DESK, method: "POST", path: `/auth/${AUTH_ID}`, user: ADA, flow });

  const pressed = await world.integration.fetch(signed);
  const opened = await world.newBrowser().open(`${DESK}/connect/${flow}`);
  const verified = await world.newBrowser().open(`${DESK}/connect/verified?flow=${flow}&code=${"A".repeat(43)}`);

  const { data } = (await pressed.json()) as { data: { authorization_url: string } };
  expect(data.authorization_url).toContain("/connect/start/");
  expect([opened.status, verified.status]).toEqual([404, 404]);
  expect(world.blink.calls).toEqual([]);
});

test("any base can be told to speak as Blink does, and then nothing of part 2 is sent to it", async () => {
  const urls: string[] = [];
  const world = await startBlinkWorld({
    hub: HUB,
    mode: "blink",
    fetch: async (input) => {
      urls.push(new URL(new Request(input).url).pathname);
      return Response.json({ code: "OK", message: "OK", data: [{ id: ADA, display_name: "Ada Lovelace" }] });
    },
  });

  const page = await world.newBrowser().open(await world.press());

  expect(await page.text()).toContain("Ada Lovelace");
  expect(urls).toEqual(["/v2/user"]);
});

test.each([
  ["no proxy secret", { [HEADERS.proxySecret]: "" }, 401],
  ["a wrong proxy secret", { [HEADERS.proxySecret]: `${PROXY_SECRET}x` }, 401],
  ["the API token as proxy secret", { [HEADERS.proxySecret]: API_TOKEN }, 401],
  ["no user", { [HEADERS.userId]: "" }, 400],
  ["two users", { [HEADERS.userId]: `${ADA}, u-2` }, 400],
  ["a user that is too long", { [HEADERS.userId]: "u".repeat(256) }, 400],
])("in Blink mode a call with %s is refused, whatever it is for", async (_name, headers, status) => {
  const world = await startBlinkWorld();
  const { linked_account_id: id } = world.blink.addAccount(ADA, world.service.issue());

  const answers = await Promise.all([
    world.call("POST", `/auth/${AUTH_ID}`, ADA, { headers }),
    world.call("DELETE", `/linked-accounts/${id}`, ADA, { headers }),
    world.call("POST", "/tickets", ADA, { headers, body: { title: "x" } }),
  ]);

  expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
  expect(world.blink.calls).toEqual([]);
});

test("in Blink mode current and next proxy secret are both accepted, and an unknown Auth ID is not", async () => {
  const world = await startBlinkWorld({ proxySecret: [PROXY_SECRET, "the next proxy secret"] });

  const answers = await Promise.all([
    world.call("POST", `/auth/${AUTH_ID}`, ADA),
    world.call("POST", `/auth/${AUTH_ID}`, ADA, { headers: { [HEADERS.proxySecret]: "the next proxy secret" } }),
    world.call("POST", "/auth/t-unknown", ADA),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
});
