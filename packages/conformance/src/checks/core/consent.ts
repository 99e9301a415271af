import { pageFault } from "../../answers/page-words.ts";
import { isSuccess, say } from "../../answers/say.ts";
import { type Check, defineWorkshopCheck, failed, passed } from "../../check.ts";
import { borrow } from "../../run/linked.ts";
import { ask } from "../../target/ask.ts";

const READABLE = "a page that a person can read";

/** What becomes of a Connect when the person has been at the external service. */
export const CONSENT_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "core.consent.links",
    sentence: "A person who presses Connect and then Allow has one linked account afterwards.",
    reason: "This is what an integration is for.",
    example: "POST /v2/user/u-ada/linked-accounts with auth_id, external_account_id and tokens  →  201",
    fix: "When the browser comes back: exchange the code, ask who it is, call *Add User Linked Account* once, show a page.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const outcome = await guest.connect();
        if (outcome.problem !== null) return failed("one linked account", `the hub's refusal ${outcome.problem.code}`);
        if (outcome.linked.length !== 1) return failed("one linked account", `${outcome.linked.length} accounts`);
        const fault = pageFault(outcome, guest.hub);
        return fault === undefined ? passed() : failed(READABLE, fault);
      }),
  }),
  defineWorkshopCheck({
    id: "core.consent.denied",
    sentence: "When the person presses Deny, nothing is linked, no token is asked for, and a page says so.",
    reason: "A no is an ordinary answer, not an error.",
    example: "GET /callback?error=access_denied&state=…  →  a page: Nothing was connected.",
    fix: "Look for `error` in the callback before you look for `code`.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const before = await workshop.ledger({ kind: "token_request" });
        const outcome = await guest.connect({ answer: "deny" });
        const after = await workshop.ledger({ kind: "token_request" });
        if (outcome.linked.length > 0) return failed("no linked account", "a linked account");
        if (after.length > before.length) return failed("no token request", "a token request");
        const fault = pageFault(outcome, guest.hub);
        return fault === undefined ? passed() : failed(READABLE, fault);
      }),
  }),
  defineWorkshopCheck({
    id: "core.consent.service-fails",
    sentence:
      "When the service answers the token request with 500 or with no JSON, nothing is linked and a page says so.",
    reason: "An account without tokens looks linked and does nothing; a stack trace helps no person.",
    example: "token request  →  500; callback  →  a page: Acme Desk did not answer. Please try again.",
    fix: "Check the status and parse the answer before you save anything, and turn every failure of the callback into a page.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        for (const fault of ["answers-500", "not-json"] as const) {
          const outcome = await guest.during(fault, () => guest.connect());
          if (outcome.linked.length > 0) return failed("no linked account", "a linked account");
          const got = pageFault(outcome, guest.hub);
          if (got !== undefined) return failed(READABLE, got);
        }
        return passed();
      }),
  }),
  defineWorkshopCheck({
    id: "core.consent.service-slow",
    sentence:
      "When the service takes 6 seconds, the person ends with a linked account or with a page that says why not.",
    reason:
      "Services are slow on some mornings; a window that hangs or breaks leaves people not knowing what happened.",
    example: "token request  →  an answer after 6 seconds; callback  →  Acme Desk is connected.",
    fix: "Give the token request a limit of 10 to 20 seconds of its own, and answer the browser in every case.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const outcome = await guest.during("slow-6s", () => guest.connect());
        const fault = pageFault(outcome, guest.hub);
        return fault === undefined ? passed() : failed(READABLE, fault);
      }),
  }),
  defineWorkshopCheck({
    id: "core.consent.unknown-state",
    sentence: "A callback with a state that the integration never gave out exchanges nothing.",
    reason: "Otherwise anybody can plant an account of their own on somebody who only opened a link (RFC 6749, 10.12).",
    example: "GET /callback?code=…&state=made-up  →  400, and no token request",
    fix: "Look the state up (or check its signature) before anything else, and forget it after its first use.",
    run: (session, workshop) =>
      borrow(workshop, async () => {
        const { service, integration } = await workshop.describe();
        const tokenRequests = async () =>
          (await workshop.ledger({ kind: "token_request" })).length +
          (await workshop.ledger({ kind: "token_refused" })).length;
        const before = await tokenRequests();
        for (const uri of integration.redirect_uris) {
          const query = new URLSearchParams({ code: "made-up", state: crypto.randomUUID(), iss: service });
          const answer = await (session.target.open ?? openPlainly)(`${uri}?${query}`);
          if (answer.status >= 500) return failed("a refusal", `status ${answer.status}`);
        }
        return (await tokenRequests()) > before ? failed("no token request", "a token request") : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "core.consent.scope-dropped",
    sentence: "When the service grants less than was asked for, no action claims a success that there was not.",
    reason: "A person who believes that a ticket was filed waits for an answer that never comes.",
    example: "API  →  403; POST /tickets  →  a refusal: Acme Desk does not allow this.",
    fix: "Look at `scope` in the token answer (RFC 6749, 5.1), and at the status of every call to the service.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const outcome = await guest.during("scope-dropped", () => guest.connect());
        const fault = pageFault(outcome, guest.hub);
        if (fault !== undefined) return failed(READABLE, fault);
        const [account] = outcome.linked;
        const person = guest.people.find(({ user_id }) => user_id === account?.user_id);
        if (account === undefined || person === undefined) return passed("It links nothing then, which is fine.");
        const ticket = { title: "Conformance", linked_account_id: account.linked_account_id };
        const answer = await workshop.fileTicket(person.key, ticket);
        return isSuccess(answer) ? failed("a refusal of POST /tickets", say(answer)) : passed();
      }),
  }),
];

const openPlainly = (url: string) => ask(fetch, url, { timeoutMs: 10_000 });
