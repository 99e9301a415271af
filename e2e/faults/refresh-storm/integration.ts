/** An integration with one thing to do: many callers at once, who all need an access token that works. */
import { AsyncLocalStorage } from "node:async_hooks";
import { action, createIntegration, oauth2, Problem, readHubSettings } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";
import { z } from "zod";

const { env } = process;
const issuer = env.ACME_ISSUER ?? "";
const api = env.STORM_API ?? "";

/** For whom something is done, so that the judge knows whose token request it holds in its hands. */
const person = new AsyncLocalStorage<string>();

const storm = action("POST", "/storm", z.object({ callers: z.int() }), ({ input, fetch, user }) =>
  person.run(user.id, async () => {
    const came = (url: string) => fetch(url).then(({ status }) => String(status), nameOf);
    const callers = await Promise.all(Array.from({ length: input.callers }, () => came(api)));
    // The service itself has the last word on whether a token is good.
    return { data: [...callers, await came(`${issuer}/api/tickets`)] };
  }),
);

function nameOf(error: unknown): string {
  return error instanceof Problem ? error.code : "OTHER";
}

const integration = createIntegration({
  ...readHubSettings(env),
  name: "Acme Desk",
  auth: oauth2({
    issuer,
    clientId: env.ACME_CLIENT_ID ?? "",
    clientSecret: env.ACME_CLIENT_SECRET ?? "",
    scopes: ["openid", "profile", "tickets:read", "offline_access"],
  }),
  apiOrigins: [new URL(api).origin, issuer],
  actions: [storm],
  fetch: (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("x-test-port", env.PORT ?? "");
    headers.set("x-test-person", person.getStore() ?? "");
    return fetch(input, { ...init, headers });
  },
});

const server = await serve(integration, { port: Number(env.PORT), host: env.HOST ?? "localhost" });
console.log(`listens on ${server.url}`);
