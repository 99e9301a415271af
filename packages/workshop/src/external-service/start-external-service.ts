import { randomBytes } from "node:crypto";
import { deskRoutes } from "./desk-routes.ts";
import { createFormTokens } from "./forms.ts";
import { listLiveGrants } from "./grants.ts";
import { interactionRoutes } from "./interaction-routes.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { listen } from "./listen.ts";
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
  /** The time in ledger and tickets. Tokens expire by the machine's clock; see `expireAccessTokens`. */
  clock?: () => Date;
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
  /** Lets the access tokens of a person, or of everyone, expire now; refresh tokens stay. */
  expireAccessTokens(account?: string): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DEFAULT_ACCESS_TOKEN_SECONDS = 600;

/** Starts Acme Desk, a help desk on this machine with an OpenID provider that behaves like a strict real one. */
export async function startExternalService(options: ExternalServiceOptions = {}): Promise<ExternalService> {
  const { clock = () => new Date(), accessTokenSeconds = DEFAULT_ACCESS_TOKEN_SECONDS } = options;
  const file = await openState(options.folder);
  const touch = () => file.touch(() => ({ ...file.state, records: records.list(), tickets: tickets.list().reverse() }));
  const records = createRecords(file.state.records, touch);
  const tickets = createTickets({ clock, earlier: file.state.tickets, onChange: touch });
  const ledger = createLedger({ clock, earlier: file.ledger, onEntry: (entry) => file.append(entry) });
  const clients = new Map((options.clients ?? []).map((client) => [client.clientId, client]));
  const findClient = (clientId: string) => clients.get(clientId);

  const { server, address, serve } = await listen(options.host ?? "::1", options.port ?? 0);
  const issuer = options.issuer ?? address;
  const provider = await createProvider({ issuer, state: file.state, records, findClient, accessTokenSeconds });
  const sessions = createSessions(provider);
  const forms = createFormTokens(file.state.cookieKey, `acme_form_${new URL(issuer).port}`, () =>
    randomBytes(32).toString("base64url"),
  );
  const deps = { provider, sessions, forms, ledger, tickets, records, findClient, issuer };

  provider.use(answerOnlyTo(new URL(issuer).host));
  provider.use(setSafetyHeaders);
  provider.use(showErrors);
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
  serve(provider.callback());

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
    expireAccessTokens: (account) =>
      records.removeWhere(
        "AccessToken",
        (payload) => account === undefined || payload.accountId === subjectOf(account),
      ),
    close,
    [Symbol.asyncDispose]: close,
  };
}
