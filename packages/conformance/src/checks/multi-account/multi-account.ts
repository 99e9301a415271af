import { isSuccess, say } from "../../answers/say.ts";
import { Blocked, type Check, defineWorkshopCheck, failed, passed } from "../../check.ts";
import { borrow, type Linked } from "../../run/linked.ts";
import { file, needsTickets } from "../refresh/tickets.ts";

/** An account of the service that is nobody's own in the workshop. */
export const SECOND_ACCOUNT = "mira.quinn";

/** Several accounts of a person, and one account of several people. */
export const MULTI_ACCOUNT_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "multi-account.two-kept",
    sentence: "A second account of the same person is linked beside the first one.",
    reason: "People have a private and a shared account; the second one must not overwrite the first.",
    example: "POST …/linked-accounts with another external_account_id  →  201, and the list has two",
    fix: "Give every account its own external_account_id, the one that people recognise it by.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const first = await guest.link();
        const { linked } = await guest.connect({ user: first.person, account: SECOND_ACCOUNT });
        if (linked.length !== 1) return failed("a second linked account", `${linked.length} new accounts`);
        return (await guest.find(first)) === undefined ? failed("both accounts", "the first one is gone") : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "multi-account.same-identity",
    sentence: "Connecting the same account again keeps the linked account and its id.",
    reason:
      "Everything that was set up for the account hangs on its id; a second entry for one account confuses people.",
    example: "POST …/linked-accounts with the same external_account_id  →  200 and the same id",
    fix: "Use the service's stable name of the account, not a number that changes with every log-in.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const first = await guest.link();
        const { linked } = await guest.connect({ user: first.person, account: first.account });
        if (linked.length > 0) return failed("the same linked account", "another linked account");
        return (await guest.find(first)) === undefined ? failed("the same linked account", "no account") : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "multi-account.two-people",
    sentence: "Two people can link the same account of the service, each for themselves.",
    reason: "Shared mailboxes and team accounts exist; who disconnects theirs must not take it from the other.",
    example: "POST /v2/user/u-ada/… and POST /v2/user/u-bob/… with the same external_account_id  →  201 and 201",
    fix: "Keep nothing under the account's name alone; user and account belong together.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const [one, other] = guest.people;
        if (one === undefined || other === undefined) {
          throw new Blocked("surroundings", "It needs two people without accounts in the workshop. Disconnect theirs.");
        }
        const first = await guest.link({ user: one.key, account: SECOND_ACCOUNT });
        const second = await guest.connect({ user: other.key, account: SECOND_ACCOUNT });
        if (second.linked.length !== 1) return failed("an account for each", "none for the second person");
        if ((await guest.find(first)) === undefined) return failed("an account for each", "none for the first person");
        const isOwn = second.linked.every(({ user_id }) => user_id === other.user_id);
        return isOwn ? passed() : failed("an account of the second person", "an account of somebody else");
      }),
  }),
  defineWorkshopCheck({
    id: "multi-account.own-account",
    sentence: "An action uses an account of the person who asks.",
    reason: "A ticket in the wrong name is worse than no ticket.",
    example: 'POST /tickets {"title":"…"} as Ada  →  filed with the tokens of one of Ada\'s accounts',
    fix: "List the accounts of the user in the header, and take one of those. How an action names one of several is yours to say.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const first = await guest.link();
        await needsTickets(workshop, first);
        const second = await guest.link({ user: first.person, account: SECOND_ACCOUNT });
        const callsOf = async ({ account }: Linked) => (await workshop.ledger({ kind: "api_call", account })).length;
        let isNamedOneUsed = true;
        for (const [named, other] of [
          [first, second],
          [second, first],
        ] as const) {
          const before = { named: await callsOf(named), other: await callsOf(other) };
          const answer = await file(workshop, named);
          if (!isSuccess(answer)) return failed("a success of POST /tickets", say(answer));
          const isNamed = (await callsOf(named)) > before.named;
          if (!isNamed && (await callsOf(other)) === before.other) {
            return failed("an account of the person who asks", "an account of somebody else, or none");
          }
          isNamedOneUsed &&= isNamed;
        }
        return isNamedOneUsed ? passed() : passed("`linked_account_id` does not choose the account here.");
      }),
  }),
];
