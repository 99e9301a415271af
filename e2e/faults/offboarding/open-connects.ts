import { type ClaimAnswer, challengeOf, randomToken256 } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { createFormBrowser, DEMO_PASSWORD, type FormBrowser } from "@joinery/workshop";
import { askApi } from "../world/ask-api.ts";
import type { FaultPerson } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import type { TokenRequests } from "./hold-token-requests.ts";

/** A connect that somebody has left lying, and can go on with. */
export interface OpenConnect {
  flow: string;
  /** Goes the rest of the way, or as far as it is let. */
  goOn(): Promise<void>;
}

/** A claim as an integration holds it. */
export interface HeldClaim {
  flow: string;
  claim: string;
}

/** A connect whose token request waits at the service. */
export interface HeldConnect {
  flow: string;
  letGo(): void;
  /** Resolves when the browser has stopped, once it was let go. */
  ended: Promise<void>;
}

type Page = Awaited<ReturnType<FormBrowser["open"]>>;

const LOG_IN = { username: "john.doe", password: DEMO_PASSWORD };

/** Leaves connects lying before they are claimed: just created, verified, and redeemed with the service's log-in on the screen. */
export async function openConnects(world: FaultWorld, person: FaultPerson): Promise<readonly OpenConnect[]> {
  const created = await press(world, person);
  const verified = await openUpTo("/connect/verified", world, person);
  const redeemed = await press(world, person);
  const browser = person.openBrowser();
  const logIn = await browser.open(redeemed.authorization_url);
  return [
    {
      flow: created.flow,
      goOn: async () => {
        const other = person.openBrowser();
        return logInAndAllow(other, await other.open(created.authorization_url));
      },
    },
    verified,
    { flow: redeemed.flow, goOn: () => logInAndAllow(browser, logIn) },
  ];
}

async function openUpTo(path: string, world: FaultWorld, person: FaultPerson): Promise<OpenConnect> {
  const { flow, authorization_url } = await press(world, person);
  let isStopping = true;
  const browser = createFormBrowser({ stopAt: ({ pathname }) => isStopping && pathname === path });
  browser.keep(new URL(world.hub), person.cookie);
  const { url } = await browser.open(authorization_url);
  isStopping = false;
  return { flow, goOn: async () => logInAndAllow(browser, await browser.open(url.href)) };
}

/** Claims a flow as an integration of one's own would, which is in no hurry to save. */
export async function claimByHand(world: FaultWorld, person: FaultPerson): Promise<HeldClaim> {
  const { flow } = await press(world, person);
  const verifier = randomToken256();
  const browser = createFormBrowser({ stopAt: ({ pathname }) => pathname === "/connect/verified" });
  browser.keep(new URL(world.hub), person.cookie);
  const { url } = await browser.open(`${world.hub}/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`);
  const body = { code: url.searchParams.get("code"), verifier };
  await askApi(world, "POST", `/v2/connect/${flow}/redeem`, { body });
  const { data } = await askApi<ClaimAnswer>(world, "POST", `/v2/connect/${flow}/claim`);
  return { flow, claim: data.claim };
}

/** Goes through a connect up to its token request, which the service keeps waiting: the flow is claimed. */
export async function holdConnect(
  world: FaultWorld,
  person: FaultPerson,
  { requests, moment }: { requests: TokenRequests; moment: Parameters<TokenRequests["hold"]>[1] },
): Promise<HeldConnect> {
  const { flow, authorization_url } = await press(world, person);
  const { waits, letGo } = requests.hold(flow, moment);
  const browser = person.openBrowser();
  const ended = browser.open(authorization_url).then((page) => logInAndAllow(browser, page));
  const early = ended.then(() => Promise.reject(new Error("A connect ended before its token request.")));
  await Promise.race([waits, early]);
  early.catch(() => undefined);
  return { flow, letGo, ended };
}

async function press({ registered }: FaultWorld, person: FaultPerson): Promise<ConnectStarted> {
  const path = `/connector/${registered.service_id}/auth/${registered.auth_id}`;
  const { status, code, data } = await person.ask<ConnectStarted>("POST", path, {});
  if (status !== 200) throw new Error(`Connect was answered ${status} ${code}.`);
  return data;
}

/** Logs in and allows, from whatever page came and as far as it goes. */
async function logInAndAllow(browser: FormBrowser, page: Page): Promise<void> {
  if (!page.html.includes("Log in")) return;
  const question = await browser.press(page, "Log in", LOG_IN);
  await browser.press(question, "Allow");
}
