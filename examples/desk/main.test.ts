import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serve } from "../../packages/sdk/src/node.ts";
import {
  API_TOKEN,
  AUTH_ID,
  createFakeHub,
  PROXY_SECRET,
  SERVICE_ID,
} from "../../packages/sdk/src/testing/fake-hub.ts";
import { createFormBrowser } from "../../packages/workshop/src/external-service/form-browser.ts";
import { startExternalService } from "../../packages/workshop/src/external-service/start-external-service.ts";

const ADA = "u-00000000-0000-4000-8000-00000000000a";
const MAIN = join(import.meta.dirname, "main.ts");

/** A fake hub, the real external service, and the example between them as a process of its own. */
async function startWorld() {
  const hub = await createFakeHub(() => new Date());
  const hubServer = await serve({ fetch: hub.handle });
  const acme = await startExternalService();
  const port = await freePort();
  const desk = `http://localhost:${port}`;
  const client = { clientId: "desk", clientSecret: "secret of / the:app", name: "Desk" };
  acme.addClient({ ...client, redirectUris: [`${desk}/connect/callback`] });
  const child = start({
    JOINERY_HUB: hubServer.url,
    JOINERY_SERVICE_ID: SERVICE_ID,
    JOINERY_AUTH_ID: AUTH_ID,
    JOINERY_PROXY_SECRET: PROXY_SECRET,
    JOINERY_API_TOKEN: API_TOKEN,
    JOINERY_CONNECT_BASE: desk,
    ACME_ISSUER: acme.issuer,
    ACME_CLIENT_ID: client.clientId,
    ACME_CLIENT_SECRET: client.clientSecret,
    PORT: String(port),
  });
  const [greeting] = await once(child.stdout ?? child, "data");
  const call = async (method: string, path: string, body: object = {}, flow?: string) => {
    const signed = {
      base: desk,
      method,
      path,
      user: ADA,
      body,
      claims: { iss: hubServer.url },
      ...(flow ? { flow } : {}),
    };
    const answer = await fetch(await hub.sign(signed));
    return { status: answer.status, body: (await answer.json()) as { data: Record<string, string> } };
  };
  return {
    hub,
    acme,
    desk,
    call,
    greeting: String(greeting),
    hubOrigin: hubServer.url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await once(child, "exit");
      await acme.close();
      await hubServer.close();
    },
  };
}

test("a person connects, files a ticket as themselves, and disconnects", async () => {
  await using world = await startWorld();
  const { hub, acme, desk, call } = world;
  const flow = hub.startFlow(ADA);
  const browser = createFormBrowser({ stopAt: (url) => url.origin === world.hubOrigin });

  const pressed = await call("POST", `/auth/${AUTH_ID}`, {}, flow);
  const atHub = await browser.open(pressed.body.data.authorization_url ?? "");
  const logIn = await browser.open(hub.verify(atHub.url.href, desk));
  const consent = await browser.press(logIn, "Log in", { username: "john.doe", password: "demo" });
  const end = await browser.press(consent, "Allow");

  expect(world.greeting).toBe(`Acme Desk integration listens on ${desk}\n`);
  expect(end.url.href).toBe(`${world.hubOrigin}/connect/${flow}/done`);
  const [account] = hub.accounts.values();
  expect(account).toMatchObject({ user_id: ADA, external_account_id: "john.doe", display_name: "John Doe" });

  const filed = await call("POST", "/tickets", { title: "Broken chair" });
  expect(filed.body).toEqual({ message: "Ticket AD-1001 filed in Acme Desk." });
  expect(acme.tickets.list("john.doe")).toMatchObject([{ title: "Broken chair" }]);

  acme.expireAccessTokens();
  expect(await call("POST", "/tickets", { title: "Broken lamp" })).toMatchObject({ status: 200 });
  expect(acme.ledger.entries({ kind: "token_request" })).toHaveLength(1);
  expect(acme.ledger.entries({ kind: "refresh" })).toHaveLength(1);

  const gone = await call("DELETE", `/linked-accounts/${account?.linked_account_id}`);
  expect(gone.body.data).toEqual({ revocation: "revoked" });
  expect(acme.liveGrants("john.doe")).toBe(0);
  expect(hub.accounts.size).toBe(0);
});

test("without its settings it names what is missing and ends", async () => {
  const child = start({ JOINERY_HUB: "http://127.0.0.1:1" });
  const said: string[] = [];
  child.stderr?.on("data", (data) => said.push(String(data)));

  const [code] = await once(child, "close");

  expect(code).toBe(1);
  expect(said.join("")).toContain("Set JOINERY_SERVICE_ID, JOINERY_AUTH_ID, JOINERY_PROXY_SECRET");
});

function start(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** The redirect address holds the port, so it must be known before the example listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
