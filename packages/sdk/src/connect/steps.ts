import { challengeOf, HEADERS, isFlowId, ok, Problem, randomToken256 } from "@joinery/contract";
import { isSameText } from "../digests.ts";
import { json, seeOther } from "../http/answers.ts";
import type { SignedCall } from "../http/signed-call.ts";
import type { Visit } from "../http/visit.ts";
import { isPassing } from "../hub/hub-errors.ts";
import { within } from "../log.ts";
import type { Backlog } from "../spool/backlog.ts";
import { ConnectEnded } from "./ending.ts";
import { exchangeCode } from "./exchange-code.ts";
import type { FlowCookies, RedeemedCookie } from "./flow-cookie.ts";
import type { FlowEnd, SettleParts } from "./settle-flow.ts";

export interface ConnectParts extends SettleParts {
  backlog: Backlog;
  hubUrl: string;
  connectBase: URL;
  cookies: FlowCookies;
}

/**
 * Verified connect, step by step as in contract 2.1. Each line that begins with `require` is a check: it passes, or it
 * ends the connection. Nothing is exchanged before the browser, the state, the issuer and the claim are checked.
 */
export function createConnectSteps(parts: ConnectParts) {
  const { hub, hubUrl, cookies, service } = parts;

  return {
    /** Step 1. `POST /auth/<auth_id>`: secret and assertion are already checked (`checkCall`). */
    async press(call: SignedCall, authId: string): Promise<Response> {
      if (authId !== parts.authId) throw new Problem("AUTH_ID_NOT_FOUND");
      const flow = requireSignedFlow(call);
      return json(ok({ authorization_url: `${parts.connectBase.origin}/connect/${flow}` }));
    },

    /** Step 2. `GET /connect/<flow>`: a secret for this visit, known to this browser only; then the hub looks at it. */
    async open({ request }: Visit, flow: string): Promise<Response> {
      const cookie = await cookies.find(request, flow);
      if (cookie?.phase === "redeemed") return goToService(cookie);
      const verifier = randomToken256();
      return seeOther(`${hubUrl}/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`, [
        ...(await cookies.makeRoom(request, flow)),
        await cookies.set({ phase: "begun", flow, verifier }),
      ]);
    },

    /** Steps 3 and 4. `GET /connect/verified`: the hub has let the browser through; it says whose browser it is. */
    async verified({ request, url }: Visit): Promise<Response> {
      const flow = requireFlowId(url.searchParams.get("flow"));
      const cookie = await cookies.find(request, flow);
      if (cookie === undefined) throw new ConnectEnded("ended");
      if (cookie.phase === "redeemed") return goToService(cookie);
      const code = url.searchParams.get("code") ?? "";
      const person = await hub.redeemFlow(flow, { code, verifier: cookie.verifier }).catch(endAtHub(flow));
      requireSamePlace(person, flow, parts.authId);
      return goToService({
        phase: "redeemed",
        flow,
        userId: person.user_id,
        state: `${flow}.${randomToken256()}`,
        nonce: randomToken256(),
        pkceVerifier: randomToken256(),
        ...(person.reconnect === undefined ? {} : { loginHint: person.reconnect.external_account_id }),
      });
    },

    /** Steps 5 to 7. `GET /connect/callback`: four checks, then one token request, then the account is saved (`exchangeCode`). */
    async callback({ request, url: { searchParams: answer }, log }: Visit): Promise<Response> {
      const state = answer.getAll("state").length === 1 ? (answer.get("state") ?? "") : "";
      const flow = requireFlowId(state.split(".")[0] ?? null);
      const cookie = await requireStateOfThisBrowser(await cookies.find(request, flow), flow, state);
      if (!(await service.issuerFits(answer).catch(endAsDown(flow)))) throw refused(flow);
      requireConsent(answer, flow);
      const { claim } = await hub.claimFlow(flow).catch(endAtHub(flow));

      const exchange = { answer, secrets: cookie, log: within(log, { flow }) };
      const end = await exchangeCode({ flow, claim, userId: cookie.userId }, exchange, parts);
      return seeOther(pageAfter(end, flow), [cookies.clear(flow)]);
    },
  };

  /** The hub's page tells how it ended; while a grant could not be withdrawn yet it has nothing to tell. */
  function pageAfter(end: FlowEnd, flow: string): string {
    const isInDoubt = end.state === "waiting" && end.for === "service";
    return isInDoubt ? `${parts.connectBase.origin}/connect/failed` : `${hubUrl}/connect/${flow}/done`;
  }

  async function goToService(cookie: RedeemedCookie): Promise<Response> {
    const location = await service.authorizationUrl(cookie, cookie.loginHint).catch(endAsDown(cookie.flow));
    return seeOther(location, [await cookies.set(cookie)]);
  }
}

/** An SDK that is configured for a hub can't be talked down to a connect without flow and assertion (contract 2.1). */
function requireSignedFlow({ request, assertion, log }: SignedCall): string {
  const flow = request.headers.get(HEADERS.flow);
  if (flow === null || !isFlowId(flow)) throw new Problem("FLOW_REQUIRED");
  if (assertion.flow === flow) return flow;
  log("warn", "assertion_refused", { why: "another flow than the header" });
  throw new Problem("ASSERTION_INVALID");
}

function requireFlowId(value: string | null): string {
  if (value === null || !isFlowId(value)) throw new ConnectEnded("ended");
  return value;
}

/** The check against stolen callbacks: exactly the state that this browser was given, after the hub knew whose it is. */
async function requireStateOfThisBrowser(
  cookie: Awaited<ReturnType<FlowCookies["find"]>>,
  flow: string,
  state: string,
): Promise<RedeemedCookie> {
  if (cookie?.phase === "redeemed" && (await isSameText(cookie.state, state))) return cookie;
  throw new ConnectEnded("ended", { flow, reason: "browser_mismatch" });
}

function requireSamePlace(person: { flow: string; auth_id: string }, flow: string, authId: string): void {
  if (person.flow !== flow || person.auth_id !== authId)
    throw new ConnectEnded("hub", { flow, reason: "exchange_failed" });
}

function requireConsent(answer: URLSearchParams, flow: string): void {
  if (answer.get("error") === "access_denied") throw new ConnectEnded("hub", { flow, reason: "access_denied" });
  if (answer.has("error") || answer.getAll("code").length !== 1) throw refused(flow);
}

function refused(flow: string): ConnectEnded {
  return new ConnectEnded("hub", { flow, reason: "external_service_refused" });
}

const endAsDown = (flow: string) => (cause: unknown) => {
  throw new ConnectEnded("hub", { flow, reason: "external_service_failed", cause });
};

/** The hub said no, so its page knows why; when it could not be reached, ours has to do. */
const endAtHub = (flow: string) => (cause: unknown) => {
  throw new ConnectEnded(isPassing(cause) ? "failed" : "hub", { flow, cause });
};
