import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";
import { type AroundTokenRequest, createTokenRequestGate } from "./around-token-requests.ts";
import { deskRoutes } from "./desk-routes.ts";
import { createEndedTokens, labelEndedTokens } from "./ended-tokens.ts";
import { createFaultEffects, takeForReuse } from "./fault-effects.ts";
import { createServiceFaults, type ServiceFaults, type SlowFaultDelays } from "./faults.ts";
import { createFormTokens } from "./forms.ts";
import { type GivenGrant, grantOfToken, listGivenGrants, listLiveGrants } from "./grants.ts";
import { interactionRoutes } from "./interaction-routes.ts";
import { labelAnswers } from "./label-answers.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { listen } from "./listen.ts";
import { misbehave } from "./misbehave.ts";
import { findPersonByUsername, PEOPLE, type Person } from "./people.ts";
import { type ClientRegistration, createProvider } from "./provider.ts";
import { recordInLedger } from "./record-in-ledger.ts";
import { createRecords } from "./records.ts";
import { routed } from "./router.ts";
import { openState } from "./saved-state.ts";
import { answerOnlyTo, assetRoutes, ledgerRoute, showErrors } from "./service-steps.ts";
import { createSessions } from "./sessions.ts";
import { setSafetyHeaders } from "./show-page.ts";
import { ticketApiRoutes } from "./ticket-api.ts";
import { createTickets, type Tickets } from "./tickets.ts";

/** How Acme Desk is started. */
export interface ExternalServiceOptions {
  /** The address to bind; `::1` when left out, and 127.0.0.1 where there is no `::1`. */
  host?: string;
  /** 0 or nothing: any free port. */
  port?: number;
  /** The public address, when it is not the one that is bound. */
  issuer?: string;
  /** Where keys, grants, tickets and the ledger are kept between runs; nothing: in memory. */
  folder?: string;
  clients?: readonly ClientRegistration[];
  /** Life of an access token; 10 minutes when left out. */
  accessTokenSeconds?: number;
  /** Puts a layer around everything that is answered, for whoever watches. */
  watch?: (listener: RequestListener) => RequestListener;
  /** The time in ledger and tickets. Tokens expire by the machine's clock; see `advance`. */
  clock?: () => Date;
  /** How long the slow faults take, in milliseconds; 6,000 and 30,000 when left out. */
  slowFaultDelays?: SlowFaultDelays;
}

