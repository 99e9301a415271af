import type { SecretVariant, Workshop } from "@joinery/contract/workshop";
import { say } from "../../answers/say.ts";
import { type Check, defineWorkshopCheck, failed, passed } from "../../check.ts";
import { borrow, type Linked } from "../../run/linked.ts";
import { breaksRule, watch } from "../../run/watched.ts";
import { damageAfter } from "./damage-after.ts";

const SPELLINGS: readonly SecretVariant[] = ["missing", "empty", "wrong", "prefix", "longer", "same-beginning"];
const UNTOUCHED = "an untouched account";

/** The same rules at an account that is really there. */
export const LIVE_CHECKS: readonly Check[] = [
  defineWorkshopCheck({
    id: "core.secret.live-account",
    sentence: "Disconnect of a linked account with a wrong proxy secret leaves account and access as they are.",
    reason: "A stranger could disconnect people.",
    example: "DELETE /linked-accounts/k-1 with a wrong secret  →  401, and k-1 is still linked",
    fix: "Check the secret in one place that every route passes, before anything is done.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const got = await damageAfter(guest, async (linked) => {
          for (const secret of SPELLINGS) await remove(workshop, linked, { secret });
        });
        return got === undefined ? passed() : failed(UNTOUCHED, got);
      }),
  }),
  defineWorkshopCheck({
    id: "core.delete.foreign-account",
    sentence: "A person can't disconnect the account of somebody else.",
    reason: "The id of an account is no secret; only the user header says whose request it is.",
    example: "DELETE /linked-accounts/<account of Ada> with blink-auth-userid: u-eve  →  404",
    fix: "Ask the hub for the account of *this* user (`GET /v2/user/<user of the header>/linked-accounts/<id>`), not for the account alone.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        let status = "";
        const got = await damageAfter(guest, async (linked) => {
          const answer = await remove(workshop, linked, { user: strangerTo(linked) });
          if (answer.status >= 500 || answer.status === 0) status = say(answer);
        });
        if (got !== undefined) return failed(UNTOUCHED, got);
        return status === "" ? passed() : failed("a refusal", status);
      }),
  }),
  defineWorkshopCheck({
    id: "core.answers.no-secret-in-trouble",
    sentence: "When the service fails, the refusal holds no token and no secret.",
    reason:
      "A message that describes the failed request with its headers hands the access to whoever pressed the button.",
    example: 'POST /tickets while the service answers 500  →  502 {"code":"EXTERNAL_SERVICE_FAILED","message":"…"}',
    fix: "Write what people may read yourself; keep what the HTTP client says for a log that masks headers.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        const linked = await guest.link();
        const { passed: seen } = await watch(workshop, () =>
          guest.during("answers-500", async () => {
            await workshop.fileTicket(linked.person, { title: "Conformance" });
            await remove(workshop, linked, {});
          }),
        );
        return breaksRule(seen, "core.answers.no-secret")
          ? failed("a refusal without secrets", "a token or a secret in the answer")
          : passed();
      }),
  }),
  defineWorkshopCheck({
    id: "core.user.live-query",
    sentence: "Naming somebody else in query or body gives no access to their account.",
    reason: "Query and body come from the person's browser, the header from the hub.",
    example: "DELETE /linked-accounts/<account of Ada>?user_id=u-ada with blink-auth-userid: u-eve  →  404",
    fix: "Read `blink-auth-userid` and nothing else.",
    run: (_session, workshop) =>
      borrow(workshop, async (guest) => {
        let ticketsFiled = 0;
        const got = await damageAfter(guest, async (linked) => {
          const claims = claimsOf(linked.userId);
          const query = `?${new URLSearchParams(claims)}`;
          const user = strangerTo(linked);
          await remove(workshop, linked, { user, query });
          await remove(workshop, linked, { user, body: JSON.stringify(claims) });
          const calls = async () => (await workshop.ledger({ kind: "api_call", account: linked.account })).length;
          const before = await calls();
          const body = JSON.stringify({ title: "Conformance", linked_account_id: linked.id, ...claims });
          await workshop.send({ method: "POST", path: `/tickets${query}`, user, body });
          ticketsFiled = (await calls()) - before;
        });
        if (got !== undefined) return failed(UNTOUCHED, got);
        return ticketsFiled === 0 ? passed() : failed("no use of the account", "the account was used at the service");
      }),
  }),
];

function remove(
  workshop: Workshop,
  { id, person }: Linked,
  { query = "", ...how }: { query?: string; user?: Linked["person"]; secret?: SecretVariant; body?: string },
) {
  return workshop.send({ method: "DELETE", path: `/linked-accounts/${id}${query}`, user: person, ...how });
}

function strangerTo({ person }: Linked): Linked["person"] {
  return person === "ada" ? "bob" : "ada";
}

function claimsOf(userId: string): Record<string, string> {
  const names = ["user_id", "userId", "userid", "user", "uid", "blink-auth-userid", "blink_auth_userid"];
  return Object.fromEntries(names.map((name) => [name, userId]));
}
