import type { Workshop, WorkshopConnect } from "@joinery/contract/workshop";
import { Blocked, type Check, defineWorkshopCheck, failed, type Outcome, passed } from "../../check.ts";
import { borrow } from "../../run/linked.ts";
import { countExchanges, needsVerified } from "./needs-verified.ts";

const NOTHING = "nothing linked, and no token request";

/** A link that was sent on: the browser that finishes is not the one of who started. */
export const FORWARDED_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "verified.forwarded-authorization-url",
    sentence: "An authorization URL that somebody else opens links nothing and exchanges nothing.",
    reason: "Eve presses Connect and sends the address to Bob; Bob allows it; Bob's account would be linked to Eve.",
    example: "GET /connect/<flow> in Bob's browser  →  a cookie and 303 to the hub, which sees Bob and burns the flow",
    fix: "Send every browser to `<hub>/connect/<flow>/verify` first, and go on only with the code that the hub gives back.",
    run: (_session, workshop) => linksNothing(workshop, "authorization-url"),
  }),
  defineWorkshopCheck({
    id: "verified.forwarded-finish",
    sentence: "A finish address that somebody else opens links nothing and exchanges nothing.",
    reason: "Eve lets the hub see her own browser, and sends Bob the address with the code that she got for it.",
    example: "GET /connect/verified?flow=…&code=… without the cookie of the flow  →  a page, and no redeem",
    fix: "Redeem with the verifier from the cookie of the browser that stands before you; keep no copy of it on the server.",
    run: (_session, workshop) => linksNothing(workshop, "finish"),
  }),
  defineWorkshopCheck({
    id: "verified.forwarded-service",
    sentence: "An address at the service that somebody else opens links nothing and exchanges nothing.",
    reason: "Eve goes through the check herself and sends on what comes after it.",
    example: "callback without the cookie of this flow  →  refuse to the hub, 303 to a page, no token request",
    fix: "At the callback require exactly one cookie of the flow, in phase *redeemed*, that holds exactly this state.",
    run: (_session, workshop) => linksNothing(workshop, "service"),
  }),
  defineWorkshopCheck({
    id: "verified.forwarded-callback",
    sentence: "A callback that somebody else opens links nothing and exchanges nothing.",
    reason: "With a code and a state of Eve's, Bob would go on working in Eve's account without noticing.",
    example: "GET /connect/callback?code=…&state=… without the cookie  →  no token request",
    fix: "Compare the cookie before you call claim, and call claim before the token request.",
    run: (_session, workshop) => linksNothing(workshop, "callback"),
  }),
];

function linksNothing(workshop: Workshop, forwarded: NonNullable<WorkshopConnect["forwarded"]>): Promise<Outcome> {
  return borrow(workshop, async (guest) => {
    await needsVerified(workshop);
    const [starter, opener] = guest.people;
    if (starter === undefined || opener === undefined) {
      throw new Blocked("surroundings", "It needs two people without accounts in the workshop. Disconnect theirs.");
    }
    await guest.link({ user: opener.key });
    const before = await countExchanges(workshop);
    const outcome = await guest.connect({ user: starter.key, openedBy: opener.key, forwarded });
    const exchanged = (await countExchanges(workshop)) - before;
    if (outcome.authorization_url === null) {
      throw new Blocked("earlier-failure", "Connect gave no address: see core.auth.answers.");
    }
    if (outcome.linked.length > 0) return failed(NOTHING, "an account was linked");
    return exchanged > 0 ? failed(NOTHING, "a token request") : passed();
  });
}
