import { sql } from "kysely";
import { addPerson } from "../directory/add-people.ts";
import { issueScimToken } from "../directory/scim/issue-scim-token.ts";
import { type FakeIntegration, json, startFakeIntegration } from "../testing/fake-integration.ts";
import { startIdentityProvider, type TestIdentityProvider } from "../testing/identity-provider.ts";
import { startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { addTwinOrganisation, type TwinOrganisation } from "../testing/twin-organisation.ts";

import { keepWorld } from "./keep-world.ts";
import { createLook } from "./look.ts";
import type { Attempt } from "./row.ts";
import { type Reply, send } from "./send.ts";

/** Everyone who sends a request: owners and strangers. `twin …` belongs to another organisation with the same ids. */
export type Caller =
  | "nobody"
  | "ada"
  | "bob"
  | "eve"
  | "desk"
  | "other"
  | "plain"
  | "other plain"
  | "unknown token"
  | "twin ada"
  | "twin bob"
  | "twin desk"
  | "twin plain"
  | "directory"
  | "twin directory";

/** A hub with two organisations: the one that is attacked and its twin. Bob owns accounts, Ada administrates, Eve is Eve. */
export interface World extends AsyncDisposable {
  home: TestHub;
  /** Where people of both organisations sign in, unless they use the development sign-in. */
  identityProvider: TestIdentityProvider;
  desk: TestIntegration;
  other: TestIntegration;
  plain: TestIntegration;
  otherPlain: TestIntegration;
  /** Bob's links here are being removed and never are: the integration fails, and so does its twin. */
  sick: TestIntegration;
  twin: TwinOrganisation;
  /** Sends a request as a caller. */
  send(caller: Caller, attempt: Attempt): Promise<Reply>;
  /** The headers that make a caller who they are. */
  headersOf(caller: Caller): Promise<Record<string, string>>;
  /** A linked account of Bob at the desk, for rows that only read. */
  accountId: string;
  /** A linked account of Bob that the desk has deleted. */
  goneId: string;
  /** A flow of Bob's that was claimed four days ago. */
  orphan: string;
  /** Somebody who has left this organisation and works for its twin. */
  leftUserId: string;
  /** The request that went wrong at the other plain integration. */
  brokenRequest: string;
  /** Whether the sick integration and its twin fail. */
  setSick(isSick: boolean): void;
  /** A word that was never used before. */
  fresh(word: string): string;
  /** A digest of everything the attacked organisation owns, but for when sessions and tokens were last used. */
  look(): Promise<string>;
  /** The same of its twin. */
  lookAtTwin(): Promise<string>;
  /** Brings back everything that both organisations own as it was in the beginning. */
  restore(): Promise<void>;
}

const ORIGIN = "http://127.0.0.1:4000";

export async function createWorld(): Promise<World> {
  const identityProvider = await startIdentityProvider(ORIGIN);
  const home = await startHub({ signIn: identityProvider.settings });
  const [desk, other] = [await home.addIntegration("verified"), await home.addIntegration("verified")];
  const [plain, otherPlain] = [await home.addIntegration("plain"), await home.addIntegration("plain")];
  const sick = await home.addIntegration("plain");
  const leaver = { firstName: "Gus", secondName: "Left", email: "gus@engines.example", role: "member" } as const;
  const { db, clock } = home.hub.context;
  const leftUserId = await addPerson(db, home.organisationId, leaver, clock());
  await sql`update users set employee_id = 'E-' || first_name`.execute(db);
  const twinServer = await startFakeIntegration();
  const twin = await addTwinOrganisation(home.hub, home.organisationId, twinServer.url);
  await leave(home, leftUserId);
  const setSick = sicken([sick.server, twinServer]);
  const secrets = await meetCallers(home, twin, { desk, other, plain, otherPlain });
  const things = await leaveThings(home, desk, otherPlain);
  const restore = await keepWorld(home);
  let used = 0;

  return {
    home,
    identityProvider,
    desk,
    other,
    plain,
    otherPlain,
    sick,
    twin,
    leftUserId,
    setSick,
    send: (caller, attempt) => send(home.hub, secrets[caller], attempt),
    headersOf: async (caller) => secrets[caller],
    ...things,
    fresh: (word) => {
      used += 1;
      return `${word}.${used}`;
    },
    look: await createLook(db, home.organisationId, [desk, other, plain, otherPlain, sick]),
    lookAtTwin: await createLook(db, twin.organisationId, []),
    restore,
    async [Symbol.asyncDispose]() {
      await twinServer[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
      await identityProvider[Symbol.asyncDispose]();
    },
  };
}

async function leave({ hub, organisationId }: TestHub, userId: string): Promise<void> {
  await hub.context.db
    .updateTable("users")
    .set({ account_status: "inactive" })
    .where("organisation_id", "=", organisationId)
    .where("user_id", "=", userId)
    .execute();
}

function sicken(servers: FakeIntegration[]): (isSick: boolean) => void {
  const healthy = servers.map((server) => server.respond);
  return (isSick) => {
    for (const [index, server] of servers.entries()) {
      const well = healthy[index] ?? server.respond;
      server.respond = (request, response) =>
        isSick && request.method === "DELETE" ? json(response, 500, {}) : well(request, response);
    }
  };
}

async function leaveThings(home: TestHub, desk: TestIntegration, otherPlain: TestIntegration) {
  const accounts = `/v2/user/${home.users.bob}/linked-accounts`;
  const accountId = await home.linkAccount(desk, "bob", "john.read");
  const goneId = await home.linkAccount(desk, "bob", "john.gone");
  await desk.api.delete(`${accounts}/${goneId}`, { revocation: "revoked", detail: "john.detail" });
  const { flow: orphan } = await home.connectUpTo("claimed", desk, "bob");
  const { db } = home.hub.context;
  await sql`update flows set claimed_at = claimed_at - interval '4 days' where flow_id = ${orphan}`.execute(db);
  await home.as("bob").post(`/connector/${desk.service_id}/john.path`, {});
  await home.as("ada").post(`/api/admin/integrations/${desk.service_id}/tokens`, { name: "john.token" });
  const well = otherPlain.server.respond;
  otherPlain.server.respond = (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end();
  const broken = await home.as("bob").post(`/connector/${otherPlain.service_id}/broken`, {});
  otherPlain.server.respond = well;
  return { accountId, goneId, orphan, brokenRequest: broken.headers.get("x-request-id") ?? "" };
}

async function meetCallers(
  home: TestHub,
  twin: TwinOrganisation,
  { desk, other, plain, otherPlain }: Record<"desk" | "other" | "plain" | "otherPlain", TestIntegration>,
): Promise<Record<Caller, Record<string, string>>> {
  const browser = (cookie: string) => ({ origin: ORIGIN, cookie });
  const server = (token: string) => ({ authorization: `Bearer ${token}` });
  const twinBrowser = async (userId: string) => browser(`joinery-session-4000=${await twin.startSession(userId)}`);
  return {
    nobody: { origin: ORIGIN },
    ada: browser(await home.cookieOf("ada")),
    bob: browser(await home.cookieOf("bob")),
    eve: browser(await home.cookieOf("eve")),
    desk: server(desk.api_token),
    other: server(other.api_token),
    plain: server(plain.api_token),
    "other plain": server(otherPlain.api_token),
    "unknown token": server("jnr_0123456789012345678901234567890123456789012"),
    "twin ada": await twinBrowser(home.users.ada),
    "twin bob": await twinBrowser(home.users.bob),
    "twin desk": server(await twin.makeToken(desk.service_id)),
    "twin plain": server(await twin.makeToken(plain.service_id)),
    directory: server(await scimTokenOf(home, home.organisationId)),
    "twin directory": server(await scimTokenOf(home, twin.organisationId)),
  };
}

async function scimTokenOf({ hub, users }: TestHub, organisationId: string): Promise<string> {
  const issuer = { organisationId, userId: users.ada, requestId: "world" };
  return (await issueScimToken(hub.context, issuer, "Token of the world")).secret;
}
