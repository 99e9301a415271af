import { Problem } from "@joinery/contract";
import { Hono } from "hono";
import { writeAccountUses } from "./accounts/account-uses.ts";
import { accountIntegrationRoutes } from "./accounts/integration-routes.ts";
import { accountPageRoutes } from "./accounts/page-routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { startClockwork } from "./clockwork.ts";
import { conformanceAdminRoutes } from "./conformance/admin-routes.ts";
import { connectAdminRoutes } from "./connect/admin-routes.ts";
import { connectBrowserRoutes } from "./connect/browser-routes.ts";
import { connectIntegrationRoutes } from "./connect/integration-routes.ts";
import { requestAdminRoutes } from "./connector/admin-routes.ts";
import { createSigner } from "./connector/assertion.ts";
import { createConnector } from "./connector/call-integration.ts";
import type { ConnectorLimits } from "./connector/limits.ts";
import { connectorRoutes } from "./connector/routes.ts";
import type { Context } from "./context.ts";
import { peopleAdminRoutes } from "./directory/admin-routes.ts";
import { importRoutes } from "./directory/import/import-routes.ts";
import { scimAdminRoutes } from "./directory/scim/scim-admin-routes.ts";
import { scimRoutes } from "./directory/scim/scim-routes.ts";
import { ownSessionRoutes, sessionAdminRoutes } from "./directory/session-list-routes.ts";
import { sessionRoutes } from "./directory/session-routes.ts";
import { setupRoutes } from "./directory/setup/routes.ts";
import { backChannelRoutes } from "./directory/sign-in/back-channel-routes.ts";
import { createIdentityProvider } from "./directory/sign-in/identity-provider.ts";
import { signInRoutes } from "./directory/sign-in/routes.ts";
import type { SignInSettings } from "./directory/sign-in/settings.ts";
import { userRoutes } from "./directory/user-routes.ts";
import { disconnectAdminRoutes } from "./disconnect/admin-routes.ts";
import { doDueAttempt } from "./disconnect/do-due-attempt.ts";
import { offboardingRoutes } from "./disconnect/offboarding/offboarding-routes.ts";
import { eventAdminRoutes } from "./events/admin-routes.ts";
import { deliverEvent } from "./events/deliver-event.ts";
import { createEventSender } from "./events/event-sender.ts";
import { createGathered } from "./gathered.ts";
import { createErrorHandler } from "./http/answers.ts";
import type { HubEnv } from "./http/environment.ts";
import { requireAdministrator, requireOwnPage, requireSession } from "./http/guards.ts";
import { isLoopbackHost, requireHost } from "./http/host.ts";
import { pageRoutes } from "./http/pages.ts";
import { refuseNullInPath } from "./http/readable-path.ts";
import { nameRequest } from "./http/request-id.ts";
import { statusRoutes } from "./http/status-routes.ts";
import { integrationAdminRoutes } from "./integrations/admin-routes.ts";
import { writeTokenUses } from "./integrations/token-uses.ts";
import { createUnknownTokens } from "./integrations/unknown-tokens.ts";
import { jobAdminRoutes } from "./jobs/admin-routes.ts";
import { createJobs, type JobRunner } from "./jobs/create-jobs.ts";
import type { JobHandlers } from "./jobs/jobs.ts";
import type { Log } from "./log.ts";
import { createMailer } from "./mail/mailer.ts";
import type { MailSettings } from "./mail/settings.ts";
import { mailNotice } from "./notices/mail-notice.ts";
import { noticeRoutes } from "./notices/routes.ts";
import { endingRounds, forgettingRounds } from "./rounds.ts";
import { createDigests } from "./secrets/digests.ts";
import { createCookieSealer } from "./secrets/sealed-cookie.ts";
import { loadSigningKey } from "./secrets/signing-key.ts";
import { createVault } from "./secrets/vault.ts";
import { createNotebook } from "./store/notebook.ts";
import type { Db } from "./store/tables.ts";
import { createTransact } from "./store/transact.ts";

/** What a hub is made of. */
export interface HubOptions {
  db: Db;
  /** 32 bytes that are kept outside the database; everything sealed depends on them. */
  masterKey: Uint8Array;
  /** Where browsers and integrations reach the hub: an origin. */
  publicUrl: URL;
  /** The organisation whose people sign in here. */
  organisationId: string;
  /** Folder of the built pages; without it the hub answers its API only. */
  pagesFolder?: string | undefined;
  /** Sign-in by the organisation's identity provider; without it only the development sign-in exists, on loopback. */
  signIn?: SignInSettings | undefined;
  /** E-mail; without it people are told on their pages only. */
  mail?: MailSettings | undefined;
  /** Limits of the calls to integrations; the usual ones unless given. */
  connectorLimits?: Partial<ConnectorLimits> | undefined;
  /** false: it answers and leaves the durable work to others, or to `workOff`. */
  work?: boolean | undefined;
  clock: () => Date;
  log: Log;
}

/** A running hub, not yet listening anywhere. */
export interface Hub {
  app: Hono<HubEnv>;
  context: Context;
  /** Ends open streams and says at `/readyz` that nothing more should come; requests are still answered. */
  drain(): void;
  /** Does the durable work that is due by its clock, now. */
  workOff(): Promise<void>;
  /** Ends open streams and calls, and stops the clockwork. The database belongs to whoever opened it. */
  close(): Promise<void>;
}

