import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import { findPersonBySubject, type Person } from "./people.ts";
import { SESSION_SECONDS } from "./provider.ts";

/** Who is logged in, in the same session that the provider uses: one log-in for tickets and consents. */
export interface Sessions {
  findPerson(ctx: KoaContextWithOIDC): Promise<Person | undefined>;
  logIn(ctx: KoaContextWithOIDC, person: Person): Promise<void>;
  logOut(ctx: KoaContextWithOIDC): Promise<void>;
}

/** Creates the sessions of the service's own pages over those of the provider. */
export function createSessions(provider: Provider): Sessions {
  const cookie = provider.cookieName("session");

  async function logOut(ctx: KoaContextWithOIDC): Promise<void> {
    const session = await provider.Session.get(ctx);
    await session.destroy();
    ctx.cookies.set(cookie, null, { httpOnly: true, sameSite: "lax", path: "/" });
  }

  return {
    async findPerson(ctx) {
      const session = await provider.Session.get(ctx);
      return findPersonBySubject(session.accountId);
    },
    async logIn(ctx, person) {
      // A new session, never the one the browser came with: a log-in must not adopt a planted cookie.
      await logOut(ctx);
      const session = new provider.Session();
      session.loginAccount({ accountId: person.subject });
      await session.save(SESSION_SECONDS);
      ctx.cookies.set(cookie, session.jti, {
        httpOnly: true,
        sameSite: "lax",
        path: "/",
        maxAge: SESSION_SECONDS * 1000,
        overwrite: true,
      });
    },
    logOut,
  };
}
