import type { SignInFailure } from "@joinery/contract/pages";
import { z } from "zod";
import type { Context } from "../../context.ts";
import type { Request } from "../../http/environment.ts";
import { clearCookie, readCookie, writeCookie } from "../../http/session-cookie.ts";
import type { LogFields } from "../../log.ts";

const FAILURES = [
  "not_started_here",
  "took_too_long",
  "refused_there",
  "answer_wrong",
  "freshness_unknown",
  "provider_unreachable",
  "person_unknown",
  "person_inactive",
] as const satisfies readonly SignInFailure[];
const failure = z.enum(FAILURES);

const SHOWN_WITHIN_SECONDS = 5 * 60;

/** A sign-in that did not come to an end, for a reason that the person may read. `cause` and `facts` are for the log. */
export class SignInRefused extends Error {
  override readonly name = "SignInRefused";
  readonly failure: SignInFailure;
  readonly facts: LogFields;

  constructor(reason: SignInFailure, options: { cause?: unknown; facts?: LogFields } = {}) {
    super(`The sign-in ended: ${reason}.`, options);
    this.failure = reason;
    this.facts = options.facts ?? {};
  }
}

/** Keeps the reason for the sign-in page: in a cookie, so that no link can put words into our mouth. */
export function writeFailure(context: Context, c: Request, reason: SignInFailure): void {
  writeCookie(c, context.publicUrl, "sign-in-failure", reason, SHOWN_WITHIN_SECONDS);
}

/** Takes the reason: the page shows it once. */
export function takeFailure(context: Context, c: Request): SignInFailure | null {
  const result = failure.safeParse(readCookie(c, context.publicUrl, "sign-in-failure"));
  if (!result.success) return null;
  if (c.req.method === "GET") clearCookie(c, context.publicUrl, "sign-in-failure");
  return result.data;
}
