import { expect, test } from "vitest";
import { basic, form } from "../external/credentials.ts";
import { startBlinkWorld } from "../testing/blink-world.ts";
import { createKeyService, enter, GOOD_KEY, KEYS, keyNotes, startKeyWorld } from "../testing/key-world.ts";
import { ADA, DESK, startWorld } from "../testing/world.ts";

test("a person who enters a key that the service accepts ends with a linked account", async () => {
  const world = await startKeyWorld();
  const { browser, page, flow } = await world.goToQuestion();

  const ended = await world.enter(browser, page, { key: ` ${GOOD_KEY}\n` });

  expect(ended.status).toBe(303);
  expect(ended.headers.get("location")).toBe(world.done(flow));
  expect([...world.hub.accounts.values()]).toMatchObject([
    {
      user_id: ADA,
      external_account_id: "john.doe",
      external_subject: "7",
      access_token: GOOD_KEY,
      refresh_token: null,
    },
  ]);
  expect(browser.jar.size).toBe(0);
});

test("an action then carries the key, and disconnecting says truthfully that it stays valid", async () => {
  const world = await startKeyWorld();
  const { browser, page } = await world.goToQuestion();
  await world.enter(browser, page, { key: GOOD_KEY });
  const [account] = world.hub.accounts.keys();

  const noted = await world.call({ method: "POST", path: "/notes", user: ADA, body: { text: "hello" } });
  const removed = await world.call({ method: "DELETE", path: `/linked-accounts/${account}`, user: ADA });

  expect(await noted.json()).toEqual({ status: 200 });
  expect(world.keys.ledger.notes).toEqual(["hello"]);
  expect(await removed.json()).toMatchObject({ data: { revocation: "not_supported", detail: /stays valid/ } });
  expect(world.hub.accounts.size).toBe(0);
});

test("the page names the service, its field and where to find the key, and shows no secret", async () => {
  const world = await startKeyWorld({ icon: "data:image/png;base64,iVBORw0KGgo=" });
  const { browser, page } = await world.goToQuestion();

  const shown = await browser.open(page);

  const html = await shown.text();
  expect(html).toContain("Connect Key Notes");
  expect(html).toMatch(/<label for="key">Key Notes API key<\/label>\s*<input id="key" name="key" type="password"/);
  expect(html).toContain('aria-describedby="key-hint"');
  expect(html).toContain('href="https://keys.example/settings"');
  expect(html).toContain('<img src="data:image/png;base64,iVBORw0KGgo=" alt="">');
  expect(html).not.toContain("<script");
  expect(shown.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'; form-action 'self' https:; frame-ancestors 'none'$/,
  );
});

test("a key that is refused is asked for again, five times at most, and never shown again", async () => {
  const world = await startKeyWorld();
  const { browser, page, flow } = await world.goToQuestion();

  const answers: Response[] = [];
  for (let number = 0; number < 6; number += 1) {
    answers.push(await world.enter(browser, page, { key: `canary-wrong-${number}-0123456789` }));
  }

  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 303, 303]);
  const html = await answers[3]?.text();
  expect(html).toContain("Key Notes doesn&#39;t accept what you entered. Check it; you can try one more time.");
  expect(html).not.toContain("canary");
  expect(world.keys.ledger.keys).toHaveLength(5);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "external_service_refused" });
  expect(JSON.stringify(world.log)).not.toContain("canary");
});

test.each([
  ["fails", () => new Response("<h1>canary</h1>", { status: 500 })],
  ["hangs up", () => Promise.reject(new TypeError("fetch failed"))],
  ["says who it is in a page", () => new Response("<html>canary</html>", { headers: { "content-type": "text/html" } })],
  ["names nobody", () => Response.json({ id: null, login: ["john"] })],
  ["has a label without end", () => Response.json({ id: 1, login: "x".repeat(10_000) })],
])("a service that %s is told apart from a wrong key, and nothing is stored", async (_what, fault) => {
  const world = await startKeyWorld();
  const { browser, page } = await world.goToQuestion();
  world.keys.breakWith(fault);

  const answer = await world.enter(browser, page, { key: GOOD_KEY });
  world.keys.breakWith(undefined);
  const again = await world.enter(browser, page, { key: GOOD_KEY });

  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("Key Notes didn&#39;t answer as it should, so nothing was stored.");
  expect(again.status).toBe(303);
  expect(world.hub.accounts.size).toBe(1);
});

test.each([
  ["nothing", {}, "Fill in: Key Notes API key."],
  ["a line break", { key: "a\nb" }, "characters in it that can&#39;t be typed"],
  ["too much", { key: "x".repeat(8_193) }, "This is too long."],
])("%s is no key: the page says so at the field, and nothing is tried", async (_what, answers, sentence) => {
  const world = await startKeyWorld();
  const { browser, page } = await world.goToQuestion();

  const answer = await world.enter(browser, page, answers);

  expect(answer.status).toBe(422);
  const html = await answer.text();
  expect(html).toMatch(/<input id="key"[^>]* aria-invalid="true" aria-describedby="key-hint key-fault">/);
  expect(html).toContain(sentence);
  expect(world.keys.ledger.keys).toEqual([]);
});

