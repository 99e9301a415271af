import { isFlowId, Problem } from "@joinery/contract";
import { createTokenKeeper } from "./accounts/usable-token.ts";
import { runAction } from "./actions/run-action.ts";
import { systemClock } from "./clock.ts";
import { endedPage, isEnding } from "./connect/ended-page.ts";
import { ConnectEnded, endConnect } from "./connect/ending.ts";
import { createFlowCookies } from "./connect/flow-cookie.ts";
import { createConnectSteps, type Visit } from "./connect/steps.ts";
import { disconnect } from "./disconnect.ts";
import { createExternalService } from "./external/external-service.ts";
import { identifyByOpenIdClaims } from "./external/identify.ts";
import { empty, refusal } from "./http/answers.ts";
import { createAssertionVerifier } from "./http/assertion.ts";
import { boundedFetch } from "./http/bounded-fetch.ts";
import { isDeliberateVisit } from "./http/deliberate-visit.ts";
import { createReplayGuard } from "./http/replay-guard.ts";
import { requestIdOf } from "./http/request-id.ts";
import { type ArrivedCall, checkCall } from "./http/signed-call.ts";
import { toProblem } from "./http/to-problem.ts";
import { createHubClient, type HubClient } from "./hub/hub-client.ts";
import { consoleSink, createLog, describeError, type Log } from "./log.ts";
import { checkOptions, type IntegrationOptions } from "./options.ts";

/** A running integration: hand `fetch` to any server that speaks the Fetch standard. */
export interface Integration {
  /** Answers one request; never rejects. */
  fetch(request: Request): Promise<Response>;
  /** The hub's API, with this integration's token. */
  hub: HubClient;
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
  const { hubUrl, connectBase, proxyPath, apiOrigins } = checked;
  const { serviceId, authId, name } = options;
  const clock = options.clock ?? systemClock;
  const rawFetch = options.fetch ?? fetch;
  const outgoing = boundedFetch(rawFetch);
  const secrets = [...checked.proxySecrets, options.apiToken, options.auth.clientSecret, checked.cookieSecret];
  const log = createLog(options.log ?? consoleSink, secrets);

  const hub = createHubClient({ hub: hubUrl, apiToken: options.apiToken, fetch: rawFetch, clock });
  const redirectUri = `${connectBase.origin}/connect/callback`;
  const service = createExternalService(options.auth, { fetch: rawFetch, clock, redirectUri });
  const cookies = createFlowCookies({ connectBase, serviceId, secret: checked.cookieSecret, clock });
  const identify = checked.identify ?? identifyByOpenIdClaims;
  const parts = { hub, hubUrl, connectBase, service, cookies, identify, apiOrigins, authId, fetch: outgoing, clock };
  const steps = createConnectSteps(parts);
  const verifyAssertion = createAssertionVerifier({ hub: hubUrl, serviceId, fetch: outgoing, clock });
  const rememberOnce = createReplayGuard(clock);
  const withUsableToken = createTokenKeeper({ hub, service, clock });

  /** What the hub sends: `/auth/<id>`, `/linked-accounts/<id>`, actions. */
  async function answerHub(arrived: ArrivedCall): Promise<Response> {
    const path = arrived.path.split("?")[0] ?? "";
    const { method } = arrived.request;
    const pressed = method === "POST" && /^\/auth\/([\w.~-]{1,64})$/.exec(path)?.[1];
    const removed = method === "DELETE" && /^\/linked-accounts\/([\w.~-]{1,64})$/.exec(path)?.[1];
    const action = options.actions?.find((candidate) => candidate.method === method && candidate.path === path);
    if (!pressed && !removed && !action) throw new Problem("NOT_FOUND");

    const call = await checkCall(arrived, { proxySecrets: checked.proxySecrets, verifyAssertion });
    if (pressed) return steps.press(call, pressed);
    if (removed) return disconnect(call, removed, { hub, service });
    if (!action) throw new Problem("NOT_FOUND");
    rememberOnce(call.assertion);
    return runAction(action, call, { ...parts, withUsableToken });
  }

  function stepAt(page: string): ((visit: Visit) => Promise<Response>) | undefined {
    if (isFlowId(page)) return (visit) => steps.open(visit, page);
    if (page === "verified") return steps.verified;
    if (page === "callback") return steps.callback;
    return undefined;
  }

  /** What a person's browser opens: the windows of a connect. */
  async function answerBrowser(request: Request, url: URL, visitLog: Log): Promise<Response> {
    const page = url.pathname.slice("/connect/".length);
    if (request.method !== "GET" && request.method !== "HEAD") throw new Problem("METHOD_NOT_ALLOWED");
    if (isEnding(page)) return endedPage(page, { name, hub: hubUrl });
    const step = stepAt(page);
    if (!step) throw new Problem("NOT_FOUND");
    // Looking must not change anything (contract 2.1, step 3).
    // 503 is what makes a browser throw a prefetch away instead of showing it later.
    if (!isDeliberateVisit(request)) return empty(503);
    return step({ request, url, log: visitLog }).catch((error) => {
      const ended = error instanceof ConnectEnded ? error : new ConnectEnded("failed", { cause: error });
      return endConnect(ended, { hub, hubUrl, connectBase, clearCookie: cookies.clear, log: visitLog });
    });
  }

  return {
    hub,
    async fetch(request) {
      const requestId = requestIdOf(request);
      const requestLog: Log = (level, event, fields) => log(level, event, { request_id: requestId, ...fields });
      try {
        const url = new URL(request.url);
        if (url.pathname.startsWith("/connect/")) return await answerBrowser(request, url, requestLog);
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
