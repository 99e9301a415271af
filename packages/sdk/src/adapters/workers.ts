import type { FetchHandler } from "../http/fetch-handler.ts";
import { createNowAndThen } from "./now-and-then.ts";

/** The part of a Worker's context that is needed: it keeps an event alive until a promise has settled. */
export interface WorkerContext {
  /** Keeps the event alive until the promise has settled. */
  waitUntil(promise: Promise<unknown>): void;
}

/** A Worker, as its module exports it by default. */
export interface Worker<Env extends object> {
  /** Answers one request. */
  fetch(request: Request, env: Env, context: WorkerContext): Promise<Response>;
  /** For a cron trigger: takes up what is unfinished also when no requests come. */
  scheduled(event: unknown, env: Env, context: WorkerContext): void;
}

/**
 * Makes a Cloudflare Worker of an integration. Settings come with a request there, so the integration is created at the first
 * one, once for each isolate. A Worker has no disk: give a `spool` over storage that it has, or `spool: "none"`, with which
 * what is unfinished is tried again for as long as the isolate lives. Isolates remember together with a `store`.
 *
 * @param create makes the integration of the bindings: variables and secrets
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toWorker } from "@joinery/sdk/workers";
 *
 * type Env = Record<string, string>;
 *
 * export default toWorker((env: Env) =>
 *   createIntegration({
 *     ...readHubSettings(env),
 *     name: "Acme Desk",
 *     auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 *     spool: "none",
 *   }),
 * );
 * ```
 */
export function toWorker<Env extends object>(create: (env: Env) => FetchHandler): Worker<Env> {
  const made = new WeakMap<Env, FetchHandler>();
  const settleNowAndThen = createNowAndThen();

  function integrationOf(env: Env): FetchHandler {
    const known = made.get(env);
    if (known !== undefined) return known;
    const integration = create(env);
    made.set(env, integration);
    return integration;
  }

  return {
    async fetch(request, env, context) {
      const integration = integrationOf(env);
      const answer = Promise.resolve(integration.fetch(request));
      // A visitor who hangs up would end the request in the middle of a token renewal, and whoever waits for the same
      // renewal would wait for ever.
      context.waitUntil(answer.then(() => settleNowAndThen(integration.unfinished)));
      return answer;
    },
    scheduled(_event, env, context) {
      context.waitUntil(Promise.resolve(integrationOf(env).unfinished?.settle()));
    },
  };
}
