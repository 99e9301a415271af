import type { Workshop } from "@joinery/contract/workshop";
import { say } from "../../answers/say.ts";
import { Blocked, type Check, defineWorkshopCheck, failed, passed } from "../../check.ts";
import { borrow, type Guest, type Linked } from "../../run/linked.ts";
import { ends } from "../core/delete.ts";
import { SECOND_ACCOUNT } from "../multi-account/multi-account.ts";

const DEAD = "no access left at the service";
const ALIVE = "the access still works at the service";

/** What becomes of the access when a person presses Disconnect. */
export const WITHDRAWAL_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "revoke.grant-withdrawn",
    sentence: "After Disconnect the access at the service is withdrawn.",
    reason:
      "People press Disconnect so that nobody can reach their account any more; deleting our copy of the tokens is not that.",
    example:
      "POST <service>/revoke token=<refresh token> (RFC 7009), then DELETE /v2/user/…/linked-accounts/…, then 200",
    fix: "Read the tokens from the hub, revoke the refresh token at the service (or the access token when there is none), then delete.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        await workshop.disconnect(linked.person, linked.id);
        return (await guest.isAlive(linked)) ? failed(DEAD, ALIVE) : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "revoke.acknowledged",
    sentence: "Disconnect is acknowledged at the first attempt, and the account is gone.",
    reason:
      "The receipt that the person reads waits for the integration's word; after 72 hours an administrator is told.",
    example: "DELETE /linked-accounts/k-1  →  200, and GET /v2/user/…/linked-accounts no longer lists k-1",
    fix: "Answer with a success (or 404) when everything is done, within 10 seconds.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        const { receipt, status } = await workshop.disconnect(linked.person, linked.id);
        if (receipt === null) return failed("a receipt", `the hub's refusal with status ${status}`);
        const { state, problem } = receipt.acknowledged;
        if (state === "waiting") return failed("an acknowledgement", problem ?? "no acknowledgement");
        return (await guest.find(linked)) === undefined
          ? passed()
          : failed("no account", "the account is still listed");
      }),
  }),
  defineWorkshopCheck({
    id: "revoke.true-report",
    sentence: "What the integration reports about the access is true.",
    reason: "The receipt repeats it to the person and to the administrator; a wrong word is a broken promise.",
    example: '{"revocation":"revoked"} after the service has answered the revocation with 200',
    fix: "Report what the service said. Report nothing when you don't know: a report is never required.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        const { receipt } = await workshop.disconnect(linked.person, linked.id);
        const word = receipt?.withdrawn.state ?? "unknown";
        const isAlive = await guest.isAlive(linked);
        if (isAlive && (word === "revoked" || word === "already_invalid"))
          return failed(DEAD, `${ALIVE}, reported as ${word}`);
        if (!isAlive && word === "failed") return failed("revoked", "a failed withdrawal, while the access is gone");
        return passed(word === "unknown" ? "It reports nothing, which is allowed." : undefined);
      }),
  }),
  defineWorkshopCheck({
    id: "revoke.repeated",
    sentence: "Disconnect of an account that was just disconnected is answered with 404, 410 or a success.",
    reason: "The hub repeats what was not acknowledged; the acknowledgement may have been lost on its way.",
    example: "DELETE /linked-accounts/k-1  →  200, then  →  404",
    fix: "Take *not there any more* for *done*; a 500 here is repeated for 72 hours.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        await workshop.disconnect(linked.person, linked.id);
        const answer = await removeAgain(workshop, linked);
        return ends(answer) ? passed() : failed("404, 410 or a success", `${say(answer)} to the second Disconnect`);
      }),
  }),
  defineWorkshopCheck({
    id: "revoke.parallel",
    sentence: "Five Disconnects of one account at the same time withdraw the access, and none of them is an error.",
    reason: "A retry may meet the request that it repeats.",
    example: "five times DELETE /linked-accounts/k-1 at once  →  each 200 or 404",
    fix: "Revoking twice and deleting twice are both fine; a 404 of the hub on the way means that somebody else was faster.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        const answers = await Promise.all(Array.from({ length: 5 }, () => removeAgain(workshop, linked)));
        const wrong = answers.find((answer) => !ends(answer));
        if (await guest.isAlive(linked)) return failed(DEAD, ALIVE);
        return wrong === undefined ? passed() : failed("404, 410 or a success for each", say(wrong));
      }),
  }),
  defineWorkshopCheck({
    id: "revoke.only-this-grant",
    sentence: "Disconnecting one of two accounts leaves the other one usable.",
    reason: "Who disconnects an account of last year still needs the one of today.",
    example: "DELETE /linked-accounts/k-1  →  the access of k-1 ends, that of k-2 works on",
    fix: "Revoke the tokens of the named account only.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const first = await guest.link();
        const second = await linkSecond(guest, first);
        await workshop.disconnect(first.person, first.id);
        if ((await guest.find(second)) === undefined) return failed("the other account as it was", "it is gone");
        return (await guest.isAlive(second)) ? passed() : failed("the other account as it was", "its access is gone");
      }),
  }),
];

export async function linkSecond(guest: Guest, { person }: Linked): Promise<Linked> {
  try {
    return await guest.link({ user: person, account: SECOND_ACCOUNT });
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    throw new Blocked("earlier-failure", "A second account could not be linked: see multi-account.two-kept.");
  }
}

/** The hub's own call once more, signed anew. */
export function removeAgain(workshop: Workshop, { id, person }: Linked) {
  return workshop.send({ method: "DELETE", path: `/linked-accounts/${id}`, user: person, timeout_ms: 20_000 });
}
