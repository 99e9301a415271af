import { isFlowId, ok, Problem } from "@joinery/contract";
import { createLeaseRenewer } from "../accounts/renew-under-lease.ts";
import { createTokenKeeper } from "../accounts/usable-token.ts";
import { empty, json, seeOther } from "../http/answers.ts";
import { createAssertionVerifier } from "../http/assertion.ts";
import { createReplayGuard } from "../http/replay-guard.ts";
import { checkCall, type SignedCall } from "../http/signed-call.ts";
import { isDeliberateVisit, type Visit } from "../http/visit.ts";
import { createHubClient } from "../hub/hub-client.ts";
import type { Mode, ModeParts } from "../mode.ts";
import { sealHub } from "../sealed/sealed-accounts.ts";
import { endedPage, isEnding } from "./ended-page.ts";
import { ConnectEnded, endConnect } from "./ending.ts";
import { createFlowCookies } from "./flow-cookie.ts";
import { settleFlow } from "./settle-flow.ts";
import { createConnectSteps } from "./steps.ts";

/** Serves our hub: every request is signed, and every connect is verified (contract, part 2). */
export function createHubMode(parts: ModeParts): Mode<SignedCall> {
  const { options, checked, clock, rawFetch } = parts;
  const { hubUrl, connectBase, proxySecrets, name } = checked;
  const { serviceId, authId } = options;

  const client = createHubClient({ hub: hubUrl, apiToken: checked.apiToken, fetch: rawFetch, clock });
  const hub = parts.seal ? sealHub(client, parts.seal) : client;
  const cookies = createFlowCookies(connectBase, { serviceId, secret: checked.cookieSecret, clock });
  const settleParts = { ...parts, hub, authId };
  const steps = createConnectSteps({ ...settleParts, hubUrl, connectBase, cookies });
  const tokens = createTokenKeeper({ renewer: createLeaseRenewer({ ...parts, hub }), clock });
  const verifyAssertion = createAssertionVerifier({ hub: hubUrl, serviceId, fetch: parts.fetch, clock });
  const requireFirstUse = createReplayGuard(parts);

  function stepAt(page: string, method: string): ((visit: Visit) => Promise<Response>) | undefined {
    const asked = /^question\/([\w-]+)$/.exec(page)?.[1];
    if (asked !== undefined && isFlowId(asked)) {
      return (visit) => (method === "POST" ? steps.answer(visit, asked) : steps.ask(visit, asked));
    }
    if (isFlowId(page)) return (visit) => steps.open(visit, page);
    if (page === "verified") return steps.verified;
    if (page === "callback") return steps.callback;
    if (isEnding(page)) return () => endedPage(page, { name, hub: hubUrl });
    return undefined;
  }

  return {
    hub,
    tokens,
    async settle({ entry, ...kept }, log) {
      if (entry.what === "renewal") await tokens.settle({ ...kept, entry }, log);
      else await settleFlow({ ...kept, entry }, log, settleParts);
    },
    async admit(arrived, kind) {
      const call = await checkCall(arrived, { proxySecrets, verifyAssertion });
      if (kind === "action") await requireFirstUse(call.assertion);
      return call;
    },
    press: steps.press,
    disconnected: (report) => json(ok(report)),

    async answerBrowser(visit, page) {
      const { method } = visit.request;
      const step = stepAt(page, method);
      if (!step) throw new Problem("NOT_FOUND");
      const isForm = method === "POST" && page.startsWith("question/");
      // A service that posts its answer, which nobody asked for, is not believed; a person must be able to read that.
      if (method === "POST" && page === "callback") return seeOther(`${connectBase.origin}/connect/failed`);
      if (!isForm && method !== "GET" && method !== "HEAD") throw new Problem("METHOD_NOT_ALLOWED");
      // Looking must not change anything (contract 2.1, step 3).
      // 503 is what makes a browser throw a prefetch away instead of showing it later.
      if (!isEnding(page) && !isDeliberateVisit(visit.request, isForm ? "POST" : "GET")) return empty(503);
      return step(visit).catch((error) => {
        const ended = error instanceof ConnectEnded ? error : new ConnectEnded("failed", { cause: error });
        return endConnect(ended, { hub, hubUrl, connectBase, clearCookie: cookies.clear, log: visit.log });
      });
    },
  };
}
