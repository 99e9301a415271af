import type { WorkshopSend } from "@joinery/contract/workshop";
import { isSuccess, notRefused } from "../../answers/say.ts";
import { Blocked, type Check, defineWorkshopCheck, failed, passed } from "../../check.ts";
import { borrow } from "../../run/linked.ts";
import { breaksRule, watch } from "../../run/watched.ts";
import { SECOND_ACCOUNT } from "../multi-account/multi-account.ts";
import { countExchanges, needsVerified } from "./needs-verified.ts";

const SIGNATURES: readonly NonNullable<WorkshopSend["signature"]>[] = ["stale", "other-key", "other-path"];
const IN_WORDS: Record<string, string> = {
  stale: "a statement signed ten minutes ago",
  "other-key": "a statement signed by somebody else",
  "other-path": "a statement about another request",
};

/** What a verified integration owes the hub besides the browser. */
export const VERIFIED_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "verified.callback-twice",
    sentence: "A callback that is loaded twice makes one token request and one linked account.",
    reason:
      "Browsers repeat requests; the second use of a code makes careful services end the whole access (RFC 6749, 4.1.2).",
    example: "callback  →  claim 200, token request; the same callback  →  claim 409, no token request",
    fix: "Call claim before the token request, and stop at anything but 200.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        await needsVerified(workshop);
        const before = await countExchanges(workshop);
        const { linked } = await guest.during("callback-twice", () => guest.connect());
        const exchanged = (await countExchanges(workshop)) - before;
        if (linked.length !== 1) return failed("one linked account", `${linked.length} accounts`);
        return exchanged === 1 ? passed() : failed("one token request", `${exchanged} token requests`);
      }),
  }),
  defineWorkshopCheck({
    id: "verified.claim-first",
    sentence: "The flow is claimed before the token request.",
    reason:
      "The claim succeeds once. Without it first, a repeated or stolen callback is exchanged before anybody can say no.",
    example: "POST /v2/connect/<flow>/claim  →  200 {claim}, then the token request",
    fix: "Call claim when cookie, state and `iss` are checked, and ask for tokens only after it has answered 200.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        await needsVerified(workshop);
        const { passed: seen } = await watch(workshop, () => guest.connect());
        return breaksRule(seen, "rule.token.after-claim")
          ? failed("claim, then the token request", "the token request first")
          : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "verified.tells-denial",
    sentence: "When the person presses Deny, the hub is told, so that the first page learns it at once.",
    reason: "The page that started waits; without a word it waits for half an hour.",
    example: 'POST /v2/connect/<flow>/refuse {"reason":"access_denied"}',
    fix: "Call refuse for every callback with `error`.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        await needsVerified(workshop);
        const { linked, problem } = await guest.connect({ answer: "deny" });
        if (linked.length > 0) return failed("no linked account", "a linked account");
        return problem?.code === "refused"
          ? passed()
          : failed("a flow that is refused", `a flow that is ${stateOf(problem)}`);
      }),
  }),
  defineWorkshopCheck({
    id: "verified.tells-failure",
    sentence: "When the exchange fails after the claim, nothing is linked and the flow does not look completed.",
    reason: "A claimed flow that nobody hears of again is an orphan on the administrator's list.",
    example: 'token request  →  500; POST /v2/connect/<flow>/refuse {"reason":"exchange_failed","claim":…}',
    fix: "Call refuse with the claim when the token request or the save fails for good.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        await needsVerified(workshop);
        for (const fault of ["answers-500", "not-json"] as const) {
          const { linked, problem } = await guest.during(fault, () => guest.connect());
          if (linked.length > 0) return failed("no linked account", "a linked account");
          if (problem === null) return failed("a flow that is refused or claimed", "a flow that looks completed");
        }
        return passed();
      }),
  }),
  defineWorkshopCheck({
    id: "verified.signature",
    sentence: "An integration that asks for the hub's signature refuses stale, foreign and misplaced ones.",
    reason: "A signature that is not checked is a false promise: whoever has seen one request could send others.",
    example: "joinery-assertion signed by another key  →  401",
    fix: "Check signature, `aud`, `exp`, `htm`, `path`, `sub` and `bh` with a JWT library and the hub's published keys.",
    run: (_session, workshop) =>
      borrow(workshop, async () => {
        await needsVerified(workshop);
        const { integration } = await workshop.describe();
        const connect = (signature: WorkshopSend["signature"]) =>
          workshop.send({
            method: "POST",
            path: `/auth/${integration.auth_id}`,
            user: "ada",
            ...(signature && { signature }),
          });
        if (!isSuccess(await connect("right"))) {
          throw new Blocked("earlier-failure", "Connect does not succeed: see core.auth.answers.");
        }
        if (isSuccess(await connect("missing"))) {
          return passed("It goes on with the proxy secret alone, which the contract allows without the SDK.");
        }
        for (const signature of SIGNATURES) {
          const got = notRefused(await connect(signature));
          if (got !== undefined) return failed("a status from 400 to 499", `${got} for ${IN_WORDS[signature]}`);
        }
        return passed();
      }),
  }),
  defineWorkshopCheck({
    id: "verified.needs-flow",
    sentence: "A Connect that names no flow is refused.",
    reason: "A verified integration that also does plain connects can be talked down by whoever leaves the flow out.",
    example: "POST /auth/t-1 without joinery-flow  →  409 FLOW_REQUIRED",
    fix: "When the hub is configured as one that verifies, answer Connect only with `<connect base>/connect/<joinery-flow>`.",
    run: (_session, workshop) =>
      borrow(workshop, async () => {
        await needsVerified(workshop);
        const { integration } = await workshop.describe();
        const got = notRefused(
          await workshop.send({
            ...{ method: "POST", path: `/auth/${integration.auth_id}`, user: "ada" },
            leave_out: ["joinery-flow", "joinery-assertion"],
          }),
        );
        return got === undefined ? passed() : failed("a status from 400 to 499", got);
      }),
  }),
  defineWorkshopCheck({
    id: "verified.reconnect-same",
    sentence: "Reconnect with the same account keeps the linked account and its id.",
    reason: "Reconnect repairs; it does not begin anew.",
    example: "POST …/linked-accounts with joinery-flow of a Reconnect and the same identity  →  200, same id",
    fix: "Save with the same identity as the first time: the service's stable name of the account.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        await needsVerified(workshop);
        const first = await guest.link();
        const outcome = await guest.connect({ user: first.person, reconnect: first.id });
        if (outcome.linked.length > 0) return failed("the same linked account", "another linked account");
        if (outcome.waiting !== null) return failed("the same linked account", "another one, which waits for a choice");
        if (outcome.problem !== null) return failed("a completed flow", `a flow that is ${stateOf(outcome.problem)}`);
        return (await guest.find(first)) === undefined ? failed("the same linked account", "no account") : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "verified.reconnect-other",
    sentence: "Reconnect with another account does not put that account in the place of the first one.",
    reason: "Whoever comes back as somebody else must be asked, or tickets are filed in the wrong name.",
    example: "POST …/linked-accounts of a Reconnect with another identity  →  202, and the first account is unchanged",
    fix: "Save what you found under its own identity and leave the decision to the hub; never overwrite the first account yourself.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        await needsVerified(workshop);
        const first = await guest.link();
        const before = await guest.find(first);
        await guest.connect({ user: first.person, account: SECOND_ACCOUNT, reconnect: first.id });
        const after = await guest.find(first);
        if (after === undefined) return failed("the first account as it was", "no such account any more");
        const isSame = after.external_account_id === before?.external_account_id;
        return isSame ? passed() : failed("the first account as it was", "another name at the first account");
      }),
  }),
];

function stateOf(problem: { code: string } | null): string {
  return problem === null ? "completed" : /^[a-z]+$/.test(problem.code) ? problem.code : "refused by the hub";
}
