import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import type { FaultControl } from "./faults.ts";
import type { FormTokens } from "./forms.ts";
import { listLiveGrants, revokeGrant } from "./grants.ts";
import { WRONG_PASSWORD } from "./interaction-routes.ts";
import type { Ledger } from "./ledger.ts";
import { deskPage, ticketPage } from "./pages/desk.ts";
import { logInPage } from "./pages/log-in.ts";
import { noticePage } from "./pages/notices.ts";
import { findPersonByPassword, type Person } from "./people.ts";
import type { ClientRegistration } from "./provider.ts";
import type { Records } from "./records.ts";
import type { Route } from "./router.ts";
import type { Sessions } from "./sessions.ts";
import { showPage } from "./show-page.ts";
import type { Tickets } from "./tickets.ts";

/** What the help desk's own pages need. */
export interface DeskDeps {
  provider: Provider;
  sessions: Sessions;
  forms: FormTokens;
  ledger: Ledger;
  tickets: Tickets;
  records: Records;
  faults: FaultControl;
  findClient: (clientId: string) => ClientRegistration | undefined;
}

/** The pages that people open themselves: their tickets, and the apps they have connected. */
export function deskRoutes(deps: DeskDeps): Route[] {
  return [
    { method: "GET", path: /^\/$/, handle: (ctx) => showDesk(deps, ctx) },
    { method: "GET", path: /^\/tickets\/(AD-\d+)$/, handle: (ctx, id) => showTicket(deps, ctx, id) },
    { method: "POST", path: /^\/login(\/tickets\/AD-\d+)?$/, handle: (ctx, to) => logIn(deps, ctx, to) },
    { method: "POST", path: /^\/logout$/, handle: (ctx) => logOut(deps, ctx) },
    { method: "POST", path: /^\/apps\/([\w-]+)\/remove$/, handle: (ctx, id) => removeApp(deps, ctx, id) },
  ];
}

async function showDesk(deps: DeskDeps, ctx: KoaContextWithOIDC): Promise<void> {
  const person = await deps.sessions.findPerson(ctx);
  if (person === undefined) return showLogIn(deps, ctx, { action: "/login" });
  const apps = listLiveGrants(deps.records, person.subject).map(({ grantId, clientId, since }) => ({
    grantId,
    name: deps.findClient(clientId)?.name ?? clientId,
    since: since.toISOString(),
    removeToken: deps.forms.issue(ctx, `remove ${grantId}`),
  }));
  const tickets = deps.tickets.list(person.username);
  showPage(ctx, deskPage({ person, signOutToken: signOutToken(deps, ctx), tickets, apps }));
}

async function showTicket(deps: DeskDeps, ctx: KoaContextWithOIDC, id: string): Promise<void> {
  const person = await deps.sessions.findPerson(ctx);
  if (person === undefined) return showLogIn(deps, ctx, { action: `/login/tickets/${id}` });
  const ticket = deps.tickets.find(id);
  if (ticket === undefined || ticket.account !== person.username) return showMissing(ctx);
  showPage(ctx, ticketPage(person, signOutToken(deps, ctx), ticket));
}

async function logIn(deps: DeskDeps, ctx: KoaContextWithOIDC, to: string | undefined): Promise<void> {
  const form = await deps.forms.read(ctx, "log in");
  const username = form.get("username") ?? "";
  const person = findPersonByPassword(username, form.get("password") ?? "");
  if (person === undefined) {
    ctx.status = 422;
    return showLogIn(deps, ctx, { action: ctx.path, username, problem: WRONG_PASSWORD });
  }
  await deps.sessions.logIn(ctx, deps.faults.whoComesBack(ctx, person));
  goOn(ctx, to ?? "/");
}

async function logOut(deps: DeskDeps, ctx: KoaContextWithOIDC): Promise<void> {
  await deps.forms.read(ctx, "log out");
  await deps.sessions.logOut(ctx);
  goOn(ctx, "/");
}

/** Ends the access of an app, so that a demonstration can show an account that must be connected again. */
async function removeApp(deps: DeskDeps, ctx: KoaContextWithOIDC, grantId: string): Promise<void> {
  await deps.forms.read(ctx, `remove ${grantId}`);
  const person = await deps.sessions.findPerson(ctx);
  const grant = ownGrant(deps, person, grantId);
  if (person === undefined || grant === undefined) return showMissing(ctx);
  await revokeGrant(deps.provider, grantId);
  const { clientId } = grant;
  deps.ledger.record({ kind: "revocation", clientId, account: person.username, grantId, detail: "by the person" });
  goOn(ctx, "/");
}

function ownGrant({ records }: DeskDeps, person: Person | undefined, grantId: string) {
  if (person === undefined) return undefined;
  return listLiveGrants(records, person.subject).find((grant) => grant.grantId === grantId);
}

function showLogIn(
  deps: DeskDeps,
  ctx: KoaContextWithOIDC,
  view: { action: string; username?: string; problem?: string },
): void {
  showPage(ctx, logInPage({ formToken: deps.forms.issue(ctx, "log in"), ...view }));
}

function signOutToken({ forms }: DeskDeps, ctx: KoaContextWithOIDC): string {
  return forms.issue(ctx, "log out");
}

function goOn(ctx: KoaContextWithOIDC, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}

function showMissing(ctx: KoaContextWithOIDC): void {
  showPage(ctx, noticePage("There is nothing here", "The address is wrong, or what was here belongs to someone else."));
  ctx.status = 404;
}
