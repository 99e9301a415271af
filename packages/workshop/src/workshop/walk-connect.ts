import type { ConnectStarted } from "@joinery/contract/pages";
import type { WorkshopConnect } from "@joinery/contract/workshop";
import type { BrowserPage, FormBrowser } from "../external-service/form-browser.ts";
import { DEMO_PASSWORD } from "../external-service/people.ts";
import { accountOf } from "./people.ts";
import type { HubAnswer, Visitor } from "./visitor.ts";

/** Where a connect is walked. */
export interface ConnectPlace {
  service: string;
  serviceId: string;
  authId: string;
}

/** The visitors of one connect: who presses Connect, and who opens the link. */
export interface ConnectParty {
  starter: Visitor;
  opener: Visitor;
  /** The user whose id is to stand in the link instead of the starter's. */
  readdressedTo?: string | undefined;
  /** Asks the integration for a link behind the hub's back; answers the body. */
  ask(): Promise<string>;
}

/** How far a connect got. */
export interface WalkedConnect {
  pressed: HubAnswer;
  started: ConnectStarted | null;
  /** Null when there was nothing to open. */
  end: BrowserPage | null;
}

/** Pages between Connect and its end: log-in, consent, and what a careful integration asks first. */
const MOST_PAGES = 8;
/** Buttons that go on, on pages of integrations: the SDK's own page for Blink says Continue. */
const GO_ON = ["Continue", "Connect", "Go on"] as const;

/** Presses Connect and goes through every page as a person would, in a browser without a window. */
export async function walkConnect(
  place: ConnectPlace,
  request: WorkshopConnect,
  { starter, opener, ask, readdressedTo }: ConnectParty,
): Promise<WalkedConnect> {
  if (request.unasked === true) return walkUnasked(place, request, { opener, answer: await ask() });
  const headers = request.reconnect === undefined ? {} : { "joinery-reconnect": request.reconnect };
  const path = `/connector/${place.serviceId}/auth/${place.authId}`;
  const pressed = await starter.ask("POST", path, {}, headers);
  if (pressed.problem !== null) return { pressed, started: null, end: null };
  const started = pressed.data as ConnectStarted;
  const link = readdress(started.authorization_url, starter.userId, readdressedTo);
  const address = await forwardedAddress(place, request, starter, link);
  const browser = opener.openBrowser();
  return { pressed, started, end: await goThrough(browser, await browser.open(address), place, request) };
}

/** The link with another user's id in the place of the starter's, wherever it stands as it is. */
function readdress(link: string, from: string, to: string | undefined): string {
  return to === undefined ? link : link.replaceAll(from, to);
}

/** A link that the hub knows nothing of: nobody has pressed Connect. */
async function walkUnasked(
  place: ConnectPlace,
  request: WorkshopConnect,
  { opener, answer }: { opener: Visitor; answer: string },
): Promise<WalkedConnect> {
  const pressed = { status: 200, data: null, problem: null };
  const authorizationUrl = linkIn(answer);
  if (authorizationUrl === undefined) return { pressed, started: null, end: null };
  const browser = opener.openBrowser();
  const end = await goThrough(browser, await browser.open(authorizationUrl), place, request);
  return { pressed, started: null, end };
}

function linkIn(answer: string): string | undefined {
  try {
    const link = Object(Object(JSON.parse(answer)).data).authorization_url;
    return typeof link === "string" && URL.canParse(link) ? link : undefined;
  } catch {
    return undefined;
  }
}

/** What the person who pressed Connect sends on, when somebody else is to open it. */
async function forwardedAddress(
  place: ConnectPlace,
  request: WorkshopConnect,
  starter: Visitor,
  authorizationUrl: string,
): Promise<string> {
  const kind = request.openedBy === undefined ? "authorization-url" : (request.forwarded ?? "authorization-url");
  if (kind === "authorization-url") return authorizationUrl;
  const isService = (url: URL) => url.origin === new URL(place.service).origin;
  const stops = {
    finish: (url: URL) => url.pathname.endsWith("/connect/verified"),
    service: isService,
    callback: (url: URL) => url.searchParams.has("code") && url.searchParams.has("state") && !isService(url),
  };
  const own = starter.openBrowser(stops[kind]);
  const asStarter = { ...request, account: accountOf(request.user) };
  const page = await goThrough(own, await own.open(authorizationUrl), place, asStarter);
  return page.url.href;
}

/** Goes on from page to page until there is nothing more to press, or the browser has stopped. */
async function goThrough(
  browser: FormBrowser,
  first: BrowserPage,
  { service }: ConnectPlace,
  request: WorkshopConnect,
): Promise<BrowserPage> {
  const account = request.account ?? accountOf(request.openedBy ?? request.user);
  const decision = request.answer === "deny" ? "Deny" : "Allow";
  let page = first;
  for (let pages = 0; pages < MOST_PAGES && page.status !== 0; pages += 1) {
    const button = nextButton(page, service, decision);
    if (button === undefined) return page;
    const fields = button === "Log in" ? { username: account, password: DEMO_PASSWORD } : {};
    page = await browser.press(page, button, fields);
  }
  return page;
}

function nextButton(page: BrowserPage, service: string, decision: string): string | undefined {
  const isService = page.url.origin === new URL(service).origin;
  const wanted = isService ? ["Log in", decision] : GO_ON;
  return wanted.find((name) => new RegExp(`<button\\b[^>]*>\\s*${name}\\s*</button>`).test(page.html));
}

/** The words of a page as a person reads them. A browser draws the hub's pages itself: there are none in their source. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(style|script|title|head|noscript)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (all, code: string) => characterOf(code) ?? all)
    .replaceAll("&nbsp;", " ")
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .trim();
}

const LAST_CHARACTER = 0x10ffff;

function characterOf(code: string): string | undefined {
  const number = Number(/^x/i.test(code) ? `0${code}` : code);
  return number <= LAST_CHARACTER ? String.fromCodePoint(number) : undefined;
}
