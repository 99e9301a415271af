import { expect, test } from "vitest";
import { decodeWords, partOf, startMailServer } from "../mail/mail-server.fixture.ts";
import { auditOf, deactivate } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { mailNotice } from "./mail-notice.ts";

const FROM = "Joinery <joinery@engines.example>";
const HOUR = 3_600;

async function startMailingHub() {
  const mail = await startMailServer();
  const hub = await startHub({ mail: { smtpUrl: mail.url, from: FROM } });
  const desk = await hub.addIntegration("plain");
  const account = await hub.linkAccount(desk, "bob");
  return {
    mail,
    hub,
    desk,
    account,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await mail[Symbol.asyncDispose]();
    },
  };
}

async function setBroken(hub: TestHub, desk: TestIntegration, account: string, broken = true): Promise<void> {
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
  await dataOf(await desk.api.patch(path, { requires_reauthentication: broken }));
}

const noticesIn = (hub: TestHub) => hub.hub.context.db.selectFrom("notices").selectAll().execute();

/** Writes what a test can't reach by a route. */
const rename = (hub: TestHub, change: { display_name?: string; email?: string | null }) =>
  hub.hub.context.db.updateTable("users").set(change).where("user_id", "=", hub.users.bob).execute();

test("a person is told once that a link needs them, with an address that repairs that account", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;

  await setBroken(hub, desk, account);
  expect(mail.received).toEqual([]);
  await hub.work();
  await hub.work();

  expect(mail.received).toHaveLength(1);
  const [received] = mail.received;
  expect(received?.to).toEqual(["Bob@engines.example"]);
  expect(received?.headers.get("subject")).toEqual(["Your link to Acme Desk needs you"]);
  expect(received?.headers.get("auto-submitted")).toEqual(["auto-generated"]);
  const url = `http://127.0.0.1:4000/accounts/${account}?repair`;
  expect(partOf(received as never, "plain")).toBe(
    [
      "Hello Bob Stone,",
      "",
      "Your account john.doe in Acme Desk has to be connected again.",
      "",
      "Acme Desk no longer accepts the permission you gave. That happens when",
      "it expires, or when a password changes. Nothing is lost.",
      "",
      "Connect it again on its page; that takes a minute.",
      "",
      "Connect it again:",
      url,
      "",
      "-- ",
      "You get this mail once, from Analytical Engines.",
      "Opening the address changes nothing: it leads to a page of yours, and",
      "there you decide.",
      "",
    ].join("\n"),
  );
  expect(partOf(received as never, "html")).toContain(`href="${url}"`);
  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "sent", mail_attempts: 1 }]);
});

test("a removed link leads to its receipt", async () => {
  await using world = await startMailingHub();
  const { mail, hub, account } = world;

  await hub.as("ada").delete(`/api/admin/accounts/${account}`);
  await hub.work();

  const [received] = mail.received;
  expect(received?.headers.get("subject")).toEqual(["Your link to Acme Desk was removed"]);
  const text = partOf(received as never, "plain");
  expect(text).toContain("An administrator disconnected it.");
  expect(text).toContain(`http://127.0.0.1:4000/accounts/${account}/receipt\n`);
});

test("a crash after the server took the mail is one mail to the reader: the second has the same id", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  await setBroken(hub, desk, account);
  const [notice] = await noticesIn(hub);
  const job = { organisationId: hub.organisationId, noticeId: notice?.notice_id ?? "" };

  await mailNotice(hub.hub.context, job);
  await hub.hub.context.db.updateTable("notices").set({ mail_state: "waiting" }).execute();
  hub.advance(60);
  await mailNotice(hub.hub.context, job);
  await mailNotice(hub.hub.context, job);

  expect(mail.received).toHaveLength(2);
  const ids = mail.received.map(({ headers }) => headers.get("message-id")?.[0]);
  expect(new Set(ids)).toEqual(new Set([`<notice-${notice?.notice_id}@127.0.0.1>`]));
  expect(new Set(mail.received.map(({ headers }) => headers.get("date")?.[0])).size).toBe(1);
});

test("a server that is down is asked again; then the mail goes out once", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  mail.refuse(451);
  await setBroken(hub, desk, account);

  await hub.work();
  hub.advance(60);
  await hub.work();
  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "waiting", mail_attempts: 2 }]);
  mail.refuse(undefined);
  hub.advance(HOUR);
  await hub.work();

  expect(mail.received).toHaveLength(1);
  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "sent", mail_attempts: 3 }]);
});

