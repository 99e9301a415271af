import { Blocked, type Check, defineWorkshopCheck, failed, passed } from "../../check.ts";
import { borrow } from "../../run/linked.ts";
import { breaksRule, watch } from "../../run/watched.ts";
import { countExchanges } from "../verified/needs-verified.ts";

/** What the integration does when the browser comes back from the service. */
export const CALLBACK_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "core.callback.once",
    sentence: "A callback that is loaded twice makes one token request.",
    reason:
      "Browsers repeat requests; the second use of a code makes careful services end the whole access (RFC 6749, 4.1.2).",
    example: "GET /callback?code=…&state=…  →  the account; the same again  →  a page, and no token request",
    fix: "Use the state up when it comes back: find and remove it in one step, before the token request.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const before = await countExchanges(workshop);
        const { result, passed: seen } = await watch(workshop, () =>
          guest.during("callback-twice", () => guest.connect()),
        );
        if (result.linked.length === 0) {
          throw new Blocked("earlier-failure", "No account could be linked: see core.consent.links.");
        }
        const callbacks = seen.filter(({ fault }) => fault === "callback-twice").length;
        if (callbacks < 2) {
          throw new Blocked(
            "no-workshop",
            "The callback does not pass the workshop: use the redirect URI that `joinery dev` prints.",
          );
        }
        const exchanged = (await countExchanges(workshop)) - before;
        if (result.linked.length > 1) return failed("one linked account", `${result.linked.length} accounts`);
        return exchanged <= 1 ? passed() : failed("one token request", `${exchanged} token requests`);
      }),
  }),
  defineWorkshopCheck({
    id: "core.callback.own-user",
    sentence: "The account is linked to who pressed Connect, also when somebody has written another id into the link.",
    reason: "Whoever can choose the user in an address links their account to anybody, or anybody's to themselves.",
    example: "state=<random>, and the user is what the server has remembered under it",
    fix: "Remember the user of the header under a random state; read no id from what the browser brings.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const [starter, other] = guest.people;
        if (starter === undefined || other === undefined) {
          throw new Blocked("surroundings", "It needs two people without accounts in the workshop. Disconnect theirs.");
        }
        // The hub takes an account only from somebody who has pressed Connect; the other one has, and went no further.
        await guest.connect({ user: other.key, answer: "deny" });
        const { linked } = await guest.connect({ user: starter.key, readdressed: other.key });
        return linked.some(({ user_id }) => user_id === other.user_id)
          ? failed("an account of who pressed Connect, or none", "an account of the other person")
          : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "core.callback.no-secret",
    sentence: "No address that the browser is sent to after the callback holds a token or a secret.",
    reason: "Addresses stay in the history, in logs and in the Referer header; whoever reads them has the access.",
    example: "callback  →  303 https://integration.example/connected",
    fix: "Keep tokens on the server; end at an address without a query.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const { passed: seen } = await watch(workshop, () => guest.connect());
        return breaksRule(seen, "rule.redirect.no-secret")
          ? failed("an address without secrets", "an address with a token or a secret")
          : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "core.callback.refused-save",
    sentence: "Access that the hub refuses to store is given back to the service.",
    reason: "Nobody could ever disconnect it: no list shows it, and it lives on at the service.",
    example:
      "POST /v2/user/…/linked-accounts  →  409; POST <service>/revoke token=<refresh token>; a page that says so",
    fix: "When the hub refuses the account, revoke what you were just granted before you answer the browser.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const { kind, people } = await workshop.describe();
        if (kind === "verified")
          throw new Blocked("kind", "The hub refuses a verified connect before any token request.");
        const accounts = people.map(({ account }) => account);
        const alive = async () => (await Promise.all(accounts.map((account) => workshop.liveGrants(account)))).join();
        // An earlier Connect of this person may still be open; a save uses it up, so the next one is refused.
        for (let attempt = 0; attempt < 12; attempt += 1) {
          const before = await alive();
          const tokenRequests = await countExchanges(workshop);
          const { linked } = await guest.connect({ unasked: true });
          for (const account of linked) await guest.disconnect(account);
          if (linked.length > 0) continue;
          if ((await countExchanges(workshop)) === tokenRequests) return passed("It asked for no tokens.");
          return (await alive()) === before
            ? passed()
            : failed("no access left at the service", "the access still works at the service");
        }
        throw new Blocked("surroundings", "The hub stores every account; run it again in half an hour.");
      }),
  }),
];