/** A running Acme Desk. */
export interface ExternalService {
  /** For example `http://[::1]:4003`, without a slash at its end. */
  issuer: string;
  ledger: Ledger;
  /** The people who can log in, with the password `DEMO_PASSWORD`. */
  accounts: readonly Person[];
  tickets: Tickets;
  /** Registers an app, or replaces the one with the same id. */
  addClient(client: ClientRegistration): void;
  /** How many grants of a person (user name) still have a usable token. */
  liveGrants(account: string): number;
  /** Everybody's grants that still have a usable token, oldest first, each with the request that it came from. */
  givenGrants(): readonly GivenGrant[];
  /** The grant that a token was issued for; `undefined` when it has been withdrawn. */
  grantOf(token: string): string | undefined;
  /** Lets the access tokens of a person, or of everyone, expire now; refresh tokens stay. */
  expireAccessTokens(account?: string): void;
  /** Everything that Acme Desk can do wrong on purpose. */
  faults: ServiceFaults;
  /** Short for the fault `consent-denied`. */
  deny(): void;
  /** Ends `deny`. */
  allow(): void;
  /** Lets the endpoints that apps call take that many milliseconds for each answer; 0 ends it. */
  answerSlowly(ms: number): void;
  /** Lets a test decide when token requests are carried out, and what their clients read; `undefined` ends it. */
  aroundTokenRequests(around: AroundTokenRequest | undefined): void;
  /** Short for the fault `other-account`, with any person (user name). */
  loginAs(username: string): void;
  /**
   * Lets that many milliseconds pass at Acme Desk: tokens, codes, log-ins and open questions are as much older, and what
   * would have expired meanwhile is gone. Ledger and tickets follow, unless the service was given a clock of its own.
   */
  advance(ms: number): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DEFAULT_ACCESS_TOKEN_SECONDS = 600;

/** Starts Acme Desk, a help desk on this machine with an OpenID provider that behaves like a strict real one. */
export async function startExternalService(options: ExternalServiceOptions = {}): Promise<ExternalService> {
  let advancedMs = 0;
  const { clock = () => new Date(Date.now() + advancedMs), accessTokenSeconds = DEFAULT_ACCESS_TOKEN_SECONDS } =
    options;
  const file = await openState(options.folder);
  const touch = () => file.touch(() => ({ ...file.state, records: records.list(), tickets: tickets.list().reverse() }));
  const records = createRecords(file.state.records, touch);
  const tickets = createTickets({ clock, earlier: file.state.tickets, onChange: touch });
  const ledger = createLedger({ clock, earlier: file.ledger, onEntry: (entry) => file.append(entry) });
  const clients = new Map((options.clients ?? []).map((client) => [client.clientId, client]));
  const findClient = (clientId: string) => clients.get(clientId);

  const { server, address, serve } = await listen(options.host ?? "::1", options.port ?? 0);
  const issuer = options.issuer ?? address;
  const provider = await createProvider({
    issuer,
    state: file.state,
    records,
    findClient,
    accessTokenSeconds,
    isTakenForReuse: (ctx) => takeForReuse({ faults, ended }, ctx),
  });
  const ended = createEndedTokens(records);
  const effects = createFaultEffects({ provider, records, ledger, ended });
  const faults = createServiceFaults({ ledger, effects, delays: options.slowFaultDelays });
  const sessions = createSessions(provider);
  const forms = createFormTokens(file.state.cookieKey, `acme_form_${new URL(issuer).port}`, () =>
    randomBytes(32).toString("base64url"),
  );
  const states = new Map<string, string>();
  const deps = { provider, sessions, forms, ledger, tickets, records, faults, findClient, issuer, states };

  const tokenRequests = createTokenRequestGate();
  provider.use(tokenRequests.middleware);
  provider.use(labelAnswers(faults));
  provider.use(answerOnlyTo(new URL(issuer).host));
  provider.use(setSafetyHeaders);
  provider.use(showErrors);
  provider.use(labelEndedTokens(ended, faults));
  provider.use(misbehave(faults, ledger));
  recordInLedger(provider, ledger);
  provider.use(
    routed([
      ...assetRoutes(),
      ...deskRoutes(deps),
      ...interactionRoutes(deps),
      ...ticketApiRoutes(deps),
      ledgerRoute(ledger),
    ]),
  );
  serve((options.watch ?? ((listener) => listener))(provider.callback()));

  const subjectOf = (account: string) => findPersonByUsername(account)?.subject ?? "";
  const close = async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    await file.settled();
  };
  return {
    issuer,
    ledger,
    accounts: PEOPLE,
    tickets,
    addClient: (client) => void clients.set(client.clientId, client),
    liveGrants: (account) => listLiveGrants(records, subjectOf(account)).length,
    givenGrants: () => listGivenGrants(records, states),
    grantOf: (token) => grantOfToken(records, token),
    expireAccessTokens: (account) =>
      records.removeWhere(
        "AccessToken",
        (payload) => account === undefined || payload.accountId === subjectOf(account),
      ),
    faults,
    deny: () => void faults.set("consent-denied", true),
    allow: () => void faults.set("consent-denied", false),
    answerSlowly: faults.answerSlowly,
    aroundTokenRequests: tokenRequests.set,
    loginAs: faults.loginAs,
    advance(ms) {
      if (!(ms >= 0)) throw new Error("Time only goes forward: give 0 or more milliseconds.");
      advancedMs += ms;
      records.age(ms);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
