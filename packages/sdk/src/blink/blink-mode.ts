import { ok, Problem } from "@joinery/contract";
import { createLockRenewer } from "../accounts/renew-under-lock.ts";
import { createTokenKeeper } from "../accounts/usable-token.ts";
import { empty, json, seeOther } from "../http/answers.ts";
import { requireCaller } from "../http/call.ts";
import { isDeliberateVisit, type Visit } from "../http/visit.ts";
import type { Mode, ModeParts } from "../mode.ts";
import { sealAccounts } from "../sealed/sealed-accounts.ts";
import { createBlinkClient } from "./blink-client.ts";
import { BlinkConnectEnded, blinkEndingPage, endBlinkConnect, isBlinkEnding } from "./endings.ts";
import { CONSENT_SECONDS, TICKET_SECONDS } from "./limits.ts";
import { createStates } from "./state.ts";
import { createBlinkSteps } from "./steps.ts";
import { createTicketCookies } from "./ticket-cookie.ts";
import { createSpentTickets, createTickets } from "./tickets.ts";

/** Visible characters only, so that two headers, which arrive joined by a comma and a space, name nobody. */
const USER_ID = /^[\x21-\x7e]{1,255}$/;

/** Serves Blink itself: nothing is asked of it, or believed, that its published pages do not have (contract, part 1). */
export function createBlinkMode(parts: ModeParts): Mode {
  const { options, checked, clock } = parts;
  const { connectBase, proxySecrets, dialect, name } = checked;
  const { serviceId, authId } = options;
  const { apiToken } = checked;
  const seals = { serviceId, secret: checked.cookieSecret, clock };

  const client = createBlinkClient({ base: checked.hubUrl, apiToken, authId, dialect, fetch: parts.rawFetch, clock });
  const hub = parts.seal ? sealAccounts(client, parts.seal) : client;
  const cookies = createTicketCookies(connectBase, seals);
  const steps = createBlinkSteps({
    ...parts,
    ...{ hub, name, authId, connectBase, cookies },
    tickets: createTickets(connectBase, seals),
    spentTickets: createSpentTickets(parts.store, TICKET_SECONDS + CONSENT_SECONDS),
    states: createStates(seals),
  });

  function stepAt(page: string, method: string): ((visit: Visit) => Promise<Response>) | undefined {
    const sealed = /^start\/([\w.-]+)$/.exec(page)?.[1];
    if (sealed !== undefined && method === "POST") return (visit) => steps.decide(visit, sealed);
    if (sealed !== undefined) return (visit) => steps.ask(visit, sealed);
    const asked = /^question\/(b-[\w-]{1,64})$/.exec(page)?.[1];
    if (asked !== undefined) {
      return (visit) => (method === "POST" ? steps.answer(visit, asked) : steps.askMore(visit, asked));
    }
    if (page === "callback") return steps.callback;
    if (isBlinkEnding(page)) return () => blinkEndingPage(page, name);
    return undefined;
  }

  return {
    hub,
    tokens: createTokenKeeper({ renewer: createLockRenewer({ ...parts, hub }), clock }),
    async admit(arrived) {
      const call = await requireCaller(arrived, { proxySecrets, names: dialect.headers });
      const errors = [{ path: dialect.headers.userId, message: "must name one user" }];
      if (!USER_ID.test(call.userId)) throw new Problem("BAD_REQUEST", { errors });
      return call;
    },
    press: steps.press,
    // Blink asks for no report (contract 2.5 is ours).
    disconnected: () => json(ok({})),

    async answerBrowser(visit, page) {
      const { method } = visit.request;
      const step = stepAt(page, method);
      if (!step) throw new Problem("NOT_FOUND");
      const isForm = method === "POST" && /^(start|question)\//.test(page);
      // A service that posts its answer, which nobody asked for, is not believed; a person must be able to read that.
      if (method === "POST" && page === "callback") return seeOther(`${connectBase.origin}/connect/failed`);
      if (!isForm && method !== "GET" && method !== "HEAD") throw new Problem("METHOD_NOT_ALLOWED");
      // 503 is what makes a browser throw a prefetch away instead of showing it later.
      if (!isBlinkEnding(page) && !isDeliberateVisit(visit.request, isForm ? "POST" : "GET")) return empty(503);
      return step(visit).catch((error) => {
        const ended = error instanceof BlinkConnectEnded ? error : new BlinkConnectEnded("failed", { cause: error });
        return endBlinkConnect(ended, { connectBase, clearCookie: cookies.clear, log: visit.log });
      });
    },
  };
}
