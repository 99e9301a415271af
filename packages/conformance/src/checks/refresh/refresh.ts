import type { FaultId, Workshop } from "@joinery/contract/workshop";
import { isSuccess, say } from "../../answers/say.ts";
import { Blocked, type Check, defineWorkshopCheck, failed, type Outcome, passed } from "../../check.ts";
import { borrow, type Guest, type Linked } from "../../run/linked.ts";
import { countFiled, countTokenCalls, file, needsTickets } from "./tickets.ts";

const WORKS = "a success of POST /tickets";
const NOT_RENEWED = "Actions don't outlive an expiry: see refresh.renews and refresh.keeps-rotated.";

/** What becomes of tokens that expire. */
export const REFRESH_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "refresh.renews",
    sentence: "After the access token has expired an action works again, with exactly one refresh.",
    reason: "Access tokens live for minutes, links for years; a person notices nothing.",
    example: "API  →  401; token request with refresh_token  →  200; PATCH …/linked-accounts/k-1; API  →  200",
    fix: "Renew on expiry and on 401, once, then repeat the call once.",
    run: (_session, workshop) =>
      withTickets(workshop, async (linked) => {
        const before = await countTokenCalls(workshop, linked);
        await workshop.setFault("token-expired", true);
        const answer = await file(workshop, linked);
        const { refreshes } = await countTokenCalls(workshop, linked);
        if (!isSuccess(answer)) return failed(WORKS, say(answer));
        return exactlyOne(refreshes - before.refreshes);
      }),
  }),
  defineWorkshopCheck({
    id: "refresh.once",
    sentence: "Five actions at the same moment with an expired token share one refresh.",
    reason: "A service that rotates refresh tokens takes the second use of one for theft and ends the whole access.",
    example: "five times POST /tickets at once  →  one token request, five times 201",
    fix: "Keep one running refresh for each account and let everybody wait for it: in the process, and with a lease of the hub across processes.",
    async run(_session, workshop) {
      // Whether five calls really meet is a matter of milliseconds, so they get three chances.
      for (let round = 0; round < 3; round += 1) {
        const outcome = await withTickets(workshop, (linked) => expireUnderFive(workshop, linked));
        if (outcome.outcome !== "passed") return outcome;
      }
      return passed();
    },
  }),
  defineWorkshopCheck({
    id: "refresh.own-token",
    sentence:
      "Two people whose tokens have expired, and who act at the same moment, each act with a token of their own.",
    reason:
      "One variable for the refresh under way gives the second person the token of the first: a ticket in a wrong name.",
    example: "POST /tickets as Ada and as Bob at once  →  two token requests, one ticket of Ada's and one of Bob's",
    fix: "Keep the running refresh in a map by the id of the linked account.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const [one, other] = guest.people;
        if (one === undefined || other === undefined) {
          throw new Blocked("surroundings", "It needs two people without accounts in the workshop. Disconnect theirs.");
        }
        const both = [await guest.link({ user: one.key }), await guest.link({ user: other.key })] as const;
        for (const linked of both) await needsTickets(workshop, linked);
        // Whether the two really meet is a matter of milliseconds, so they get three chances.
        for (let round = 0; round < 3; round += 1) {
          await workshop.setFault("token-expired", true);
          const before = await Promise.all(both.map((linked) => countFiled(workshop, linked)));
          const answers = await Promise.all(both.map((linked) => file(workshop, linked)));
          if (!answers.every(isSuccess)) throw new Blocked("earlier-failure", NOT_RENEWED);
          const after = await Promise.all(both.map((linked) => countFiled(workshop, linked)));
          if (after.some((count, at) => count !== (before[at] ?? 0) + 1)) {
            return failed("one ticket of each person", "two tickets of one person");
          }
        }
        return passed();
      }),
  }),
  defineWorkshopCheck({
    id: "refresh.keeps-rotated",
    sentence: "The refresh token that the service gives out anew is stored: the second expiry is survived too.",
    reason: "With the old refresh token the next refresh is refused, hours later, when nobody remembers why.",
    example: 'PATCH …/linked-accounts/k-1 {"access_token":…,"refresh_token":…,"expiry":…}',
    fix: "Store both tokens of every token answer, before you use them.",
    run: (_session, workshop) =>
      withTickets(workshop, async (linked) => {
        for (const time of ["first", "second"]) {
          await workshop.setFault("token-expired", true);
          const answer = await file(workshop, linked);
          if (!isSuccess(answer)) return failed(WORKS, `${say(answer)} after the ${time} expiry`);
        }
        return passed();
      }),
  }),
  defineWorkshopCheck({
    id: "refresh.tells-lost-grant",
    sentence:
      "When the access was taken back at the service, the action is refused and the account asks to be connected again.",
    reason: "Only the person can repair it, and only if the hub shows it: requires_reauthentication.",
    example:
      'token request  →  400 invalid_grant; PATCH …/linked-accounts/k-1 {"requires_reauthentication":true}; action  →  409',
    fix: "On invalid_grant read the account once more; when the token is still the stored one, set requires_reauthentication.",
    run: (_session, workshop) =>
      withTickets(workshop, async (linked, guest) => {
        await workshop.setFault("grant-revoked", true);
        const answer = await file(workshop, linked);
        if (answer.status < 400 || answer.status > 499) return failed("a status from 400 to 499", say(answer));
        const account = await guest.find(linked);
        if (account === undefined) return failed("the account, asking to be connected again", "no account any more");
        return account.requires_reauthentication
          ? passed()
          : failed("requires_reauthentication", "an account that looks healthy");
      }),
  }),
  defineWorkshopCheck({
    id: "refresh.survives-500",
    sentence: "When the service answers a refresh with 500, the action is refused and the account works again later.",
    reason: "An outage of an hour must not send every person of an organisation to connect again.",
    example: "token request  →  500; action  →  502; an hour later  →  201",
    fix: "Set requires_reauthentication for invalid_grant only, never for a 5xx or a time-out.",
    run: (_session, workshop) => survives(workshop, "answers-500", { worksLater: true }),
  }),
  defineWorkshopCheck({
    id: "refresh.survives-not-json",
    sentence:
      "When the service answers a refresh with a web page, the action is refused and the account does not ask to be connected again.",
    reason: "Maintenance pages have status 200; they say nothing about the access.",
    example: "token request  →  200 <html>…; action  →  502; the account stays as it is",
    fix: "Parse the answer before you believe its status, and change nothing when it can't be parsed.",
    run: (_session, workshop) => survives(workshop, "not-json", { worksLater: false }),
  }),
  defineWorkshopCheck({
    id: "refresh.survives-slow",
    sentence: "When the service takes 6 seconds for a refresh, the account does not ask to be connected again.",
    reason: "Slow is not lost.",
    example: "token request  →  200 after 6 seconds; action  →  201",
    fix: "Give a refresh 20 seconds: an answer that nobody waits for may hold the only valid refresh token.",
    run: (_session, workshop) => survives(workshop, "slow-6s", { worksLater: false }),
  }),
];

