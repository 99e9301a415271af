import { challengeOf, HEADERS, isFlowId, ok, Problem, randomToken256 } from "@joinery/contract";
import { isSameText } from "../digests.ts";
import type { Grant } from "../external/grant.ts";
import { json, seeOther } from "../http/answers.ts";
import type { SignedCall } from "../http/signed-call.ts";
import type { Visit } from "../http/visit.ts";
import { isPassing } from "../hub/hub-errors.ts";
import { type Log, within } from "../log.ts";
import type { Answered, QuestionSteps } from "../questions/question-steps.ts";
import type { Backlog } from "../spool/backlog.ts";
import { ConnectEnded } from "./ending.ts";
import type { FlowCookies, RedeemedCookie } from "./flow-cookie.ts";
import { obtainOnce } from "./obtain-once.ts";
import type { FlowEnd, SettleParts } from "./settle-flow.ts";

export interface ConnectParts extends SettleParts {
  backlog: Backlog;
  hubUrl: string;
  connectBase: URL;
  cookies: FlowCookies;
  /** What is asked on a page of ours, for a service that needs it. */
  questions: QuestionSteps | undefined;
}

/**
 * Verified connect, step by step as in contract 2.1. Each line that begins with `require` is a check: it passes, or it
 * ends the connection. Nothing is obtained before the browser, the state, the issuer and the claim are checked.
 */
export function createConnectSteps(parts: ConnectParts) {
  const { hub, hubUrl, cookies, questions } = parts;
  const { wayIn } = parts.service;

  return {
    /** Step 1. `POST /auth/<auth_id>`: secret and assertion are already checked (`checkCall`). */
    async press(call: SignedCall, authId: string): Promise<Response> {
      if (authId !== parts.authId) throw new Problem("AUTH_ID_NOT_FOUND");
      const flow = requireSignedFlow(call);
      return json(ok({ authorization_url: `${parts.connectBase.origin}/connect/${flow}` }));
    },

    /** Step 2. `GET /connect/<flow>`: a secret for this visit, known to this browser only; then the hub looks at it. */
    async open({ request, log }: Visit, flow: string): Promise<Response> {
      const cookie = await cookies.find(request, flow);
      if (cookie?.phase === "redeemed") return goOn(cookie, log);
      const verifier = randomToken256();
      return seeOther(`${hubUrl}/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`, [
        ...(await cookies.makeRoom(request, flow)),
        await cookies.set({ phase: "begun", flow, verifier }),
      ]);
    },

    /** Steps 3 and 4. `GET /connect/verified`: the hub has let the browser through; it says whose browser it is. */
    async verified({ request, url, log }: Visit): Promise<Response> {
      const flow = requireFlowId(url.searchParams.get("flow"));
      const cookie = await cookies.find(request, flow);
      if (cookie === undefined) throw new ConnectEnded("ended");
      if (cookie.phase === "redeemed") return goOn(cookie, log);
      const code = url.searchParams.get("code") ?? "";
      const person = await hub.redeemFlow(flow, { code, verifier: cookie.verifier }).catch(endAtHub(flow));
      requireSamePlace(person, flow, parts.authId);
      const secrets = { state: `${flow}.${randomToken256()}`, nonce: randomToken256(), pkceVerifier: randomToken256() };
      const hint = person.reconnect === undefined ? {} : { loginHint: person.reconnect.external_account_id };
      return goOn({ phase: "redeemed", flow, userId: person.user_id, ...secrets, ...hint }, log);
    },

    /** Step 4, for services that need it. `GET /connect/question/<flow>`: only for the browser that was checked. */
    async ask({ request }: Visit, flow: string): Promise<Response> {
      const cookie = requireRedeemed(await cookies.find(request, flow));
      return requireQuestions(questions).show({ ...cookie, id: flow });
    },

    /** Step 4. `POST /connect/question/<flow>`: from our own page only, and five tries. */
    async answer({ request, log }: Visit, flow: string): Promise<Response> {
      const cookie = requireRedeemed(await cookies.find(request, flow));
      const answered = await requireQuestions(questions).answer(
        request,
        { ...cookie, id: flow },
        within(log, { flow }),
      );
      if ("page" in answered) return answered.page;
      if ("over" in answered) throw endOf(answered, flow);
      if ("site" in answered) return goToService({ ...cookie, site: answered.site });
      return finish(cookie, async () => answered.grant, log);
    },

    /** Steps 5 to 7. `GET /connect/callback`: the cookie's state, the issuer and the consent are checked, then it is finished. */
    async callback({ request, url: { searchParams: answer }, log }: Visit): Promise<Response> {
      const state = answer.getAll("state").length === 1 ? (answer.get("state") ?? "") : "";
      const flow = requireFlowId(state.split(".")[0] ?? null);
      const cookie = await requireStateOfThisBrowser(await cookies.find(request, flow), flow, state);
      if (wayIn.by !== "redirect") throw refused(flow);
      const { site = null } = cookie;
      if (!(await wayIn.issuerFits(answer, site).catch(endAsDown(flow)))) throw refused(flow);
      requireConsent(answer, flow);
      return finish(cookie, () => wayIn.exchange(answer, cookie, site), log);
    },
  };

  /** The hub's page tells how it ended; while a grant could not be withdrawn yet it has nothing to tell. */
  function pageAfter(end: FlowEnd, flow: string): string {
    const isInDoubt = end.state === "waiting" && end.for === "service";
    return isInDoubt ? `${parts.connectBase.origin}/connect/failed` : `${hubUrl}/connect/${flow}/done`;
  }

  /** Where a checked browser goes: to what we have to ask, to the service, or straight to the end. */
  async function goOn(cookie: RedeemedCookie, log: Log): Promise<Response> {
    if (questions !== undefined && cookie.site === undefined) {
      return seeOther(`${parts.connectBase.origin}/connect/question/${cookie.flow}`, [await cookies.set(cookie)]);
    }
    if (wayIn.by === "own_code") return finish(cookie, () => wayIn.obtain({ id: cookie.userId }, log), log);
    return goToService(cookie);
  }

  async function goToService(cookie: RedeemedCookie): Promise<Response> {
    const { flow, loginHint, site = null } = cookie;
    if (wayIn.by !== "redirect") throw refused(flow);
    const location = await wayIn.authorizationUrl(cookie, { site, loginHint }).catch(endAsDown(flow));
    return seeOther(location, [await cookies.set(cookie)]);
  }

  /** The claim, once only; then access is obtained, once, and the account is saved. */
  async function finish({ flow, userId }: RedeemedCookie, obtain: () => Promise<Grant>, log: Log): Promise<Response> {
    const { claim } = await hub.claimFlow(flow).catch(endAtHub(flow));
    const end = await obtainOnce({ flow, claim, userId }, { obtain, log: within(log, { flow }) }, parts);
    return seeOther(pageAfter(end, flow), [cookies.clear(flow)]);
  }
}

function requireRedeemed(cookie: Awaited<ReturnType<FlowCookies["find"]>>): RedeemedCookie {
  if (cookie?.phase === "redeemed") return cookie;
  throw new ConnectEnded("ended");
}

function requireQuestions(questions: QuestionSteps | undefined): QuestionSteps {
  if (questions === undefined) throw new ConnectEnded("ended");
  return questions;
}

function endOf({ over }: Extract<Answered, { over: unknown }>, flow: string): ConnectEnded {
  // A forged answer says nothing about the person whose flow it is: theirs goes on.
  if (over === "forged") return new ConnectEnded("ended");
  return new ConnectEnded("hub", { flow, reason: over === "cancelled" ? "cancelled" : "external_service_refused" });
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
