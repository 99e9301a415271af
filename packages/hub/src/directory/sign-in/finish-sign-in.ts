import type { Context } from "../../context.ts";
import type { Request, Session } from "../../http/environment.ts";
import { describeError } from "../../log.ts";
import { isSame } from "../../secrets/digests.ts";
import { startSession } from "../start-session.ts";
import { type Attempt, forgetAttempt, isOverdue, readAttempt } from "./attempt.ts";
import { SignInRefused } from "./failure.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { clockSkewOf, missingClaimOf, providerErrorOf } from "./provider-error.ts";
import { type Recognition, recognisePerson } from "./recognise-person.ts";

/** A sign-in that came to its end, and the page that waited for it. */
export interface SignedIn {
  session: Session;
  returnPath: string | undefined;
}

/**
 * What happens when a browser comes back from the identity provider, in this order: was it this browser that left, is it
 * in time, does the provider vouch for it, who is it, a new session. Throws `SignInRefused` for each that fails.
 */
export async function finishSignIn(
  context: Context,
  c: Request,
  provider: IdentityProvider,
  where: Recognition,
): Promise<SignedIn> {
  const attempt = await claimAttempt(context, c);
  if (isOverdue(attempt, context.clock())) throw new SignInRefused("took_too_long");
  // Behind a proxy the request's own address is not the one that the provider redirected to.
  const callback = new URL(`/sign-in/callback${new URL(c.req.url).search}`, context.publicUrl);
  const { claims, idToken } = await provider.finish(callback, attempt, context.clock());
  const person = await recognisePerson(context, claims, where);
  const now = context.clock();
  const session = await startSession(context, c, person, {
    // Who does not say when somebody signed in there proves nothing about how fresh it is.
    authenticatedAt: earlier(claims.authenticatedAt ?? new Date(0), now),
    oidc: { issuer: claims.issuer, sid: claims.sid, idToken },
  });
  return { session, returnPath: attempt.returnPath };
}

/**
 * Takes the attempt that this answer belongs to. An answer of another browser's or an earlier one leaves it alone, so that
 * a link made by somebody else can't spoil the sign-in that is under way here.
 */
async function claimAttempt(context: Context, c: Request): Promise<Attempt> {
  const attempt = await readAttempt(context, c);
  const states = c.req.queries("state") ?? [];
  if (attempt === undefined || states.length !== 1 || !isSame(states[0] ?? "", attempt.state)) {
    throw new SignInRefused("not_started_here");
  }
  forgetAttempt(context, c);
  return attempt;
}

/** Says in the log what the person need not read. */
export function logRefusal(context: Context, error: SignInRefused, requestId: string): void {
  const { failure, cause, facts } = error;
  context.log("warn", "sign_in.refused", {
    requestId,
    failure,
    ...facts,
    ...(cause === undefined ? {} : describeError(cause)),
    providerError: providerErrorOf(cause),
    clockSkewSeconds: clockSkewOf(cause),
    missingClaim: missingClaimOf(cause),
  });
}

function earlier(left: Date, right: Date): Date {
  return left < right ? left : right;
}