const END_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 10 * 60_000;
const WRITE_USES_EVERY_MS = 5_000;

/** Wires a hub: the same for a server and for tests. */
export async function createHub(options: HubOptions): Promise<Hub> {
  const closing = new AbortController();
  const jobs = await createJobs(options);
  const context = await createContext(options, jobs, closing.signal);
  const handlers = jobHandlers(context);
  if (options.work !== false) jobs.work(handlers);
  const clockworks = [
    startClockwork(endingRounds(context), END_EVERY_MS, options.log),
    startClockwork(forgettingRounds(context), FORGET_EVERY_MS, options.log),
  ];
  const writeUses = () => Promise.all([context.accountUses.write(), context.tokenUses.write()]);
  const writer = setInterval(writeUses, WRITE_USES_EVERY_MS);
  writer.unref();
  return {
    app: createApp(context, options),
    context,
    drain: () => closing.abort(),
    workOff: () => jobs.workOff(handlers, context.clock()),
    async close() {
      for (const clockwork of clockworks) clockwork.stop();
      clearInterval(writer);
      closing.abort();
      await jobs.close();
      await context.connector.close();
      await context.eventSender.close();
      await writeUses();
    },
  };
}

/** What each kind of durable work does. */
function jobHandlers(context: Context): JobHandlers {
  return {
    "disconnect.attempt": (job) => doDueAttempt(context, job),
    "event.deliver": (job) => deliverEvent(context, job),
    "notice.mail": (job) => mailNotice(context, job),
  };
}

async function createContext(options: HubOptions, jobs: JobRunner, closing: AbortSignal): Promise<Context> {
  const { db, masterKey, publicUrl, connectorLimits, mail, clock, log } = options;
  const development = isLoopbackHost(publicUrl.hostname);
  const transact = createTransact(db);
  const signer = createSigner({
    keys: [await loadSigningKey(db, masterKey, clock())],
    issuer: publicUrl.origin,
    clock,
  });
  return {
    db,
    transact,
    jobs,
    gathered: createGathered(db, transact, clock),
    clock,
    log,
    publicUrl,
    development,
    issuer: options.signIn?.issuer,
    vault: createVault(db, masterKey, clock),
    digests: createDigests(masterKey),
    waitingConnects: createCookieSealer(masterKey, "waiting-connect"),
    signInAttempts: createCookieSealer(masterKey, "sign-in-attempt"),
    connector: createConnector({
      signer,
      development,
      ...(connectorLimits === undefined ? {} : { limits: connectorLimits }),
    }),
    eventSender: createEventSender({ development }),
    mailer: mail && createMailer(mail, { hostname: publicUrl.hostname }),
    signer,
    unknownTokens: createUnknownTokens(clock),
    accountUses: createNotebook(log, (notes) => writeAccountUses(db, notes)),
    tokenUses: createNotebook(log, (notes) => writeTokenUses(db, notes)),
    closing,
  };
}

function createApp(context: Context, { organisationId, pagesFolder, signIn }: HubOptions): Hono<HubEnv> {
  const identity =
    signIn === undefined ? undefined : { provider: createIdentityProvider(signIn, context), settings: signIn };
  const app = new Hono<HubEnv>();
  app.use(nameRequest);
  app.route("/", statusRoutes(context));
  app.use(requireHost(context.publicUrl));
  app.use(refuseNullInPath);
  app.onError(createErrorHandler(context.log));
  app.notFound(() => {
    throw new Problem("NOT_FOUND");
  });

  // Pages come first: /connect/opening is a page, /connect/<flow> a status.
  app.route("/", pageRoutes(pagesFolder));
  app.route("/", sessionRoutes(context, organisationId, identity?.provider));
  app.route("/", signInRoutes(context, organisationId, identity));
  app.route("/", backChannelRoutes(context, organisationId, identity?.provider));
  app.route("/", ownSessionRoutes(context));
  app.route("/", setupRoutes(context));
  app.route("/", accountPageRoutes(context));
  app.route("/", noticeRoutes(context));
  app.route("/", connectBrowserRoutes(context));
  app.route("/", connectorRoutes(context));

  app.use("/api/admin/*", requireSession(context), requireAdministrator);
  app.on(["POST", "PATCH", "PUT", "DELETE"], "/api/admin/*", requireOwnPage(context));
  app.route("/", integrationAdminRoutes(context));
  app.route("/", conformanceAdminRoutes(context));
  app.route("/", peopleAdminRoutes(context));
  app.route("/", sessionAdminRoutes(context));
  app.route("/", disconnectAdminRoutes(context));
  app.route("/", offboardingRoutes(context));
  app.route("/", scimAdminRoutes(context));
  app.route("/", importRoutes(context));
  app.route("/", jobAdminRoutes(context));
  app.route("/", requestAdminRoutes(context));
  app.route("/", connectAdminRoutes(context));
  app.route("/", auditRoutes(context));
  app.route("/", eventAdminRoutes(context));

  app.route("/", userRoutes(context));
  app.route("/", scimRoutes(context));
  app.route("/", accountIntegrationRoutes(context));
  app.route("/", connectIntegrationRoutes(context));
  return app;
}
