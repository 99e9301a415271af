import { join } from "node:path";
import type { Exchange } from "@joinery/contract/workshop";
import { startHub, type TestHub } from "@joinery/testing";
import { expect, test } from "vitest";

const EXAMPLES = join(import.meta.dirname, "../../../../examples");
const desk = { command: process.execPath, args: [join(EXAMPLES, "desk/main.ts")] };
const plain = { command: process.execPath, args: [join(EXAMPLES, "plain/main.ts")] };

/** What was said between the parties, without pages that only show. */
function said(exchanges: readonly Exchange[]) {
  return exchanges
    .filter(({ step }) => !["Last page", "Status", "Discovery", "Signing keys", "Ask the person"].includes(step))
    .map(({ from, to, step }) => `${from} → ${to}: ${step}`);
}

function failed(exchanges: readonly Exchange[]) {
  return exchanges.flatMap(({ step, checks }) =>
    checks.filter(({ passed, id }) => !passed && id !== "NOT_FOUND").map(({ id }) => `${step}: ${id}`),
  );
}

/** The tokens that the hub keeps for Ada, as the integration can read them. */
async function tokensOf({ settings, users }: TestHub): Promise<string[]> {
  const headers = { authorization: `Bearer ${settings.apiToken}` };
  const reply = await fetch(`${settings.hub}/v2/user/${users.ada}/linked-accounts`, { headers });
  const { data } = (await reply.json()) as { data: { access_token: string; refresh_token: string }[] };
  return data.flatMap(({ access_token, refresh_token }) => [access_token, refresh_token]);
}

test("a connect, an action and a disconnect are on the time line, each whole and in its place, without a secret", async () => {
  await using hub = await startHub();
  await hub.run(desk);

  const { flow, account } = await hub.connect("ada");
  await hub.workshop.fileTicket("ada", { title: "Printer" });
  const tokens = await tokensOf(hub);
  await hub.disconnect("ada", account?.linked_account_id ?? "");
  const exchanges = await hub.workshop.exchanges();
  const file = await hub.workshop.exportFlow(flow ?? "");

  expect(said(exchanges.filter((one) => one.flow === flow))).toEqual([
    "browser → hub: Connect",
    "hub → integration: Connect",
    "browser → integration: Open",
    "browser → hub: Verify",
    "browser → integration: Verified",
    "integration → hub: Redeem",
    "browser → service: Authorization",
    "browser → service: Log in",
    "browser → service: Authorization",
    "browser → service: Consent",
    "browser → service: Authorization",
    "browser → integration: Callback",
    "integration → hub: Claim",
    "integration → service: Token request",
    "integration → hub: Save",
  ]);
  expect(said(exchanges.filter((one) => one.flow?.startsWith("disconnect-")))).toEqual([
    "browser → hub: Disconnect",
    "hub → integration: Disconnect",
    "integration → hub: Read linked account",
    "integration → service: Revoke",
    "integration → service: Revoke",
    "integration → hub: Delete linked account",
  ]);
  expect(failed(exchanges)).toEqual([]);
  const { proxySecret, apiToken, service } = hub.settings;
  const secrets = [proxySecret, apiToken, service.clientSecret, ...tokens];
  expect(secrets).toHaveLength(5);
  for (const secret of secrets) expect(JSON.stringify([exchanges, file])).not.toContain(secret);
});

test("a flow goes the same way when it is replayed, and another way when the service fails", async () => {
  await using hub = await startHub();
  await hub.run(desk);
  const { flow } = await hub.connect("ada");
  const file = await hub.workshop.exportFlow(flow ?? "");

  const again = await hub.workshop.replayFlow(file);
  await hub.workshop.setFault("answers-500", true);
  const failing = await hub.workshop.replayFlow(file);

  expect(again.steps.filter(({ same }) => !same)).toEqual([]);
  expect(failing.same).toBe(false);
  expect(failing.steps.find(({ step, same }) => step === "Token request" && !same)?.now).toContain("POST /token 500");
});

test("a request is sent again, freshly signed, and is told from the first", async () => {
  await using hub = await startHub();
  await hub.run(desk);
  await hub.connect("ada");
  await hub.workshop.fileTicket("ada", { title: "Printer" });
  const [action] = (await hub.workshop.exchanges()).filter(({ to, step }) => to === "integration" && step === "Action");

  const again = await hub.workshop.sendAgain(action?.id ?? "");

  expect(again).toMatchObject({ repeats: action?.id, response: { status: 200 }, failure: null });
  expect(failed([again])).toEqual([]);
  expect(hub.service.tickets.list("john.doe")).toHaveLength(2);
});

test("a request that nobody answers is sent again all the same, and says why it has no answer", async () => {
  await using hub = await startHub({ kind: "plain" });
  await hub.workshop.send({ method: "POST", path: "/tickets", user: "ada" });
  const [first] = await hub.workshop.exchanges();

  const again = await hub.workshop.sendAgain(first?.id ?? "");

  expect(again).toMatchObject({ repeats: first?.id, response: null, failure: "The integration is not listening yet." });
});

test("an integration that knows no flows is followed all the same", async () => {
  await using hub = await startHub({
    kind: "blink",
    redirectUris: ({ port }) => [`http://localhost:${port}/callback`],
  });
  await hub.run(plain);

  await hub.connect("ada");
  const exchanges = await hub.workshop.exchanges();
  const flow = exchanges.find(({ from, step }) => from === "hub" && step === "Connect")?.flow;

  expect(said(exchanges.filter((one) => one.flow === flow))).toEqual(
    expect.arrayContaining([
      "browser → hub: Connect",
      "integration → service: Token request",
      "integration → hub: Save",
    ]),
  );
  expect(failed(exchanges)).toEqual([]);
});
