import { createBrowser } from "../../e2e/sdk/hostile-service/browser.ts";
import type { PinnedProcess } from "../world/pinned-process.ts";
import type { SmallWorld } from "./small-world.ts";

const PEOPLE_AT_ONCE = 16;
const ROUNDS = 3;

/** How people got on. */
export interface ConnectSpeed {
  perSecond: number;
  /** Processor time of the measured process for each connect, in milliseconds. */
  processorMillis: number;
}

/** Whole verified connects beside the least that an OAuth log-in needs, in turns; the best round of each counts. */
export async function compareConnects(
  world: SmallWorld,
  seconds: number,
): Promise<{ bare: ConnectSpeed; sdk: ConnectSpeed }> {
  await using application = await world.startBareApplication();
  await using integration = await world.startIntegration();
  const bare = () => repeat(application, seconds, () => logIn(application.port));
  const sdk = () => repeat(integration, seconds, () => connect(world, integration.port));
  let best = { bare: await bare(), sdk: await sdk() };
  for (let round = 1; round < ROUNDS; round += 1) {
    best = { bare: faster(best.bare, await bare()), sdk: faster(best.sdk, await sdk()) };
  }
  return best;
}

function faster(one: ConnectSpeed, other: ConnectSpeed): ConnectSpeed {
  return one.perSecond > other.perSecond ? one : other;
}

async function logIn(port: number): Promise<void> {
  const last = await createBrowser(fetch).open(`http://localhost:${port}/start`);
  if (last.body !== "done") throw new Error(`The application answered ${last.status} ${last.body}`);
}

/** As in contract 2.1: the hub presses, looks at the browser, and shows the end. */
async function connect({ hub }: SmallWorld, port: number): Promise<void> {
  const desk = `http://localhost:${port}`;
  const { flow, request } = await hub.press(desk);
  const { data } = (await (await fetch(request)).json()) as { data: { authorization_url: string } };
  const browser = createBrowser(async (visit) => {
    if (!visit.url.startsWith(hub.url)) return fetch(visit);
    if (!visit.url.includes("/verify")) return new Response("done");
    return new Response(null, { status: 303, headers: { location: hub.verify(visit.url, desk) } });
  });
  await browser.open(data.authorization_url);
  const { state } = hub.flows.get(flow) ?? { state: "unknown" };
  if (state !== "completed") throw new Error(`A connect has ended ${state}.`);
  // The hub in memory looks through all its accounts at each save.
  hub.accounts.clear();
  hub.flows.delete(flow);
}

async function repeat(server: PinnedProcess, seconds: number, work: () => Promise<void>): Promise<ConnectSpeed> {
  await work();
  let done = 0;
  const before = server.processorSeconds();
  const startedAt = performance.now();
  const end = startedAt + seconds * 1_000;
  const person = async () => {
    while (performance.now() < end) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: PEOPLE_AT_ONCE }, person));
  const used = server.processorSeconds() - before;
  return {
    perSecond: done / ((performance.now() - startedAt) / 1_000),
    processorMillis: (used / done) * 1_000,
  };
}
