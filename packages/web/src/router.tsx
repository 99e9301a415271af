import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { AccountPage } from "./accounts/account-page.tsx";
import type { MadeChoice } from "./accounts/choices.ts";
import { ReceiptPage } from "./accounts/receipt-page.tsx";
import { ConfirmPage } from "./connect/confirm-page.tsx";
import { DonePage } from "./connect/done-page.tsx";
import { EndedPage, NothingPage } from "./connect/ended-page.tsx";
import { OpeningPage } from "./connect/opening-page.tsx";
import { IntegrationPage } from "./integrations/integration-page.tsx";
import { IntegrationsPage } from "./integrations/integrations-page.tsx";
import { SessionsPage } from "./session/sessions-page.tsx";
import { SetupPage } from "./session/setup-page.tsx";
import { SignInPage } from "./session/sign-in-page.tsx";
import { AppShell, PageColumn } from "./shell/app-shell.tsx";
import { Crashed, NotFound } from "./shell/failure.tsx";
import { expectNewPage } from "./shell/focus-memory.ts";

const root = createRootRoute({
  component: Outlet,
  errorComponent: Crashed,
  notFoundComponent: () => (
    <PageColumn>
      <NotFound />
    </PageColumn>
  ),
});

const signIn = createRoute({ getParentRoute: () => root, path: "/sign-in", component: SignInPage });

const opening = createRoute({
  getParentRoute: () => root,
  path: "/connect/opening",
  component: OpeningPage,
  validateSearch: (search): { integration?: string } => {
    const id = search.integration;
    return typeof id === "string" ? { integration: id } : {};
  },
});
const confirm = createRoute({ getParentRoute: () => root, path: "/connect/$flow/confirm", component: ConfirmPage });
// Where the hub leads when an address names no flow at all.
const nothing = createRoute({ getParentRoute: () => root, path: "/connect/ended", component: NothingPage });
const ended = createRoute({ getParentRoute: () => root, path: "/connect/$flow/ended", component: EndedPage });
const done = createRoute({ getParentRoute: () => root, path: "/connect/$flow/done", component: DonePage });

const app = createRoute({ getParentRoute: () => root, id: "app", component: AppShell });
const integrations = createRoute({ getParentRoute: () => app, path: "/", component: IntegrationsPage });
const integration = createRoute({
  getParentRoute: () => app,
  path: "/integrations/$serviceId",
  component: IntegrationPage,
});
const account = createRoute({
  getParentRoute: () => app,
  path: "/accounts/$accountId",
  component: AccountPage,
  // A message that a link is broken leads here with `?repair`.
  validateSearch: (search: Record<string, unknown>): { repair?: true } => ("repair" in search ? { repair: true } : {}),
});
const receipt = createRoute({
  getParentRoute: () => app,
  path: "/accounts/$accountId/receipt",
  component: ReceiptPage,
});
const sessions = createRoute({ getParentRoute: () => app, path: "/sessions", component: SessionsPage });
const setup = createRoute({ getParentRoute: () => app, path: "/setup", component: SetupPage });

