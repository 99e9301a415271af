import { addPerson } from "../directory/add-people.ts";
import { insertSession } from "../directory/sessions.ts";
import { openBrowser, type TestBrowser } from "../testing/browser.ts";
import { openProviderBrowser } from "../testing/identity-provider.ts";
import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const CALLBACK = "GET /sign-in/callback";
const LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";
const LOGOUT_SECONDS = 120;

const ANOTHER_BROWSER: Stranger = {
  as: "nobody",
  about: "in another browser",
  bend: ({ cookie: _cookie, ...attempt }) => attempt,
  expect: "303 /sign-in",
};

interface Newcomer {
  subject: string;
  email: string;
  userId: string;
}

/** Adds somebody who has never signed in, and whom the identity provider knows. */
async function addNewcomer({ home, identityProvider, fresh }: World): Promise<Newcomer> {
  const { db, clock } = home.hub.context;
  const subject = fresh("subject");
  const email = `${subject}@engines.example`;
  const person = { firstName: "Mary", secondName: "Stone", email, role: "member" } as const;
  identityProvider.people.set(subject, { name: "Mary Stone", email, email_verified: true });
  return { subject, email, userId: await addPerson(db, home.organisationId, person, clock()) };
}

/** Goes to the identity provider and proves to be somebody; answers how the browser comes back. */
async function comeBack({ home }: World, subject: string): Promise<{ browser: TestBrowser; path: string }> {
  const browser = openBrowser(home);
  const started = await browser.get("/sign-in/start?return=/sessions", { "sec-fetch-site": "same-origin" });
  const back = await openProviderBrowser().signIn(started.headers.get("location") ?? "", subject);
  return { browser, path: `${back.pathname}${back.search}` };
}

const cookieOf = ({ cookies }: TestBrowser) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

async function callback(world: World, subject: string): Promise<Attempt> {
  const { browser, path } = await comeBack(world, subject);
  return { method: "GET", path, cookie: cookieOf(browser), shows: ["location: /sessions"] };
}

/** The identity provider's word that a session of both organisations is over there. */
async function logout(world: World): Promise<Attempt> {
  const { home, twin, identityProvider, fresh } = world;
  const { db, clock } = home.hub.context;
  const [sid, issuer] = [fresh("sid"), identityProvider.issuer.href.replace(/\/$/, "")];
  for (const organisationId of [home.organisationId, twin.organisationId]) {
    const session = { digest: fresh("digest"), oidc: { issuer, sid, sealedIdToken: "sealed" } };
    await insertSession(db, { organisationId, userId: home.users.bob }, session, clock());
  }
  const iat = Math.floor(clock().getTime() / 1000);
  const token = await identityProvider.sign({
    ...{ iss: issuer, aud: identityProvider.settings.clientId, sid, iat, exp: iat + LOGOUT_SECONDS },
    ...{ jti: crypto.randomUUID(), events: { [LOGOUT_EVENT]: {} } },
  });
  return {
    method: "POST",
    path: "/sign-in/back-channel-logout",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `logout_token=${token}`,
  };
}

/** What comes back from the identity provider, which both organisations use. */
export const SIGN_IN_ROWS: Row[] = [
  {
    route: CALLBACK,
    about: "of somebody whose subject is another person's at the twin",
    owner: "nobody",
    arrange: async (world) => {
      const { home, twin, identityProvider } = world;
      const { db, clock } = home.hub.context;
      const { subject } = await addNewcomer(world);
      const namesake = { firstName: "Twin", secondName: "Twin", email: "mary@works.example", role: "member" } as const;
      const userId = await addPerson(db, twin.organisationId, namesake, clock());
      const bound = { oidc_issuer: identityProvider.issuer.href.replace(/\/$/, ""), oidc_subject: subject };
      await db.updateTable("users").set(bound).where("user_id", "=", userId).execute();
      return callback(world, subject);
    },
    strangers: [ANOTHER_BROWSER],
  },
  {
    route: CALLBACK,
    about: "of somebody whose id and address are another person's at the twin",
    owner: "nobody",
    arrange: async (world) => {
      const { home, twin } = world;
      const { db, clock } = home.hub.context;
      const { subject, email, userId } = await addNewcomer(world);
      const namesake = { userId, firstName: "Twin", secondName: "Twin", email, role: "member" } as const;
      await addPerson(db, twin.organisationId, namesake, clock());
      return callback(world, subject);
    },
    strangers: [ANOTHER_BROWSER],
    leavesTwin: true,
  },
  {
    route: "POST /api/sign-out",
    about: "after a sign-in by the identity provider",
    owner: "nobody",
    arrange: async (world) => {
      const { subject } = await addNewcomer(world);
      const { browser, path } = await comeBack(world, subject);
      await browser.get(path);
      return { method: "POST", path: "/api/sign-out", cookie: cookieOf(browser), shows: ["id_token_hint="] };
    },
    strangers: [],
    ownPage: true,
  },
  {
    route: "POST /sign-in/back-channel-logout",
    owner: "nobody",
    arrange: logout,
    strangers: [
      {
        as: "nobody",
        about: "with another signature",
        bend: (attempt) => ({ ...attempt, body: `${attempt.body}x` }),
        expect: "400 ",
      },
    ],
    leavesTwin: true,
  },
];
