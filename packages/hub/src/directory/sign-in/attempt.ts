import { randomToken256, token256 } from "@joinery/contract";
import { z } from "zod";
import type { Context } from "../../context.ts";
import type { Request } from "../../http/environment.ts";
import { clearCookie, readCookie, writeCookie } from "../../http/session-cookie.ts";

/** A sign-in that has begun in this browser and comes back from the identity provider. */
export interface Attempt {
  state: string;
  nonce: string;
  codeVerifier: string;
  startedAt: Date;
  /** Whether the person must prove anew who they are. */
  again: boolean;
  /** The page of ours to come back to. */
  returnPath: string | undefined;
}

const facts = z.object({
  state: token256,
  nonce: token256,
  verifier: token256,
  started: z.string().regex(/^\d{10,16}$/),
  again: z.enum(["yes", "no"]),
  return: z.string(),
});

/** How long a person may take at the identity provider. */
const ATTEMPT_SECONDS = 10 * 60;
/** The cookie lives on, so that who comes back later reads that it took too long and not that somebody else began it. */
const REMEMBERED_SECONDS = 60 * 60;

/** Draws a new attempt and keeps it in a sealed cookie: only this browser can come back with it. */
export async function beginAttempt(
  context: Context,
  c: Request,
  { again, returnPath }: Pick<Attempt, "again" | "returnPath">,
): Promise<Attempt> {
  const startedAt = context.clock();
  const attempt = {
    state: randomToken256(),
    nonce: randomToken256(),
    codeVerifier: randomToken256(),
    startedAt,
    again,
    returnPath,
  };
  const sealed = await context.signInAttempts.seal(
    {
      state: attempt.state,
      nonce: attempt.nonce,
      verifier: attempt.codeVerifier,
      started: String(startedAt.getTime()),
      again: again ? "yes" : "no",
      return: returnPath ?? "",
    },
    new Date(startedAt.getTime() + REMEMBERED_SECONDS * 1000),
  );
  writeCookie(c, context.publicUrl, "sign-in", sealed, REMEMBERED_SECONDS);
  return attempt;
}

/** The attempt that began in this browser, however long ago. */
export async function readAttempt(context: Context, c: Request): Promise<Attempt | undefined> {
  const sealed = readCookie(c, context.publicUrl, "sign-in");
  const opened = sealed === undefined ? undefined : await context.signInAttempts.open(sealed, context.clock());
  const result = facts.safeParse(opened);
  if (!result.success) return undefined;
  const { data } = result;
  return {
    state: data.state,
    nonce: data.nonce,
    codeVerifier: data.verifier,
    startedAt: new Date(Number(data.started)),
    again: data.again === "yes",
    returnPath: data.return === "" ? undefined : data.return,
  };
}

/** Whether the person took longer than an attempt may. */
export function isOverdue(attempt: Attempt, now: Date): boolean {
  return now.getTime() - attempt.startedAt.getTime() > ATTEMPT_SECONDS * 1000;
}

export function forgetAttempt(context: Context, c: Request): void {
  clearCookie(c, context.publicUrl, "sign-in");
}
