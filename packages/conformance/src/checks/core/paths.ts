import { say } from "../../answers/say.ts";
import { type Check, defineCheck, failed, passed } from "../../check.ts";

/** What lies below the proxy URL and is neither of the two calls. */
export const PATH_CHECKS: readonly Check[] = [
  defineCheck({
    id: "core.paths.unknown",
    sentence: "A path below the proxy URL that means nothing is refused with a status from 400 to 499.",
    reason: "A success would tell the person who pressed a button that something was done; a 500 looks like an outage.",
    example: "POST /no-such-thing  →  404",
    fix: "Answer 404 for what you don't know. Front controllers and pages for all paths need an exception here.",
    async run({ target }) {
      const path = `/joinery-conformance-${crypto.randomUUID()}`;
      for (const method of ["POST", "GET"]) {
        const answer = await target.send({ method, path });
        // 501 is what plain servers say to a method they don't know (RFC 9110, 15.6.2).
        if (answer.status !== 501 && (answer.status < 400 || answer.status > 499)) {
          return failed("a status from 400 to 499", `${say(answer)} to ${method}`);
        }
      }
      return passed();
    },
  }),
];
