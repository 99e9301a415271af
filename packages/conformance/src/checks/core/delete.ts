import { isSuccess, say, typeOf } from "../../answers/say.ts";
import { Blocked, type Check, defineCheck, failed, passed } from "../../check.ts";
import { type CheckSession, unknownAccount } from "../../run/session.ts";
import type { Answer } from "../../target/target.ts";

const ENDS = "404 or 410, or a success that is no web page";

/** What Disconnect answers when there is nothing (any more) to disconnect. */
export const DELETE_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.delete.unknown-account",
    sentence: "Disconnect of an account that the integration does not know is answered with 404, 410 or a success.",
    reason: "Anything else makes the hub try again for 72 hours, and an administrator is told.",
    example: `DELETE /linked-accounts/k-unknown  →  404 {"code":"LINKED_ACCOUNT_NOT_FOUND", …}`,
    fix: "When *Get User Linked Account* answers 404, answer 404 too. Look at what your code does with a refusal of the hub: it must not become a 500.",
    async run(session) {
      const answer = await session.firstRemoval();
      refuseUnreachableHub(session, answer);
      return ends(answer) || isWebPage(answer) ? passed() : failed(ENDS, say(answer));
    },
  }),
  defineCheck({
    id: "core.delete.not-html",
    sentence: "A success of Disconnect is not a web page.",
    reason:
      "A log-in page or a page of a proxy with status 200 is no acknowledgement, so the hub does not take it for one.",
    example: "HTTP/1.1 204 No Content",
    fix: "Answer with JSON or with an empty 204, and keep log-in redirects away from this path.",
    async run({ firstRemoval }) {
      const answer = await firstRemoval();
      return isWebPage(answer) ? failed("another type than text/html", say(answer)) : passed();
    },
  }),
  defineCheck({
    id: "core.delete.repeated",
    sentence: "The same Disconnect sent again is answered like the first one or with 404 or 410.",
    reason:
      "The hub repeats a Disconnect until it is acknowledged; an answer that was lost on its way is asked for again.",
    example: "DELETE /linked-accounts/k-1  →  200, then  →  404",
    fix: "Take *not there any more* for *done*.",
    async run(session) {
      const account = unknownAccount();
      const first = await session.remove(account);
      needsEnd(session, first);
      const again = await session.remove(account);
      return ends(again) ? passed() : failed(ENDS, `${say(again)} to the second one`);
    },
  }),
  defineCheck({
    id: "core.delete.parallel",
    sentence: "Five equal Disconnects at the same time are all answered properly.",
    reason: "A retry may meet the request that it repeats.",
    example: "five times DELETE /linked-accounts/k-1 at once  →  200 or 404, never 500",
    fix: "Make each part safe to repeat: withdrawing twice and deleting twice are both fine.",
    async run(session) {
      needsEnd(session, await session.firstRemoval());
      const account = unknownAccount();
      const answers = await Promise.all(Array.from({ length: 5 }, () => session.remove(account)));
      const wrong = answers.find((answer) => !ends(answer));
      return wrong === undefined ? passed() : failed(ENDS, say(wrong));
    },
  }),
  defineCheck({
    id: "core.delete.body",
    sentence: "Disconnect does not depend on its body: none, {} or a content type without a body are the same.",
    reason: "Bodies of the two named calls are empty or {}; which of them is the hub's business.",
    example: "DELETE /linked-accounts/k-1 with content-type: application/json and no body  →  as without",
    fix: "Don't parse the body of this call.",
    async run(session) {
      needsEnd(session, await session.firstRemoval());
      const withObject = await session.remove(unknownAccount(), { body: "{}" });
      if (!ends(withObject)) return failed(ENDS, `${say(withObject)} with {}`);
      const withType = await session.remove(unknownAccount(), { headers: { "content-type": "application/json" } });
      return ends(withType) ? passed() : failed(ENDS, `${say(withType)} with a type and no body`);
    },
  }),
];

function isWebPage(answer: Answer): boolean {
  return isSuccess(answer) && typeOf(answer) === "text/html";
}

/** Whether the hub stops asking after this answer (contract 1.1). */
export function ends(answer: Answer): boolean {
  return answer.status === 404 || answer.status === 410 || (isSuccess(answer) && !isWebPage(answer));
}

/** Without a workshop nobody knows whether the integration's hub is there; that it is not is no fault of the integration. */
function refuseUnreachableHub({ workshop }: CheckSession, { status }: Answer): void {
  if (workshop !== undefined || (status !== 502 && status !== 503 && status !== 504)) return;
  throw new Blocked(
    "surroundings",
    `It answers ${status}, as a server does that can't reach its hub. Run it where its hub answers, or under \`joinery dev\`.`,
  );
}

function needsEnd(session: CheckSession, answer: Answer): void {
  refuseUnreachableHub(session, answer);
  if (!ends(answer)) {
    throw new Blocked(
      "earlier-failure",
      "A single Disconnect is not answered properly: see core.delete.unknown-account.",
    );
  }
}
