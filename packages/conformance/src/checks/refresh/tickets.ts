import type { Workshop, WorkshopAnswer } from "@joinery/contract/workshop";
import { isSuccess, say } from "../../answers/say.ts";
import { Blocked } from "../../check.ts";
import type { Linked } from "../../run/linked.ts";

/** Uses a linked account: files a ticket at the service through the integration. */
export function file(workshop: Workshop, { person, id }: Linked, title = "Conformance"): Promise<WorkshopAnswer> {
  return workshop.fileTicket(person, { title, linked_account_id: id });
}

/**
 * Files a ticket with a token that is fresh.
 *
 * @throws Blocked when the integration can't do it at all
 */
export async function needsTickets(workshop: Workshop, linked: Linked): Promise<void> {
  const answer = await file(workshop, linked);
  if (isSuccess(answer)) return;
  const why =
    answer.status === 404 || answer.status === 405
      ? "The integration has no action to use an account with: POST /tickets {title, linked_account_id?} files a ticket at the service."
      : `POST /tickets does not work with a fresh token either: ${say(answer)}.`;
  throw new Blocked("surroundings", why);
}

/** How many tickets the service has taken for one account. */
export async function countFiled(workshop: Workshop, { account }: Linked): Promise<number> {
  const calls = await workshop.ledger({ kind: "api_call", account });
  return calls.filter(({ detail }) => /^POST .* 201$/.test(detail)).length;
}

/** How many refreshes the service has answered, and how many token requests it has refused, for one account. */
export async function countTokenCalls(workshop: Workshop, { account }: Linked) {
  const refreshes = await workshop.ledger({ kind: "refresh", account });
  const refused = await workshop.ledger({ kind: "token_refused", account });
  return { refreshes: refreshes.length, refused: refused.length };
}
