import { Problem } from "@joinery/contract";
import type { MeView, NextView, SignInView } from "@joinery/contract/pages";
import { Hono } from "hono";
import { z } from "zod";
import { leaveBrowser } from "../connect/leave-browser.ts";
import { describeWaitingConnect, nextAfterSignIn } from "../connect/waiting.ts";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { addressOf, requireOwnPage, requireSession } from "../http/guards.ts";
import { isPassedOn } from "../http/host.ts";
import { limitRate, SIGN_IN_RATE } from "../http/rate-limit.ts";
import { readJson } from "../http/read-input.ts";
import { clearCookie } from "../http/session-cookie.ts";
import { freshUntil } from "./fresh-sign-in.ts";
import { getOrganisation } from "./organisations.ts";
import { findPerson, listPeople, toPersonView } from "./people.ts";
import { isSetupOpen } from "./setup/open-setup.ts";
import { endSessionUrlOf } from "./sign-in/end-session-url.ts";
import { takeFailure } from "./sign-in/failure.ts";
import type { IdentityProvider } from "./sign-in/identity-provider.ts";
import { currentSession, startSession } from "./start-session.ts";

const signInBody = z.object({ user_id: z.string().min(1).max(64) });

/** Sign-in, sign-out and who one is. */
export function sessionRoutes(
  context: Context,
  organisationId: string,
  provider: IdentityProvider | undefined,
): Hono<HubEnv> {
  const { db, publicUrl, development } = context;
  const routes = new Hono<HubEnv>();
  const rate = limitRate(SIGN_IN_RATE, context.clock, addressOf);

  routes.get("/api/sign-in", async (c) => {
    const organisation = await getOrganisation(db, organisationId);
    const mayChoose = development && !isPassedOn(c);
    const people = mayChoose ? await listPeople(db, organisationId) : [];
    const view: SignInView = {
      organisation_name: organisation.name,
      development: mayChoose ? { people: people.map(toPersonView) } : null,
      identity_provider: provider === undefined ? null : { name: provider.name },
      failure: takeFailure(context, c),
      waiting_connect: await describeWaitingConnect(context, c),
    };
    return answer(c, view);
  });

  // The Host was checked before: on a development hub it is loopback. Through a tunnel anybody's would be.
  routes.post("/api/sign-in/development", rate, requireOwnPage(context), async (c) => {
    if (!development || isPassedOn(c)) throw new Problem("NOT_FOUND");
    const { user_id: userId } = await readJson(c, signInBody);
    const person = await findPerson(db, { organisationId, userId });
    if (person === undefined || person.deleted_at !== null) throw new Problem("USER_NOT_FOUND");
    if (person.account_status !== "active") throw new Problem("USER_INACTIVE");

    const session = await startSession(context, c, person);
    const view: NextView = { next: await nextAfterSignIn(context, c, session) };
    return answer(c, view);
  });

  routes.post("/api/sign-out", requireOwnPage(context), async (c) => {
    const session = await currentSession(context, c);
    const leave = session === undefined ? undefined : await endSessionUrlOf(context, provider, session);
    if (session !== undefined) await leaveBrowser(context, session, { requestId: c.get("requestId") });
    for (const name of ["session", "connect", "sign-in"] as const) clearCookie(c, publicUrl, name);
    const view: NextView = { next: leave ?? "/sign-in" };
    return answer(c, view);
  });

  routes.get("/api/me", requireSession(context), async (c) => {
    const { person, organisationId: own } = c.get("session");
    const organisation = await getOrganisation(db, own);
    const view: MeView = {
      person: toPersonView(person),
      organisation: { organisation_id: own, name: organisation.name },
      // Only who does not administer it yet can have something to set up.
      setup_open: person.role !== "administrator" && (await isSetupOpen(context, own)),
      fresh_until: freshUntil(c.get("session"), context.clock())?.toISOString() ?? null,
    };
    return answer(c, view);
  });

  return routes;
}
