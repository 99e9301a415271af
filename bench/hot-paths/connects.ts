import { randomBytes } from "node:crypto";
import type { ConnectStarted } from "../../packages/contract/src/pages/index.ts";
import {
  createFormBrowser,
  DEMO_PASSWORD,
  type ExternalService,
  startExternalService,
} from "../../packages/workshop/src/index.ts";
import { freePort } from "../../scripts/postgres/free-port.ts";
import { startPinned } from "./pinned-process.ts";
import { type BenchWorld, HUB_CORE } from "./world.ts";

const PEOPLE_AT_ONCE = 32;
const ROUNDS = 3;

/**
 * Whole verified connects beside the least that an OAuth log-in needs: the same service, the same log-in and consent by a
 * browser without a window. Hub and integration (or the bare application) on one core; service, browsers and database on
 * the other.
 */
export async function compareConnects(world: BenchWorld, seconds: number): Promise<void> {
  const port = await freePort();
  const client = { clientId: "bench", clientSecret: randomBytes(24).toString("base64url") };
  const redirectUris = [`http://localhost:${port}/connect/callback`];
  const service = await startExternalService({ clients: [{ ...client, name: "Bench", redirectUris }] });
  const best = { bare: 0, verified: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    best.bare = Math.max(best.bare, await measureBare({ ...client, issuer: service.issuer, port }, seconds));
    best.verified = Math.max(best.verified, await measureVerified(world, service, { ...client, port }, seconds));
  }
  await service.close();
  console.log(`  whole verified connects: ${((best.verified / best.bare) * 100).toFixed(1)} % of bare (goal: 50 %)`);
  console.log(`    verified ${best.verified.toFixed(1)}/s; bare openid-client ${best.bare.toFixed(1)}/s`);
}

async function measureBare(settings: { issuer: string; port: number }, seconds: number): Promise<number> {
  await using application = await startPinned("bare-application", HUB_CORE, settings);
  return repeat(seconds, async () => {
    const browser = createFormBrowser();
    const done = await logIn(browser, await browser.open(`http://localhost:${application.port}/start`));
    if (!done.url.pathname.endsWith("/callback")) throw new Error("The bare flow did not end at its callback.");
  });
}

async function measureVerified(
  world: BenchWorld,
  { issuer }: ExternalService,
  client: { clientId: string; clientSecret: string; port: number },
  seconds: number,
): Promise<number> {
  const registered = await world.registerAt(`http://localhost:${client.port}`);
  await using hub = await world.startHub();
  const hubUrl = `http://127.0.0.1:${hub.port}`;
  const { service_id: serviceId, auth_id: authId, proxy_secret: proxySecret, api_token: apiToken } = registered;
  const settings = { hub: hubUrl, serviceId, authId, proxySecret, apiToken, issuer, ...client };
  await using _integration = await startPinned("sdk-integration", HUB_CORE, settings);
  let next = 0;
  return repeat(seconds, async () => {
    const cookie = world.cookies[next++ % world.cookies.length] ?? "";
    const reply = await fetch(`${hubUrl}/connector/${serviceId}/auth/${authId}`, {
      method: "POST",
      headers: { origin: hubUrl, cookie },
    });
    if (reply.status !== 200) throw new Error(`The hub answered ${reply.status} to Connect.`);
    const { data } = (await reply.json()) as { data: ConnectStarted };
    const browser = createFormBrowser();
    browser.keep(new URL(hubUrl), cookie);
    const done = await logIn(browser, await browser.open(data.authorization_url));
    if (!done.url.pathname.endsWith("/done")) throw new Error(`A verified connect ended at ${done.url.pathname}.`);
  });
}

type FormBrowser = ReturnType<typeof createFormBrowser>;

async function logIn(browser: FormBrowser, page: Awaited<ReturnType<FormBrowser["open"]>>) {
  const consent = await browser.press(page, "Log in", { username: "john.doe", password: DEMO_PASSWORD });
  return browser.press(consent, "Allow");
}

/** How often something is done each second by so many people at once. */
async function repeat(seconds: number, work: () => Promise<void>): Promise<number> {
  await work();
  let done = 0;
  const startedAt = performance.now();
  const end = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: PEOPLE_AT_ONCE }, async () => {
      while (performance.now() < end) {
        await work();
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - startedAt) / 1_000);
}