// Most people never see the admin panel: its code is fetched when somebody goes there.
const admin = createRoute({
  getParentRoute: () => app,
  path: "/admin",
  component: lazyRouteComponent(() => import("./admin/admin-shell.tsx"), "AdminShell"),
});
const adminHome = createRoute({
  getParentRoute: () => admin,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/admin/integrations", replace: true });
  },
});
const adminIntegrations = createRoute({
  getParentRoute: () => admin,
  path: "/integrations",
  component: lazyRouteComponent(() => import("./admin/integrations/list-page.tsx"), "AdminIntegrationsPage"),
});
const adminNew = createRoute({
  getParentRoute: () => admin,
  path: "/integrations/new",
  component: lazyRouteComponent(() => import("./admin/integrations/register-page.tsx"), "RegisterPage"),
});
const adminIntegration = createRoute({
  getParentRoute: () => admin,
  path: "/integrations/$serviceId",
  component: lazyRouteComponent(() => import("./admin/integrations/manage-page.tsx"), "ManagePage"),
});
const people = createRoute({
  getParentRoute: () => admin,
  path: "/people",
  component: lazyRouteComponent(() => import("./admin/people/people-page.tsx"), "PeoplePage"),
});
const person = createRoute({
  getParentRoute: () => admin,
  path: "/people/$userId",
  component: lazyRouteComponent(() => import("./admin/people/person-page.tsx"), "PersonPage"),
});
const importPeople = createRoute({
  getParentRoute: () => admin,
  path: "/people/import",
  component: lazyRouteComponent(() => import("./admin/directory/import-page.tsx"), "ImportPage"),
});
const scim = createRoute({
  getParentRoute: () => admin,
  path: "/people/directory",
  component: lazyRouteComponent(() => import("./admin/directory/scim-page.tsx"), "ScimPage"),
});
const attention = createRoute({
  getParentRoute: () => admin,
  path: "/attention",
  component: lazyRouteComponent(() => import("./admin/attention/attention-page.tsx"), "AttentionPage"),
});
const offboardings = createRoute({
  getParentRoute: () => admin,
  path: "/offboardings",
  component: lazyRouteComponent(() => import("./admin/offboarding/offboardings-page.tsx"), "OffboardingsPage"),
});
const offboardingReport = createRoute({
  getParentRoute: () => admin,
  path: "/offboardings/$offboardingId",
  component: lazyRouteComponent(() => import("./admin/offboarding/report-page.tsx"), "ReportPage"),
});
const events = createRoute({
  getParentRoute: () => admin,
  path: "/events",
  component: lazyRouteComponent(() => import("./admin/events/events-page.tsx"), "EventsPage"),
});
const newEndpoint = createRoute({
  getParentRoute: () => admin,
  path: "/events/new",
  component: lazyRouteComponent(() => import("./admin/events/new-endpoint-page.tsx"), "NewEndpointPage"),
});
const endpoint = createRoute({
  getParentRoute: () => admin,
  path: "/events/$endpointId",
  component: lazyRouteComponent(() => import("./admin/events/endpoint-page.tsx"), "EndpointPage"),
});
const requests = createRoute({
  getParentRoute: () => admin,
  path: "/requests",
  component: lazyRouteComponent(() => import("./admin/requests/requests-page.tsx"), "RequestsPage"),
});
const audit = createRoute({
  getParentRoute: () => admin,
  path: "/audit",
  component: lazyRouteComponent(() => import("./admin/audit/audit-page.tsx"), "AuditPage"),
});
const policy = createRoute({
  getParentRoute: () => admin,
  path: "/policy",
  component: lazyRouteComponent(() => import("./admin/policy/policy-page.tsx"), "PolicyPage"),
});

const routeTree = root.addChildren([
  signIn,
  opening,
  confirm,
  nothing,
  ended,
  done,
  app.addChildren([
    integrations,
    integration,
    account,
    receipt,
    sessions,
    setup,
    admin.addChildren([
      adminHome,
      adminIntegrations,
      adminNew,
      adminIntegration,
      attention,
      people,
      person,
      importPeople,
      scim,
      offboardings,
      offboardingReport,
      events,
      newEndpoint,
      endpoint,
      requests,
      audit,
      policy,
    ]),
  ]),
]);

/** Every address of the pages. */
export const router = createRouter({ routeTree, scrollRestoration: true, defaultErrorComponent: Crashed });

router.subscribe("onBeforeLoad", ({ pathChanged, fromLocation }) => {
  if (pathChanged && fromLocation !== undefined) expectNewPage();
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** The account page was reached by completing a connect. */
    justLinked?: boolean;
    /** The account page was reached by choosing what becomes of a pending account. */
    chosen?: MadeChoice;
    /** The management page was reached by registering the integration. */
    justRegistered?: boolean;
  }
}
