import { randomBytes } from "node:crypto";
import type { ConnectStarted } from "../../packages/contract/src/pages/index.ts";
import {
  createFormBrowser,
  DEMO_PASSWORD,
  type FormBrowser,
  startExternalService,
} from "../../packages/workshop/src/index.ts";
import { freePort } from "../../scripts/postgres/free-port.ts";
import { HUB_CORE } from "../world/machine.ts";
import { type PinnedProcess, startPinned } from "../world/pinned-process.ts";
import type { BenchWorld } from "../world/world.ts";

type BrowserPage = Awaited<ReturnType<FormBrowser["open"]>>;

const PEOPLE_AT_ONCE = 32;
const ROUNDS = 3;

/** How people got on. */
export interface ConnectSpeed {
  /** How many got to the end of a connect each second. */
  perSecond: number;
  /** Processor time of each connect, in milliseconds, in the order of the processes. */
  processorMillis: number[];
}

/** What an application must know to send people to the external service. */
interface Client {
  issuer: string;
  clientId: string;
  clientSecret: string;
  port: number;
}

/**
 * Whole verified connects beside the least that an OAuth log-in needs: the same service, the same log-in and consent by a
 * browser without a window. Hub and integration (or the bare application) on one core; service, browsers and database on
 * the others.
 */
export async function compareConnects(
  world: BenchWorld,
  seconds: number,
): Promise<{ bare: ConnectSpeed; verified: ConnectSpeed }> {
  const port = await freePort();
  const credentials = { clientId: "bench", clientSecret: randomBytes(24).toString("base64url") };
  const redirectUris = [`http://localhost:${port}/connect/callback`];
  const service = await startExternalService({ clients: [{ ...credentials, name: "Bench", redirectUris }] });
  const client = { issuer: service.issuer, ...credentials, port };
  let bare = await measureBare(client, seconds);
  let verified = await measureVerified(world, client, seconds);
  for (let round = 1; round < ROUNDS; round += 1) {
    bare = faster(bare, await measureBare(client, seconds));
    verified = faster(verified, await measureVerified(world, client, seconds));
  }
  await service.close();
  return { bare, verified };
}

function faster(one: ConnectSpeed, other: ConnectSpeed): ConnectSpeed {
  return one.perSecond > other.perSecond ? one : other;
}

async function measureBare(client: Client, seconds: number): Promise<ConnectSpeed> {
  const file = new URL("bare-application.process.ts", import.meta.url);
  await using application = await startPinned(file, { ...client }, { cores: HUB_CORE });
  return await repeat([application], seconds, async () => {
    const browser = createFormBrowser();
    const end = await logIn(browser, await browser.open(`http://localhost:${application.port}/start`));
    expectEnd(end, "/connect/callback");
  });
}

async function measureVerified(world: BenchWorld, client: Client, seconds: number): Promise<ConnectSpeed> {
  const registered = await world.registerAt(`http://localhost:${client.port}`);
  await using hub = await world.startHub();
  const hubUrl = `http://127.0.0.1:${hub.port}`;
  const { service_id: serviceId, auth_id: authId, proxy_secret: proxySecret, api_token: apiToken } = registered;
  await using integration = await startPinned(
    new URL("sdk-integration.process.ts", import.meta.url),
    { hub: hubUrl, serviceId, authId, proxySecret, apiToken, ...client },
    { cores: HUB_CORE },
  );
  let next = 0;
  return await repeat([hub, integration], seconds, async () => {
    const cookie = world.cookies[next++ % world.cookies.length] ?? "";
    const reply = await fetch(`${hubUrl}/connector/${serviceId}/auth/${authId}`, {
      method: "POST",
      headers: { origin: hubUrl, cookie },
    });
    if (reply.status !== 200) throw new Error(`The hub answered ${reply.status} to Connect.`);
    const { data } = (await reply.json()) as { data: ConnectStarted };
    const browser = createFormBrowser();
    browser.keep(new URL(hubUrl), cookie);
    expectEnd(await logIn(browser, await browser.open(data.authorization_url)), `/connect/${data.flow}/done`);
  });
}

async function logIn(browser: FormBrowser, page: BrowserPage): Promise<BrowserPage> {
  const consent = await browser.press(page, "Log in", { username: "john.doe", password: DEMO_PASSWORD });
  return browser.press(consent, "Allow");
}

/** The last page of the hub is not built here, so its status says nothing. */
function expectEnd({ url }: BrowserPage, path: string): void {
  if (url.pathname !== path) throw new Error(`A connect ended at ${url.pathname} instead of ${path}.`);
}

/** How often something is done by so many people at once, and what it takes these processes. */
async function repeat(
  processes: readonly PinnedProcess[],
  seconds: number,
  work: () => Promise<void>,
): Promise<ConnectSpeed> {
  await work();
  let done = 0;
  const before = processes.map((one) => one.processorSeconds());
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
  const used = processes.map((one, index) => one.processorSeconds() - (before[index] ?? 0));
  return {
    perSecond: done / ((performance.now() - startedAt) / 1_000),
    processorMillis: used.map((one) => (one / done) * 1_000),
  };
}
