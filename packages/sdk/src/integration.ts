import { Problem } from "@joinery/contract";
import type { ConnectedAccount } from "./accounts/connected-account.ts";
import { openInBackground } from "./accounts/open-accounts.ts";
import { runAction } from "./actions/run-action.ts";
import { createBlinkMode } from "./blink/blink-mode.ts";
import { systemClock } from "./clock.ts";
import { createHubMode } from "./connect/hub-mode.ts";
import { disconnect } from "./disconnect.ts";
import { createExternalService } from "./external/external-service.ts";
import { refusal } from "./http/answers.ts";
import { boundedFetch } from "./http/bounded-fetch.ts";
import type { ArrivedCall } from "./http/call.ts";
import { requestIdOf } from "./http/request-id.ts";
import { toProblem } from "./http/to-problem.ts";
import type { AccountsApi } from "./hub/accounts-api.ts";
import { consoleSink, createLog, describeError, type Log, within } from "./log.ts";
import type { Mode } from "./mode.ts";
import { checkOptions, type IntegrationOptions } from "./options.ts";
import { createQuestionSteps } from "./questions/question-steps.ts";
import { type ResealCounts, type ResealOptions, reseal } from "./sealed/reseal.ts";
import { createTokenSealer } from "./sealed/token-sealer.ts";
import { reveal } from "./secret.ts";
import { createBacklog } from "./spool/backlog.ts";
import { createMemoryStore } from "./store/memory-store.ts";
import { scopeStore } from "./store/store.ts";
import { createUnfinished, type Unfinished } from "./unfinished.ts";

/**
 * A running integration: hand `fetch` to any server that speaks the Fetch standard. A background job asks it for an account.
 *
 * @example
 * ```ts
 * import { type Integration, Problem } from "@joinery/sdk";
 *
 * async function countTickets(integration: Integration, userId: string): Promise<number | "ask them to reconnect"> {
 *   try {
 *     const account = await integration.account({ userId });
 *     const answer = await account.fetch("https://api.acme.example/tickets");
 *     return ((await answer.json()) as unknown[]).length;
 *   } catch (error) {
 *     if (error instanceof Problem && error.code === "NEEDS_RECONNECT") return "ask them to reconnect";
 *     throw error;
 *   }
 * }
 *
 * async function tokenFor(integration: Integration, userId: string): Promise<string> {
 *   const account = await integration.account({ userId });
 *   return (await account.accessToken()).reveal();
 * }
 * ```
 */
export interface Integration {
  /** Answers one request; never rejects. */
  fetch(request: Request): Promise<Response>;
  /** The API of the hub, or of Blink, with this integration's token. */
  blink: AccountsApi;
  /**
   * A linked account of somebody, for work outside a request, with the same locks and leases: the named one, else the
   * newest. Every failure is a `Problem`: `NOT_CONNECTED`, `LINKED_ACCOUNT_NOT_FOUND`, `NEEDS_RECONNECT`, or
   * `INTEGRATION_BUSY` when trying later helps.
   */
  account(wanted: { userId: string; linkedAccountId?: string }): Promise<ConnectedAccount>;
  /** All live linked accounts of somebody here, none for an unknown user; a token is asked for when one is used. */
  accounts(userId: string): Promise<readonly ConnectedAccount[]>;
  /**
   * Seals everybody's tokens with the first key of `sealed`, where another one or none was used; see the guide on sealed
   * tokens. It may be stopped and run again. Throws a `TypeError` without `sealed`, and what the hub's API throws.
   */
  reseal(options?: ResealOptions): Promise<ResealCounts>;
  /** What was begun and not finished; `serve` looks after it. */
  unfinished: Unfinished;
}

/**
 * Creates an integration: connect, disconnect, actions. Everything that makes linking safe happens inside.
 * Throws a `TypeError` that names every fault of the options.
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { serve } from "@joinery/sdk/node";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 * });
 * await serve(integration, { port: 3000 });
 * ```
 */
