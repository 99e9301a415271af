import type { FaultId, Workshop } from "@joinery/contract/workshop";
import { type Check, defineWorkshopCheck, failed, type Outcome, passed } from "../../check.ts";
import { borrow, type Linked } from "../../run/linked.ts";

const KEPT = "no acknowledgement, and a withdrawal when it is asked again";
const HONEST = new Set(["failed", "not_supported", "shared"]);

/** What becomes of a Disconnect while the service is out of reach. */
export const OUTAGE_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "revoke.service-down",
    sentence: "A Disconnect while the service answers 500 is not lost: asked again later, the access is withdrawn.",
    reason:
      "If it is acknowledged all the same, or the tokens are deleted first, nobody can ever withdraw that access.",
    example: "revocation  →  500; DELETE /linked-accounts/k-1  →  502; later  →  revocation 200, DELETE 200",
    fix: "Answer with 502 when the service could not be reached, and delete nothing; the hub asks again. Or report `failed`.",
    run: (_session, workshop) => staysPossible(workshop, "answers-500"),
  }),
  defineWorkshopCheck({
    id: "revoke.service-not-json",
    sentence: "A web page with status 200 in place of the service's answer is no reason to lose the access.",
    reason: "Maintenance pages have status 200. What they mean is not known, so nothing may be thrown away.",
    example: "revocation  →  200 <html>…; DELETE /linked-accounts/k-1  →  502, or the access is really gone",
    fix: "RFC 7009 lets the body be ignored; whether the access is gone decides what may be said.",
    run: (_session, workshop) => staysPossible(workshop, "not-json", { pageMayCount: true }),
  }),
  defineWorkshopCheck({
    id: "revoke.service-slow",
    sentence:
      "A Disconnect while the service takes 6 seconds ends with the access withdrawn, at once or when asked again.",
    reason: "A time-out says nothing about what the service did; only asking again does.",
    example: "revocation  →  200 after 6 seconds; DELETE /linked-accounts/k-1  →  200",
    fix: "Give the revocation up to 8 seconds; after that answer 502 and let the hub ask again.",
    run: (_session, workshop) => staysPossible(workshop, "slow-6s"),
  }),
  defineWorkshopCheck({
    id: "revoke.order",
    sentence: "The access is withdrawn at the service before the account is deleted at the hub.",
    reason:
      "The hub shreds the tokens when the account is deleted. Whoever deletes first and fails then has nothing left to withdraw with.",
    example: "1. revoke at the service  2. DELETE /v2/user/…/linked-accounts/k-1  3. answer",
    fix: "Swap the two calls, and don't delete when the withdrawal failed.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        const last = (await workshop.exchanges()).at(-1)?.id;
        await guest.during("answers-500", () => workshop.disconnect(linked.person, linked.id));
        const seen = await workshop.exchanges(last === undefined ? {} : { after: last });
        const deleted = seen.some(
          ({ from, to, request, response }) =>
            from === "integration" && to === "hub" && isDeletionOf(linked, request) && (response?.status ?? 500) < 300,
        );
        const isAlive = await guest.isAlive(linked);
        if (deleted && isAlive)
          return failed("nothing deleted while the access works", "the account was deleted first");
        return passed();
      }),
  }),
];

function isDeletionOf({ id }: Linked, { method, url }: { method: string; url: string }): boolean {
  return method === "DELETE" && url.includes(id);
}

/** Disconnects during an outage, lets it end, asks again as the hub would, and looks at what is left. */
function staysPossible(workshop: Workshop, fault: FaultId, { pageMayCount = false } = {}): Promise<Outcome> {
  return borrow(workshop, async (guest) => {
    const linked = await guest.link();
    const { receipt } = await guest.during(fault, () => workshop.disconnect(linked.person, linked.id));
    const word = receipt?.withdrawn.state ?? "unknown";
    const isAcknowledged = receipt !== null && receipt.acknowledged.state !== "waiting";
    if (!(await guest.isAlive(linked))) return passed();
    if (isAcknowledged && HONEST.has(word)) return passed(`It gave up and said so: ${word}.`);
    // RFC 7009, 2.2 lets the client ignore the body: a success is a success.
    if (isAcknowledged && pageMayCount) return passed("It took the status for the answer, which RFC 7009 allows.");
    if (isAcknowledged) return failed(KEPT, "an acknowledgement while the access still works");
    await workshop.disconnect(linked.person, linked.id);
    return (await guest.isAlive(linked))
      ? failed(KEPT, "the access still works, and asking again does not end it")
      : passed();
  });
}
