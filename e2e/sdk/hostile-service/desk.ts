import { z } from "zod";
import { CLIENT, type HostileServer, ISSUER } from "./hostile-server.ts";
import type { Astray, Sdk, StageOptions } from "./stage.ts";

/** What the integration is made of beside the settings of its hub. */
export function deskOptions(service: HostileServer, { sdk, auth }: StageOptions) {
  return {
    name: "Acme Desk",
    auth: sdk.oauth2({
      issuer: service.issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      scopes: ["openid", "offline_access"],
      ...auth,
    }),
    actions: [fetchAction(sdk)],
    spool: "none" as const,
  };
}

/** An action that fetches whatever address it is given with the person's token, as careless code would. */
function fetchAction(sdk: Sdk) {
  return sdk.action("POST", "/fetch", z.object({ url: z.string() }), async ({ input, fetch }) => {
    const answer = await fetch(input.url);
    return { status: answer.status };
  });
}

/**
 * The network of the integration: the service under its https name leads to the server on loopback, and what goes to
 * anybody else is noted and fails.
 */
export function outgoing(
  service: HostileServer,
  { astray, toHub }: { astray: Astray[]; toHub: (request: Request) => Promise<Response | undefined> },
) {
  return async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin === ISSUER || url.origin === service.base) {
      const target = service.base + url.pathname + url.search;
      return fetch(input instanceof Request ? new Request(target, input) : target, init);
    }
    const answered = await toHub(new Request(input, init));
    if (answered !== undefined) return answered;
    astray.push({ method: init?.method ?? "GET", url: url.href });
    throw new TypeError("fetch failed");
  };
}
