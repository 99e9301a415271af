/** The desk of `examples/desk`, which says what it is about to do and waits: whoever listens may kill it there. */
import { AsyncLocalStorage } from "node:async_hooks";
import { HEADERS } from "@joinery/contract";
import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";
import { stepOf } from "./steps.ts";

const { env } = process;
const asked = new AsyncLocalStorage<true>();

async function reach(moment: string, flow: string | null): Promise<void> {
  const reached = { moment, port: Number(env.PORT), flow };
  await fetch(env.CRASH_MOMENTS ?? "", { method: "POST", body: JSON.stringify(reached) });
}

const integration = createIntegration({
  ...readHubSettings(env),
  name: "Acme Desk",
  auth: oauth2({
    issuer: env.ACME_ISSUER ?? "",
    clientId: env.ACME_CLIENT_ID ?? "",
    clientSecret: env.ACME_CLIENT_SECRET ?? "",
    scopes: ["openid", "profile", "offline_access"],
  }),
  async fetch(input, init) {
    const { method, url } = new Request(input, init?.method === undefined ? {} : { method: init.method });
    const step = stepOf(method, new URL(url).pathname);
    const headers = new Headers(init?.headers);
    headers.set("x-test-port", env.PORT ?? "");
    if (step === undefined) return fetch(input, init);
    const name = asked.getStore() ? step : `${step} again`;
    const flow = headers.get(HEADERS.flow);
    await reach(`before ${name}`, flow);
    const answer = await fetch(input, { ...init, headers });
    await reach(`after ${name}`, flow);
    return answer;
  },
});

const server = await serve(
  {
    unfinished: integration.unfinished,
    fetch: (request) =>
      asked.run(true, async () => {
        const step = stepOf(request.method, new URL(request.url).pathname);
        if (step !== undefined) await reach(step, null);
        return integration.fetch(request);
      }),
  },
  { port: Number(env.PORT), host: env.HOST ?? "localhost" },
);
console.log(`listens on ${server.url}`);