test("after a day a mail has failed, and the audit says so", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  mail.refuse(451);
  await setBroken(hub, desk, account);
  await hub.work();
  for (let hours = 0; hours < 30; hours++) {
    hub.advance(HOUR);
    await hub.work();
  }

  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "failed" }]);
  const { db } = hub.hub.context;
  const told = await db.selectFrom("audit_events").selectAll().where("action", "=", "notice.mail_failed").execute();
  expect(told).toMatchObject([{ subject_id: hub.users.bob, detail: { linked_account: account, refused: false } }]);
});

test("a mail that the server refuses for good is not sent again", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  mail.refuse(550);
  await setBroken(hub, desk, account);

  await hub.work();

  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "failed", mail_attempts: 1 }]);
  expect(await auditOf(hub, "notice.mail_failed")).toHaveLength(1);
  expect(hub.logged.find(({ event }) => event === "mail.failed")?.fields).toMatchObject({ code: "EENVELOPE 550" });
});

test("nothing is sent when the account works again before the mail is due", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  await setBroken(hub, desk, account);
  await setBroken(hub, desk, account, false);

  await hub.work();

  expect(mail.received).toEqual([]);
  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "off" }]);
});

test.each([
  ["without an address", null],
  ["with a list of addresses", "bob@engines.example, eve@evil.example"],
  ["with a header in the address", "bob@engines.example\r\nBcc: eve@evil.example"],
])("a person %s is told on their page only", async (_what, email) => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  await rename(hub, { email });
  await setBroken(hub, desk, account);

  await hub.work();

  expect(mail.received).toEqual([]);
  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "off" }]);
});

test("somebody who leaves before the mail is due gets none", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  await setBroken(hub, desk, account);
  await deactivate(hub, "bob");

  await hub.work();

  expect(mail.received).toEqual([]);
  expect(await noticesIn(hub)).toMatchObject([{ mail_state: "off" }]);
});

test("header injection: names with line ends, directions and markup reach the reader as text", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  await rename(hub, { display_name: "Bob\r\nBcc: eve@evil.example\r\n\r\n<b>Stone</b>" });
  const name = "Acme\r\nBcc: eve@evil.example\u202egnp.exe";
  await hub.hub.context.db.updateTable("integrations").set({ name }).execute();
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
  await desk.api.patch(path, { external_account_id: "<script>alert(1)</script>\u202e" });
  await setBroken(hub, desk, account);

  await hub.work();

  const [received] = mail.received;
  expect(received?.to).toEqual(["Bob@engines.example"]);
  expect(received?.headers.get("bcc")).toBeUndefined();
  const subject = decodeWords(received?.headers.get("subject")?.[0] ?? "");
  expect(subject).toBe("Your link to Acme Bcc: eve@evil.examplegnp.exe needs you");
  const html = partOf(received as never, "html");
  expect(html).toContain("<bdi>Bob Bcc: eve@evil.example &lt;b&gt;Stone&lt;/b&gt;</bdi>");
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toContain("<script");
  expect(`${html}${partOf(received as never, "plain")}`).not.toContain("\u202e");
});

test("a long name is cut in the subject, and one from right to left turns nothing around", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  await hub.hub.context.db
    .updateTable("integrations")
    .set({ name: "שולחן ".repeat(13) })
    .execute();
  await setBroken(hub, desk, account);

  await hub.work();

  const subject = decodeWords(mail.received[0]?.headers.get("subject")?.[0] ?? "");
  expect(subject).toMatch(/^Your link to \u2068.{30,40}…\u2069 needs you$/u);
});

test("no secret travels by mail", async () => {
  await using world = await startMailingHub();
  const { mail, hub, desk, account } = world;
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
  const hidden = { access_token: "at-hidden", refresh_token: "rt-hidden", external_subject: "sub-hidden" };
  await dataOf(await desk.api.patch(path, { ...hidden, additional_info: "info-hidden" }));
  await setBroken(hub, desk, account);

  await hub.work();

  expect(mail.received).toHaveLength(1);
  expect(mail.received[0]?.raw).not.toMatch(/hidden|jnr_/);
});