export function createIntegration(options: IntegrationOptions): Integration {
  const checked = checkOptions(options);
  const { connectBase, proxyPath, name } = checked;
  const { authId } = options;
  const clock = options.clock ?? systemClock;
  const rawFetch = options.fetch ?? fetch;
  const sealKeys = options.sealed?.keys.map(reveal) ?? [];
  const clientSecret = options.auth.kind === "oauth2" ? reveal(options.auth.clientSecret) : undefined;
  const secrets = [...checked.proxySecrets, checked.apiToken, clientSecret, checked.cookieSecret, ...sealKeys];
  const log = createLog(options.log ?? consoleSink, secrets);

  const redirectUri = `${connectBase.origin}/connect/callback`;
  const { auth, apiOrigins, icon } = options;
  const service = createExternalService(auth, { fetch: rawFetch, clock, redirectUri, apiOrigins });
  const store = scopeStore(options.store ?? createMemoryStore(clock), options.serviceId);
  const fetchWithinLimits = boundedFetch(rawFetch);
  const backlog = createBacklog({ serviceId: options.serviceId, secret: checked.cookieSecret, clock }, log);
  const { sealed } = options;
  const seal = sealed && { sealer: createTokenSealer(sealed, options), log };
  const { question } = service;
  const site = "site" in auth ? auth.site : undefined;
  const place = { name, icon, connectBase };
  const questions = question && createQuestionSteps({ service, question, site, store, place });
  const parts = {
    options,
    checked,
    service,
    questions,
    store,
    seal,
    backlog,
    clock,
    fetch: fetchWithinLimits,
    rawFetch,
  };
  // Decided here, once: what arrives can't change it.
  const mode: Mode = checked.mode === "blink" ? createBlinkMode(parts) : createHubMode(parts);
  const { hub, tokens } = mode;
  const accountParts = { hub, authId, service, fetch: fetchWithinLimits, tokens, clock };
  const unfinished = createUnfinished({ backlog, mode, serviceId: options.serviceId, spool: options.spool, log });

  /** What the hub sends: `/auth/<id>`, `/linked-accounts/<id>`, actions. */
  async function answerHub(arrived: ArrivedCall): Promise<Response> {
    const path = arrived.path.split("?")[0] ?? "";
    const { method } = arrived.request;
    const pressed = method === "POST" && /^\/auth\/([\w.~-]{1,64})$/.exec(path)?.[1];
    const removed = method === "DELETE" && /^\/linked-accounts\/([\w.~-]{1,64})$/.exec(path)?.[1];
    const action = options.actions?.find((candidate) => candidate.method === method && candidate.path === path);
    if (!pressed && !removed && !action) throw new Problem("NOT_FOUND");

    const call = await mode.admit(arrived, pressed || removed ? "repeatable" : "action");
    if (pressed) return mode.press(call, pressed);
    if (removed) return mode.disconnected(await disconnect(call, removed, { hub, service, tokens }));
    if (!action) throw new Problem("NOT_FOUND");
    return runAction(action, call, accountParts);
  }

  return {
    blink: hub,
    async account({ userId, linkedAccountId }) {
      return (await openInBackground(userId, { log }, accountParts)).pick(linkedAccountId);
    },
    accounts: async (userId) => (await openInBackground(userId, { log }, accountParts)).all,
    async reseal(how = {}) {
      if (seal === undefined) throw new TypeError("reseal: the integration has no option sealed");
      return reseal(how, { ...accountParts, log });
    },
    unfinished,
    async fetch(request) {
      const requestId = requestIdOf(request);
      const requestLog: Log = within(log, { request_id: requestId });
      try {
        const url = new URL(request.url);
        if (url.pathname.startsWith("/connect/")) {
          return await mode.answerBrowser({ request, url, log: requestLog }, url.pathname.slice("/connect/".length));
        }
        if (!url.pathname.startsWith(`${proxyPath}/`)) throw new Problem("NOT_FOUND");
        const path = url.pathname.slice(proxyPath.length) + url.search;
        return await answerHub({ request, path, requestId, log: requestLog });
      } catch (error) {
        const problem = toProblem(error);
        const level = problem.status >= 500 ? "error" : "info";
        requestLog(level, "refused", { code: problem.code, cause: describeError(problem.cause ?? error) });
        return refusal(problem, requestId);
      }
    },
  };
}