test("who presses Cancel is told at the hub that it was cancelled", async () => {
  const world = await startKeyWorld();
  const { browser, page, flow } = await world.goToQuestion();

  const answer = await world.enter(browser, page, { choice: "cancel" });

  expect(answer.headers.get("location")).toBe(world.done(flow));
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "cancelled" });
});

test("in Blink mode the same page comes after the question whose account it is", async () => {
  const keys = createKeyService();
  const world = await startBlinkWorld({ name: "Key Notes", auth: keyNotes }, { [KEYS]: keys.handle });
  const browser = world.newBrowser();

  const page = await world.choose(browser, await world.press(), "continue");
  const wrong = await enter(browser, page, { key: "wrong-key-0123456789" });
  const ended = await enter(browser, page, { key: GOOD_KEY });
  const again = await enter(browser, page, { key: GOOD_KEY });

  expect(page).toMatch(/^https:\/\/desk\.example\/connect\/question\/b-/);
  expect(wrong.status).toBe(422);
  expect(ended.headers.get("location")).toBe(`${DESK}/connect/done`);
  expect(again.status).toBe(303);
  expect([...world.blink.accounts.values()]).toMatchObject([{ user_id: ADA, access_token: GOOD_KEY }]);
  expect(world.blink.bodies).toHaveLength(1);
});

test("a name and a password go as RFC 7617 has it, with letters beyond ASCII", async () => {
  const seen: (string | null)[] = [];
  const auth = basic({
    apiOrigins: [KEYS],
    async verify({ username, fetch }) {
      const answer = await fetch(`${KEYS}/session`);
      return answer.ok ? { externalAccountId: username } : undefined;
    },
  });
  const handle = async (request: Request) => {
    seen.push(request.headers.get("authorization"));
    return Response.json({});
  };
  const world = await startWorld({ auth, actions: [] }, { [KEYS]: handle });
  const browser = world.newBrowser();
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${world.hub.startFlow(ADA)}`), DESK);

  await enter(browser, await browser.locationOf(finish), { username: "jörg", password: " päss:wort " });

  expect(seen).toEqual([`Basic ${Buffer.from("jörg: päss:wort ").toString("base64")}`]);
  expect([...world.hub.accounts.values()]).toMatchObject([{ external_account_id: "jörg" }]);
});

test("a form of the integration's own puts its answers where the service wants them", async () => {
  const seen: (string | null)[][] = [];
  const auth = form({
    apiOrigins: [KEYS],
    fields: [
      { name: "client", label: "Client number" },
      { name: "pin", label: "PIN", secret: true },
      { name: "branch", label: "Branch", optional: true },
    ],
    authorize(headers, { client = "", pin = "" }) {
      headers.set("x-client", client);
      headers.set("x-pin", pin);
    },
    async verify({ answers, fetch }) {
      await fetch(`${KEYS}/whoami`);
      return { externalAccountId: `${answers.client} ${answers.branch}` };
    },
  });
  const handle = async ({ headers }: Request) => {
    seen.push([headers.get("x-client"), headers.get("x-pin")]);
    return Response.json({});
  };
  const world = await startWorld({ auth, actions: [] }, { [KEYS]: handle });
  const browser = world.newBrowser();
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${world.hub.startFlow(ADA)}`), DESK);

  const half = await enter(browser, await browser.locationOf(finish), { client: "4711" });
  await enter(browser, await browser.locationOf(finish), { client: "4711", pin: "0815" });

  expect(await half.text()).toMatch(/id="client"[^>]* value="4711"/);
  expect(seen).toEqual([["4711", "0815"]]);
  expect([...world.hub.accounts.values()]).toMatchObject([{ external_account_id: "4711 " }]);
});

test("an account whose customer's host can't be read any more sends its key nowhere, and is refused as itself", async () => {
  const auth = {
    ...keyNotes,
    site: { host: "{site}.keys.example", label: "Your address" },
    apiOrigins: ["https://{site}.keys.example"],
  } as const;
  const world = await startKeyWorld({ auth });
  const { linked_account_id: id } = world.hub.addAccount(ADA, {
    access_token: GOOD_KEY,
    additional_info: "evil.example",
  });

  const account = await world.integration.account({ userId: ADA, linkedAccountId: id });

  await expect(account.fetch("https://evil.example/me")).rejects.toThrow("not declared in apiOrigins");
  expect(world.keys.ledger.keys).toEqual([]);
});
