import type { MadeAccount } from "./fill-accounts.ts";
import type { LoadRequest } from "./load.ts";
import type { BenchWorld } from "./world.ts";

/** How many different requests of a kind are sent in turns, and how many of them one person sends in a row. */
const VARIETY = 2_000;
const IN_A_ROW = 10;

/** What a bare server is asked. */
export const PLAIN: readonly LoadRequest[] = [{ method: "GET", path: "/", headers: {} }];

/** Reads of linked accounts by their integrations. */
export function reads({ integrations }: BenchWorld, accounts: readonly MadeAccount[]): LoadRequest[] {
  return accounts.map(({ userId, accountId, integration }) => ({
    method: "GET",
    path: `/v2/user/${userId}/linked-accounts/${accountId}`,
    headers: { authorization: `Bearer ${integrations[integration]?.apiToken}` },
  }));
}

/** The same reads by somebody without an API token. */
export function readsOfStrangers(world: BenchWorld, accounts: readonly MadeAccount[]): LoadRequest[] {
  return reads(world, accounts.slice(0, VARIETY)).map((request) => ({ ...request, headers: {} }));
}

/** Presses on Connect by people who are signed in. */
export function connectStarts(world: BenchWorld): LoadRequest[] {
  return pressed(world, ({ serviceId, authId }) => ({ path: `/connector/${serviceId}/auth/${authId}` }));
}

/** Buttons on cards, pressed by people who are signed in. */
export function actions(world: BenchWorld): LoadRequest[] {
  return pressed(world, ({ serviceId }) => ({
    path: `/connector/${serviceId}/tickets`,
    headers: { "content-type": "application/json" },
    body: '{"title":"Printer"}',
  }));
}

function pressed(
  { cookies, integrations, facts }: BenchWorld,
  what: (integration: BenchWorld["integrations"][number]) => { path: string; headers?: object; body?: string },
): LoadRequest[] {
  const origin = `http://127.0.0.1:${facts.publicPort}`;
  return Array.from({ length: VARIETY }, (_, index) => {
    const cookie = cookies[Math.floor(index / IN_A_ROW) % cookies.length] ?? "";
    const integration = integrations[index % integrations.length];
    if (integration === undefined) throw new Error("There is no integration.");
    const { headers, ...rest } = what(integration);
    return { method: "POST", ...rest, headers: { origin, cookie, ...headers } };
  });
}
