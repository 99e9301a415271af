import type { BrowserContext, Page } from "playwright-core";
import type { InspectorWorld } from "./inspector-world.ts";

/** Fields whose values in an address open something. */
const TELLING = ["code", "state", "nonce", "claim", "ticket", "token"];

/** Shorter ones, such as a flag in a cookie, are in every text by chance. */
const SHORTEST = 12;

/** Keeps what a browser's addresses hold while it goes through a connect. */
export function watchAddresses(context: BrowserContext): Set<string> {
  const seen = new Set<string>();
  context.on("request", (request) => {
    const { searchParams } = new URL(request.url());
    for (const name of TELLING) for (const value of searchParams.getAll(name)) seen.add(value);
  });
  return seen;
}

/** Every value that nobody may read on the workshop's pages: of the registration, of the hub's vault, of the browser. */
export async function collectSecrets(
  { running, token }: InspectorWorld,
  { context, inAddresses, user }: { context: BrowserContext; inAddresses: ReadonlySet<string>; user: string },
): Promise<Map<string, string>> {
  const { environment, facts } = running;
  const secrets = new Map<string, string>([
    ["proxy secret", environment.JOINERY_PROXY_SECRET ?? ""],
    ["old proxy secret", facts.oldProxySecret],
    ["API token", environment.JOINERY_API_TOKEN ?? ""],
    ["client secret", environment.ACME_CLIENT_SECRET ?? ""],
    ["control token", token],
  ]);
  const reply = await fetch(`${environment.JOINERY_HUB}/v2/user/${user}/linked-accounts`, {
    headers: { authorization: `Bearer ${environment.JOINERY_API_TOKEN}` },
  });
  const { data } = (await reply.json()) as { data: { access_token: string; refresh_token: string }[] };
  for (const [index, account] of data.entries()) {
    secrets.set(`access token ${index}`, account.access_token);
    secrets.set(`refresh token ${index}`, account.refresh_token);
  }
  for (const { name, value } of await context.cookies()) secrets.set(`cookie ${name}`, value);
  for (const value of inAddresses) secrets.set(`of an address: ${value.slice(0, 4)}…`, value);
  return new Map([...secrets].filter(([, value]) => value.length >= SHORTEST));
}

/** A signed statement with its signature: whoever has it can send it. */
const SIGNED = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/;

/** Names of the secrets that a text holds, as they are or encoded as in an address. */
export function secretsIn(text: string, secrets: ReadonlyMap<string, string>): string[] {
  const found = [...secrets].filter(
    ([, value]) => text.includes(value) || text.includes(encodeURIComponent(value)) || text.includes(decode(value)),
  );
  return [...found.map(([name]) => name), ...(SIGNED.test(text) ? ["a signed statement"] : [])];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Everything that the document holds, seen or not. */
export function documentOf(page: Page): Promise<string> {
  return page.evaluate<string>("document.documentElement.outerHTML");
}

/** Keeps what the workshop answers to a page; the stream is left out, because it never ends. */
export function watchAnswers(page: Page): Promise<string>[] {
  const answers: Promise<string>[] = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith("/api/") || pathname.endsWith("/stream")) return;
    answers.push(response.text().catch(() => ""));
  });
  return answers;
}