function withTickets(workshop: Workshop, act: (linked: Linked, guest: Guest) => Promise<Outcome>): Promise<Outcome> {
  return borrow(workshop, async (guest) => {
    const linked = await guest.link();
    await needsTickets(workshop, linked);
    return act(linked, guest);
  });
}

async function expireUnderFive(workshop: Workshop, linked: Linked): Promise<Outcome> {
  const before = await countTokenCalls(workshop, linked);
  await workshop.setFault("token-expired", true);
  const answers = await Promise.all(Array.from({ length: 5 }, () => file(workshop, linked)));
  const after = await countTokenCalls(workshop, linked);
  if (after.refused > before.refused) return failed("one refresh", "a refresh token that was used twice");
  const wrong = answers.find((answer) => !isSuccess(answer));
  return wrong === undefined ? exactlyOne(after.refreshes - before.refreshes) : failed(WORKS, say(wrong));
}

function exactlyOne(refreshes: number): Outcome {
  return refreshes === 1 ? passed() : failed("exactly one refresh", `${refreshes} refreshes`);
}

/**
 * Uses the account during an outage. Whether it must work later depends on the outage: of an answer that got lost nobody
 * knows whether the service has rotated the refresh token.
 */
function survives(workshop: Workshop, fault: FaultId, { worksLater }: { worksLater: boolean }): Promise<Outcome> {
  return withTickets(workshop, async (linked, guest) => {
    await workshop.setFault("token-expired", true);
    const answer = await guest.during(fault, () => file(workshop, linked));
    if (fault !== "slow-6s" && isSuccess(answer))
      return failed("a refusal", `${say(answer)} although no ticket was filed`);
    const account = await guest.find(linked);
    if (account === undefined) return failed("the account as it was", "no account any more");
    if (account.requires_reauthentication) return failed("the account as it was", "requires_reauthentication");
    if (!worksLater) return passed();
    const later = await file(workshop, linked);
    return isSuccess(later) ? passed() : failed(`${WORKS} when the service is back`, say(later));
  });
}
