import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { decodeWords, partOf, startMailServer } from "./mail-server.fixture.ts";
import { createMailer, type Mail } from "./mailer.ts";
import { TEST_CERTIFICATE, TEST_KEY } from "./test-certificate.fixture.ts";

const FROM = "Joinery <joinery@hub.example>";
const HOSTNAME = "hub.example";
const tls = { key: TEST_KEY, cert: TEST_CERTIFICATE };

const mail = (changed: Partial<Mail> = {}): Mail => ({
  to: { name: "Bob Stone", address: "bob@engines.example" },
  subject: "Your link to Acme Desk needs you",
  text: "Hello.\n",
  html: "<p>Hello.</p>",
  messageId: "<notice-1@hub.example>",
  at: new Date("2026-11-24T10:00:00Z"),
  ...changed,
});

test("a mail arrives with what makes it a machine's, one and the same at every attempt", async () => {
  await using server = await startMailServer();
  const mailer = createMailer({ smtpUrl: server.url, from: FROM }, { hostname: HOSTNAME });

  expect(await mailer.send(mail())).toEqual({ outcome: "sent", code: null });
  await mailer.send(mail());

  const [first, second] = server.received;
  expect(first).toMatchObject({ from: "joinery@hub.example", to: ["bob@engines.example"], secure: false });
  expect(Object.fromEntries(first?.headers ?? [])).toMatchObject({
    from: [FROM],
    to: ["Bob Stone <bob@engines.example>"],
    subject: ["Your link to Acme Desk needs you"],
    "message-id": ["<notice-1@hub.example>"],
    "auto-submitted": ["auto-generated"],
    date: ["Tue, 24 Nov 2026 10:00:00 +0000"],
  });
  expect(second?.headers.get("message-id")).toEqual(first?.headers.get("message-id"));
});

test.each([
  ["subject", { subject: "Your link\r\nBcc: eve@evil.example\r\n\r\nto Acme" }],
  ["name", { to: { name: 'Bob"\r\nBcc: eve@evil.example\r\n', address: "bob@engines.example" } }],
  ["address", { to: { name: "Bob", address: "bob@engines.example>\r\nBcc: <eve@evil.example" } }],
  ["message id", { messageId: "<1@x>\r\nBcc: eve@evil.example" }],
])("header injection: line ends in the %s make no header and reach nobody else", async (_what, changed) => {
  await using server = await startMailServer();
  const mailer = createMailer({ smtpUrl: server.url, from: FROM }, { hostname: HOSTNAME });

  await mailer.send(mail(changed));

  expect(server.received.flatMap(({ to }) => to).filter((address) => address.endsWith("evil.example"))).toEqual([]);
  expect(server.received.flatMap(({ headers }) => headers.get("bcc") ?? [])).toEqual([]);
});

test("SMTP smuggling: a dot alone on a line ends no mail", async () => {
  await using server = await startMailServer();
  const mailer = createMailer({ smtpUrl: server.url, from: FROM }, { hostname: HOSTNAME });
  const text = "Hello.\r\n.\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<eve@evil.example>\r\n.\n.\nQUIT\r\n";

  await mailer.send(mail({ text }));

  expect(server.received.map(({ to }) => to)).toEqual([["bob@engines.example"]]);
  expect(partOf(server.received[0] as never, "plain")).toContain("\n.\nMAIL FROM");
});

test("names in other scripts arrive as they were written", async () => {
  await using server = await startMailServer();
  const mailer = createMailer({ smtpUrl: server.url, from: FROM }, { hostname: HOSTNAME });

  await mailer.send(mail({ subject: "Your link to \u2068شركة أكمي\u2069 needs you", text: "שלום\n" }));

  const [received] = server.received;
  expect(decodeWords(received?.headers.get("subject")?.[0] ?? "")).toBe("Your link to \u2068شركة أكمي\u2069 needs you");
  expect(partOf(received as never, "plain")).toContain("שלום");
});

test("smtps: the password travels within TLS, to a server whose certificate is vouched for", async () => {
  await using server = await startMailServer({ secure: true, ...tls });
  const smtpUrl = `smtps://joinery:p%40ss@localhost:${server.port}`;

  const trusting = createMailer({ smtpUrl, from: FROM }, { hostname: HOSTNAME, ca: TEST_CERTIFICATE });
  expect(await trusting.send(mail())).toEqual({ outcome: "sent", code: null });
  expect(server.received).toMatchObject([{ secure: true, user: "joinery" }]);

  const strict = createMailer({ smtpUrl, from: FROM }, { hostname: HOSTNAME });
  expect(await strict.send(mail())).toMatchObject({ outcome: "later" });
  expect(server.received).toHaveLength(1);
});

test("STARTTLS is used when the server offers it, and its certificate must be vouched for", async () => {
  await using server = await startMailServer({ disabledCommands: [], ...tls });
  const smtpUrl = `smtp://localhost:${server.port}`;

  const trusting = createMailer({ smtpUrl, from: FROM }, { hostname: HOSTNAME, ca: TEST_CERTIFICATE });
  expect(await trusting.send(mail())).toEqual({ outcome: "sent", code: null });
  const strict = createMailer({ smtpUrl, from: FROM }, { hostname: HOSTNAME });
  expect(await strict.send(mail())).toMatchObject({ outcome: "later" });

  expect(server.received).toMatchObject([{ secure: true }]);
});

test.each([
  [550, "refused"],
  [451, "later"],
])("a server that answers a recipient with %s means %s", async (responseCode, outcome) => {
  await using server = await startMailServer();
  server.refuse(responseCode);
  const mailer = createMailer({ smtpUrl: server.url, from: FROM }, { hostname: HOSTNAME });

  expect(await mailer.send(mail())).toEqual({ outcome, code: `EENVELOPE ${responseCode}` });
});

test("a server that is not there is asked again later", async () => {
  const server = await startMailServer();
  await server[Symbol.asyncDispose]();
  const mailer = createMailer({ smtpUrl: server.url, from: FROM }, { hostname: HOSTNAME });

  expect(await mailer.send(mail())).toEqual({ outcome: "later", code: "ESOCKET" });
});

test("a server that never greets keeps nobody waiting for long", async () => {
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const timeouts = { greetingMs: 200 };
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM }, { hostname: HOSTNAME, timeouts });

  expect(await mailer.send(mail())).toEqual({ outcome: "later", code: "ETIMEDOUT" });
  silent.close();
});
